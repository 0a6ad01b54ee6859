/** The likelihoods of merging by name: one file each. */
import { type AsinhOptions, asinh } from "./asinh.js";
import { type LaplaceOptions, laplace } from "./laplace.js";
import type { Likelihood } from "./likelihoodTypes.js";
import { type NormalOptions, normal } from "./normal.js";
import { type StudentTOptions, studentT } from "./studentT.js";

/** Likelihoods by name. */
export const likelihoods: {
  readonly normal: (options?: NormalOptions) => Likelihood;
  readonly studentT: (options?: StudentTOptions) => Likelihood;
  readonly laplace: (options?: LaplaceOptions) => Likelihood;
  readonly asinh: (options?: AsinhOptions) => Likelihood;
} = { normal, studentT, laplace, asinh };

export type { AsinhOptions } from "./asinh.js";
export type { ErrorModelChoice, ErrorModelName, ErrorModelOptions } from "./errorModels.js";
export type { ResidualDensity } from "./errorModelTypes.js";
export type { LaplaceOptions } from "./laplace.js";
export type { Likelihood, LikelihoodContext, LikelihoodFunction } from "./likelihoodTypes.js";
export type { NormalOptions } from "./normal.js";
export {
  normalisedResiduals,
  type ResidualObservations,
  residualDensity,
  type TrainedLikelihood,
} from "./normalisedResiduals.js";
export type { ProportionalErrorOptions } from "./proportionalErrors.js";
export type { StudentTOptions } from "./studentT.js";

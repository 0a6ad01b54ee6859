/** The likelihoods of merging by name: one file each. */
import type { Likelihood } from "./likelihoodTypes.js";
import { normal } from "./normal.js";
import { type StudentTOptions, studentT } from "./studentT.js";

/** Likelihoods by name. */
export const likelihoods: {
  readonly normal: () => Likelihood;
  readonly studentT: (options?: StudentTOptions) => Likelihood;
} = { normal, studentT };

export type { Likelihood, LikelihoodFunction } from "./likelihoodTypes.js";
export type { StudentTOptions } from "./studentT.js";

/** What the location-scale likelihoods are put together from: a density of scale 1, and a model of the errors' size. */
import type { Distribution } from "../../../distributions/index.js";
import type { RowValue } from "../../../kernels/index.js";
import type { JsonObject } from "../../../training/index.js";
import type { LikelihoodContext } from "./likelihoodTypes.js";

/** Numbers by name. */
export type Named = Readonly<Record<string, number>>;

/** What normalised residuals follow where the likelihood is right. */
export type ResidualDensity = Pick<Distribution, "name" | "logProbability">;

/** A density f(q) about 0, of scale 1. */
export interface StandardDensity {
  readonly description: JsonObject;
  /** First values of what is trained. */
  readonly parameters: Named;
  /** log f(q) − log f(0). */
  readonly logShape: (q: RowValue, context: LikelihoodContext) => RowValue;
  /** log f(0). */
  readonly logPeak: (context: LikelihoodContext) => RowValue | number;
  readonly fitted: (parameters: Named) => Named;
  readonly ofResiduals: (fitted: Named) => ResidualDensity;
}

/** By how much errors are larger than the sigmas say: the variance factor w = (σ'/σ)². */
export interface ErrorModel {
  readonly description: JsonObject;
  readonly parameters: Named;
  readonly heads: readonly number[];
  readonly inflation: (predicted: RowValue, sigma: RowValue, context: LikelihoodContext) => RowValue;
  readonly fitted: (parameters: Named) => Named;
  /** w of one observation in float64, from what was fitted; `head` is what the scale network gave for it. */
  readonly inflationOf: (predicted: number, sigma: number, fitted: Named, head: number) => number;
}

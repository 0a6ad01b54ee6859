/** What a likelihood is: the log probability of each observed intensity, given the predicted one. */
import type { RowValue } from "../../../kernels/index.js";
import type { JsonObject } from "../../../training/index.js";

/**
 * Log probability of each observation; write it with `op` or the values' own methods. Intensities are in the units of
 * the model (divided by their mean at low resolution), sigmas too: a constant factor of the density does not matter.
 */
export type LikelihoodFunction = (predicted: RowValue, observed: RowValue, sigma: RowValue) => RowValue;

export interface Likelihood {
  /** Name and options: what the run folder records, and what a resume compares. */
  readonly description: JsonObject;
  readonly logProbability: LikelihoodFunction;
}

/** What a likelihood is: the log probability of each observed intensity, given the predicted one. */
import type { RowValue } from "../../../kernels/index.js";
import type { JsonObject } from "../../../training/index.js";

/** What a likelihood may read besides the intensities: what is trained with the scale. */
export interface LikelihoodContext {
  /** A trained number that is the same for every observation, by its name in {@link Likelihood.parameters}. */
  readonly parameter: (name: string) => RowValue;
  /** A number of each observation's own: the further output of the scale network that stands k-th in {@link Likelihood.heads}. */
  readonly head: (k: number) => RowValue;
}

/**
 * Log probability of each observation; write it with `op` or the values' own methods. Intensities are in the units of
 * the model (divided by their mean at low resolution), sigmas too: a constant factor of the density does not matter.
 */
export type LikelihoodFunction = (
  predicted: RowValue,
  observed: RowValue,
  sigma: RowValue,
  context: LikelihoodContext,
) => RowValue;

export interface Likelihood {
  /** Name and options: what the run folder records, and what a resume compares. */
  readonly description: JsonObject;
  /** First values of numbers that are trained, by name (default none). */
  readonly parameters?: Readonly<Record<string, number>>;
  /** First values of what the scale network gives for each observation besides the scale (default nothing). */
  readonly heads?: readonly number[];
  readonly logProbability: LikelihoodFunction;
  /** What the trained numbers mean, in the field's terms: SdFac … From values by name, as in `parameters`. */
  readonly fitted?: (parameters: Readonly<Record<string, number>>) => Readonly<Record<string, number>>;
}

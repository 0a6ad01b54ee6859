/** A prior that a user wrote: its divergence is log q − log p at the sample, unbiased but noisier than a closed form. */
import { givenRowValue } from "../mergingChecks.js";
import type { Prior, PriorFunction } from "./priorTypes.js";

/** Options of {@link custom}. */
export interface CustomPriorOptions {
  /** What the run folder records (default "custom"). */
  readonly name?: string;
  /** As of `priors.wilson`: what amplitudes are normalised by (default "fitted"). */
  readonly bFactor?: number | "fitted";
}

export function custom(
  logProbability: PriorFunction,
  { name = "custom", bFactor = "fitted" }: CustomPriorOptions = {},
): Prior {
  return {
    description: { name, bFactor },
    bFactor,
    divergence: (posterior, reflection) =>
      posterior.logProbabilityOfSample.sub(
        givenRowValue("prior", logProbability(posterior.sample, reflection)),
      ),
  };
}

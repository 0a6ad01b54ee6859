/**
 * Credible intervals of merged amplitudes: with q the truncated-normal posterior of the normalised amplitude E, F = √c E lies
 * with probability p between √c Q((1 − p)/2) and √c Q((1 + p)/2), Q being the quantile function of q. Both tails hold
 * (1 − p)/2, so the bounds are never below 0, unlike F ± 1.96 SIGF. docs/merging-uncertainty.md tells how often they hold
 * the truth.
 */
import { truncatedNormal } from "../../distributions/index.js";
import { InputError } from "../../errors.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { version } from "../../version.js";
import { type MergedData, type MergedQuantity, tableOfMates } from "./mergedTable.js";

/** Posteriors of amplitudes: g each. */
export interface AmplitudePosteriors {
  /** Of the normal distributions of normalised amplitudes before the cut at 0. */
  readonly location: Float32Array | Float64Array;
  readonly scale: Float32Array | Float64Array;
  /** What squared amplitudes were normalised by, in the units of the intensities. */
  readonly expected: Float64Array;
  /** Observations fitted to. */
  readonly count: Int32Array;
}

/**
 * Intervals of probability p as a table: F_LOW F_HIGH N, or F_LOW(+) F_HIGH(+) F_LOW(-) F_HIGH(-) N(+) N(-), with the rows
 * of the merged table.
 * @throws InputError unless 0 < p < 1
 */
export function amplitudeIntervals(
  data: MergedData,
  { location, scale, expected, count }: AmplitudePosteriors,
  probability: number,
): ReflectionTable {
  if (!(probability > 0 && probability < 1))
    throw new InputError(
      `amplitude intervals: got a probability of ${probability}, expected a number between 0 and 1, such as 0.95`,
    );
  const posterior = truncatedNormal({ location, scale });
  const bound = (label: string, u: number): MergedQuantity => ({
    label,
    types: ["F", "G"],
    value: (g) => Math.sqrt(expected[g]) * posterior.quantile(u, g),
  });
  return tableOfMates(
    data,
    count,
    [[bound("F_LOW", (1 - probability) / 2), bound("F_HIGH", (1 + probability) / 2)]],
    {
      history: `From FRIEDEL ${version}, variational merge, ${+(100 * probability).toPrecision(4)} % intervals of F`,
      name: "the amplitude intervals",
    },
  );
}

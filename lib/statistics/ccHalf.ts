/**
 * CC1/2: Pearson's correlation of the intensities of two random halves of the observations, by shell; and what follows
 * from it, CC* = √(2 CC1/2 / (1 + CC1/2)), the correlation with the unknown true intensities that it implies.
 * Source: Karplus, P. A. & Diederichs, K. (2012) Science 336, 1030–1033.
 * Averaged over repeated divisions: `mean` and `standardError` of that mean, which is the chance of the division alone.
 * The chance of the data is another: about (1 − CC²)/√(n − 1) for n reflections.
 */
import { InputError } from "../errors.js";
import { type ByShell, byShell } from "./byShell.js";
import { pearson, spearman } from "./correlation.js";
import type { ObservationGroups } from "./groups.js";
import { type HalfDatasets, type HalfOptions, halfDatasets } from "./halfDatasets.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";

/** Which correlation. */
export type CorrelationKind = "pearson" | "spearman";

/** A correlation between halves, over repeated divisions. */
export interface HalfCorrelation {
  readonly mean: ByShell;
  /** Standard error of the mean over the divisions; NaN for a single one. */
  readonly standardError: ByShell;
  /** Number of pairs correlated. */
  readonly pairs: ByShell;
}

/** Options of correlations between half data sets. */
export interface HalfCorrelationOptions extends Omit<HalfOptions, "repeat"> {
  /** Number of random divisions. Default 10. */
  readonly repeats?: number;
  /** Default "pearson". */
  readonly correlation?: CorrelationKind;
}

/** CC1/2 by shell. With Friedel mates apart in `groups`, the correlation is over I(+) and I(−) as separate pairs. */
export function ccHalf(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
  options: HalfCorrelationOptions = {},
): HalfCorrelation {
  const correlate = options.correlation === "spearman" ? spearman : pearson;
  return overRepeats(
    options,
    shells,
    (repeat) => pairsByShell(halfDatasets(observations, groups, { ...options, repeat }), groups, shells),
    correlate,
  );
}

/** CC* from CC1/2; negative for a negative one, as cctbx has it. */
export function ccStar(ccHalf: number): number {
  return ccHalf <= -1
    ? Number.NEGATIVE_INFINITY
    : Math.sign(ccHalf) * Math.sqrt((2 * Math.abs(ccHalf)) / (1 + ccHalf));
}

/** Two series for each shell, and, last, of all shells. */
export type SeriesByShell = readonly (readonly [x: number[], y: number[]])[];

function pairsByShell(
  { first, second }: HalfDatasets,
  groups: ObservationGroups,
  shells: Shells,
): SeriesByShell {
  const series = emptySeries(shells);
  for (let g = 0; g < groups.count; g++) {
    const shell = shells.ofReflection[groups.reflection[g]];
    if (shell >= 0 && !Number.isNaN(first[g])) addPair(series, shell, first[g], second[g]);
  }
  return series;
}

/** No pairs yet, for each shell and overall. */
export function emptySeries(shells: Shells): SeriesByShell {
  return Array.from({ length: shells.count + 1 }, (): [number[], number[]] => [[], []]);
}

/** Adds a pair to its shell and to the overall series. */
export function addPair(series: SeriesByShell, shell: number, x: number, y: number): void {
  for (const s of [shell, series.length - 1]) {
    series[s][0].push(x);
    series[s][1].push(y);
  }
}

/** Correlates the series that `divide` gives for each repeat; mean and standard error over the repeats. */
export function overRepeats(
  { repeats = 10 }: Pick<HalfCorrelationOptions, "repeats">,
  shells: Shells,
  divide: (repeat: number) => SeriesByShell,
  correlate: (x: number[], y: number[]) => number,
): HalfCorrelation {
  checkRepeats(repeats);
  const values: Float64Array[] = [];
  let pairs = new Float64Array(shells.count + 1);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const series = divide(repeat);
    values.push(Float64Array.from(series, ([x, y]) => correlate(x, y)));
    pairs = Float64Array.from(series, ([x]) => x.length);
  }
  const { mean, standardError } = meanOverRepeats(values);
  return { mean: byShell(mean), standardError: byShell(standardError), pairs: byShell(pairs) };
}

/** Mean of each statistic over the repeats, and the standard error s/√n of that mean; NaN for one repeat. */
export function meanOverRepeats(values: readonly Float64Array[]): {
  mean: Float64Array;
  standardError: Float64Array;
} {
  const n = values.length;
  const mean = values[0].map((_, s) => values.reduce((total, value) => total + value[s], 0) / n);
  const standardError = mean.map((m, s) => {
    const squares = values.reduce((total, value) => total + (value[s] - m) ** 2, 0);
    return n > 1 ? Math.sqrt(squares / (n * (n - 1))) : Number.NaN;
  });
  return { mean, standardError };
}

/** @throws InputError for a number of divisions that is not a positive integer */
export function checkRepeats(repeats: number): void {
  if (!(Number.isInteger(repeats) && repeats > 0)) {
    throw new InputError(`number of random divisions: got ${repeats}, expected an integer above 0`);
  }
}

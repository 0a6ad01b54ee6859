/**
 * CC1/2, Rsplit and CCanom of half data sets that were merged apart, as a variational merge does with its scale model frozen, by
 * shell and overall, over repeated divisions. For halves of unmerged observations see ccHalf.ts.
 *   CC1/2   of ⟨F²⟩ (or of F), mates apart as separate pairs
 *   Rsplit  of the same pairs, as they are: the scale that the halves share needs no factor between them
 *   CCanom  of F(+) − F(−) (or of intensities), acentric reflections of which both halves have both mates
 * "weighted" is Pearson's correlation with weights 1/(σ₁² + σ₂²). The defaults are those of careless: CC1/2 Pearson's of
 * intensities, CCanom weighted of amplitudes. Mean and standard error s/√n over n repeats, which share the data: the
 * chance of the division alone.
 * Source: Aldama, Dalton & Hekstra (2023) (paper 002), section 6.2; careless 0.5.4, `careless.cchalf`, `careless.ccanom`;
 * Rsplit of White et al. (2012) (rSplit.ts), which `careless.rsplit` takes of amplitudes, with a factor fitted in each shell.
 */
import { InputError } from "../errors.js";
import { type ByShell, byShell } from "./byShell.js";
import { type CorrelationKind, ccStar, meanOverRepeats } from "./ccHalf.js";
import { pearson, spearman } from "./correlation.js";
import { type CorrelationShellOptions, correlationShells, rowsByGroup } from "./correlationShells.js";
import {
  anomalousPairs,
  type HalfPairs,
  type MergedHalves,
  type MergedQuantity,
  matesApart,
  mergedPairs,
} from "./mergedHalves.js";
import { rSplitOfPairs } from "./rSplit.js";
import type { Shells } from "./shells.js";

/** Which correlation, of what. */
export interface HalfMergeCorrelation {
  /** Default "pearson" for CC1/2, "weighted" for CCanom. */
  readonly correlation?: CorrelationKind | "weighted";
  /** Default "intensity" for CC1/2, "amplitude" for CCanom. */
  readonly quantity?: MergedQuantity;
  /** CCanom only: count centric reflections, of difference 0, as careless does. Default false. */
  readonly centrics?: boolean;
}

/** A correlation between merged halves, or their Rsplit, over repeated divisions. */
export interface RepeatedCorrelation {
  /** Shells, of the pairs of all repeats together. */
  readonly dMax: Float64Array;
  readonly dMin: Float64Array;
  readonly mean: ByShell;
  /** Standard error of the mean over the repeats; NaN for a single one. */
  readonly standardError: ByShell;
  /** Number of pairs compared, mean over the repeats. */
  readonly pairs: ByShell;
  /** The value of each repeat. */
  readonly repeats: readonly ByShell[];
}

/** Correlations of merged halves in one shell, or over all. */
export interface HalfMergeShell {
  /** Resolution limits, Å. */
  readonly dMax: number;
  readonly dMin: number;
  readonly pairs: number;
  readonly ccHalf: number;
  /** Standard error of the mean over the repeats; NaN for a single one. */
  readonly ccHalfError: number;
  readonly ccStar: number;
  /** A fraction. */
  readonly rSplit: number;
  readonly rSplitError: number;
  readonly anomalousPairs: number;
  /** NaN where mates are together. */
  readonly ccAnomalous: number;
  readonly ccAnomalousError: number;
}

/** CC1/2, Rsplit and CCanom of merged halves; plots.ccHalf and plots.ccAnomalous draw it. */
export interface HalfMergeStatistics {
  readonly overall: HalfMergeShell;
  readonly shells: readonly HalfMergeShell[];
  /** Number of repeats. */
  readonly repeats: number;
}

/** What to compute, in which shells. */
export interface HalfMergeOptions extends CorrelationShellOptions {
  readonly ccHalf?: Omit<HalfMergeCorrelation, "centrics">;
  readonly rSplit?: Pick<HalfMergeCorrelation, "quantity">;
  readonly ccAnomalous?: HalfMergeCorrelation;
}

/**
 * CC1/2 of merged halves. @param halves one pair a repeat
 * @throws InputError for no repeats, halves that share no reflection, or weights without sigmas
 */
export function ccHalfOfMerges(
  halves: readonly MergedHalves[],
  options: CorrelationShellOptions & Omit<HalfMergeCorrelation, "centrics"> = {},
): RepeatedCorrelation {
  const { correlation = "pearson", quantity = "intensity" } = options;
  return overRepeats(
    halves.map((repeat) => mergedPairs(repeat, quantity)),
    correlation,
    options,
  );
}

/**
 * Rsplit of merged halves, of intensities unless told otherwise. @param halves one pair a repeat
 * @throws InputError as of {@link ccHalfOfMerges}
 */
export function rSplitOfMerges(
  halves: readonly MergedHalves[],
  options: CorrelationShellOptions & Pick<HalfMergeCorrelation, "quantity"> = {},
): RepeatedCorrelation {
  const { quantity = "intensity" } = options;
  return overRepeats(
    halves.map((repeat) => mergedPairs(repeat, quantity)),
    "rSplit",
    options,
  );
}

/**
 * CCanom of merged halves. @param halves one pair a repeat
 * @throws InputError as of {@link ccHalfOfMerges}, or where mates are not apart
 */
export function ccAnomalousOfMerges(
  halves: readonly MergedHalves[],
  options: CorrelationShellOptions & HalfMergeCorrelation = {},
): RepeatedCorrelation {
  const { correlation = "weighted", quantity = "amplitude", centrics = false } = options;
  return overRepeats(
    halves.map((repeat) => anomalousPairs(repeat, quantity, centrics)),
    correlation,
    options,
  );
}

/** CC1/2 and Rsplit, and CCanom where mates are apart, in the same shells. @throws InputError as those of them */
export function halfMergeStatistics(
  halves: readonly MergedHalves[],
  options: HalfMergeOptions = {},
): HalfMergeStatistics {
  const half = ccHalfOfMerges(halves, { ...options, ...options.ccHalf });
  const edges = [half.dMax[0], ...half.dMin];
  const split = rSplitOfMerges(halves, { edges, ...options.rSplit });
  const mates = halves.every(matesApart)
    ? ccAnomalousOfMerges(halves, { edges, ...options.ccAnomalous })
    : undefined;
  const row = (of: (statistic: ByShell) => number, dMax: number, dMin: number): HalfMergeShell => ({
    dMax,
    dMin,
    pairs: of(half.pairs),
    ccHalf: of(half.mean),
    ccHalfError: of(half.standardError),
    ccStar: ccStar(of(half.mean)),
    rSplit: of(split.mean),
    rSplitError: of(split.standardError),
    anomalousPairs: mates === undefined ? 0 : of(mates.pairs),
    ccAnomalous: mates === undefined ? Number.NaN : of(mates.mean),
    ccAnomalousError: mates === undefined ? Number.NaN : of(mates.standardError),
  });
  const last = half.dMin.length - 1;
  return {
    overall: row((statistic) => statistic.overall, half.dMax[0], half.dMin[last]),
    shells: Array.from(half.dMin, (dMin, s) => row((statistic) => statistic.shells[s], half.dMax[s], dMin)),
    repeats: halves.length,
  };
}

/** What is computed of the pairs of a shell. */
type PairStatistic = CorrelationKind | "weighted" | "rSplit";

function overRepeats(
  repeats: readonly HalfPairs[],
  statistic: PairStatistic,
  options: CorrelationShellOptions,
): RepeatedCorrelation {
  if (repeats.length === 0)
    throw new InputError("merged half data sets: got no repeats, expected at least one pair of halves");
  const empty = repeats.findIndex((pairs) => pairs.d.length === 0);
  if (empty >= 0)
    throw new InputError(
      `merged half data sets of repeat ${empty + 1}: got no reflection that both halves have, expected some`,
    );
  if (statistic === "weighted" && repeats.some(({ variance }) => variance.some((v) => !(v > 0))))
    throw new InputError(
      "weighted correlation of half data sets: got sigmas that are missing or not positive, expected one for each " +
        "value; take the Pearson or Spearman correlation",
    );
  const joined = Float64Array.from(repeats.flatMap(({ d }) => Array.from(d)));
  const shells = correlationShells(joined, options);
  let from = 0;
  const values: Float64Array[] = [];
  const counts: Float64Array[] = [];
  for (const pairs of repeats) {
    const shell = shells.ofReflection.subarray(from, from + pairs.d.length);
    from += pairs.d.length;
    const { value, count } = byShells(pairs, shell, shells, statistic);
    values.push(value);
    counts.push(count);
  }
  const { mean, standardError } = meanOverRepeats(values);
  return {
    dMax: shells.dMax,
    dMin: shells.dMin,
    mean: byShell(mean),
    standardError: byShell(standardError),
    pairs: byShell(meanOverRepeats(counts).mean),
    repeats: values.map(byShell),
  };
}

/** The statistic in each shell and, last, over all of them. */
function byShells(
  pairs: HalfPairs,
  shell: Int32Array,
  { count }: Shells,
  statistic: PairStatistic,
): { value: Float64Array; count: Float64Array } {
  const { start, rows } = rowsByGroup(shell, count);
  const all = rows.slice().sort();
  const each = Array.from({ length: count + 1 }, (_, s) =>
    s === count ? all : rows.subarray(start[s], start[s + 1]),
  );
  const value = each.map((chosen) => {
    const x = Float64Array.from(chosen, (i) => pairs.first[i]);
    const y = Float64Array.from(chosen, (i) => pairs.second[i]);
    if (statistic === "rSplit") return rSplitOfPairs(x, y);
    if (statistic === "spearman") return spearman(x, y);
    return pearson(
      x,
      y,
      statistic === "weighted" ? Float64Array.from(chosen, (i) => 1 / pairs.variance[i]) : undefined,
    );
  });
  return {
    value: Float64Array.from(value),
    count: Float64Array.from(each, (chosen) => chosen.length),
  };
}

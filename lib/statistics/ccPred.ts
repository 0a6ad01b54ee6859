/**
 * CCpred: the correlation of observed intensities with those a model predicts of the same observations, for those it was
 * trained on and those it was not apart. A test value below the training value is overfitting.
 *   spearman  of ranks: what a few huge observations cannot dominate; the one to judge by
 *   weighted  Pearson's with weights 1/SigIobs², means and sums alike (careless.ccpred prints this by default)
 *   pearson   unweighted
 * Source: Aldama, Dalton & Hekstra (2023) Acta Cryst. D79, 796 (paper 002), section 6.3; careless 0.5.4,
 * `careless.ccpred`, whose shells `binning: "percentile"` gives and whose files this reads.
 */
import type { ReflectionTable } from "../table/reflectionTable.js";
import { pearson, spearman } from "./correlation.js";
import { type CorrelationShellOptions, correlationShells, rowsByGroup } from "./correlationShells.js";
import { type PredictionRows, readPredictions } from "./predictions.js";

/** Correlations of some observations with their predictions; NaN where undefined. */
export interface PredictionCorrelation {
  readonly observations: number;
  readonly spearman: number;
  readonly weighted: number;
  readonly pearson: number;
}

/** Correlations within a shell, or over all. */
export interface CcPredShell {
  /** Resolution limits, Å. */
  readonly dMax: number;
  readonly dMin: number;
  readonly train: PredictionCorrelation;
  /** Of observations held out; of none, it has 0 observations and NaN. */
  readonly test: PredictionCorrelation;
}

/** CCpred by shell and overall. */
export interface CcPred {
  readonly overall: CcPredShell;
  /** From low to high resolution; the same shells for training and test. */
  readonly shells: readonly CcPredShell[];
  /** Rows left out: a value missing, or SigIobs not positive. */
  readonly dropped: number;
}

/** CCpred of one image, data set, or whatever the rows are grouped by. */
export interface CcPredGroup {
  /** What the rows of the group have in the column that they are grouped by. */
  readonly value: number;
  readonly train: PredictionCorrelation;
  readonly test: PredictionCorrelation;
  /** Of both together: a group may have too few held out to say anything. */
  readonly all: PredictionCorrelation;
}

/**
 * CCpred of one or several tables of predictions, taken together.
 * @throws MissingColumnError where Iobs, SigIobs or Ipred is missing; InputError where no row can be used
 */
export function ccPred(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: CorrelationShellOptions = {},
): CcPred {
  const rows = readPredictions(tables);
  const shells = correlationShells(rows.d, options);
  const part = parts(rows, shells.ofReflection, shells.count);
  const inside = rows.d.filter((_, i) => shells.ofReflection[i] >= 0);
  const everything = parts(
    rows,
    shells.ofReflection.map((s) => (s < 0 ? -1 : 0)),
    1,
  );
  return {
    overall: {
      dMax: inside.reduce((high, d) => Math.max(high, d), Number.NEGATIVE_INFINITY),
      dMin: inside.reduce((low, d) => Math.min(low, d), Number.POSITIVE_INFINITY),
      ...everything[0],
    },
    shells: part.map((values, s) => ({ dMax: shells.dMax[s], dMin: shells.dMin[s], ...values })),
    dropped: rows.dropped,
  };
}

/**
 * CCpred by the value of an integer column, e.g. "image_id" or "file_id", in ascending order.
 * @throws MissingColumnError, InputError where no row can be used
 */
export function ccPredBy(table: ReflectionTable, label: string): CcPredGroup[] {
  const values = table.values(label);
  const rows = readPredictions(table);
  const found = Float64Array.from(new Set(Array.from(rows.row, (i) => values[i]))).sort();
  const place = new Map(Array.from(found, (value, g) => [value, g]));
  const group = Int32Array.from(rows.row, (i) => place.get(values[i]) ?? -1);
  const all = correlationsOf(rows, group, found.length);
  return parts(rows, group, found.length).map((part, g) => ({ value: found[g], ...part, all: all[g] }));
}

/** The correlations of each group of rows, training and test apart. */
function parts(
  rows: PredictionRows,
  group: Int32Array,
  count: number,
): { train: PredictionCorrelation; test: PredictionCorrelation }[] {
  const twofold = group.map((g, i) => (g < 0 ? -1 : 2 * g + rows.test[i]));
  const of = correlationsOf(rows, twofold, 2 * count);
  return Array.from({ length: count }, (_, g) => ({ train: of[2 * g], test: of[2 * g + 1] }));
}

/** The correlations of each group of rows; rows of negative groups do not count. */
function correlationsOf(rows: PredictionRows, group: Int32Array, count: number): PredictionCorrelation[] {
  const { start, rows: order } = rowsByGroup(group, count);
  return Array.from({ length: count }, (_, g) => correlate(rows, order.subarray(start[g], start[g + 1])));
}

function correlate({ observed, predicted, sigma }: PredictionRows, rows: Int32Array): PredictionCorrelation {
  const x = Float64Array.from(rows, (i) => observed[i]);
  const y = Float64Array.from(rows, (i) => predicted[i]);
  const w = Float64Array.from(rows, (i) => 1 / sigma[i] ** 2);
  return {
    observations: rows.length,
    spearman: spearman(x, y),
    weighted: pearson(x, y, w),
    pearson: pearson(x, y),
  };
}

/**
 * The table of predictions: one row an observation, with what was observed and what a model predicts of it, labelled as
 * careless labels its predictions files, so that either program's tools take the other's:
 *   H K L, Iobs (J), SigIobs (Q), Ipred (J), SigIpred (Q), test (I: 1 where held out), image_id, file_id, asu_id (I).
 * Ipred and SigIpred are the mean and standard deviation of the predicted intensity, in the units of Iobs.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { type ColumnInit, ReflectionTable } from "../table/reflectionTable.js";

/** Labels of the columns of predictions. */
export const predictionLabels = {
  observed: "Iobs",
  sigma: "SigIobs",
  predicted: "Ipred",
  predictedSigma: "SigIpred",
  test: "test",
  image: "image_id",
  dataset: "file_id",
} as const;

/** What a table of predictions is made from: one value an observation, n of them. */
export interface Predictions {
  /** Miller indices, 3n, interleaved. */
  readonly hkl: Int32Array;
  readonly observed: ArrayLike<number>;
  readonly sigma: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly predictedSigma: ArrayLike<number>;
  /** 1 (or true) where the observation was held out. Default: none was. */
  readonly test?: ArrayLike<number | boolean>;
  /** Number of the image. Default 0. */
  readonly image?: ArrayLike<number>;
  /** Number of the data set. Default 0. */
  readonly dataset?: ArrayLike<number>;
  /** More columns, e.g. M/ISYM or the scale. */
  readonly columns?: readonly ColumnInit[];
}

/** The table of predictions. @throws InputError where the numbers of values differ */
export function predictionTable(
  predictions: Predictions,
  crystal: {
    readonly cell: UnitCell | readonly number[];
    readonly spaceGroup: SpaceGroup | string;
    readonly name?: string;
  },
): ReflectionTable {
  const n = predictions.observed.length;
  if (predictions.hkl.length !== 3 * n)
    throw new InputError(
      `predictions: got ${predictions.hkl.length} numbers of Miller indices, expected ${3 * n}, three for each of ` +
        `${n} observations`,
    );
  const index = (label: string, axis: number): ColumnInit => ({
    label,
    type: "H",
    data: Int32Array.from({ length: n }, (_, i) => predictions.hkl[3 * i + axis]),
  });
  const real = (label: string, type: "J" | "Q", values: ArrayLike<number>): ColumnInit => ({
    label,
    type,
    data: Float32Array.from(values),
  });
  const whole = (label: string, values: ArrayLike<number | boolean> | undefined): ColumnInit => ({
    label,
    type: "I",
    data: values === undefined ? new Int32Array(n) : Int32Array.from(values, Number),
  });
  const labels = predictionLabels;
  return new ReflectionTable({
    ...crystal,
    merged: false,
    columns: [
      index("H", 0),
      index("K", 1),
      index("L", 2),
      whole("asu_id", undefined),
      whole(labels.image, predictions.image),
      whole(labels.dataset, predictions.dataset),
      whole(labels.test, predictions.test),
      real(labels.observed, "J", predictions.observed),
      real(labels.sigma, "Q", predictions.sigma),
      real(labels.predicted, "J", predictions.predicted),
      real(labels.predictedSigma, "Q", predictions.predictedSigma),
      ...(predictions.columns ?? []),
    ],
  });
}

/** Whether a table is one of predictions: it has observed and predicted intensities. */
export function hasPredictions(table: ReflectionTable): boolean {
  return table.has(predictionLabels.observed) && table.has(predictionLabels.predicted);
}

/** Predictions of one or several tables one after the other, without rows that cannot be used. */
export interface PredictionRows {
  /** Å. */
  readonly d: Float64Array;
  readonly observed: Float64Array;
  readonly sigma: Float64Array;
  readonly predicted: Float64Array;
  /** NaN where the tables do not say. */
  readonly predictedSigma: Float64Array;
  /** 1 where held out. */
  readonly test: Uint8Array;
  /** Row in the tables as given, counted through them one after the other. */
  readonly row: Int32Array;
  /** Rows left out: a value missing or infinite, or a sigma that is not positive. */
  readonly dropped: number;
}

/**
 * Reads predictions, ours or careless's.
 * @throws MissingColumnError where Iobs, SigIobs or Ipred is missing; InputError where no row can be used
 */
export function readPredictions(tables: ReflectionTable | readonly ReflectionTable[]): PredictionRows {
  const all: readonly ReflectionTable[] = tables instanceof ReflectionTable ? [tables] : tables;
  const { observed, sigma, predicted, predictedSigma, test } = predictionLabels;
  const rowCount = all.reduce((sum, table) => sum + table.length, 0);
  const gather = (values: (table: ReflectionTable) => ArrayLike<number>): Float64Array => {
    const joined = new Float64Array(rowCount);
    let offset = 0;
    for (const table of all) {
      joined.set(values(table), offset);
      offset += table.length;
    }
    return joined;
  };
  const filled = (label: string, value: number) => (table: ReflectionTable) =>
    table.has(label) ? table.values(label) : new Float64Array(table.length).fill(value);
  const columns = {
    d: gather((table) => table.cell.dSpacings(table.hkl())),
    observed: gather((table) => table.values(observed)),
    sigma: gather((table) => table.values(sigma)),
    predicted: gather((table) => table.values(predicted)),
  };
  const spread = gather(filled(predictedSigma, Number.NaN));
  const isTest = gather(filled(test, 0));
  const row: number[] = [];
  for (let i = 0; i < rowCount; i++) {
    const isKnown = Number.isFinite(columns.observed[i]) && Number.isFinite(columns.predicted[i]);
    if (isKnown && columns.sigma[i] > 0 && columns.sigma[i] < Infinity) row.push(i);
  }
  if (row.length === 0)
    throw new InputError(
      `predictions of ${all.map((table) => table.name).join(", ") || "no table"}: got ${rowCount} rows and none ` +
        "that can be used, expected at least one with Iobs, Ipred and a positive SigIobs",
    );
  const pick = (values: Float64Array): Float64Array => Float64Array.from(row, (i) => values[i]);
  return {
    d: pick(columns.d),
    observed: pick(columns.observed),
    sigma: pick(columns.sigma),
    predicted: pick(columns.predicted),
    predictedSigma: pick(spread),
    test: Uint8Array.from(row, (i) => (isTest[i] ? 1 : 0)),
    row: Int32Array.from(row),
    dropped: rowCount - row.length,
  };
}

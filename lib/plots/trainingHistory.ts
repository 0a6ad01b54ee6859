/**
 * The course of a training: losses (NLL, KL; left axis) and correlations with observations (CCpred; right axis) against
 * the step. A loss is averaged over windows of steps, so that the chance of minibatches does not hide its course; the
 * axis leaves out the first steps, in which losses fall from heights where nothing else could be seen.
 */
import { InputError } from "../errors.js";
import { type PlotOptions, plotNumber, plotSpec, seriesEncoding } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, evenlySpread, tip } from "./xyPlot.js";

/** A row of the history: the step, and numbers by name; what a row does not have is left out, undefined or NaN. */
export interface HistoryRow {
  readonly step: number;
  readonly [name: string]: number | undefined;
}

/** The record of a run, as `run.history` is: columns of numbers by step, in two tables. */
export interface HistoryTables {
  readonly steps: HistoryColumns;
  readonly evaluations: HistoryColumns;
}

/** A table of the record: what a row does not have is NaN. */
export interface HistoryColumns {
  readonly names: readonly string[];
  column(name: string): ArrayLike<number>;
}

export interface TrainingHistoryOptions extends PlotOptions {
  /** Fields drawn on the left axis. Default: those of nll, kl, nllTest that there are. */
  readonly losses?: readonly string[];
  /** Fields drawn on the right axis. Default: those of ccPredTrain, ccPredTest that there are. */
  readonly correlations?: readonly string[];
  /** At most so many points of each line. Default 400. */
  readonly points?: number;
}

const known: Readonly<Record<string, string>> = {
  nll: "NLL",
  nllTest: "NLL, test",
  kl: "KL",
  ccPredTrain: "CCpred, training",
  ccPredTest: "CCpred, test",
};
/** Share of the steps at the start that the axis need not hold. */
const START = 0.05;

interface Line {
  readonly name: string;
  readonly points: readonly (readonly [step: number, value: number])[];
}

/**
 * The course of a training.
 * @param record the history of a run, or rows of one's own
 * @throws InputError where the history has none of the fields
 */
export function trainingHistory(
  record: HistoryTables | readonly HistoryRow[],
  options: TrainingHistoryOptions = {},
): VegaLiteSpec {
  const { points = 400 } = options;
  const history = "steps" in record ? [...rowsOf(record.steps), ...rowsOf(record.evaluations)] : record;
  const read = (fields: readonly string[]): Line[] =>
    fields.map((field) => readLine(history, field)).filter((line) => line.points.length > 0);
  const losses = read(options.losses ?? ["nll", "kl", "nllTest"]).map((line) => averaged(line, points));
  const correlations = read(options.correlations ?? ["ccPredTrain", "ccPredTest"]).map((line) => ({
    ...line,
    points: evenlySpread(line.points.length, points).map((i) => line.points[i]),
  }));
  if (losses.length + correlations.length === 0) {
    const found = [...new Set(history.flatMap((row) => Object.keys(row)))].filter((name) => name !== "step");
    throw new InputError(
      `plot of a training: got ${history.length} rows with ${found.join(", ") || "no fields"}, expected nll, kl or ` +
        "ccPredTest; name the fields as losses or correlations",
    );
  }
  const rows = (lines: readonly Line[], side: string): PlotRow[] =>
    lines.flatMap(({ name, points: drawn }) =>
      drawn.map(([step, value]) => ({ step, value: plotNumber(value), series: name, side })),
    );
  const names = [...losses, ...correlations].map((line) => line.name);
  const { color } = seriesEncoding(names, options);
  const x = axis("step", "Step", {
    scale: { nice: false, zero: false },
    axis: { grid: false, format: "~s" },
  });
  const layer = (side: string, y: JsonObject, mark: JsonObject): JsonObject => ({
    transform: [{ filter: `datum.side === '${side}'` }],
    mark: { type: "line", clip: true, ...mark },
    encoding: {
      x,
      y: { field: "value", type: "quantitative", ...y },
      color,
      tooltip: [tip("series", "quantity"), tip("step", "step", ",.0f"), tip("value", "value", ".5~r")],
    },
  });
  const lossLayer = layer(
    "loss",
    { title: lossTitle(losses), scale: { domain: lossDomain(losses), zero: false }, axis: { format: "~s" } },
    {},
  );
  const correlationLayer = layer(
    "correlation",
    { title: "Correlation", scale: { zero: false }, axis: { grid: losses.length === 0 } },
    { strokeWidth: 1.5, strokeDash: [6, 2], point: { size: 16 } },
  );
  return plotSpec(
    {
      title: "Training",
      description:
        "The negative log likelihood and the Kullback-Leibler divergence of a training, and the correlation of " +
        "predicted with observed intensities, against the step.",
      rows: [...rows(losses, "loss"), ...rows(correlations, "correlation")],
      layers: [
        ...(losses.length > 0 ? [lossLayer] : []),
        ...(correlations.length > 0 ? [correlationLayer] : []),
      ],
      resolve: { scale: { y: "independent" } },
    },
    options,
  );
}

function rowsOf(table: HistoryColumns): HistoryRow[] {
  const columns = table.names.map((name) => [name, table.column(name)] as const);
  const steps = table.column("step");
  return Array.from(steps, (step, row) => ({
    ...Object.fromEntries(columns.map(([name, values]) => [name, values[row]])),
    step,
  }));
}

function readLine(history: readonly HistoryRow[], field: string): Line {
  const points: [number, number][] = [];
  for (const row of history) {
    const value = row[field];
    if (value !== undefined && Number.isFinite(value)) points.push([row.step, value]);
  }
  return { name: known[field] ?? field, points };
}

/** Means of neighbouring points, at most `most` of them. */
function averaged({ name, points }: Line, most: number): Line {
  const window = Math.ceil(points.length / most);
  if (window === 1) return { name, points };
  const means: [number, number][] = [];
  for (let from = 0; from < points.length; from += window) {
    const near = points.slice(from, from + window);
    const mean = (k: 0 | 1) => near.reduce((sum, point) => sum + point[k], 0) / near.length;
    means.push([Math.round(mean(0)), mean(1)]);
  }
  return { name, points: means };
}

function lossTitle(losses: readonly Line[]): string {
  return losses.map((line) => line.name).join(", ");
}

/** The range of the losses without the first steps. */
function lossDomain(losses: readonly Line[]): number[] {
  const last = Math.max(...losses.flatMap(({ points }) => points.map(([step]) => step)));
  const values = losses.flatMap(({ points }) => {
    const later = points.filter(([step]) => step >= START * last);
    return (later.length > 0 ? later : points).map(([, value]) => value);
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin].map((value) => Number(value.toPrecision(5)));
}

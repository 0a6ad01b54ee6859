/**
 * Predicted against observed intensities of single observations, as a two-dimensional histogram: both axes are cut into
 * steps that are even in ±√|I|, so that weak reflections are seen beside strong ones.
 */
import type { ReflectionTable } from "../table/index.js";
import { choosePredictions, type PredictionPart } from "./predictionPart.js";
import { type PlotOptions, palette, plotSpec, REFERENCE_COLOUR } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, guideLine, tip } from "./xyPlot.js";

export interface PredictedAgainstObservedOptions extends PlotOptions {
  /** Which observations. Default: those held out, or all where none was. */
  readonly part?: PredictionPart;
  /** Number of steps of each axis. Default 60. */
  readonly bins?: number;
}

/** Share of the observations at each end that the axes need not reach. */
const OUTER = 0.001;

/** Histogram of predicted against observed intensities. @throws MissingColumnError, InputError for an empty part */
export function predictedAgainstObserved(
  table: ReflectionTable,
  options: PredictedAgainstObservedOptions = {},
): VegaLiteSpec {
  const { bins = 60 } = options;
  const { rows, chosen, title } = choosePredictions(table, options.part);
  const observed = chosen.map((i) => signedRoot(rows.observed[i]));
  const predicted = chosen.map((i) => signedRoot(rows.predicted[i]));
  const sorted = Float64Array.from([...observed, ...predicted]).sort();
  const from = sorted[Math.floor(OUTER * (sorted.length - 1))];
  const to = sorted[Math.ceil((1 - OUTER) * (sorted.length - 1))];
  const step = (to - from) / bins || 1;
  const cells = new Map<number, number>();
  let beyond = 0;
  for (let i = 0; i < observed.length; i++) {
    const x = Math.min(bins - 1, Math.floor((observed[i] - from) / step));
    const y = Math.min(bins - 1, Math.floor((predicted[i] - from) / step));
    if (observed[i] > to || predicted[i] > to || x < 0 || y < 0) beyond++;
    else cells.set(x * bins + y, (cells.get(x * bins + y) ?? 0) + 1);
  }
  const edge = (k: number): number => Number(squared(from + k * step).toPrecision(6));
  const data: PlotRow[] = [...cells].map(([cell, count]) => {
    const [x, y] = [Math.floor(cell / bins), cell % bins];
    return {
      observed: edge(x),
      observedTo: edge(x + 1),
      predicted: edge(y),
      predictedTo: edge(y + 1),
      count,
    };
  });
  return plotSpec(
    {
      title: "Predicted against observed intensities",
      subtitle: `${title}; dashed: equal${beyond > 0 ? `; ${beyond} beyond the axes` : ""}`,
      description:
        "Two-dimensional histogram of the intensities that the model predicts against those observed, on square-root " +
        "axes; perfect predictions lie on the diagonal.",
      rows: data,
      layers: histogramLayers([edge(0), edge(bins)], options),
    },
    { height: 380, ...options },
  );
}

function histogramLayers(ends: readonly [number, number], options: PlotOptions): JsonObject[] {
  const scale = { type: "sqrt", domain: [...ends], nice: false };
  const ticks = { values: rootTicks(ends), labelExpr: "format(datum.value, '.3~s')" };
  const x = axis("observed", "Observed intensity", { scale, axis: ticks });
  const y = axis("predicted", "Predicted intensity", { scale, axis: ticks });
  return [
    {
      mark: { type: "rect" },
      encoding: {
        x,
        x2: { field: "observedTo" },
        y,
        y2: { field: "predictedTo" },
        color: {
          field: "count",
          type: "quantitative",
          scale: { type: "log", range: ["#dbe9f4", (options.colours ?? palette)[0]] },
          legend: { title: "observations", format: "~s", tickCount: 4, gradientLength: 160 },
        },
        tooltip: [
          tip("count", "observations", ",.0f"),
          tip("observed", "observed from", ".4~s"),
          tip("predicted", "predicted from", ".4~s"),
        ],
      },
    },
    guideLine(
      [
        [ends[0], ends[0]],
        [ends[1], ends[1]],
      ],
      x,
      y,
      { strokeDash: [5, 4], strokeWidth: 1.5, color: REFERENCE_COLOUR },
    ),
  ];
}

/** Round numbers between the ends, not too near each other on a square-root axis, 0 always. */
function rootTicks([from, to]: readonly [number, number]): number[] {
  const apart = (signedRoot(to) - signedRoot(from)) / 8;
  const ticks = [0];
  const largest = Math.max(Math.abs(from), Math.abs(to));
  for (let power = Math.floor(Math.log10(largest)); power > -3 && ticks.length < 10; power--)
    for (const digit of [1, 5, 2])
      for (const value of [digit * 10 ** power, -digit * 10 ** power])
        if (
          value >= from &&
          value <= to &&
          ticks.every((tick) => Math.abs(signedRoot(tick) - signedRoot(value)) >= apart)
        )
          ticks.push(value);
  return ticks.sort((a, b) => a - b);
}

function signedRoot(value: number): number {
  return Math.sign(value) * Math.sqrt(Math.abs(value));
}

function squared(root: number): number {
  return root * Math.abs(root);
}

/**
 * A sweep, a panel for each hyperparameter: CCpred of the observations held out against its values. Finished trials are
 * circles; squares are early results of others, and not to be compared with them. A hyperparameter that matters shows a slope or
 * a hump; one that does not, a band as high at each value.
 */
import { type HyperparameterAxis, hyperparameterAxes, type PlottedTrial } from "./hyperparameterAxes.js";
import { type PlotOptions, plotFrame, plotNumber, seriesEncoding } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteConcatSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

const series = ["finished", "early result"];

/**
 * CCpred against each hyperparameter.
 * @throws InputError where there are no trials
 */
export function hyperparameters(
  sweep: { readonly trials: readonly PlottedTrial[] },
  options: PlotOptions = {},
): VegaLiteConcatSpec {
  const { width = 440, height = 150 } = options;
  const axes = hyperparameterAxes(sweep.trials);
  const shown = sweep.trials.filter(({ ccPred, state }) => Number.isFinite(ccPred) && state !== "failed");
  const rows: PlotRow[] = shown.map(({ name, hyperparameters: values, ccPred, state }) => ({
    trial: name,
    ...Object.fromEntries(axes.map((_, i) => [`h${i}`, values[axes[i].name] ?? null])),
    ccPred: plotNumber(ccPred),
    series: state === "finished" ? series[0] : series[1],
  }));
  const failed = sweep.trials.filter(({ state }) => state === "failed").length;
  const without = sweep.trials.length - shown.length - failed;
  return {
    ...plotFrame(
      {
        title: "Hyperparameters and held-out CCpred",
        subtitle: `${shown.length} trials shown${failed > 0 ? `, ${failed} failed` : ""}${without > 0 ? `, ${without} without a result` : ""}`,
        description:
          "Correlation of predicted with observed intensities held out, of each trial of a sweep, against each of its hyperparameters.",
        rows,
      },
      options,
    ),
    vconcat: axes.map((one, i) => panel(one, i, axes, { ...options, width, height })),
    spacing: 24,
  };
}

function panel(
  { name, kind, log }: HyperparameterAxis,
  index: number,
  axes: readonly HyperparameterAxis[],
  options: PlotOptions & Required<Pick<PlotOptions, "width" | "height">>,
): JsonObject {
  const scale: JsonObject = log
    ? { type: "log", nice: false, padding: 12 }
    : { type: "linear", zero: false, padding: 12 };
  const numeric = kind === "numeric";
  const x: JsonObject = {
    field: `h${index}`,
    title: name,
    type: numeric ? "quantitative" : "nominal",
    axis: { grid: false, labelAngle: 0, ...(numeric ? { format: "~g" } : {}) },
    ...(numeric ? { scale } : {}),
  };
  return {
    width: options.width,
    height: options.height,
    mark: { type: "point", size: 50, opacity: 0.85 },
    encoding: {
      x,
      y: axis("ccPred", "CCpred, held out", { scale: { zero: false, padding: 8 } }),
      ...seriesEncoding(series, options),
      tooltip: [
        tip("trial", "trial"),
        ...axes.map((one, i) => tip(`h${i}`, one.name)),
        tip("ccPred", "CCpred", ".4f"),
        tip("series", "result"),
      ],
    },
  };
}

/**
 * A sweep in parallel coordinates: an axis for each hyperparameter and one for CCpred of the observations held out, a line for
 * each finished trial, the better the bluer and the later drawn. Where blue lines meet on an axis, that value is a good one.
 */
import { type HyperparameterAxis, hyperparameterAxes, type PlottedTrial } from "./hyperparameterAxes.js";
import { type PlotOptions, palette, plotNumber, plotSpec } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { tip } from "./xyPlot.js";

const [best] = palette;
const worst = "#d9cfc0";
const quality = "CCpred";

/**
 * The lines of the finished trials.
 * @throws InputError where there are no trials
 */
export function parallelCoordinates(
  sweep: { readonly trials: readonly PlottedTrial[] },
  options: PlotOptions = {},
): VegaLiteSpec {
  const finished = sweep.trials.filter(
    ({ ccPred, state }) => state === "finished" && Number.isFinite(ccPred),
  );
  const axes = hyperparameterAxes(sweep.trials);
  const [ccPredAxis] = hyperparameterAxes(
    finished.length > 0
      ? finished.map((trial) => ({ ...trial, hyperparameters: { [quality]: plotNumber(trial.ccPred) ?? 0 } }))
      : [{ name: "", state: "", ccPred: 0, hyperparameters: { [quality]: 0 } }],
  );
  const names = [...axes.map(({ name }) => name), quality];
  const ordered = [...finished].sort((a, b) => a.ccPred - b.ccPred);
  const rows: PlotRow[] = ordered.flatMap((trial) => [
    ...axes.flatMap((axis) => pointOf(trial, axis, trial.hyperparameters[axis.name])),
    ...pointOf(trial, ccPredAxis, plotNumber(trial.ccPred) ?? 0),
  ]);
  const x: JsonObject = {
    field: "axis",
    type: "nominal",
    sort: names,
    title: null,
    scale: { domain: names, type: "point", padding: 0.35 },
    axis: { orient: "top", labelAngle: 0, domain: false, ticks: false, grid: true, gridColor: "#888888" },
  };
  const y: JsonObject = {
    field: "at",
    type: "quantitative",
    scale: { domain: [-0.03, 1.07], nice: false },
    axis: null,
  };
  return plotSpec(
    {
      title: "Trials in parallel coordinates",
      subtitle: `${finished.length} of ${sweep.trials.length} trials finished`,
      description:
        "A line for each finished trial of a sweep through its hyperparameters and the correlation of predicted with " +
        "observed intensities held out.",
      rows,
      layers: [...(finished.length > 0 ? [trialLines(x, y)] : []), tickLabels([...axes, ccPredAxis], x, y)],
    },
    options,
  );
}

function trialLines(x: JsonObject, y: JsonObject): JsonObject {
  return {
    mark: { type: "line", strokeWidth: 1.8, opacity: 0.85 },
    encoding: {
      x,
      y,
      detail: { field: "trial", type: "nominal" },
      color: {
        field: "ccPred",
        type: "quantitative",
        title: "CCpred, held out",
        scale: { range: [worst, best], zero: false },
        legend: { orient: "right", direction: "vertical" },
      },
      tooltip: [
        tip("trial", "trial"),
        tip("axis", "axis"),
        tip("value", "value"),
        tip("ccPred", "CCpred", ".4f"),
      ],
    },
  };
}

function pointOf(
  trial: PlottedTrial,
  axis: HyperparameterAxis,
  value: number | string | boolean | undefined,
): PlotRow[] {
  if (value === undefined) return [];
  const at = plotNumber(axis.position(value));
  return [{ trial: trial.name, axis: axis.name, at, value: String(value), ccPred: plotNumber(trial.ccPred) }];
}

/** The values beside each axis. */
function tickLabels(axes: readonly HyperparameterAxis[], x: JsonObject, y: JsonObject): JsonObject {
  const values = axes.flatMap(({ name, ticks }) =>
    ticks.map(({ text, at }) => ({ axis: name, at: plotNumber(at), text: text.slice(0, 24) })),
  );
  return {
    data: { values },
    mark: { type: "text", align: "right", dx: -6, fontSize: 10 },
    encoding: { x, y, text: { field: "text", type: "nominal" } },
  };
}

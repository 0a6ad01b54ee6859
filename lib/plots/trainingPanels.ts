/**
 * The course of a training in panels one above the other: losses, correlations, and one for each other quantity, all against
 * the step. Each has an axis of its own, so a metric of the user's own stands beside NLL and CCpred whatever its size; it is
 * the live plot of a notebook. Of a loss the axis leaves out the first steps, in which it falls from heights where nothing
 * else could be seen.
 */
import { InputError } from "../errors.js";
import { palette, plotFrame, plotNumber } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteConcatSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

/** A line: values against steps, null where there is none. */
export interface TrainingLine {
  readonly name: string;
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface TrainingPanelsOptions {
  /** Names of lines that have a panel of their own each, such as the user's metrics. */
  readonly metrics?: readonly string[];
  /** The last step there is to be: the axis goes so far. Default: the last one there is. */
  readonly steps?: number;
  readonly title?: string;
  readonly subtitle?: string;
  /** Width of the drawing area in pixels (default 440), and height of a panel (default 110). */
  readonly width?: number;
  readonly height?: number;
}

const losses: Readonly<Record<string, string>> = { nll: "NLL", nllTest: "NLL, test", kl: "KL" };
const correlations: Readonly<Record<string, string>> = {
  ccPredTrain: "CCpred, training",
  ccPredTest: "CCpred, test",
};
/** Share of the steps at the start that the axis of the losses need not hold. */
const START = 0.05;
const mostMetrics = 6;

interface Panel {
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly line: TrainingLine }[];
  readonly y: JsonObject;
}

/**
 * The panels.
 * @throws InputError where no line has a name that is known or asked for
 */
export function trainingPanels(
  lines: readonly TrainingLine[],
  options: TrainingPanelsOptions = {},
): VegaLiteConcatSpec {
  const { metrics = [], width = 440, height = 110 } = options;
  const drawn = lines.filter(({ values }) => values.some((value) => value !== null));
  const chosen = (names: Readonly<Record<string, string>>) =>
    Object.entries(names).flatMap(([name, label]) =>
      drawn.filter((line) => line.name === name).map((line) => ({ label, line })),
    );
  const single = drawn.filter(({ name }) => metrics.includes(name)).slice(0, mostMetrics);
  const panels: Panel[] = [
    panel("Loss", chosen(losses), (of) => ({ scale: { domain: lossDomain(of), zero: false } })),
    panel("CCpred", chosen(correlations), () => ({ scale: { zero: false } })),
    ...single.map((line) =>
      panel(line.name, [{ label: line.name, line }], () => ({ scale: { zero: false } })),
    ),
  ].filter((one) => one.lines.length > 0);
  if (panels.length === 0)
    throw new InputError(
      `plot of a training: got ${lines.map(({ name }) => name).join(", ") || "no lines"}, expected nll, kl, ccPredTest or the names of metrics`,
    );
  const last =
    options.steps ??
    Math.max(...panels.flatMap((one) => one.lines.map(({ line }) => line.steps.at(-1) ?? 0)));
  const rows: PlotRow[] = panels.flatMap(({ title, lines: of }) =>
    of.flatMap(({ label, line: { steps, values } }) =>
      steps.map((step, i) => ({ panel: title, series: label, step, value: plotNumber(values[i]) })),
    ),
  );
  return {
    ...plotFrame({
      title: options.title ?? "Training",
      ...(options.subtitle === undefined ? {} : { subtitle: options.subtitle }),
      description:
        "Negative log likelihood and Kullback-Leibler divergence of a training per observation, the correlation of " +
        "predicted with observed intensities, and metrics of the user's own, against the step.",
      rows,
    }),
    vconcat: panels.map((one, i) => drawPanel(one, { last, width, height, lowest: i === panels.length - 1 })),
    spacing: 14,
  };
}

function panel(title: string, lines: Panel["lines"], y: (lines: Panel["lines"]) => JsonObject): Panel {
  return { title, lines, y: lines.length > 0 ? y(lines) : {} };
}

function drawPanel(
  { title, lines, y }: Panel,
  { last, width, height, lowest }: { last: number; width: number; height: number; lowest: boolean },
): JsonObject {
  const labels = lines.map(({ label }) => label);
  const x = axis("step", lowest ? "Step" : "", {
    scale: { domain: [0, last], nice: false },
    axis: { grid: false, format: "~s", labels: lowest },
  });
  return {
    width,
    height,
    transform: [{ filter: { field: "panel", equal: title } }],
    mark: { type: "line", clip: true, strokeWidth: 1.5, ...(sparse(lines) ? { point: { size: 14 } } : {}) },
    encoding: {
      x,
      y: { field: "value", type: "quantitative", title, axis: { format: "~g", tickCount: 4 }, ...y },
      color: {
        field: "series",
        type: "nominal",
        scale: { domain: labels, range: labels.map((_, i) => palette[i % palette.length]) },
        legend: labels.length > 1 ? { title: null, orient: "right", direction: "vertical" } : null,
      },
      tooltip: [tip("series", "quantity"), tip("step", "step", ",.0f"), tip("value", "value", ".5~r")],
    },
  };
}

/** Lines of few points show them. */
function sparse(lines: Panel["lines"]): boolean {
  return lines.every(({ line }) => line.steps.length <= 60);
}

/** The range of the losses without the first steps. */
function lossDomain(lines: Panel["lines"]): number[] {
  const last = Math.max(...lines.map(({ line }) => line.steps.at(-1) ?? 0));
  const values = lines.flatMap(({ line }) => {
    const all = line.steps.map((step, i) => [step, line.values[i]] as const);
    const known = all.filter((point): point is [number, number] => point[1] !== null);
    const later = known.filter(([step]) => step >= START * last);
    return (later.length > 0 ? later : known).map(([, value]) => value);
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin].map((value) => Number(value.toPrecision(5)));
}

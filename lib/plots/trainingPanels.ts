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
  /** Names of lines that have a panel of their own each, such as the user's metrics; of more than six, the first six. */
  readonly metrics?: readonly string[];
  /** The last step there is to be: the axis goes so far, and no less far than the lines. */
  readonly steps?: number;
  readonly title?: string;
  readonly subtitle?: string;
  /** Width of the drawing area in pixels (default 440), and height of a panel (default 110). */
  readonly width?: number;
  readonly height?: number;
}

/** What a line is called, and its colour, the same whichever others there are. */
interface Series {
  readonly label: string;
  readonly colour: string;
}

const [training, test, divergence] = palette;
const losses: Readonly<Record<string, Series>> = {
  nll: { label: "NLL", colour: training },
  nllTest: { label: "NLL, test", colour: test },
  kl: { label: "KL", colour: divergence },
};
const correlations: Readonly<Record<string, Series>> = {
  ccPredTrain: { label: "CCpred, training", colour: training },
  ccPredTest: { label: "CCpred, test", colour: test },
};
/** Share of the steps at the start that the axis of the losses need not hold. */
const START = 0.05;
const mostMetrics = 6;

interface Panel {
  readonly title: string;
  readonly lines: readonly (Series & { readonly line: TrainingLine })[];
  /** The range of the values; by default what there is, rounded. */
  readonly domain?: readonly number[];
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
  const drawn = lines.filter(({ values }) => values.some((value) => plotNumber(value) !== null));
  const chosen = (names: Readonly<Record<string, Series>>) =>
    Object.entries(names).flatMap(([name, series]) => {
      const line = drawn.find((one) => one.name === name);
      return line === undefined ? [] : [{ ...series, line }];
    });
  const single = drawn.filter(({ name }) => metrics.includes(name)).slice(0, mostMetrics);
  const loss = chosen(losses);
  const panels: Panel[] = [
    { title: "Loss", lines: loss, domain: loss.length > 0 ? lossDomain(loss) : [] },
    { title: "CCpred", lines: chosen(correlations) },
    ...single.map((line) => ({
      title: line.name,
      lines: [{ label: line.name, colour: training, line }],
    })),
  ].filter(({ lines }) => lines.length > 0);
  if (panels.length === 0)
    throw new InputError(
      `plot of a training: got ${lines.map(({ name }) => name).join(", ") || "no lines"}, expected nll, kl, ccPredTest or the names of metrics`,
    );
  const ends = panels.flatMap((one) => one.lines.map(({ line }) => line.steps.at(-1) ?? 0));
  const last = Math.max(options.steps ?? 1, ...ends);
  const rows: PlotRow[] = panels.flatMap(({ lines: of }, number) =>
    of.flatMap(({ label, line: { steps, values } }) =>
      steps.map((step, i) => ({ panel: number, series: label, step, value: plotNumber(values[i]) })),
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
    vconcat: panels.map((one, number) =>
      drawPanel(one, { number, last, width, height, lowest: number === panels.length - 1 }),
    ),
    spacing: 14,
    resolve: { scale: { color: "independent" }, legend: { color: "independent" } },
  };
}

/** Where a panel stands among the others, and what it shares with them. */
interface PanelPlace {
  readonly number: number;
  readonly last: number;
  readonly width: number;
  readonly height: number;
  readonly lowest: boolean;
}

function drawPanel(
  { title, lines, domain }: Panel,
  { number, last, width, height, lowest }: PanelPlace,
): JsonObject {
  const labels = lines.map(({ label }) => label);
  const x = axis("step", lowest ? "Step" : "", {
    scale: { domain: [0, last], nice: false },
    axis: { grid: false, format: ",d", labels: lowest },
  });
  return {
    width,
    height,
    transform: [{ filter: { field: "panel", equal: number } }],
    mark: {
      type: "line",
      clip: domain !== undefined,
      strokeWidth: 1.5,
      ...(sparse(lines) ? { point: { size: 14 } } : {}),
    },
    encoding: {
      x,
      y: {
        field: "value",
        type: "quantitative",
        title,
        scale: { zero: false, ...(domain === undefined ? {} : { domain }) },
        // titles of all panels stand in one line unless labels are long, and none is longer than its panel
        axis: { format: ",.6~g", tickCount: 4, minExtent: 56, titleLimit: height + 10 },
      },
      color: {
        field: "series",
        type: "nominal",
        scale: { domain: labels, range: lines.map(({ colour }) => colour) },
        legend:
          labels[0] === title
            ? null
            : {
                title: null,
                orient: "right",
                direction: "vertical",
                symbolType: "stroke",
                symbolStrokeWidth: 2,
              },
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
    const known = all.filter((point): point is [number, number] => plotNumber(point[1]) !== null);
    const later = known.filter(([step]) => step >= START * last);
    return (later.length > 0 ? later : known).map(([, value]) => value);
  });
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const margin = 0.05 * (high - low || Math.abs(high) || 1);
  return [low - margin, high + margin].map((value) => Number(value.toPrecision(9)));
}

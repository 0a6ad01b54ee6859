/**
 * Histogram of normalised residuals z = (Iobs − Ipred)/σ of single observations, with the density of the likelihood over
 * it: where they agree, sigmas and tails are as the model takes them to be. σ is SigIobs, as in the likelihood; with
 * `includePredicted`, √(SigIobs² + SigIpred²), in which the uncertainty of the prediction is counted too.
 */
import { type Distribution, normal } from "../distributions/index.js";
import { InputError } from "../errors.js";
import type { ReflectionTable } from "../table/index.js";
import { choosePredictions, type PredictionPart } from "./predictionPart.js";
import { type PlotOptions, palette, plotNumber, plotSpec } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, guideLine, tip } from "./xyPlot.js";

export interface ResidualsOptions extends PlotOptions {
  /** Which observations. Default: those held out, or all where none was. */
  readonly part?: PredictionPart;
  /** The likelihood of z. Default: the normal distribution of location 0 and scale 1. */
  readonly likelihood?: Pick<Distribution, "name" | "logProbability">;
  /** Count SigIpred into σ. Default false. */
  readonly includePredicted?: boolean;
  /** Residuals beyond this many σ are counted, not drawn. Default 6. */
  readonly limit?: number;
  /** A logarithmic axis, which shows the tails; points instead of bars. Default false. */
  readonly logarithmic?: boolean;
}

const BINS = 60;
const names: Readonly<Record<string, string>> = {
  normal: "normal distribution",
  studentT: "Student's t",
};

/** What a histogram of residuals says of itself, and what it is compared with. */
export interface ResidualHistogram {
  readonly title: string;
  /** "4,559 observations held out". */
  readonly part: string;
  readonly xTitle: string;
  readonly description: string;
  readonly density: Pick<Distribution, "name" | "logProbability">;
}

/** Histogram of residuals. @throws MissingColumnError, InputError for an empty part or unknown SigIpred */
export function residuals(table: ReflectionTable, options: ResidualsOptions = {}): VegaLiteSpec {
  const { likelihood = normal({ location: 0, scale: 1 }) } = options;
  const { rows, chosen, title } = choosePredictions(table, options.part);
  const values = Float64Array.from(chosen, (i) => {
    const sigma = options.includePredicted
      ? Math.hypot(rows.sigma[i], rows.predictedSigma[i])
      : rows.sigma[i];
    const z = (rows.observed[i] - rows.predicted[i]) / sigma;
    if (Number.isNaN(z))
      throw new InputError(
        `residuals of ${table.name}: got no SigIpred in row ${rows.row[i]}, expected a number; leave out includePredicted`,
      );
    return z;
  });
  return residualHistogram(
    values,
    {
      title: "Residuals of predictions",
      part: title,
      xTitle: "(Iobs − Ipred) / σ",
      description:
        "Histogram of observed minus predicted intensities in standard deviations, with the density of the likelihood " +
        "as a line.",
      density: likelihood,
    },
    options,
  );
}

/** The specification of a histogram of residuals z with a density over it. */
export function residualHistogram(
  z: Float64Array,
  { title, part, xTitle, description, density }: ResidualHistogram,
  options: PlotOptions & Pick<ResidualsOptions, "limit" | "logarithmic">,
): VegaLiteSpec {
  const { limit = 6, logarithmic = false } = options;
  const step = (2 * limit) / BINS;
  const counts = new Float64Array(BINS);
  let beyond = 0;
  for (const value of z) {
    if (Math.abs(value) >= limit) beyond++;
    else counts[Math.min(BINS - 1, Math.floor((value + limit) / step))]++;
  }
  const data: PlotRow[] = Array.from(counts, (count, k) => ({
    from: plotNumber(-limit + k * step),
    to: plotNumber(-limit + (k + 1) * step),
    middle: plotNumber(-limit + (k + 0.5) * step),
    density: plotNumber(count / (z.length * step)),
    count,
  })).filter((row) => !logarithmic || row.count > 0);
  const curve = Array.from({ length: 4 * BINS + 1 }, (_, k): [number, number] => {
    const at = -limit + (k * limit) / (2 * BINS);
    return [at, Number(Math.exp(density.logProbability(at)).toPrecision(5))];
  });
  const least = 0.5 / (z.length * step);
  const x = axis("from", xTitle, { scale: { domain: [-limit, limit], nice: false } });
  const y = axis("density", "Density", {
    scale: logarithmic ? { type: "log", domainMin: Number(least.toPrecision(3)) } : { domainMin: 0 },
    ...(logarithmic ? { axis: { format: "~g", tickCount: 4 } } : {}),
  });
  const colours = options.colours ?? palette;
  const tooltip = [tip("count", "observations", ",.0f"), tip("from", "from", ".1f"), tip("to", "to", ".1f")];
  const share = ((100 * beyond) / z.length).toPrecision(2);
  const drawn = logarithmic ? curve.filter(([, value]) => value > least) : curve;
  return plotSpec(
    {
      title,
      subtitle:
        `${part}; line: ${names[density.name] ?? density.name}` +
        `${beyond > 0 ? `; ${share} % beyond ±${limit}` : ""}`,
      description,
      rows: data,
      layers: [
        logarithmic
          ? {
              mark: { type: "point", color: colours[0] },
              encoding: { x: { ...x, field: "middle" }, y, tooltip },
            }
          : {
              mark: { type: "bar", color: colours[0], opacity: 0.55 },
              encoding: { x, x2: { field: "to" }, y, y2: { datum: 0 }, tooltip },
            },
        guideLine(drawn, x, y, { color: colours[1] }),
      ],
    },
    options,
  );
}

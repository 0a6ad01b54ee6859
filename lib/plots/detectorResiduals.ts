/**
 * Residuals against the place on the detector: the mean of (I − ⟨I⟩)/σ, or of (Iobs − Ipred)/σ of a model's predictions, in
 * squares of the detector. Where all is well the squares are pale and of both signs; a patch of one colour is a shadow, a
 * bad module, an absorption that the scale does not follow. Of n residuals of variance 1 a mean has a standard deviation of
 * 1/√n, which the tooltip gives.
 */
import { InputError } from "../errors.js";
import {
  collectObservations,
  detectorPosition,
  hasPredictions,
  readPredictions,
} from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { grouped } from "./numberText.js";
import { deviationsOfRows } from "./perImage.js";
import { type PlotOptions, plotNumber, plotSpec } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

export interface DetectorResidualsOptions extends PlotOptions {
  /** Number of squares along the longer side. Default: so that there are some 40 residuals in each, 8 to 60. */
  readonly bins?: number;
  /** Residuals beyond this many σ count as that many, so that one outlier does not colour a square. Default 5. */
  readonly limit?: number;
}

/** Means of this size or more have the full colour. */
const FULL = 1;
/** Squares of fewer residuals than this are left out. */
const FEWEST = 4;
/** Blue, white, orange: equally far from white, and apart for all kinds of colour vision (after Okabe & Ito). */
const RANGE = ["#0072B2", "#f4f4f4", "#D55E00"];

/**
 * Mean residuals of a table of predictions, or of an unmerged table's observations, by place on the detector.
 * @throws InputError where the table does not say where on the detector observations were, or is merged
 */
export function detectorResiduals(
  table: ReflectionTable,
  options: DetectorResidualsOptions = {},
): VegaLiteSpec {
  const position = detectorPosition(table);
  if (position === undefined)
    throw new InputError(
      `detector positions of ${table.name}: got none among the columns ${table.labels.join(" ")}, expected XDET and YDET; ` +
        "take the unmerged file of the integration program",
    );
  const { residual, row, words } = residualsOf(table);
  const place = Array.from(row.keys()).filter((i) => {
    const r = row[i];
    return Number.isFinite(position.x[r]) && Number.isFinite(position.y[r]) && Number.isFinite(residual[i]);
  });
  if (place.length === 0)
    throw new InputError(
      `residuals on the detector of ${table.name}: got no residual with a position, expected some`,
    );
  const grid = gridOf(
    place.map((i) => position.x[row[i]]),
    place.map((i) => position.y[row[i]]),
    options.bins,
  );
  const { limit = 5 } = options;
  const sums = new Map<number, { n: number; sum: number }>();
  place.forEach((i, at) => {
    const cell = grid.cell[at];
    const found = sums.get(cell) ?? { n: 0, sum: 0 };
    found.n++;
    found.sum += Math.max(-limit, Math.min(limit, residual[i]));
    sums.set(cell, found);
  });
  const subtitle =
    `Mean of ${words} of ${grouped(place.length)} observations` +
    `${place.some((i) => Math.abs(residual[i]) > limit) ? `, none counted beyond ±${limit}` : ""}`;
  return drawn(grid, sums, { subtitle, labels: position.labels }, options);
}

function residualsOf(table: ReflectionTable): {
  residual: Float64Array;
  row: Int32Array;
  words: string;
} {
  if (hasPredictions(table)) {
    const { observed, predicted, sigma, row } = readPredictions(table);
    const residual = observed.map((value, i) => (value - predicted[i]) / sigma[i]);
    return { residual, row, words: "(Iobs − Ipred)/σ" };
  }
  const { deviation, row } = deviationsOfRows(collectObservations(table));
  return { residual: deviation, row, words: "(I − ⟨I⟩)/σ" };
}

interface Grid {
  readonly cell: Int32Array;
  readonly columns: number;
  readonly step: number;
  readonly x0: number;
  readonly y0: number;
  readonly xTo: number;
  readonly yTo: number;
}

/** Squares of equal size over the range of the positions. */
function gridOf(x: readonly number[], y: readonly number[], asked: number | undefined): Grid {
  const [x0, xTo] = rangeOf(x);
  const [y0, yTo] = rangeOf(y);
  const bins = asked ?? Math.round(Math.max(8, Math.min(60, Math.sqrt(x.length / 40))));
  const step = Math.max(xTo - x0, yTo - y0) / bins || 1;
  const columns = Math.max(1, Math.ceil((xTo - x0) / step));
  const rows = Math.max(1, Math.ceil((yTo - y0) / step));
  const cell = Int32Array.from(x, (value, i) => {
    const column = Math.min(columns - 1, Math.floor((value - x0) / step));
    return Math.min(rows - 1, Math.floor((y[i] - y0) / step)) * columns + column;
  });
  return { cell, columns, step, x0, y0, xTo: x0 + columns * step, yTo: y0 + rows * step };
}

function rangeOf(values: readonly number[]): [number, number] {
  return values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
}

function drawn(
  { columns, step, x0, y0, xTo, yTo }: Grid,
  sums: ReadonlyMap<number, { n: number; sum: number }>,
  { subtitle, labels }: { readonly subtitle: string; readonly labels: readonly [string, string] },
  options: PlotOptions,
): VegaLiteSpec {
  const rows: PlotRow[] = [...sums]
    .filter(([, { n }]) => n >= FEWEST)
    .map(([cell, { n, sum }]) => {
      const x = x0 + (cell % columns) * step;
      const y = y0 + Math.floor(cell / columns) * step;
      return {
        x: plotNumber(x),
        xTo: plotNumber(x + step),
        y: plotNumber(y),
        yTo: plotNumber(y + step),
        mean: plotNumber(sum / n),
        error: plotNumber(1 / Math.sqrt(n)),
        residuals: n,
      };
    });
  // The drawing has the shape of the detector.
  const width = 380;
  const shape = (yTo - y0) / (xTo - x0);
  const height = Math.round(Math.max(120, Math.min(480, width * shape)));
  return plotSpec(
    {
      title: "Residuals by place on the detector",
      subtitle,
      description:
        "Mean of the residuals of single observations in units of their standard deviations, in squares of the " +
        "detector; where a patch has one colour the intensities there are too low or too high.",
      rows,
      layers: [
        {
          mark: { type: "rect" },
          encoding: {
            x: axis("x", labels[0], { scale: { domain: [x0, xTo], nice: false, zero: false } }),
            x2: { field: "xTo" },
            y: axis("y", labels[1], { scale: { domain: [y0, yTo], nice: false, zero: false } }),
            y2: { field: "yTo" },
            color: {
              field: "mean",
              type: "quantitative",
              scale: { domain: [-FULL, 0, FULL], range: RANGE, clamp: true },
              legend: {
                title: "mean residual (σ)",
                gradientLength: 160,
                format: ".1f",
                values: [-1, -0.5, 0, 0.5, 1],
              },
            },
            tooltip: [
              tip("mean", "mean residual", ".2f"),
              tip("error", "expected scatter", ".2f"),
              tip("residuals", "observations", ",.0f"),
              tip("x", `${labels[0]} from`, ".4~r"),
              tip("y", `${labels[1]} from`, ".4~r"),
            ],
          },
        },
      ],
    },
    { width, height, ...options },
  );
}

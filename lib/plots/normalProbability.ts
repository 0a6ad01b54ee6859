/**
 * Normal probability plot of the deviations of observations from their mean in units of σ: where the sigmas are right and
 * the errors normal the points lie on the diagonal; a steeper line means sigmas that are too small, bent ends mean
 * outliers. Source: Howell & Smith, J. Appl. Cryst. 25 (1992) 81; quantiles at (k − ½)/n.
 */
import { InputError } from "../errors.js";
import { normalQuantile } from "../random/index.js";
import { collectObservations, probabilitySlopes } from "../statistics/index.js";
import { ReflectionTable } from "../table/index.js";
import { grouped } from "./numberText.js";
import { normalizedDeviations } from "./perImage.js";
import { type PlotOptions, palette, plotSpec, REFERENCE_COLOUR } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, guideLine, tip } from "./xyPlot.js";

export interface NormalProbabilityOptions extends PlotOptions {
  /** Deviations beyond this many σ are drawn at the edge. Default 8. */
  readonly limit?: number;
}

const POINTS = 300;

/**
 * Normal probability plot of an unmerged table's observations, or of any deviations in units of σ.
 * @throws InputError for merged tables or fewer than three finite deviations
 */
export function normalProbability(
  data: ReflectionTable | ArrayLike<number>,
  options: NormalProbabilityOptions = {},
): VegaLiteSpec {
  const { limit = 8 } = options;
  const deviations = data instanceof ReflectionTable ? normalizedDeviations(collectObservations(data)) : data;
  const sorted = Float64Array.from(deviations).filter(Number.isFinite).sort();
  const n = sorted.length;
  if (n < 3) {
    throw new InputError(`normal probability plot: got ${n} deviations, expected at least three`);
  }
  const rows: PlotRow[] = spreadRanks(n).map((k) => {
    const expected = normalQuantile((k + 0.5) / n);
    return {
      expected: Number(expected.toPrecision(5)),
      deviation: Number(Math.max(-limit, Math.min(limit, sorted[k])).toPrecision(5)),
    };
  });
  const { middleSlope } = probabilitySlopes(sorted);
  const beyond = sorted.reduce((count, value) => count + (Math.abs(value) > limit ? 1 : 0), 0);
  const end = Math.abs(normalQuantile(0.5 / n));
  const x = axis("expected", "Expected of a normal distribution (σ)");
  const y = axis("deviation", "Observed deviation (σ)");
  const colour = (options.colours ?? palette)[0];
  return plotSpec(
    {
      title: "Normal probability plot of deviations",
      subtitle:
        `${grouped(n)} deviations, slope ${middleSlope.toFixed(2)} in the middle (dashed: 1)` +
        `${beyond > 0 ? `, ${beyond} beyond ±${limit}` : ""}`,
      description:
        "Sorted deviations of observations from the mean of their equivalents, in standard deviations, against those " +
        "expected of a normal distribution.",
      rows,
      layers: [
        guideLine(
          [
            [-end, -end],
            [end, end],
          ],
          x,
          y,
          {
            strokeDash: [5, 4],
            strokeWidth: 1.5,
            color: REFERENCE_COLOUR,
          },
        ),
        {
          mark: { type: "point", size: 16, color: colour },
          encoding: {
            x,
            y,
            tooltip: [tip("expected", "expected", ".2f"), tip("deviation", "observed", ".2f")],
          },
        },
      ],
    },
    options,
  );
}

/** Ranks whose normal quantiles are evenly spread: all of the tails, few of the crowded middle. */
function spreadRanks(n: number): number[] {
  const end = normalQuantile(0.5 / n);
  const ranks = new Set<number>();
  let k = 0;
  for (let i = 0; i <= POINTS; i++) {
    const z = end - (2 * end * i) / POINTS;
    while (k < n - 1 && normalQuantile((k + 0.5) / n) < z) k++;
    ranks.add(k);
  }
  return [...ranks];
}

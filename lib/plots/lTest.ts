/**
 * L-test: the cumulative distribution N(|L|) of local intensity differences, beside those of an untwinned crystal (|L|) and
 * a perfect twin (|L| (3 − L²)/2). A curve between the two is a partial twin. See statistics/lTest.ts for L.
 * Source: Padilla & Yeates, Acta Cryst. D59 (2003) 1124.
 */
import { type LTestOptions, lTest as lTestOf, lTestTheory } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { mergedIntensity } from "./mergedIntensity.js";
import { grouped } from "./numberText.js";
import { type PlotOptions, palette, plotSpec, REFERENCE_COLOUR } from "./theme.js";
import type { JsonObject, PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

export interface LTestPlotOptions extends PlotOptions, LTestOptions {
  /** Label of the merged intensities. Default: I, IMEAN, or the mean of I(+) and I(-). */
  readonly intensity?: string;
}

const POINTS = 50;

/** N(|L|) of a merged table. @throws InputError for unmerged tables or too few pairs, MissingColumnError */
export function lTest(table: ReflectionTable, options: LTestPlotOptions = {}): VegaLiteSpec {
  const intensity = mergedIntensity(table, options.intensity);
  const result = lTestOf({ table, intensity, ...sigmaOf(table, options.intensity) }, options);
  const { absoluteL, pairs, meanAbsoluteL, meanSquareL, dMax, dMin } = result;
  let below = 0;
  const rows: PlotRow[] = Array.from({ length: POINTS + 1 }, (_, i) => {
    const l = i / POINTS;
    while (below < pairs && absoluteL[below] <= l) below++;
    return {
      l,
      observed: Number((below / pairs).toPrecision(5)),
      untwinned: lTestTheory("untwinned", l),
      twin: Number(lTestTheory("twin", l).toPrecision(5)),
    };
  });
  const x = axis("l", "|L|", { scale: { domain: [0, 1], nice: false } });
  const y = axis("observed", "Share of pairs below |L|", { scale: { domain: [0, 1] } });
  const colour = (options.colours ?? palette)[0];
  const theory = (field: string, dash: number[]): JsonObject => ({
    mark: { type: "line", strokeDash: dash, strokeWidth: 1.5, color: REFERENCE_COLOUR },
    encoding: { x, y: { ...y, field } },
  });
  return plotSpec(
    {
      title: `L-test: ⟨|L|⟩ = ${meanAbsoluteL.toFixed(3)}, ⟨L²⟩ = ${meanSquareL.toFixed(3)}`,
      subtitle:
        `${grouped(pairs)} pairs, ${dMax.toFixed(1)} to ${dMin.toFixed(2)} Å; ` +
        "dashed: untwinned (0.500, 0.333); dotted: perfect twin (0.375, 0.200)",
      description:
        "Cumulative distribution of the relative differences of neighbouring acentric intensities, with those of an " +
        "untwinned crystal and of a perfect twin as lines.",
      rows,
      layers: [
        theory("untwinned", [5, 4]),
        theory("twin", [2, 3]),
        { mark: { type: "line", color: colour }, encoding: { x, y } },
        {
          mark: { type: "point", opacity: 0, size: 120, color: colour },
          encoding: {
            x,
            y,
            tooltip: [
              tip("l", "|L|", ".2f"),
              tip("observed", "observed", ".3f"),
              tip("untwinned", "untwinned", ".3f"),
              tip("twin", "perfect twin", ".3f"),
            ],
          },
        },
      ],
    },
    options,
  );
}

/** Standard deviations of the intensities, where the table has them under the customary name. */
function sigmaOf(table: ReflectionTable, label: string | undefined): { sigma?: ArrayLike<number> } {
  if (label !== undefined) return table.has(`SIG${label}`) ? { sigma: table.values(`SIG${label}`) } : {};
  const isThere = ["SIGI", "SIGIMEAN", "SIGI(+)"].some((name) => table.has(name));
  return isThere ? { sigma: mergedIntensity(table, undefined, "SIGI") } : {};
}

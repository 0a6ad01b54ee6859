/**
 * Cumulative distribution N(z) of z = I/⟨I⟩, acentric and centric, against Wilson's: 1 − exp(−z) and erf(√(z/2)). A curve
 * that starts below its theory (too few weak reflections) is the mark of a twin; noise makes it start above.
 * ⟨I⟩ is the local mean of I/ε around each resolution. Source: Howells, Phillips & Rogers, Acta Cryst. 3 (1950) 210.
 */
import { erf } from "../distributions/index.js";
import { InputError } from "../errors.js";
import { localIntensity } from "../statistics/index.js";
import type { ReflectionTable } from "../table/index.js";
import { mergedIntensity } from "./mergedIntensity.js";
import { grouped } from "./numberText.js";
import { type PlotOptions, palette, plotSpec, REFERENCE_COLOUR, seriesEncoding } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

export interface IntensityDistributionOptions extends PlotOptions {
  /** Label of the merged intensities. Default: I, IMEAN, or the mean of I(+) and I(-). */
  readonly intensity?: string;
  /** The end of the axis of z. Default 2. */
  readonly zMax?: number;
  /** Low-resolution limit, Å: below it there are few reflections and solvent. Default 10. */
  readonly dMax?: number;
}

const POINTS = 50;

/** N(z) of a merged table. @throws InputError for unmerged tables or too few intensities, MissingColumnError */
export function intensityDistribution(
  table: ReflectionTable,
  options: IntensityDistributionOptions = {},
): VegaLiteSpec {
  const { zMax = 2, dMax = 10 } = options;
  const z = normalizedIntensities(table, dMax, options.intensity);
  const rows: PlotRow[] = [];
  const counts: string[] = [];
  for (const kind of ["acentric", "centric"] as const) {
    const sorted = z[kind].sort();
    if (sorted.length < 20) continue;
    counts.push(`${grouped(sorted.length)} ${kind}`);
    let below = 0;
    for (let i = 0; i <= POINTS; i++) {
      const at = (zMax * i) / POINTS;
      while (below < sorted.length && sorted[below] <= at) below++;
      rows.push({
        z: Number(at.toPrecision(4)),
        series: kind,
        observed: Number((below / sorted.length).toPrecision(5)),
        theory: Number(wilsonCumulative(kind, at).toPrecision(5)),
      });
    }
  }
  if (rows.length === 0) {
    throw new InputError(
      `intensity distribution of ${table.name}: got ${z.acentric.length + z.centric.length} intensities up to ` +
        `${dMax} Å, expected at least 20`,
    );
  }
  const names = [...new Set(rows.map((row) => String(row.series)))];
  const x = axis("z", "z = I / ⟨I⟩", { scale: { domain: [0, zMax], nice: false } });
  const y = axis("observed", "Share of reflections below z", { scale: { domain: [0, 1] } });
  const { color } = seriesEncoding(names, options);
  const tooltip = [
    tip("series", "reflections"),
    tip("z", "z", ".2f"),
    tip("observed", "observed", ".3f"),
    tip("theory", "Wilson", ".3f"),
  ];
  return plotSpec(
    {
      title: "Distribution of intensities",
      subtitle: `${counts.join(", ")} reflections; dashed: Wilson's distribution`,
      description:
        "Cumulative distribution of normalised intensities of acentric and centric reflections, with the theoretical " +
        "distribution of an untwinned crystal as dashed lines.",
      rows,
      layers: [
        {
          mark: { type: "line", strokeDash: [5, 4], strokeWidth: 1.5, color: REFERENCE_COLOUR },
          encoding: { x, y: { ...y, field: "theory" }, detail: { field: "series", type: "nominal" } },
        },
        { mark: { type: "line" }, encoding: { x, y, color } },
        {
          mark: { type: "point", opacity: 0, size: 120, color: palette[0] },
          encoding: { x, y, tooltip },
        },
      ],
    },
    options,
  );
}

function normalizedIntensities(
  table: ReflectionTable,
  dMax: number,
  label: string | undefined,
): { acentric: Float64Array; centric: Float64Array } {
  const intensity = mergedIntensity(table, label);
  const hkl = table.hkl();
  const inverseDSquared = Float64Array.from({ length: table.length }, (_, i) =>
    table.cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]),
  );
  const epsilon = Float64Array.from(table.spaceGroup.epsilons(hkl));
  const isCentric = table.spaceGroup.centricFlags(hkl);
  const { mean } = localIntensity(inverseDSquared, intensity, epsilon);
  const rows = Array.from(intensity.keys()).filter(
    (i) => Number.isFinite(intensity[i]) && inverseDSquared[i] >= 1 / (dMax * dMax),
  );
  const pick = (kind: number): Float64Array =>
    Float64Array.from(
      rows.filter((i) => isCentric[i] === kind),
      (i) => intensity[i] / (epsilon[i] * mean[i]),
    );
  return { acentric: pick(0), centric: pick(1) };
}

/** Wilson's cumulative distribution of z. */
export function wilsonCumulative(kind: "acentric" | "centric", z: number): number {
  return kind === "acentric" ? 1 - Math.exp(-z) : erf(Math.sqrt(z / 2));
}

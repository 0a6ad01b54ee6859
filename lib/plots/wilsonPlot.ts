/**
 * Wilson plot: ln(⟨I/ε⟩/Σf²) against 1/d², its fitted line, and B in the title. Points that the fit left out are hollow.
 * Source: Wilson, Nature 150 (1942) 152.
 */
import { InputError } from "../errors.js";
import { resolutionEncoding } from "./resolutionAxis.js";
import { type PlotOptions, palette, plotNumber, plotSpec } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";

/** What the plot needs of a Wilson plot's statistics. */
export interface WilsonLine {
  /** Å² */
  readonly bFactor: number;
  /** Å² */
  readonly bFactorError?: number;
  /** Limits of the fit, Å. */
  readonly dMax: number;
  readonly dMin: number;
  readonly points: readonly {
    /** Å⁻² */
    readonly inverseDSquared: number;
    readonly value: number;
    readonly fitted: number;
    readonly reflections: number;
    readonly used: boolean;
  }[];
}

/**
 * The Wilson plot of merging statistics, or of their `wilson` part alone.
 * @throws InputError where the statistics have no Wilson plot
 */
export function wilsonPlot(
  statistics: WilsonLine | { readonly wilson: WilsonLine | undefined },
  options: PlotOptions = {},
): VegaLiteSpec {
  const wilson = "wilson" in statistics ? statistics.wilson : statistics;
  if (wilson === undefined || wilson.points.length === 0) {
    throw new InputError(
      "Wilson plot: got statistics without one, expected data that reach far enough in resolution for a line",
    );
  }
  const rows = wilson.points.flatMap((point) => {
    const value = plotNumber(point.value);
    const d = 1 / Math.sqrt(point.inverseDSquared);
    return [
      {
        invD2: Number(point.inverseDSquared.toPrecision(6)),
        d: Number(d.toPrecision(4)),
        value,
        fitted: plotNumber(point.fitted),
        fit: point.used ? "fitted" : "left out",
        reflections: point.reflections,
      },
    ];
  });
  const limits = rows.map((row) => row.invD2);
  const span = Math.max(...limits) - Math.min(...limits);
  const x = resolutionEncoding(
    "invD2",
    Math.max(0, Math.min(...limits) - 0.02 * span),
    Math.max(...limits) + 0.02 * span,
  );
  const y = { type: "quantitative", title: "ln(⟨I/ε⟩ / Σf²)", scale: { zero: false } };
  const error = plotNumber(wilson.bFactorError);
  const colour = (options.colours ?? palette)[0];
  const lineColour = (options.colours ?? palette)[1];
  return plotSpec(
    {
      title: `Wilson plot: B = ${wilson.bFactor.toFixed(1)}${error === null ? "" : ` ± ${error.toFixed(1)}`} Å²`,
      subtitle: `Line fitted from ${wilson.dMax.toFixed(2)} to ${wilson.dMin.toFixed(2)} Å; hollow points left out`,
      description:
        "Logarithm of the mean intensity over the scattering power of the atoms, against resolution; a straight line " +
        `of B factor ${wilson.bFactor.toFixed(1)} Å² is fitted.`,
      rows,
      layers: [
        {
          transform: [{ filter: "datum.fit === 'fitted'" }],
          mark: { type: "line", color: lineColour },
          encoding: { x, y: { ...y, field: "fitted" } },
        },
        {
          mark: { type: "line", color: lineColour, strokeDash: [3, 4], strokeWidth: 1 },
          encoding: { x, y: { ...y, field: "fitted" } },
        },
        {
          mark: { type: "point", strokeWidth: 1.5, stroke: colour },
          encoding: {
            x,
            y: { ...y, field: "value" },
            fill: {
              field: "fit",
              type: "nominal",
              scale: { domain: ["fitted", "left out"], range: [colour, "white"] },
              legend: null,
            },
            tooltip: [
              { field: "d", type: "quantitative", title: "resolution (Å)" },
              { field: "value", type: "quantitative", title: "ln(⟨I/ε⟩ / Σf²)", format: ".3f" },
              { field: "fitted", type: "quantitative", title: "line", format: ".3f" },
              { field: "reflections", type: "quantitative" },
            ],
          },
        },
      ],
    },
    options,
  );
}

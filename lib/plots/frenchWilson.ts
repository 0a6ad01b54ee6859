/**
 * French–Wilson amplitudes against the square roots of their intensities, F against ±√|I|: strong reflections lie on F = √I;
 * weak and negative ones are lifted off it by the prior. Source: French & Wilson, Acta Cryst. A34 (1978) 517.
 */
import { InputError } from "../errors.js";
import type { ReflectionTable } from "../table/index.js";
import { mergedIntensity } from "./mergedIntensity.js";
import { grouped } from "./numberText.js";
import { type PlotOptions, plotSpec, REFERENCE_COLOUR, seriesEncoding } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, evenlySpread, guideLine, tip } from "./xyPlot.js";

export interface FrenchWilsonOptions extends PlotOptions {
  /** Labels of intensity and amplitude. Default I and F, or I(+) and F(+). */
  readonly intensity?: string;
  readonly amplitude?: string;
  /** Only reflections with I/σ below this are drawn: stronger ones all lie on the line. Default 4. */
  readonly maximumIOverSigma?: number;
  /** At most so many points, evenly taken. Default 2000. */
  readonly points?: number;
}

/** F against ±√|I| of a merged table. @throws InputError, MissingColumnError */
export function frenchWilson(table: ReflectionTable, options: FrenchWilsonOptions = {}): VegaLiteSpec {
  const { maximumIOverSigma = 4, points = 2000 } = options;
  const mate = table.has("I") || table.has("IMEAN") ? "" : "(+)";
  const intensity = mergedIntensity(table, options.intensity ?? (mate ? "I(+)" : undefined));
  const amplitude = mergedIntensity(table, options.amplitude ?? `F${mate}`, "F");
  const sigma = mergedIntensity(table, mate ? "SIGI(+)" : undefined, "SIGI");
  const centric = table.spaceGroup.centricFlags(table.hkl());
  const weak = Array.from(intensity.keys()).filter(
    (i) => amplitude[i] >= 0 && intensity[i] < maximumIOverSigma * sigma[i],
  );
  if (weak.length === 0) {
    throw new InputError(
      `French-Wilson plot of ${table.name}: got no reflection with I/σ below ${maximumIOverSigma}, expected some; ` +
        "raise maximumIOverSigma",
    );
  }
  const rows: PlotRow[] = evenlySpread(weak.length, points).map((k) => {
    const i = weak[k];
    return {
      root: Number((Math.sign(intensity[i]) * Math.sqrt(Math.abs(intensity[i]))).toPrecision(5)),
      amplitude: Number(amplitude[i].toPrecision(5)),
      strength: Number((intensity[i] / sigma[i]).toPrecision(4)),
      series: centric[i] ? "centric" : "acentric",
    };
  });
  const largest = Math.max(...rows.map((row) => Number(row.root)));
  const x = axis("root", "√I, or −√|I| where I is negative");
  const y = axis("amplitude", "F after French & Wilson");
  const { color } = seriesEncoding(["acentric", "centric"], options);
  return plotSpec(
    {
      title: "French–Wilson amplitudes of weak reflections",
      subtitle: `${grouped(rows.length)} of ${grouped(weak.length)} reflections with I/σ below ${maximumIOverSigma}; dashed: F = √I`,
      description:
        "Amplitudes after French and Wilson against the square root of the intensity: weak and negative intensities " +
        "have amplitudes above the line F = √I.",
      rows,
      layers: [
        guideLine(
          [
            [0, 0],
            [largest, largest],
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
          mark: { type: "point", size: 14, opacity: 0.5 },
          encoding: {
            x,
            y,
            color,
            tooltip: [
              tip("series", "reflection"),
              tip("strength", "I/σ(I)", ".2f"),
              tip("root", "±√|I|", ".3~r"),
              tip("amplitude", "F", ".3~r"),
            ],
          },
        },
      ],
    },
    options,
  );
}

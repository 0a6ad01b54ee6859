/**
 * The spectrum that a Laue merge learned: the scale of its observations against wavelength, from the columns `Wavelength`
 * and `scale` of a table of predictions; the median in bins of equal width, with the quartiles as a band. The scale holds
 * what else depends on wavelength too (absorption, detector response, Lorentz factor, λ⁴ or so of the diffracted power), and
 * differences between images and resolutions widen the band.
 */
import { InputError, MissingColumnError } from "../errors.js";
import type { ReflectionTable } from "../table/index.js";
import { type PlotOptions, palette, plotNumber, plotSpec } from "./theme.js";
import type { PlotRow, VegaLiteSpec } from "./vegaLiteTypes.js";
import { axis, tip } from "./xyPlot.js";

export interface SpectrumOptions extends PlotOptions {
  /** Number of bins of equal width (default 60). */
  readonly bins?: number;
}

/** Column of the wavelengths, Å. */
const WAVELENGTH = "Wavelength";
/** Fewer observations than this tell no quartiles: a bin of fewer is left out. */
const LEAST = 5;

/** Whether a table of predictions tells a spectrum. */
export function hasSpectrum(table: ReflectionTable): boolean {
  return table.has(WAVELENGTH) && table.has("scale");
}

/** Scale against wavelength. @throws MissingColumnError for predictions that have none; InputError for bins that are none */
export function spectrum(table: ReflectionTable, options: SpectrumOptions = {}): VegaLiteSpec {
  const { bins = 60 } = options;
  if (!Number.isInteger(bins) || bins < 2)
    throw new InputError(`spectrum: got ${bins} bins, expected a whole number of at least 2`);
  for (const label of [WAVELENGTH, "scale"])
    if (!table.has(label)) throw new MissingColumnError(label, table.labels, table.name);
  const rows = spectrumRows(table, bins);
  const x = axis("wavelength", "Wavelength (Å)", { scale: { zero: false, nice: false } });
  const y = axis("median", "Scale / mean scale", { scale: { zero: true } });
  const colours = options.colours ?? palette;
  return plotSpec(
    {
      title: "Spectrum that the scale learned",
      subtitle: "Median scale of the observations at a wavelength; band: quartiles",
      description:
        "Scale that the model gives to observations, over the mean of all, against their wavelength: medians and quartiles.",
      rows,
      layers: [
        {
          mark: { type: "area", color: colours[0], opacity: 0.25 },
          encoding: { x, y: { ...y, field: "low" }, y2: { field: "high" } },
        },
        { mark: { type: "line", color: colours[0] }, encoding: { x, y } },
        {
          mark: { type: "point", size: 14, color: colours[0] },
          encoding: {
            x,
            y,
            tooltip: [
              tip("wavelength", "wavelength (Å)", ".3f"),
              tip("median", "scale", ".3~f"),
              tip("low", "lower quartile", ".3~f"),
              tip("high", "upper quartile", ".3~f"),
              tip("observations", "observations", ",.0f"),
            ],
          },
        },
      ],
    },
    options,
  );
}

/** Median and quartiles of the scale over its mean in each bin that has enough observations. */
function spectrumRows(table: ReflectionTable, bins: number): PlotRow[] {
  const wavelength = table.values(WAVELENGTH);
  const scale = table.values("scale");
  const known = Array.from(scale.keys()).filter((i) => Number.isFinite(scale[i] + wavelength[i]));
  let [from, to, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const i of known) {
    from = Math.min(from, wavelength[i]);
    to = Math.max(to, wavelength[i]);
    sum += scale[i];
  }
  if (!(to > from))
    throw new InputError(
      `spectrum of ${table.name}: got ${known.length} observations of one wavelength or none, expected a range of wavelengths`,
    );
  const members = Array.from({ length: bins }, (): number[] => []);
  for (const i of known)
    members[Math.min(bins - 1, Math.floor((bins * (wavelength[i] - from)) / (to - from)))].push(i);
  const mean = sum / known.length;
  return members
    .filter(({ length }) => length >= LEAST)
    .map((rows) => {
      const values = Float64Array.from(rows, (i) => scale[i] / mean).sort();
      return {
        wavelength: plotNumber(rows.reduce((total, i) => total + wavelength[i], 0) / rows.length),
        median: plotNumber(quantile(values, 0.5)),
        low: plotNumber(quantile(values, 0.25)),
        high: plotNumber(quantile(values, 0.75)),
        observations: rows.length,
      };
    });
}

/** Of sorted values, between the two nearest in proportion. */
function quantile(sorted: Float64Array, p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const next = Math.min(sorted.length - 1, below + 1);
  return sorted[below] + (at - below) * (sorted[next] - sorted[below]);
}

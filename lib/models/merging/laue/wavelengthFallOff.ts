/**
 * B of polychromatic data before there is a scale. At one wavelength the spectrum is one number, so that what falls off with
 * resolution there is the Lorentz factor λ⁴/sin²θ = 4λ²d² and exp(−B/(2d²)): a Wilson plot for each band of wavelengths, all
 * with one slope,  log⟨I d⁻²/ε⟩ = a_band − (B/2) d⁻²,  by least squares over bands of wavelength and, in each, shells of as
 * many observations. What absorption and the detector add to the slope is in it: a scale that is told the resolution takes
 * up any error of B, and merged amplitudes have the fall-off that is found here. B is kept within 0 to 100 Å².
 */
import { gather } from "../../../statistics/observationSort.js";
import { packKeys } from "../../../table/keys.js";
import { inOrder, radixPermutation } from "../../../table/sort.js";

/** n observations of one reflection each. */
export interface PolychromaticIntensities {
  readonly intensity: Float64Array;
  /** Å. */
  readonly wavelength: Float64Array;
  /** 1/d², Å⁻². */
  readonly inverseDSquared: Float64Array;
  readonly epsilon: ArrayLike<number>;
}

const BANDS = 12;
const SHELLS = 10;
/** Fewer observations than this in a cell say nothing. */
const LEAST = 5;
const LARGEST = 100;

/** B in Å²; undefined where the data do not tell it. */
export function wavelengthFallOff(data: PolychromaticIntensities): number | undefined {
  const { intensity, wavelength, inverseDSquared, epsilon } = data;
  const all = inOrder(intensity.length);
  let [top, bottom] = [0, 0];
  for (const unsorted of parts(ascending(all, wavelength), BANDS)) {
    const band = ascending(unsorted, inverseDSquared);
    const cells: { x: number; y: number; w: number }[] = [];
    for (const shell of parts(band, SHELLS)) {
      const mean = (of: (i: number) => number) => shell.reduce((sum, i) => sum + of(i), 0) / shell.length;
      const level = mean((i) => (intensity[i] * inverseDSquared[i]) / epsilon[i]);
      if (shell.length >= LEAST && level > 0)
        cells.push({ x: mean((i) => inverseDSquared[i]), y: Math.log(level), w: shell.length });
    }
    const total = cells.reduce((sum, { w }) => sum + w, 0);
    const average = (of: "x" | "y") => cells.reduce((sum, cell) => sum + cell.w * cell[of], 0) / total;
    const [x, y] = cells.length === 0 ? [0, 0] : [average("x"), average("y")];
    for (const cell of cells) {
      top += cell.w * (cell.x - x) * (cell.y - y);
      bottom += cell.w * (cell.x - x) ** 2;
    }
  }
  return bottom > 0 ? Math.min(LARGEST, Math.max(0, (-2 * top) / bottom)) : undefined;
}

/** A list in the order of the values that its numbers stand for. */
function ascending(list: Int32Array, values: Float64Array): Int32Array {
  const keys = gather(values, list, new Float64Array(list.length));
  return radixPermutation(packKeys([[keys]])[0]).map((place) => list[place]);
}

/** A list in so many parts of nearly one length. */
function parts(list: Int32Array, count: number): Int32Array[] {
  return Array.from({ length: count }, (_, k) =>
    list.subarray(Math.floor((k * list.length) / count), Math.floor(((k + 1) * list.length) / count)),
  );
}

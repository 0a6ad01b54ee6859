/**
 * Maps from structure factors and back:
 *
 *   ρ(x) = 1/V Σ_h F(h) exp(−2πi h·x)            F(h) = V/N Σ_x ρ(x) exp(+2πi h·x)
 *
 * (International Tables B, equations 1.3.4.2 and 1.3.4.3), V the volume of the cell in Å³, so that F in electrons
 * gives ρ in electrons/Å³. The sum runs over the whole sphere, which is made from the unique reflections by the space
 * group, F(hR) = F(h) exp(−2πi h·t) for an operation x → Rx + t, and Friedel's law, F(−h) = F(h)*.
 */
import { SpaceGroup, type SpaceGroupLike } from "../crystal/spaceGroup.js";
import { UnitCell, type UnitCellLike } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { progressOf } from "../progress.js";
import { Grid, gridShape } from "./grid.js";
import {
  checkShape,
  type GridShape,
  type HalfComplex,
  halfLength,
  inverseRealFft3,
  realFft3,
} from "./realFft3.js";

/** One coefficient per reflection: amplitude and phase in degrees, or real and imaginary part. */
export type MapCoefficients =
  | { readonly amplitude: ArrayLike<number>; readonly phase: ArrayLike<number> }
  | { readonly re: ArrayLike<number>; readonly im: ArrayLike<number> };

/** Options of {@link mapFromCoefficients}. */
export interface MapOptions {
  readonly cell: UnitCellLike;
  readonly spaceGroup: SpaceGroupLike;
  /** Resolution for the choice of the grid, Å; by default that of the reflections used. */
  readonly dMin?: number;
  /** Grid points per dMin (default 3). */
  readonly sampleRate?: number;
  /** Sizes of the grid instead of those chosen from dMin and the sample rate. */
  readonly shape?: GridShape;
  /** Scale the map to mean 0 and σ 1 (default false). */
  readonly normalize?: boolean;
}

/**
 * The map of given coefficients. Reflections may be in any asymmetric unit, one of each set of equivalents (of
 * repeated ones the last counts); those with a coefficient that is not a number are left out, and so is F(000) unless
 * it is among them. What the symmetry forbids is taken out: absent reflections count as 0, and a centric one gives the
 * part along its allowed phase.
 * @param hkl 3n Miller indices, interleaved
 * @param coefficients n amplitudes and phases (degrees), or real and imaginary parts
 * @throws InputError for arrays of different lengths, no usable reflection, or a grid too coarse for the indices
 */
export function mapFromCoefficients(
  hkl: Int32Array,
  coefficients: MapCoefficients,
  options: MapOptions,
): Grid {
  const cell = UnitCell.of(options.cell);
  const spaceGroup = SpaceGroup.of(options.spaceGroup);
  const { re, im } = realAndImaginary(coefficients, checkedCount(hkl));
  const shape = options.shape ?? chosenShape(hkl, re, cell, spaceGroup, options);
  const points = checkShape(shape);
  const progress = progressOf("map");
  const half = halfTransform(hkl, re, im, spaceGroup, shape);
  progress(1, 3);
  const data = inverseRealFft3(half, shape, {
    scale: 1 / cell.volume,
    overwrite: true,
    out: new Float32Array(points),
  });
  progress(2, 3);
  const grid = new Grid({ cell, spaceGroup, shape, data });
  const map = options.normalize === true ? grid.normalized() : grid;
  progress(3, 3);
  return map;
}

/**
 * Structure factors of a map.
 * @param hkl 3n Miller indices, interleaved; any, asymmetric unit or not
 * @returns n real and n imaginary parts
 * @throws InputError if an index is beyond the grid (2|h| ≥ n), or the grid's sizes are not 2^a·3^b·5^c
 */
export function structureFactorsFromMap(grid: Grid, hkl: Int32Array): HalfComplex {
  const count = checkedCount(hkl);
  const { shape } = grid;
  const nh = halfLength(shape);
  const half = realFft3(grid.data, shape);
  const scale = grid.cell.volume / grid.data.length;
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const [h, k, l] = [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]];
    checkFits(h, k, l, shape);
    // The transform at h is F(h)*; at −h it is F(h).
    const sign = l < 0 ? -1 : 1;
    const at = halfIndex(sign * h, sign * k, sign * l, shape, nh);
    re[i] = scale * half.re[at];
    im[i] = -sign * scale * half.im[at];
  }
  return { re, im };
}

function checkedCount(hkl: Int32Array): number {
  if (hkl.length % 3 !== 0) {
    throw new InputError(`Miller indices: got ${hkl.length} numbers, expected three for each reflection`);
  }
  return hkl.length / 3;
}

/** Float64 real and imaginary parts; NaN where either part of a coefficient is missing. */
function realAndImaginary(coefficients: MapCoefficients, count: number): HalfComplex {
  const polar = "amplitude" in coefficients;
  const [a, b] = polar ? [coefficients.amplitude, coefficients.phase] : [coefficients.re, coefficients.im];
  if (a.length !== count || b.length !== count) {
    const names = polar ? "amplitudes and phases" : "real and imaginary parts";
    throw new InputError(
      `map coefficients: got ${a.length} and ${b.length} ${names}, expected ${count}, one for each Miller index`,
    );
  }
  const re = new Float64Array(count);
  const im = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const phase = (b[i] * Math.PI) / 180;
    re[i] = polar ? a[i] * Math.cos(phase) : a[i];
    im[i] = polar ? a[i] * Math.sin(phase) : b[i];
    if (!Number.isFinite(re[i] + im[i])) re[i] = im[i] = Number.NaN;
  }
  return { re, im };
}

/** Grid sizes from the reflections that have a coefficient: fine enough for dMin, and for every index. */
function chosenShape(
  hkl: Int32Array,
  re: Float64Array,
  cell: UnitCell,
  spaceGroup: SpaceGroup,
  options: MapOptions,
): GridShape {
  let inverseDSquared = 0;
  const minimum: [number, number, number] = [1, 1, 1];
  for (let i = 0; i < re.length; i++) {
    if (Number.isNaN(re[i])) continue;
    inverseDSquared = Math.max(
      inverseDSquared,
      cell.inverseDSquared(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]),
    );
    for (const { rotation: r } of spaceGroup.primitiveOperations) {
      for (let j = 0; j < 3; j++) {
        const image = hkl[3 * i] * r[j] + hkl[3 * i + 1] * r[3 + j] + hkl[3 * i + 2] * r[6 + j];
        minimum[j] = Math.max(minimum[j], 2 * Math.abs(image) + 1);
      }
    }
  }
  if (inverseDSquared === 0 && options.dMin === undefined) {
    throw new InputError(
      `map coefficients: got ${re.length} reflections of which none is usable, expected some with a finite amplitude and phase`,
    );
  }
  const dMin = options.dMin ?? 1 / Math.sqrt(inverseDSquared);
  return gridShape(cell, spaceGroup, { dMin, sampleRate: options.sampleRate, minimum });
}

/** cos and sin of −2π·t/24, the phase shifts of operations, whose translations are multiples of 1/24. */
const shiftCosines = Float64Array.from({ length: 24 }, (_, t) => Math.cos((-2 * Math.PI * t) / 24));
const shiftSines = Float64Array.from({ length: 24 }, (_, t) => Math.sin((-2 * Math.PI * t) / 24));

/** The half of the transform that {@link inverseRealFft3} takes: F* at every image of every reflection. */
function halfTransform(
  hkl: Int32Array,
  re: Float64Array,
  im: Float64Array,
  spaceGroup: SpaceGroup,
  shape: GridShape,
): HalfComplex {
  const nh = halfLength(shape);
  const size = shape[0] * shape[1] * nh;
  const half = { re: new Float64Array(size), im: new Float64Array(size) };
  const operations = spaceGroup.operations;
  const images = new Int32Array(4 * operations.length);
  for (let i = 0; i < re.length; i++) {
    if (Number.isNaN(re[i])) continue;
    const [h, k, l] = [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]];
    operations.forEach(({ rotation: r, translation: t }, o) => {
      images[4 * o] = h * r[0] + k * r[3] + l * r[6];
      images[4 * o + 1] = h * r[1] + k * r[4] + l * r[7];
      images[4 * o + 2] = h * r[2] + k * r[5] + l * r[8];
      images[4 * o + 3] = (((h * t[0] + k * t[1] + l * t[2]) % 24) + 24) % 24;
    });
    const allowed = symmetric(h, k, l, re[i], im[i], images);
    for (let o = 0; o < images.length; o += 4) {
      const c = shiftCosines[images[o + 3]];
      const s = shiftSines[images[o + 3]];
      const shifted = { re: allowed.re * c - allowed.im * s, im: allowed.re * s + allowed.im * c };
      place(half, shape, nh, images[o], images[o + 1], images[o + 2], shifted);
    }
  }
  return half;
}

/**
 * The part of F(h) that the symmetry allows: the mean over the operations that map h onto itself, and onto −h, of what
 * each makes of it. It is F itself but for absent reflections (0) and a centric one off its allowed phases.
 */
function symmetric(
  h: number,
  k: number,
  l: number,
  re: number,
  im: number,
  images: Int32Array,
): { re: number; im: number } {
  let [sumRe, sumIm, count] = [0, 0, 0];
  for (let o = 0; o < images.length; o += 4) {
    const sign = sameUpToSign(h, k, l, images[o], images[o + 1], images[o + 2]);
    if (sign === 0) continue;
    const c = shiftCosines[images[o + 3]];
    const s = shiftSines[images[o + 3]];
    sumRe += re * c - im * s;
    sumIm += sign * (re * s + im * c);
    count++;
  }
  // Exact cancellation, but for rounding, means absent.
  const tiny = 1e-12 * count * (Math.abs(re) + Math.abs(im));
  return {
    re: Math.abs(sumRe) < tiny ? 0 : sumRe / count,
    im: Math.abs(sumIm) < tiny ? 0 : sumIm / count,
  };
}

function sameUpToSign(h: number, k: number, l: number, p: number, q: number, r: number): -1 | 0 | 1 {
  if (p === h && q === k && r === l) return 1;
  return p === -h && q === -k && r === -l ? -1 : 0;
}

/** Writes F* at hkl, and F at its Friedel mate, where these are in the half that is kept. */
function place(
  half: HalfComplex,
  shape: GridShape,
  nh: number,
  h: number,
  k: number,
  l: number,
  value: { re: number; im: number },
): void {
  checkFits(h, k, l, shape);
  if (l >= 0) {
    const at = halfIndex(h, k, l, shape, nh);
    half.re[at] = value.re;
    half.im[at] = -value.im;
  }
  if (l <= 0) {
    const at = halfIndex(-h, -k, -l, shape, nh);
    half.re[at] = value.re;
    half.im[at] = value.im;
  }
}

function halfIndex(h: number, k: number, l: number, shape: GridShape, nh: number): number {
  const u = h < 0 ? h + shape[0] : h;
  const v = k < 0 ? k + shape[1] : k;
  return (u * shape[1] + v) * nh + l;
}

function checkFits(h: number, k: number, l: number, shape: GridShape): void {
  if (2 * Math.abs(h) < shape[0] && 2 * Math.abs(k) < shape[1] && 2 * Math.abs(l) < shape[2]) return;
  throw new InputError(
    `reflection ${h} ${k} ${l} on a ${shape.join(" × ")} grid: got an index of half a size or more, expected a finer grid`,
  );
}

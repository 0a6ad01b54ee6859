/**
 * Three-dimensional Fourier transform of real data, in float64. Of the transform, which has X(−k) = X(k)*, only the
 * half with 0 ≤ k_w ≤ n_w/2 along the fastest axis is kept (as numpy's rfftn):
 *
 *   forward    X(k) = Σ_n x(n) exp(−2πi k·n/N)          backward    x(n) = scale · Σ_k X(k) exp(+2πi k·n/N)
 *
 * with scale = 1/(n_u n_v n_w) unless given, so that backward undoes forward. Two lines of real data are transformed
 * as one complex line (Press et al., Numerical Recipes, section 12.3), the other axes in blocks that fit the cache.
 *
 * Crystallography has ρ(x) = 1/V Σ F(h) exp(−2πi h·x): the other sign. A real ρ equals its conjugate, so
 * ρ = backward(F*) with scale 1/V, and F(h) = V/N · forward(ρ)(h)*; see structureFactorMap.ts.
 */
import { InputError } from "../errors.js";
import { checkSize, Fft } from "./fft.js";

/** Sizes of a grid along u, v, w; w varies fastest. */
export type GridShape = readonly [number, number, number];

/** The half of a transform with 0 ≤ k_w ≤ n_w/2: n_u × n_v × (⌊n_w/2⌋ + 1) values, w fastest. */
export interface HalfComplex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/** Points of the largest grid that is accepted: 2^30 points, 4 GiB of float32. */
const maximumPoints = 2 ** 30;

/** Interleaved transforms worked on at once: a block of 16 lines of 256 complex values is 64 kB. */
const blockLines = 16;

/**
 * Number of points of a grid.
 * @throws InputError if the shape is not three sizes 2^a·3^b·5^c with a product up to 2^30
 */
export function checkShape(shape: GridShape): number {
  if (shape.length !== 3) throw new InputError(`grid shape: got ${shape.length} sizes, expected 3`);
  for (const size of shape) checkSize(size, `grid shape ${shape.join(" × ")}`);
  const points = shape[0] * shape[1] * shape[2];
  if (points > maximumPoints) {
    throw new InputError(
      `grid shape ${shape.join(" × ")}: got ${points} points, expected at most ${maximumPoints}; sample more coarsely`,
    );
  }
  return points;
}

/** Length of the half axis of a transform: ⌊n_w/2⌋ + 1. */
export function halfLength(shape: GridShape): number {
  return Math.floor(shape[2] / 2) + 1;
}

/**
 * X(k) = Σ x(n) exp(−2πi k·n/N), half along w.
 * @param data n_u × n_v × n_w values, w fastest
 * @throws InputError for a shape that is not 2^a·3^b·5^c, or data of another length
 */
export function realFft3(data: Float32Array | Float64Array, shape: GridShape): HalfComplex {
  const points = checkShape(shape);
  if (data.length !== points) throw lengthError("data", data.length, points, shape);
  const [nu, nv] = shape;
  const nh = halfLength(shape);
  const re = new Float64Array(nu * nv * nh);
  const im = new Float64Array(nu * nv * nh);
  realLinesForward(data, re, im, nu * nv, shape[2]);
  transformAxis(re, im, nu, nv, nh, "forward");
  transformAxis(re, im, 1, nu, nv * nh, "forward");
  return { re, im };
}

/**
 * x(n) = scale · Σ X(k) exp(+2πi k·n/N), from the half along w. The imaginary parts that the transform of real data
 * cannot have (of the sums at k_w = 0 and n_w/2) are ignored.
 * @param options.scale by default 1/(n_u n_v n_w)
 * @param options.overwrite use the arrays of `half` as work space instead of a copy (default false)
 * @param options.out where to write; by default a new Float64Array
 * @throws InputError for a shape that is not 2^a·3^b·5^c, or arrays of another length
 */
export function inverseRealFft3<T extends Float32Array | Float64Array = Float64Array>(
  half: HalfComplex,
  shape: GridShape,
  options: { scale?: number; overwrite?: boolean; out?: T } = {},
): T {
  const points = checkShape(shape);
  const { scale = 1 / points, overwrite = false, out = new Float64Array(points) as T } = options;
  const [nu, nv, nw] = shape;
  const nh = halfLength(shape);
  for (const part of [half.re, half.im]) {
    if (part.length !== nu * nv * nh) throw lengthError("half transform", part.length, nu * nv * nh, shape);
  }
  if (out.length !== points) throw lengthError("output", out.length, points, shape);
  const re = overwrite ? half.re : half.re.slice();
  const im = overwrite ? half.im : half.im.slice();
  transformAxis(re, im, 1, nu, nv * nh, "backward");
  transformAxis(re, im, nu, nv, nh, "backward");
  realLinesBackward(re, im, out, nu * nv, nw, scale);
  return out;
}

function lengthError(what: string, got: number, expected: number, shape: GridShape): InputError {
  return new InputError(`${what} of a ${shape.join(" × ")} grid: got ${got} values, expected ${expected}`);
}

/** Transforms the middle axis of an array [outer][n][inner], in place, `blockLines` lines of it at a time. */
function transformAxis(
  re: Float64Array,
  im: Float64Array,
  outer: number,
  n: number,
  inner: number,
  direction: "forward" | "backward",
): void {
  if (n === 1) return;
  const fft = Fft.of(n);
  const blockRe = new Float64Array(n * blockLines);
  const blockIm = new Float64Array(n * blockLines);
  for (let o = 0; o < outer; o++) {
    for (let first = 0; first < inner; first += blockLines) {
      const lines = Math.min(blockLines, inner - first);
      const base = o * n * inner + first;
      for (let j = 0; j < n; j++) {
        const from = base + j * inner;
        for (let q = 0; q < lines; q++) {
          blockRe[j * lines + q] = re[from + q];
          blockIm[j * lines + q] = im[from + q];
        }
      }
      fft[direction](blockRe, blockIm, lines);
      for (let j = 0; j < n; j++) {
        const to = base + j * inner;
        for (let q = 0; q < lines; q++) {
          re[to + q] = blockRe[j * lines + q];
          im[to + q] = blockIm[j * lines + q];
        }
      }
    }
  }
}

/**
 * Transforms real lines of length n, each pair (a, b) as z = a + ib, whose transform has
 * A(k) = (Z(k) + Z(n−k)*)/2 and B(k) = (Z(k) − Z(n−k)*)/2i.
 */
function realLinesForward(
  data: Float32Array | Float64Array,
  re: Float64Array,
  im: Float64Array,
  lines: number,
  n: number,
): void {
  const fft = Fft.of(n);
  const nh = Math.floor(n / 2) + 1;
  const blockRe = new Float64Array(n * blockLines);
  const blockIm = new Float64Array(n * blockLines);
  for (let first = 0; first < lines; first += 2 * blockLines) {
    const pairs = Math.min(blockLines, Math.ceil((lines - first) / 2));
    for (let q = 0; q < pairs; q++) {
      const a = (first + 2 * q) * n;
      const hasB = first + 2 * q + 1 < lines;
      for (let j = 0; j < n; j++) {
        blockRe[j * pairs + q] = data[a + j];
        blockIm[j * pairs + q] = hasB ? data[a + n + j] : 0;
      }
    }
    fft.forward(blockRe, blockIm, pairs);
    for (let q = 0; q < pairs; q++) {
      const a = (first + 2 * q) * nh;
      const hasB = first + 2 * q + 1 < lines;
      for (let k = 0; k < nh; k++) {
        const at = k * pairs + q;
        const mate = (k === 0 ? 0 : n - k) * pairs + q;
        re[a + k] = (blockRe[at] + blockRe[mate]) / 2;
        im[a + k] = (blockIm[at] - blockIm[mate]) / 2;
        if (hasB) {
          re[a + nh + k] = (blockIm[at] + blockIm[mate]) / 2;
          im[a + nh + k] = (blockRe[mate] - blockRe[at]) / 2;
        }
      }
    }
  }
}

/** The reverse: Z(k) = A(k) + iB(k) for every k, of which the halves k > n/2 follow from A(n−k) = A(k)*. */
function realLinesBackward(
  re: Float64Array,
  im: Float64Array,
  out: Float32Array | Float64Array,
  lines: number,
  n: number,
  scale: number,
): void {
  const fft = Fft.of(n);
  const nh = Math.floor(n / 2) + 1;
  const blockRe = new Float64Array(n * blockLines);
  const blockIm = new Float64Array(n * blockLines);
  for (let first = 0; first < lines; first += 2 * blockLines) {
    const pairs = Math.min(blockLines, Math.ceil((lines - first) / 2));
    for (let q = 0; q < pairs; q++) {
      const a = (first + 2 * q) * nh;
      const hasB = first + 2 * q + 1 < lines;
      for (let k = 0; k < nh; k++) {
        const real = k === 0 || 2 * k === n;
        const ar = re[a + k];
        const ai = real ? 0 : im[a + k];
        const br = hasB ? re[a + nh + k] : 0;
        const bi = hasB && !real ? im[a + nh + k] : 0;
        blockRe[k * pairs + q] = ar - bi;
        blockIm[k * pairs + q] = ai + br;
        if (!real) {
          blockRe[(n - k) * pairs + q] = ar + bi;
          blockIm[(n - k) * pairs + q] = br - ai;
        }
      }
    }
    fft.backward(blockRe, blockIm, pairs);
    for (let q = 0; q < pairs; q++) {
      const a = (first + 2 * q) * n;
      const hasB = first + 2 * q + 1 < lines;
      for (let j = 0; j < n; j++) {
        out[a + j] = scale * blockRe[j * pairs + q];
        if (hasB) out[a + n + j] = scale * blockIm[j * pairs + q];
      }
    }
  }
}

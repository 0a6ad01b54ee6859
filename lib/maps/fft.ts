/**
 * One-dimensional discrete Fourier transform of any length 2^a·3^b·5^c, in float64:
 *
 *   forward   X(k) = Σ_j x(j) exp(−2πi jk/n)        backward   x(j) = Σ_k X(k) exp(+2πi jk/n)
 *
 * neither of them scaled, so that backward(forward(x)) = n·x. The algorithm is Stockham's self-sorting mixed-radix
 * transform (Cochran et al., IEEE Trans. Audio Electroacoust. 15 (1967) 45–55; Temperton, J. Comput. Phys. 52 (1983)
 * 1–23): no bit reversal, and many interleaved transforms at once in the innermost loop.
 */
import { InputError } from "../errors.js";
import { butterflies } from "./butterflies.js";

/** One pass of the transform: `length` is what is left to transform, of which `radix` is taken now. */
interface Stage {
  readonly radix: number;
  readonly length: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** A plan: the twiddle factors for transforms of one length. Plans are cheap to keep and may be shared. */
export class Fft {
  private static readonly plans = new Map<number, Fft>();
  private readonly stages: readonly Stage[];
  private scratchRe: Float64Array = new Float64Array(0);
  private scratchIm: Float64Array = new Float64Array(0);

  /**
   * @param size length of the transform, a product of powers of 2, 3 and 5 (1 is allowed)
   * @throws InputError for any other size
   */
  constructor(readonly size: number) {
    checkSize(size, "FFT size");
    this.stages = plan(size);
  }

  /** The shared plan of a size. */
  static of(size: number): Fft {
    let found = Fft.plans.get(size);
    if (found === undefined) {
      found = new Fft(size);
      Fft.plans.set(size, found);
    }
    return found;
  }

  /**
   * X(k) = Σ x(j) exp(−2πi jk/n), in place.
   * @param re real parts: `batch` interleaved transforms, element j of transform q at j·batch + q
   * @param im imaginary parts, likewise
   * @throws InputError if an array is shorter than size·batch
   */
  forward(re: Float64Array, im: Float64Array, batch = 1): void {
    const need = this.size * batch;
    if (re.length < need || im.length < need) {
      throw new InputError(
        `FFT of size ${this.size} × ${batch}: got arrays of ${re.length} and ${im.length}, expected at least ${need}`,
      );
    }
    if (this.scratchRe.length < need) {
      this.scratchRe = new Float64Array(need);
      this.scratchIm = new Float64Array(need);
    }
    let [xr, xi, yr, yi] = [re, im, this.scratchRe, this.scratchIm];
    let interleaved = batch;
    for (const { radix, length, cosines, sines } of this.stages) {
      butterflies[radix](xr, xi, yr, yi, length / radix, interleaved, cosines, sines);
      interleaved *= radix;
      [xr, xi, yr, yi] = [yr, yi, xr, xi];
    }
    if (xr !== re) {
      re.set(xr.subarray(0, need));
      im.set(xi.subarray(0, need));
    }
  }

  /** x(j) = Σ X(k) exp(+2πi jk/n), in place and unscaled; parameters as in {@link forward}. */
  backward(re: Float64Array, im: Float64Array, batch = 1): void {
    // Exchanging the real and imaginary parts conjugates the kernel.
    this.forward(im, re, batch);
  }
}

/** True for 2^a·3^b·5^c, the sizes that the transforms take. */
export function isGoodSize(size: number): boolean {
  if (!Number.isSafeInteger(size) || size < 1) return false;
  let rest = size;
  for (const factor of [2, 3, 5]) while (rest % factor === 0) rest /= factor;
  return rest === 1;
}

/**
 * The smallest 2^a·3^b·5^c that is at least `minimum` and a multiple of `multipleOf`.
 * @throws InputError if `minimum` is not a finite number up to 2^31 or `multipleOf` is itself no such product
 */
export function goodSize(minimum: number, multipleOf = 1): number {
  if (!(minimum <= 2 ** 31)) throw new InputError(`grid size: got ${minimum}, expected a number up to 2^31`);
  checkSize(multipleOf, "factor of a grid size");
  let size = Math.max(1, Math.ceil(minimum / multipleOf)) * multipleOf;
  while (!isGoodSize(size)) size += multipleOf;
  return size;
}

/** @throws InputError, with the nearest good size, where `size` is not 2^a·3^b·5^c */
export function checkSize(size: number, what: string): void {
  if (isGoodSize(size)) return;
  const nearest = size > 0 && size <= 2 ** 31 ? `; the next such number is ${goodSize(size)}` : "";
  throw new InputError(`${what}: got ${size}, expected a product of powers of 2, 3 and 5${nearest}`);
}

/** Radices in the order of the passes (4 before 2, being cheaper), each with exp(−2πi pk/length), p < length/radix. */
function plan(size: number): Stage[] {
  const stages: Stage[] = [];
  let length = size;
  for (const radix of [4, 2, 3, 5]) {
    for (; length % radix === 0; length /= radix) {
      const count = length / radix;
      const cosines = new Float64Array(count * (radix - 1));
      const sines = new Float64Array(count * (radix - 1));
      for (let p = 0; p < count; p++) {
        for (let k = 1; k < radix; k++) {
          const angle = (-2 * Math.PI * p * k) / length;
          cosines[p * (radix - 1) + k - 1] = Math.cos(angle);
          sines[p * (radix - 1) + k - 1] = Math.sin(angle);
        }
      }
      stages.push({ radix, length, cosines, sines });
    }
  }
  return stages;
}

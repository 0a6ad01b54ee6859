/**
 * Sobol's quasi-random points, scrambled: points that fill the unit cube more evenly than random ones do, whichever of its
 * axes one looks at. Of n points, n a power of two, each of n equal intervals of every axis holds exactly one.
 *
 * Point i is the exclusive-or of the direction numbers of the bits of i's Gray code (Antonov & Saleev, 1979); primitive
 * polynomials and initial direction numbers are those of Joe & Kuo (SIAM J. Sci. Comput. 30, 2635, 2008,
 * new-joe-kuo-6.21201). Scrambling is Owen's (J. Complexity 14, 466, 1998): a bit is flipped or not by a random bit that is
 * a function of all bits above it, which keeps the evenness and makes every coordinate uniform in (0, 1).
 */
import { InputError } from "../errors.js";
import { philoxBlock, randomStream } from "../random/index.js";

const BITS = 32;

/** Of each axis after the first: the primitive polynomial's coefficients as bits, and the first direction numbers. */
const JOE_KUO: readonly (readonly [polynomial: number, ...first: number[]])[] = [
  [3, 1],
  [7, 1, 3],
  [11, 1, 3, 1],
  [13, 1, 1, 1],
  [19, 1, 1, 3, 3],
  [25, 1, 3, 5, 13],
  [37, 1, 1, 5, 5, 17],
  [41, 1, 1, 5, 5, 5],
  [47, 1, 1, 7, 11, 19],
  [55, 1, 1, 5, 1, 1],
  [59, 1, 1, 1, 3, 11],
  [61, 1, 3, 5, 5, 31],
  [67, 1, 3, 3, 9, 7, 49],
  [91, 1, 1, 1, 15, 21, 21],
  [97, 1, 3, 1, 13, 27, 49],
  [103, 1, 1, 1, 15, 7, 5],
  [109, 1, 3, 1, 15, 13, 25],
  [115, 1, 1, 5, 5, 19, 61],
  [131, 1, 3, 7, 11, 23, 15, 103],
];

/** How many axes there can be. */
export const mostSobolAxes: number = JOE_KUO.length + 1;

/** Direction numbers of an axis, bit k of the index first, as 32-bit fractions. */
function directions(axis: number): Uint32Array {
  const found = new Uint32Array(BITS);
  if (axis === 0) return found.map((_, k) => 2 ** (BITS - 1 - k));
  const [polynomial, ...first] = JOE_KUO[axis - 1];
  const degree = first.length;
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      found[k] = first[k] * 2 ** (BITS - 1 - k);
      continue;
    }
    let value = found[k - degree] ^ (found[k - degree] >>> degree);
    for (let j = 1; j < degree; j++) if ((polynomial >>> (degree - j)) & 1) value ^= found[k - j];
    found[k] = value;
  }
  return found;
}

/** Coordinate `axis` of point `index` as a 32-bit fraction, not scrambled. */
export function sobolBits(index: number, axis: number): number {
  const v = directions(axis);
  const gray = index ^ (index >>> 1);
  let bits = 0;
  for (let k = 0; k < BITS; k++) if ((gray >>> k) & 1) bits ^= v[k];
  return bits >>> 0;
}

const block = new Uint32Array(4);

/** Owen's scrambling of a 32-bit fraction. */
function scrambled(bits: number, seed: number, axis: number): number {
  const { keyLow, keyHigh, step, stream } = randomStream(seed, "scrambled Sobol points", axis);
  let out = 0;
  for (let k = 0; k < BITS; k++) {
    // a shift by 32 is one by none
    const above = k === 0 ? 0 : bits >>> (BITS - k);
    philoxBlock(above, k, step, stream, keyLow, keyHigh, block);
    out = (out << 1) | (((bits >>> (BITS - 1 - k)) & 1) ^ (block[0] & 1));
  }
  return out >>> 0;
}

/**
 * Point `index` of the scrambled sequence: `axes` numbers in (0, 1), a function of the seed and the index alone.
 * @throws InputError for more axes than there are direction numbers for
 */
export function sobolPoint(index: number, axes: number, seed: number): Float64Array {
  if (!(Number.isSafeInteger(axes) && axes >= 0 && axes <= mostSobolAxes))
    throw new InputError(
      `quasi-random points: got ${axes} sampled hyperparameters, expected at most ${mostSobolAxes}; use the sampler "random"`,
    );
  return Float64Array.from(
    { length: axes },
    (_, axis) => (scrambled(sobolBits(index, axis), seed, axis) + 0.5) / 2 ** BITS,
  );
}

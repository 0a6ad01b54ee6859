/**
 * Philox4x32-10, a counter-based random number generator: ten rounds of multiplication and exclusive-or turn a
 * 128-bit counter and a 64-bit key into 128 random bits. Nothing is stored between calls, so a number is a pure
 * function of where it is used, whatever the order, the number of threads, or what was drawn before.
 * Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11 (2011), section 3.3;
 * constants and known answers as in their Random123 library.
 *
 * How Friedel lays out the counter: key = the seed's two halves; counter = (index, draw, step, stream).
 */
import { InputError } from "../errors.js";

const MULTIPLIER_0 = 0xd2511f53;
const MULTIPLIER_1 = 0xcd9e8d57;
const WEYL_0 = 0x9e3779b9; // golden ratio
const WEYL_1 = 0xbb67ae85; // √3 − 1
const ROUNDS = 10;

/** High 32 bits of the 64-bit product of two unsigned 32-bit integers, as a signed 32-bit integer. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const low = Math.imul(aLow, bLow) >>> 16;
  const cross = (Math.imul(aHigh, bLow) >>> 0) + low;
  const middle = (Math.imul(aLow, bHigh) >>> 0) + (cross & 0xffff);
  return (Math.imul(aHigh, bHigh) + Math.floor(cross / 65536) + Math.floor(middle / 65536)) | 0;
}

/**
 * One Philox4x32-10 block: writes four random 32-bit integers to `out` from `offset`.
 * @param c0,c1,c2,c3 the counter's four 32-bit words
 * @param k0,k1 the key's two 32-bit words
 */
export function philoxBlock(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
  offset = 0,
): void {
  for (let round = 0; round < ROUNDS; round++) {
    const high0 = multiplyHigh(MULTIPLIER_0, c0);
    const low0 = Math.imul(MULTIPLIER_0, c0);
    const high1 = multiplyHigh(MULTIPLIER_1, c2);
    const low1 = Math.imul(MULTIPLIER_1, c2);
    c0 = high1 ^ c1 ^ k0;
    c1 = low1;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + WEYL_0) | 0;
    k1 = (k1 + WEYL_1) | 0;
  }
  out[offset] = c0;
  out[offset + 1] = c1;
  out[offset + 2] = c2;
  out[offset + 3] = c3;
}

/** Four random 32-bit integers of a counter (four words) and a key (two words), as in Random123's `philox4x32`. */
export function philox4x32(counter: ArrayLike<number>, key: ArrayLike<number>): Uint32Array {
  const out = new Uint32Array(4);
  philoxBlock(counter[0], counter[1], counter[2], counter[3], key[0], key[1], out);
  return out;
}

/**
 * An endless sequence of independent random numbers, addressed by index. A plain value: copying it copies the
 * sequence, and drawing from it changes nothing.
 */
export interface RandomStream {
  /** The seed's low and high 32-bit words: the Philox key. */
  readonly keyLow: number;
  readonly keyHigh: number;
  /** Which step of a computation (a training step, a batch): a counter word. */
  readonly step: number;
  /** Which purpose within the step: a counter word. */
  readonly stream: number;
}

/**
 * The random numbers of one purpose.
 * @param seed a whole number from 0 to 2^53 − 1
 * @param stream tells purposes apart: a whole number below 2^32, or a name (hashed, so "noise" is never "outliers")
 * @param step tells the steps of one purpose apart: a whole number below 2^32
 * @throws InputError where one of them is out of range
 */
export function randomStream(seed: number, stream: string | number = 0, step = 0): RandomStream {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new InputError(`random seed: got ${seed}, expected a whole number from 0 to 2^53 - 1`);
  }
  return {
    keyLow: seed >>> 0,
    keyHigh: Math.floor(seed / 4294967296),
    step: word("random step", step),
    stream: typeof stream === "string" ? hashName(stream) : word("random stream", stream),
  };
}

function word(what: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new InputError(`${what}: got ${value}, expected a whole number from 0 to 2^32 - 1`);
  }
  return value;
}

/** 32-bit FNV-1a hash of the UTF-16 code units of a name. */
function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < name.length; i++) hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * Uniform random numbers in the open interval (0, 1): u = (n + ½)/2^52 with n the top 52 of 64 Philox bits. Neither
 * 0 nor 1 can come out, u and 1 − u are equally likely, and every value is exact in float64 (a 53-bit significand).
 */
import { philoxBlock, type RandomStream } from "./philox.js";

const block = new Uint32Array(4);

/** A number in (0, 1) from two random 32-bit words. */
export function wordsToUniform(high: number, low: number): number {
  return ((high >>> 0) * 1048576 + (low >>> 12) + 0.5) * 2.220446049250313e-16;
}

/** Number `index` of a stream, uniform in (0, 1). @param index a whole number below 2^32 */
export function uniform(stream: RandomStream, index: number): number {
  philoxBlock(index >>> 1, 0, stream.step, stream.stream, stream.keyLow, stream.keyHigh, block);
  const half = (index & 1) << 1;
  return wordsToUniform(block[half], block[half + 1]);
}

/** Fills `out` with the numbers `first`, `first + 1`, … of a stream, uniform in (0, 1); returns `out`. */
export function fillUniform<T extends Float32Array | Float64Array>(
  stream: RandomStream,
  out: T,
  first = 0,
): T {
  const { step, stream: purpose, keyLow, keyHigh } = stream;
  let i = 0;
  if (first & 1 && out.length > 0) out[i++] = uniform(stream, first);
  for (; i < out.length; i += 2) {
    philoxBlock((first + i) >>> 1, 0, step, purpose, keyLow, keyHigh, block);
    out[i] = wordsToUniform(block[0], block[1]);
    if (i + 1 < out.length) out[i + 1] = wordsToUniform(block[2], block[3]);
  }
  return out;
}

/**
 * The uniform numbers that belong to one index of a stream, one after the other: what a rejection sampler needs,
 * since it cannot know how many it will use. Disjoint from those of {@link uniform} and from every other index's.
 */
export class Draws {
  private used = 4;
  private drawn = 0;
  private readonly words = new Uint32Array(4);

  constructor(
    private stream: RandomStream,
    private index: number = 0,
  ) {}

  /** Starts over at another index: lets a loop over many indices keep one object. */
  moveTo(index: number): void {
    this.index = index;
    this.used = 4;
    this.drawn = 0;
  }

  /** The next number, uniform in (0, 1). */
  next(): number {
    if (this.used === 4) {
      const { step, stream, keyLow, keyHigh } = this.stream;
      // The top bit of the draw word marks these blocks as not those of `uniform`, which has 0 there.
      philoxBlock(this.index, this.drawn | 0x80000000, step, stream, keyLow, keyHigh, this.words);
      this.drawn++;
      this.used = 0;
    }
    const value = wordsToUniform(this.words[this.used], this.words[this.used + 1]);
    this.used += 2;
    return value;
  }
}

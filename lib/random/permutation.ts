/**
 * Random permutations by the Fisher–Yates shuffle (Knuth, The Art of Computer Programming 2, algorithm P): position i,
 * from the last down, is exchanged with a position drawn evenly from 0 … i. Each draw is ⌊u (i + 1)⌋ of a 52-bit
 * uniform number, so no order is favoured by more than (i + 1)/2^52.
 */
import { InputError } from "../errors.js";
import type { RandomStream } from "./philox.js";
import { uniform } from "./uniform.js";

/** A random whole number from 0 to `bound` − 1: number `index` of a stream. */
export function randomInteger(stream: RandomStream, index: number, bound: number): number {
  return Math.floor(uniform(stream, index) * bound);
}

/** The whole numbers 0 … `length` − 1 in random order. @throws InputError unless 0 ≤ length < 2^32 */
export function permutation(stream: RandomStream, length: number): Uint32Array {
  if (!Number.isInteger(length) || length < 0 || length > 0xffffffff) {
    throw new InputError(`permutation length: got ${length}, expected a whole number below 2^32`);
  }
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) order[i] = i;
  for (let i = length - 1; i > 0; i--) {
    const j = randomInteger(stream, i, i + 1);
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}

/** The elements of `items` in random order, as a new array. */
export function shuffle<T>(stream: RandomStream, items: readonly T[]): T[] {
  return Array.from(permutation(stream, items.length), (i) => items[i]);
}

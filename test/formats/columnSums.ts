/** Sums over a column, as the generators of reference values make them. */
import { expect } from "vitest";

/** Plain, weighted by row number + 1, and of magnitudes: what rounding is measured by. */
export function columnSums(values: ArrayLike<number>): {
  length: number;
  sum: number;
  weighted: number;
  size: number;
} {
  let sum = 0;
  let weighted = 0;
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    const value = Math.fround(values[i]);
    sum += value;
    weighted += value * (i + 1);
    size += Math.abs(value);
  }
  return { length: values.length, sum, weighted, size: Math.max(size, 1) };
}

/** The sums are those expected to 1e-12: all that differs is the order of addition. */
export function expectSums(
  values: ArrayLike<number>,
  expected: { readonly sum: number; readonly weighted: number },
  what: string,
): void {
  const own = columnSums(values);
  expect(Math.abs(own.sum - expected.sum), what).toBeLessThanOrEqual(1e-12 * own.size);
  expect(Math.abs(own.weighted - expected.weighted), what).toBeLessThanOrEqual(1e-12 * own.length * own.size);
}

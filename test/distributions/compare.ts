/** Comparisons shared by the tests of lib/distributions. */
import { expect } from "vitest";

/** |got − expected| over the larger of |expected| and `floor`; 0 where both are the same infinity. */
export function deviation(got: number, expected: number, floor = 1e-300): number {
  if (got === expected) return 0;
  const d = Math.abs(got - expected) / Math.max(Math.abs(expected), floor);
  return Number.isNaN(d) ? Infinity : d;
}

/** Every f(x) of a table of [x, f(x)] within `tolerance`, relative (absolute below `floor`). */
export function expectTable(
  f: (x: number) => number,
  table: readonly (readonly number[])[],
  tolerance: number,
  floor?: number,
): void {
  expect(table.length).toBeGreaterThan(0);
  for (const [x, y] of table)
    expect(deviation(f(x), y, floor), `at ${x}: got ${f(x)}, expected ${y}`).toBeLessThan(tolerance);
}

/** Central difference of f at x over five points `step` apart. */
export function centralDifference(f: (x: number) => number, x: number, step = 1e-3): number {
  return (f(x - 2 * step) - 8 * f(x - step) + 8 * f(x + step) - f(x + 2 * step)) / (12 * step);
}

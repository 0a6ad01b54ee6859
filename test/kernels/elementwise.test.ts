/** Oracle: central differences of every function in the table. */
import { describe, expect, test } from "vitest";
import { binaryFunctions, comparisons, unaryFunctions } from "../../lib/kernels/elementwise.js";
import type { UnaryKind } from "../../lib/kernels/rowProgram.js";

const slope = (f: (x: number) => number, x: number, h = 1e-3) =>
  (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
const positive = [0.3, 1, 2.5, 14];
const leftTail = [-900, -30, -2.1, -1.9, -0.6, 0, 0.3, 5];
const points: Partial<Record<UnaryKind, number[]>> = {
  log: positive,
  sqrt: positive,
  lgamma: positive,
  digamma: positive,
  log1p: positive,
  erf: [-2.2, -0.6, 0, 0.3, 1, 2.4],
  erfc: [-2.2, -0.6, 0, 0.3, 1, 3.7],
  logErfc: [-2.2, -0.6, 0, 0.3, 1, 3.7, 30],
  normalCdf: [-8, -0.6, 0, 0.3, 4],
  logNormalCdf: leftTail,
  normalReversedHazard: leftTail,
  normalQuantile: [1e-30, 1e-8, 0.02, 0.3, 0.5, 0.7, 0.96],
  normalQuantileOfLog: [-5000, -601, -599, -30, -2, -0.7, -0.69, -0.1, -1e-4, -1e-9],
  truncatedNormalMeanLog: [-900, -30, -2.1, -0.6, 0, 0.3, 3.7, 9.9, 10.1, 30, 400],
};

describe("derivative of", () => {
  test.each(Object.keys(unaryFunctions) as (keyof typeof unaryFunctions)[])("%s", (kind) => {
    const { value, derivative } = unaryFunctions[kind];
    for (const x of points[kind] ?? [-4.2, -0.6, 0.3, 1, 3.7]) {
      // Quantiles change as fast as the probability that is left.
      const h = 1e-3 * (kind.startsWith("normalQuantile") ? Math.min(Math.abs(x), Math.abs(1 - x)) : 1);
      expect(derivative(x, value(x)) / slope(value, x, h) || 1, `${kind} at ${x}`).toBeCloseTo(1, 7);
    }
  });

  test.each(Object.keys(binaryFunctions) as (keyof typeof binaryFunctions)[])("%s", (kind) => {
    const { value, byA, byB } = binaryFunctions[kind];
    for (const [a, b] of [
      [0.7, 1.9],
      [2.2, 0.4],
      [3.1, -1.6],
    ]) {
      expect(byA(a, b, value(a, b))).toBeCloseTo(
        slope((x) => value(x, b), a),
        7,
      );
      expect(byB(a, b, value(a, b))).toBeCloseTo(
        slope((x) => value(a, x), b),
        7,
      );
    }
  });
});

test("functions stay finite and right far out", () => {
  expect(unaryFunctions.softplus.value(800)).toBe(800);
  expect(unaryFunctions.softplus.value(-800)).toBe(0);
  expect(unaryFunctions.softplus.derivative(-800, 0)).toBe(0);
  expect(unaryFunctions.sigmoid.value(-800)).toBe(0);
  expect(unaryFunctions.sigmoid.value(800)).toBe(1);
});

test("at a kink: relu 0, leakyRelu 0.01, abs 0, max and min to a", () => {
  expect(unaryFunctions.relu.derivative(0, 0)).toBe(0);
  expect(unaryFunctions.leakyRelu.derivative(0, 0)).toBe(0.01);
  expect(unaryFunctions.abs.derivative(0, 0)).toBe(0);
  expect([binaryFunctions.max.byA(1, 1, 1), binaryFunctions.max.byB(1, 1, 1)]).toEqual([1, 0]);
  expect([binaryFunctions.min.byA(1, 1, 1), binaryFunctions.min.byB(1, 1, 1)]).toEqual([1, 0]);
});

test("power: exponent 0, base 0", () => {
  const { byA, byB } = binaryFunctions.pow;
  expect(byA(0, 0, 1)).toBe(0);
  expect(byA(0, 2, 0)).toBe(0);
  expect(byB(0, 2, 0)).toBe(0);
});

test("comparisons below, at and above", () => {
  const table = Object.entries(comparisons).map(([kind, holds]) => [
    kind,
    holds(1, 2),
    holds(2, 2),
    holds(3, 2),
  ]);
  expect(table).toEqual([
    ["lt", true, false, false],
    ["le", true, true, false],
    ["gt", false, false, true],
    ["ge", false, true, true],
    ["eq", false, true, false],
  ]);
});

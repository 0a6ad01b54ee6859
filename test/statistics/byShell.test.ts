/** Oracle: the definitions, on numbers small enough to see. */
import { expect, test } from "vitest";
import { addUp, byShell, quotient } from "../../lib/statistics/byShell.js";

test("the last element is the overall value, the others the shells'", () => {
  const values = Float64Array.of(1, Number.NaN, 3, 7);
  const split = byShell(values);
  expect(split).toEqual({ shells: Float64Array.of(1, Number.NaN, 3), overall: 7 });
  values[0] = 100;
  expect(split.shells[0]).toBe(1);
});

test("no shell at all", () => {
  expect(byShell(Float64Array.of(5))).toEqual({ shells: new Float64Array(0), overall: 5 });
});

test("a quotient is undefined, not infinite, where nothing was counted", () => {
  expect([...quotient(Float64Array.of(6, 0, 5, -1, 0), Float64Array.of(3, 0, 0, -4, 2))]).toEqual([
    2,
    Number.NaN,
    Number.NaN,
    0.25,
    0,
  ]);
  expect(quotient(Float64Array.of(Number.NaN), Float64Array.of(1))[0]).toBeNaN();
});

test("a quotient leaves what it divides alone", () => {
  const [numerator, denominator] = [Float64Array.of(1, 2), Float64Array.of(2, 0)];
  quotient(numerator, denominator);
  expect([...numerator, ...denominator]).toEqual([1, 2, 2, 0]);
});

test("the overall value is the sum of the shells', whatever stood there", () => {
  const values = Float64Array.of(1, 2, 4, 99);
  expect(addUp(values)).toBe(values);
  expect([...values]).toEqual([1, 2, 4, 7]);
  expect([...addUp(Float64Array.of(99))]).toEqual([0]);
});

test("a ratio of sums, not a mean of ratios, is the overall value of an R factor", () => {
  const differences = addUp(Float64Array.of(1, 30, 0));
  const sums = addUp(Float64Array.of(100, 100, 0));
  const { shells, overall } = byShell(quotient(differences, sums));
  expect([...shells, overall]).toEqual([0.01, 0.3, 0.155]);
});

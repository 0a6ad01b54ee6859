// Oracle: mpmath at 60 digits (test/reference/distributions/specialFunctions.py); the derivative also from differences.
import { expect, test } from "vitest";
import {
  gammaShapeDerivative,
  logGammaKernel,
  logIncompleteGamma,
} from "../../lib/distributions/incompleteGamma.js";
import { logGamma } from "../../lib/distributions/specialFunctionsGamma.js";
import reference from "../reference/distributions/specialFunctions.json";
import { centralDifference, deviation } from "./compare.js";

test.each(reference.incompleteGamma)("P, Q and dx/da of shape %d at %d", (a, x, lower, upper, derivative) => {
  const got = logIncompleteGamma(a, x);
  expect(deviation(got.lower, lower, 1e-2)).toBeLessThan(1e-12);
  expect(deviation(got.upper, upper, 1e-2)).toBeLessThan(1e-12);
  expect(deviation(gammaShapeDerivative(a, x), derivative)).toBeLessThan(1e-11);
});

test("the derivative is that of P at fixed x", () => {
  for (const [a, x] of [
    [0.7, 0.5],
    [3, 6],
    [40, 33],
  ]) {
    const slope = centralDifference((shape) => Math.exp(logIncompleteGamma(shape, x).lower), a, 1e-3 * a);
    const density = Math.exp(logGammaKernel(a, x)) / x;
    expect(deviation(gammaShapeDerivative(a, x), -slope / density)).toBeLessThan(1e-8);
  }
});

test("the kernel is a log x − x − log Γ(a)", () => {
  for (const [a, x] of [
    [0.1, 1e-5],
    [2, 3],
    [9, 1],
    [30, 100],
  ])
    expect(logGammaKernel(a, x)).toBeCloseTo(a * Math.log(x) - x - logGamma(a), 12);
});

test("at the ends", () => {
  expect(logIncompleteGamma(2, 0)).toEqual({ lower: -Infinity, upper: 0 });
  expect(logIncompleteGamma(2, Infinity)).toEqual({ lower: 0, upper: -Infinity });
  expect(logIncompleteGamma(2, -1).lower).toBeNaN();
  expect([gammaShapeDerivative(2, 0), gammaShapeDerivative(2, -1)]).toEqual([0, Number.NaN]);
});

/** Oracle: mpmath at 50 digits (test/reference/kernels/specialFunctions.py); values of Γ at whole and half numbers, ψ(1) = −γ, ψ'(1) = π²/6, the recurrences, and differences. */
import { expect, test } from "vitest";
import { digamma, lgamma, trigamma } from "../../lib/kernels/specialFunctions.js";
import reference from "../reference/kernels/specialFunctions.json";

const euler = 0.5772156649015329;

// They cross 0, and are near poles for negative arguments: there the error is against 1.
test.each([
  ["lgamma", lgamma, 2e-14],
  ["digamma", digamma, 3e-14],
] as const)("%s at random arguments", (name, f, tolerance) => {
  for (const [x, wanted] of reference.values[name])
    expect(Math.abs(f(x) - wanted) / Math.max(Math.abs(wanted), 1), `at ${x}`).toBeLessThan(tolerance);
});

test("known values", () => {
  expect(lgamma(1)).toBeCloseTo(0, 14);
  expect(lgamma(5)).toBeCloseTo(Math.log(24), 13);
  expect(lgamma(0.5)).toBeCloseTo(0.5 * Math.log(Math.PI), 14);
  expect(lgamma(-0.5)).toBeCloseTo(Math.log(2 * Math.sqrt(Math.PI)), 13);
  expect(lgamma(-3)).toBe(Infinity);
  expect(digamma(1)).toBeCloseTo(-euler, 14);
  expect(digamma(0.5)).toBeCloseTo(-euler - 2 * Math.LN2, 13);
  expect(digamma(0)).toBeNaN();
  expect(trigamma(1)).toBeCloseTo(Math.PI ** 2 / 6, 14);
  expect(trigamma(0.5)).toBeCloseTo(Math.PI ** 2 / 2, 13);
  expect(trigamma(-2)).toBeNaN();
  for (const f of [lgamma, digamma, trigamma]) expect(f(Number.NaN)).toBeNaN();
});

test("recurrences f(x + 1) − f(x) across the switch of methods", () => {
  for (const x of [-2.7, -0.3, 0.1, 0.49, 0.51, 3.3, 11.2, 11.99, 12.5, 400]) {
    expect(
      (lgamma(x + 1) - lgamma(x) - Math.log(Math.abs(x))) / Math.max(1, Math.abs(lgamma(x))),
    ).toBeCloseTo(0, 13);
    expect((digamma(x + 1) - digamma(x)) * x).toBeCloseTo(1, 11);
    expect((trigamma(x) - trigamma(x + 1)) * x * x).toBeCloseTo(1, 9);
  }
});

// Oracle: the distribution functions, through the incomplete gamma function of goodness.ts (checked here) and the
// closed forms of Student's t for 1, 2 and 4 degrees of freedom.
import { expect, test } from "vitest";
import { exponential, fillGamma, gamma, randomStream, studentT } from "../../lib/random/index.js";
import { expectFit, kolmogorovSmirnov, upperGamma } from "./goodness.js";

test("the incomplete gamma function of the tests is right where it has closed forms", () => {
  expect(upperGamma(1, 2.5)).toBeCloseTo(Math.exp(-2.5), 14);
  expect(upperGamma(3, 0.7)).toBeCloseTo(Math.exp(-0.7) * (1 + 0.7 + 0.245), 14);
  expect(upperGamma(0.5, 2)).toBeCloseTo(0.0455002638963584, 13); // erfc(√2)
});

test("exponential numbers", () => {
  const stream = randomStream(31);
  const sample = Float64Array.from({ length: 100_000 }, (_, i) => exponential(stream, i));
  expectFit(kolmogorovSmirnov(sample, (x) => 1 - Math.exp(-x)));
});

test.each([0.05, 0.5, 1, 2.5, 30, 1e4])("gamma numbers of shape %d", (shape) => {
  const sample = fillGamma(randomStream(32), new Float64Array(50_000), shape);
  expectFit(kolmogorovSmirnov(sample, (x) => (x > 0 ? 1 - upperGamma(shape, x) : 0)));
});

test.each([
  [1, (t: number) => 0.5 + Math.atan(t) / Math.PI],
  [2, (t: number) => 0.5 + t / (2 * Math.sqrt(2 + t * t))],
  [
    4,
    (t: number) => {
      const r = t / Math.sqrt(4 + t * t);
      return 0.5 + (3 / 4) * r - (1 / 4) * r ** 3;
    },
  ],
] as const)("Student-t numbers of %d degrees of freedom", (nu, cdf) => {
  const stream = randomStream(33);
  const sample = Float64Array.from({ length: 50_000 }, (_, i) => studentT(stream, i, nu));
  expectFit(kolmogorovSmirnov(sample, cdf));
});

test("a batch holds the single numbers", () => {
  const stream = randomStream(34);
  const single = Array.from({ length: 7 }, (_, i) => gamma(stream, 2 + i, 0.3));
  expect([...fillGamma(stream, new Float64Array(7), 0.3, 2)]).toEqual(single);
});

test.each([0, -1, Number.NaN, Infinity])("shape %d is refused", (shape) => {
  expect(() => gamma(randomStream(1), 0, shape)).toThrow(
    `gamma shape: got ${shape}, expected a positive number`,
  );
  expect(() => studentT(randomStream(1), 0, shape)).toThrow(
    `Student-t degrees of freedom: got ${shape}, expected`,
  );
});

/** Oracle: numbers that lie on a line by construction, and the least-squares slope of hand-made ones. */
import { expect, test } from "vitest";
import { normalQuantile } from "../../lib/random/index.js";
import { probabilitySlopes } from "../../lib/statistics/normalProbability.js";

const quantiles = (n: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));

test("numbers of σ = s lie on a line of slope s, wherever their mean", () => {
  for (const n of [10, 11, 1000])
    for (const s of [0.5, 1, 3]) {
      const { slope, middleSlope } = probabilitySlopes(quantiles(n).map((x) => 100 + s * x));
      expect(slope).toBeCloseTo(s, 10);
      expect(middleSlope).toBeCloseTo(s, 10);
    }
});

test("outliers tilt the whole, not the middle", () => {
  const values = quantiles(200);
  values[0] = -50;
  values[199] = 50;
  const { slope, middleSlope } = probabilitySlopes(values);
  expect(slope).toBeGreaterThan(1.5);
  expect(middleSlope).toBeCloseTo(1, 10);
});

test("three values, of which the middle one alone is expected within 0.9", () => {
  const x = normalQuantile(5 / 6);
  const { slope, middleSlope } = probabilitySlopes(Float64Array.of(-2, 1, 7));
  // Σ xy / Σ x² of −x, 0, x
  expect(slope).toBeCloseTo(9 / (2 * x), 12);
  expect(middleSlope).toBeNaN();
});

test("values alike have the slope 0; one value, or none, has no slope", () => {
  expect(probabilitySlopes(new Float64Array(9).fill(3))).toEqual({ slope: 0, middleSlope: 0 });
  expect(probabilitySlopes(Float64Array.of(4))).toEqual({ slope: Number.NaN, middleSlope: Number.NaN });
  expect(probabilitySlopes(new Float64Array(0))).toEqual({ slope: Number.NaN, middleSlope: Number.NaN });
});

test("the values are left as they are", () => {
  const values = Float64Array.of(-1, 0, 5, 9);
  probabilitySlopes(values);
  expect([...values]).toEqual([-1, 0, 5, 9]);
});

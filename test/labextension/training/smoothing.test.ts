/** Exponential smoothing against pandas: DataFrame.ewm(alpha=1 − w, adjust=True).mean(), pandas 2.3.3. */
import { expect, test } from "vitest";
import { smoothed, weightFor } from "../../../labextension/src/training/smoothing.js";

test("the weighted mean of all values so far, as pandas' ewm has it", () => {
  // pandas.Series([1, 2, 4, 8, -3]).ewm(alpha=0.4, adjust=True).mean()
  const expected = [1, 1.625, 2.8367346938775513, 5.20955882352941, 1.648854961832061];
  const found = smoothed(Float64Array.of(1, 2, 4, 8, -3), 0.6);
  found.forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 12);
  });
});

test("a weight of 0 changes nothing, a constant stays one from its first value on", () => {
  const values = Float64Array.of(3, 1, 2);
  expect(smoothed(values, 0)).toBe(values);
  for (const value of smoothed(new Float64Array(50).fill(7), 0.97)) expect(value).toBeCloseTo(7, 12);
});

test("a curve of any length is equally smooth: the weight over 1/200 of it is the same", () => {
  expect(weightFor(150, 0.6)).toBe(0.6);
  expect(weightFor(20_000, 0.6) ** 100).toBeCloseTo(0.6, 12);
});

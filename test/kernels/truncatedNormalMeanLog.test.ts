/** Oracles: mpmath at 30 digits (test/reference/kernels/specialFunctions.py), the truncated normal distribution, limits. */
import { expect, test } from "vitest";
import { truncatedNormalFamily } from "../../lib/distributions/truncatedNormal.js";
import {
  truncatedNormalMeanLog,
  truncatedNormalMeanLogSlope,
} from "../../lib/kernels/truncatedNormalMeanLog.js";
import reference from "../reference/kernels/specialFunctions.json";

const { values } = reference;
const EULER = 0.5772156649015329;

test("E[log t] and its slope", () => {
  for (const [alpha, wanted] of values.truncatedNormalMeanLog)
    expect(
      Math.abs(truncatedNormalMeanLog(alpha) - wanted) / Math.max(1, Math.abs(wanted)),
      `at ${alpha}`,
    ).toBeLessThan(1e-15);
  for (const [alpha, wanted] of values.truncatedNormalMeanLogSlope)
    expect(Math.abs(truncatedNormalMeanLogSlope(alpha) / wanted - 1), `slope at ${alpha}`).toBeLessThan(
      2e-14,
    );
});

test("with a scale it is the mean log of the distribution", () => {
  for (const [location, scale] of [
    [-3, 0.4],
    [0.2, 1.7],
    [12, 0.3],
  ]) {
    const exact =
      truncatedNormalFamily.meanLog?.(Float64Array.of(location, scale, 0, Infinity)) ?? Number.NaN;
    expect(Math.log(scale) + truncatedNormalMeanLog(location / scale)).toBeCloseTo(exact, 12);
  }
});

test("limits", () => {
  expect(truncatedNormalMeanLog(-1e8)).toBeCloseTo(-EULER - Math.log(1e8), 12);
  expect(truncatedNormalMeanLogSlope(-1e8) * 1e8).toBeCloseTo(1, 12);
  expect(truncatedNormalMeanLog(1e8)).toBeCloseTo(Math.log(1e8), 12);
  expect(truncatedNormalMeanLogSlope(1e8) * 1e8).toBeCloseTo(1, 12);
  expect(truncatedNormalMeanLog(Number.NaN)).toBeNaN();
  expect(truncatedNormalMeanLogSlope(Number.NaN)).toBeNaN();
});

// Oracle: the formula Σ = k exp(−2 B s²), s = sin θ/λ, by hand; central differences.
import { expect, test } from "vitest";
import {
  expectedIntensity,
  wilsonGradient,
  withWilsonDefaults,
} from "../../lib/distributions/wilsonIntensityScale.js";
import { centralDifference } from "./compare.js";

test("ε k exp(−2 B s²)", () => {
  const s = 1 / (2 * 1.75);
  expect(expectedIntensity(Float64Array.of(900, 20, 1.75, 2, 0))).toBeCloseTo(
    1800 * Math.exp(-40 * s * s),
    10,
  );
  expect(expectedIntensity(Float64Array.of(900, 20, Infinity, 1, 0))).toBe(900);
});

test("derivatives by log Σ", () => {
  const out = new Float64Array(3);
  const log = (k: number, b: number) => Math.log(expectedIntensity(Float64Array.of(k, b, 1.75, 2, 0)));
  wilsonGradient(1, Float64Array.of(900, 20, 1.75, 2, 0), out, 1);
  expect(out[1]).toBeCloseTo(
    centralDifference((k) => log(k, 20), 900, 0.1),
    11,
  );
  expect(out[2]).toBeCloseTo(
    centralDifference((b) => log(900, b), 20),
    9,
  );
});

test("defaults: flat, acentric, mean 1", () => {
  expect(withWilsonDefaults({ epsilon: 2 })).toEqual({
    meanIntensity: 1,
    bFactor: 0,
    dSpacing: Infinity,
    epsilon: 2,
    centric: 0,
  });
});

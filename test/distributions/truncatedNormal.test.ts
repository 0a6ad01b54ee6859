// Oracle: mpmath and SciPy (test/reference/distributions/families.py); central differences.
import { expect, test } from "vitest";
import { halfNormal, normal, truncatedNormal } from "../../lib/distributions/index.js";
import { randomStream } from "../../lib/random/index.js";
import { expectPathwise, familySuite } from "./familySuite.js";

familySuite("truncatedNormal");

test("pathwise derivatives of E[x] and E[x²]", () => {
  expectPathwise(truncatedNormal({ location: 1, scale: 1 }));
  expectPathwise(truncatedNormal({ location: -40, scale: 1 }));
  expectPathwise(truncatedNormal({ location: 0.5, scale: 2, low: -1, high: 2 }));
});

test("limits: a half-normal at location 0, a normal far above the bound", () => {
  const half = truncatedNormal({ location: 0, scale: 3 });
  const far = truncatedNormal({ location: 50, scale: 1 });
  for (const x of [0.01, 1, 8]) {
    expect(half.logProbability(x)).toBeCloseTo(halfNormal({ scale: 3 }).logProbability(x), 13);
    expect(far.logProbability(42 + x)).toBeCloseTo(
      normal({ location: 50, scale: 1 }).logProbability(42 + x),
      12,
    );
  }
  expect(far.sampleGradient(49)).toEqual({ location: 1, scale: -1 });
});

test("a truncation at the upper bound is the mirror image of one at the lower", () => {
  const up = truncatedNormal({ location: -6, scale: 2, low: 1 });
  const down = truncatedNormal({ location: 6, scale: 2, low: -Infinity, high: -1 });
  expect(down.mean()).toBe(-up.mean());
  expect(down.entropy()).toBe(up.entropy());
  expect(down.logProbability(-1.5)).toBe(up.logProbability(1.5));
  expect(down.cdf(-1.5)).toBe(up.survival(1.5));
  expect(down.quantile(0.25)).toBeCloseTo(-up.quantile(0.75), 13);
  const { location, scale } = up.sampleGradient(1.5);
  expect(down.sampleGradient(-1.5)).toEqual({ location, scale: -(scale ?? 0) });
});

test("samples in float32 stay within the bounds, also where they are far away", () => {
  for (const location of [-1e6, -40, 0, 1e4]) {
    const sample = truncatedNormal({ location, scale: 1 }).samples(randomStream(3), new Float32Array(1000));
    expect(sample.every((x) => x >= 0 && Number.isFinite(x))).toBe(true);
  }
});

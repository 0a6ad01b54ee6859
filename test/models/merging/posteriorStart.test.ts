/** Where posteriors start: Wilson's moments (closed form), or French–Wilson's of a rough merge (statistics/frenchWilson). */
import { describe, expect, test } from "vitest";
import { wilsonAmplitude } from "../../../lib/distributions/index.js";
import { priorStart, roughStart, unmeasuredStart } from "../../../lib/models/merging/posteriorStart.js";
import { frenchWilson } from "../../../lib/statistics/index.js";

const centric = Uint8Array.of(0, 1, 0, 1, 0, 1);

test("at the prior: its mean and standard deviation", () => {
  const { location, scale } = priorStart(centric);
  centric.forEach((flag, g) => {
    const prior = wilsonAmplitude({ centric: flag });
    expect(location[g]).toBeCloseTo(prior.mean(), 6);
    expect(scale[g]).toBeCloseTo(Math.sqrt(prior.variance()), 6);
  });
});

describe("at a rough merge", () => {
  const expected = Float64Array.of(100, 200, 50, 100, 100, 100);
  const intensity = Float64Array.of(150, 90, -20, 300, 80, -500);
  const sigma = Float64Array.of(10, 30, 15, 2, Number.POSITIVE_INFINITY, 40);
  const start = roughStart({ intensity, sigma, expected, centric });
  const prior = priorStart(centric);

  test("the French–Wilson mean and standard deviation, normalised", () => {
    const amplitudes = frenchWilson(intensity, sigma, expected, centric);
    for (const g of [0, 1, 2, 3]) {
      expect(start.location[g]).toBeCloseTo(amplitudes.amplitude[g] / Math.sqrt(expected[g]), 5);
      expect(start.scale[g]).toBeCloseTo(amplitudes.amplitudeSigma[g] / Math.sqrt(expected[g]), 5);
    }
  });

  test("the prior where nothing was measured", () => {
    expect(start.location[4]).toBe(prior.location[4]);
    expect(start.scale[4]).toBe(prior.scale[4]);
  });

  test("never broader than the prior, never narrower than 1/1000, always finite", () => {
    const sharp = roughStart({
      intensity: Float64Array.of(1e8, 1e-30, -1e8),
      sigma: Float64Array.of(1e-3, 1e-30, 1e-3),
      expected: Float64Array.of(1, 1, 1),
      centric: Uint8Array.of(0, 0, 1),
    });
    for (const { location, scale } of [start, sharp])
      scale.forEach((s, g) => {
        expect(Number.isFinite(location[g])).toBe(true);
        expect(location[g]).toBeGreaterThan(0);
        expect(s).toBeGreaterThanOrEqual(Math.fround(1e-3));
        expect(s).toBeLessThanOrEqual(Math.max(...prior.scale));
      });
  });
});

test("what was not measured starts at its own prior, where there is one", () => {
  const start = { location: Float32Array.of(1, 2, 3), scale: Float32Array.of(0.1, 0.2, 0.3) };
  const own = { mean: Float64Array.of(5, 6, 7), deviation: Float64Array.of(0.5, 0.25, 0.125) };
  const found = unmeasuredStart(start, [4, 0, 1], own);
  expect(Array.from(found.location)).toEqual([1, 6, 3]);
  expect(Array.from(found.scale)).toEqual([start.scale[0], 0.25, start.scale[2]]);
  expect(unmeasuredStart(start, [0, 0, 0], undefined)).toBe(start);
});

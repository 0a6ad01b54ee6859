// Oracle: mean and variance of N − M/r, and the shares asked for.
import { expect, test } from "vitest";
import { backgroundProfile, countSpots } from "../../lib/simulate/counting.js";

const n = 40_000;
const quiet = { seed: 3, noise: true, instrumentError: 0, outlierFraction: 0, outlierMagnitude: 0 };

function moments(values: ArrayLike<number>): [number, number] {
  const all = Array.from(values);
  const mean = all.reduce((sum, v) => sum + v, 0) / all.length;
  return [mean, all.reduce((sum, v) => sum + (v - mean) ** 2, 0) / all.length];
}

test.each([
  [0, 20],
  [3, 5],
  [400, 100],
])("%d photons over a background of %d: unbiased, with the variance of counting", (signal, background) => {
  const counted = countSpots(new Float64Array(n).fill(signal), new Float64Array(n).fill(background), quiet);
  const [mean, variance] = moments(counted.intensity);
  const wanted = signal + background + background / 4;
  expect(Math.abs(mean - signal)).toBeLessThan(4 * Math.sqrt(wanted / n));
  expect(variance / wanted).toBeCloseTo(1, 1);
  const [meanVariance] = moments(counted.sigma.map((s) => s * s));
  expect(meanVariance / wanted).toBeCloseTo(1, 2);
});

test("the instrument error adds its share of strong intensities", () => {
  const options = { ...quiet, instrumentError: 0.05 };
  const counted = countSpots(new Float64Array(n).fill(1e4), new Float64Array(n).fill(10), options);
  const [, variance] = moments(counted.intensity);
  const wanted = 1e4 + 12.5 + 500 ** 2;
  expect(variance / wanted).toBeCloseTo(1, 1);
  const [meanVariance] = moments(counted.sigma.map((s) => s * s));
  expect(meanVariance / wanted).toBeCloseTo(1, 1);
});

test("without noise: exact intensities, none spoilt, the same sigmas", () => {
  const expected = Float64Array.of(0, 1.5, 1e5);
  const options = { ...quiet, noise: false, instrumentError: 0.02, outlierFraction: 1 };
  const counted = countSpots(expected, Float64Array.of(8, 8, 8), options);
  expect([...counted.intensity]).toEqual([0, 1.5, 1e5]);
  expect([...counted.outlier]).toEqual([0, 0, 0]);
  expect(counted.sigma[1]).toBeCloseTo(Math.sqrt(1.5 + 8 + 2 + (0.02 * 1.5) ** 2), 12);
});

test("outliers: as many as asked for, seven of ten pushed up, far out, the rest robbed", () => {
  const expected = new Float64Array(n).fill(1000);
  const options = { ...quiet, outlierFraction: 0.05, outlierMagnitude: 15 };
  const spoilt = countSpots(expected, new Float64Array(n).fill(50), options);
  const clean = countSpots(expected, new Float64Array(n).fill(50), quiet);
  let [count, up] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (!spoilt.outlier[i]) {
      expect(spoilt.intensity[i]).toBe(clean.intensity[i]);
      continue;
    }
    count++;
    const shift = (spoilt.intensity[i] - clean.intensity[i]) / clean.sigma[i];
    if (shift > 0) up++;
    if (shift > 0) expect(shift).toBeGreaterThanOrEqual(0.5 * 15);
    else expect(spoilt.intensity[i]).toBeLessThanOrEqual(0.5 * clean.intensity[i]);
  }
  expect(Math.abs(count - 0.05 * n)).toBeLessThan(4 * Math.sqrt(0.05 * 0.95 * n));
  expect(Math.abs(up - 0.7 * count)).toBeLessThan(4 * Math.sqrt(0.21 * count));
});

test("the background has its ring of water near 3.3 Å", () => {
  const d = Array.from({ length: 300 }, (_, i) => 5 - i * 0.01);
  const strongest = d.reduce(
    (best, x) => (backgroundProfile(1 / x) > backgroundProfile(1 / best) ? x : best),
    2.5,
  );
  expect(strongest).toBeGreaterThan(3.2);
  expect(strongest).toBeLessThan(3.7);
});

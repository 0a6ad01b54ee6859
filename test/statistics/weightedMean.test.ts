/** Oracles: numbers by hand; cctbx with and without internal variance (mergingStatistics.test.ts); reciprocalspaceship (classicalMerge.test.ts). */
import { expect, test } from "vitest";
import { collectObservations, groupObservations, weightedMeans } from "../../lib/statistics/index.js";
import { unmerged } from "./reflections.js";

const observations = collectObservations(
  unmerged([
    [1, 2, 3, 10, 1],
    [1, 2, 3, 16, 2],
    [-1, -2, -3, 10.1, 1],
    [-1, -2, -3, 10.2, 1],
    [2, 3, 4, 30, 3],
  ]),
);
const groups = groupObservations(observations, true);

test("weighted means and 1/√Σw", () => {
  const { intensity, sigma } = weightedMeans(observations, groups);
  expect(intensity[0]).toBeCloseTo(11.2, 12);
  expect(sigma[0]).toBeCloseTo(1 / Math.sqrt(1.25), 12);
  expect(intensity[1]).toBeCloseTo(10.15, 12);
  expect([intensity[2], sigma[2]]).toEqual([30, 3]);
});

test("internal: the scatter of the observations; larger: whichever is", () => {
  // Σw/((Σw)² − Σw²) Σw(I − ⟨I⟩)²/n = 1.25/(1.5625 − 1.0625) · (1.44 + 0.25 · 23.04)/2
  const internal = weightedMeans(observations, groups, "internal").sigma;
  expect(internal[0]).toBeCloseTo(Math.sqrt((2.5 * 7.2) / 2), 12);
  expect(internal[1]).toBeCloseTo(0.05, 12);
  expect(internal[2]).toBe(3);
  const larger = weightedMeans(observations, groups, "larger").sigma;
  expect(larger[0]).toBe(internal[0]);
  expect(larger[1]).toBeCloseTo(Math.SQRT1_2, 12);
});

/** Oracles: numbers by hand; cctbx's r_anom, ⟨|ΔI|⟩/⟨σ⟩ and probability plot (mergingStatistics.test.ts). */
import { expect, test } from "vitest";
import {
  anomalousSignal,
  collectObservations,
  divideIntoShells,
  groupObservations,
  weightedMeans,
} from "../../lib/statistics/index.js";
import { unmerged } from "./reflections.js";

test("pairs, Ranom and ratio of acentrics with both mates", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [-1, -2, -3, 16, 2],
      [2, 3, 4, 30, 3],
      [3, 4, 5, 50, 1],
      [-3, -4, -5, 49, 1],
      [0, 2, 3, 5, 1],
      [0, -2, -3, 9, 1],
    ]),
  );
  const groups = groupObservations(observations, true);
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 1 });
  const signal = anomalousSignal(groups, shells, weightedMeans(observations, groups));
  expect(signal.pairs.overall).toBe(2);
  expect(signal.rAnomalous.overall).toBeCloseTo((6 + 1) / (11.2 + 49.5), 12);
  expect(signal.deltaOverSigma.overall).toBeCloseTo((6 + 1) / (Math.sqrt(5) + Math.SQRT2), 12);
  // Two points: quantiles of ¼ and ¾ are ∓0.67449.
  expect(signal.slope).toBeCloseTo((1 / Math.SQRT2 + 6 / Math.sqrt(5)) / (2 * 0.6744897501960817), 9);
});

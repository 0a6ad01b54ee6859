/** Oracles: numbers by hand; cctbx (mergingStatistics.test.ts). */
import { expect, test } from "vitest";
import {
  collectObservations,
  divideIntoShells,
  groupObservations,
  signalToNoise,
  weightedMeans,
} from "../../lib/statistics/index.js";
import { unmerged } from "./reflections.js";

test("counts, means and ratios", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [1, 2, 3, 16, 2],
      [2, 3, 4, 30, 3],
    ]),
  );
  const groups = groupObservations(observations, false);
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 2 });
  const result = signalToNoise(observations, groups, shells, weightedMeans(observations, groups));
  const sigma = 1 / Math.sqrt(1.25);
  expect([...result.observations.shells, result.observations.overall]).toEqual([2, 1, 3]);
  expect([...result.multiplicity.shells, result.multiplicity.overall]).toEqual([2, 1, 1.5]);
  expect(result.meanIntensity.overall).toBeCloseTo((11.2 + 30) / 2, 12);
  expect(result.meanIOverSigma.overall).toBeCloseTo((11.2 / sigma + 10) / 2, 12);
  expect(result.iMeanOverSigmaMean.overall).toBeCloseTo((11.2 + 30) / (sigma + 3), 12);
  expect(result.meanUnmergedIOverSigma.overall).toBeCloseTo((10 + 8 + 10) / 3, 12);
});

test("an empty shell is undefined", () => {
  const observations = collectObservations(unmerged([[1, 2, 3, 10, 1]]));
  const groups = groupObservations(observations, false);
  const shells = divideIntoShells(observations.inverseDSquared, { edges: [50, 3, 2] });
  const result = signalToNoise(observations, groups, shells, weightedMeans(observations, groups));
  expect(result.observations.shells[1]).toBe(0);
  expect(result.meanIOverSigma.shells[1]).toBeNaN();
});

/** Oracle: cctbx (mergingStatistics.test.ts); here the definition on a small table. */
import { expect, test } from "vitest";
import {
  collectObservations,
  divideIntoShells,
  groupObservations,
  rFactors,
} from "../../lib/statistics/index.js";
import { unmerged } from "./reflections.js";

const observations = collectObservations(
  unmerged([
    [1, 2, 3, 10, 1],
    [1, 2, 3, 16, 2],
    [-1, -2, -3, 20, 1],
    [2, 3, 4, 30, 1],
  ]),
);
const shells = divideIntoShells(observations.inverseDSquared, { shells: 1 });

test("within mates: the weighted mean, and only reflections measured twice", () => {
  const { rMerge, rMeas, rPim } = rFactors(observations, groupObservations(observations, true), shells);
  const mean = (10 + 16 / 4) / 1.25;
  const expected = (mean - 10 + 16 - mean) / 26;
  expect(rMerge.overall).toBeCloseTo(expected, 12);
  expect(rMeas.overall).toBeCloseTo(Math.SQRT2 * expected, 12);
  expect(rPim.overall).toBeCloseTo(expected, 12);
});

test("mates together", () => {
  const { rMerge, rMeas, rPim } = rFactors(observations, groupObservations(observations, false), shells);
  const mean = (10 + 16 / 4 + 20) / 2.25;
  const expected = (Math.abs(10 - mean) + Math.abs(16 - mean) + Math.abs(20 - mean)) / 46;
  expect(rMerge.overall).toBeCloseTo(expected, 12);
  expect(rMeas.overall).toBeCloseTo(Math.sqrt(3 / 2) * expected, 12);
  expect(rPim.overall).toBeCloseTo(Math.sqrt(1 / 2) * expected, 12);
  expect([...rMerge.shells]).toEqual([rMerge.overall]);
});

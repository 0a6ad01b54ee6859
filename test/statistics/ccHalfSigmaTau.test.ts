/** Oracles: equation 5 of Assmann et al. by hand; cctbx's cc_one_half_sigma_tau (mergingStatistics.test.ts). */
import { expect, test } from "vitest";
import {
  ccHalfSigmaTau,
  collectObservations,
  divideIntoShells,
  groupObservations,
} from "../../lib/statistics/index.js";
import { noisy, unmerged } from "./reflections.js";

test("variances of means and of their errors, by hand", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [1, 2, 3, 14, 5],
      [2, 3, 4, 20, 1],
      [2, 3, 4, 23, 1],
      [2, 3, 4, 26, 1],
      [3, 4, 5, 100, 1],
    ]),
  );
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 1 });
  const value = ccHalfSigmaTau(observations, groupObservations(observations, false), shells);
  // means 12 and 23 (the single 100 does not count): variance 60.5; errors 8/2 and 9/3
  expect(value.overall).toBeCloseTo((60.5 - 3.5) / (60.5 + 3.5), 12);
  expect(value.shells[0]).toBe(value.overall);
});

test("a large offset of all intensities does not cancel", () => {
  const plain = collectObservations(noisy(1, 4, 3));
  const groups = groupObservations(plain, false);
  const shells = divideIntoShells(plain.inverseDSquared);
  const moved = { ...plain, intensity: plain.intensity.map((value) => value + 1e7) };
  expect(ccHalfSigmaTau(moved, groups, shells).overall).toBeCloseTo(
    ccHalfSigmaTau(plain, groups, shells).overall,
    6,
  );
});

/** Oracles: Pearson's correlation of the halves themselves; cctbx's spread over 100 divisions (mergingStatistics.test.ts). */
import { expect, test } from "vitest";
import {
  ccHalf,
  ccStar,
  collectObservations,
  divideIntoShells,
  groupObservations,
  halfDatasets,
  pearson,
} from "../../lib/statistics/index.js";
import { noisy } from "./reflections.js";

test("the correlation of the halves, over all and by shell", () => {
  const observations = collectObservations(noisy(1, 3, 6));
  const groups = groupObservations(observations, false);
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 3 });
  const { first, second } = halfDatasets(observations, groups, { seed: 8 });
  const { mean, pairs } = ccHalf(observations, groups, shells, { seed: 8, repeats: 1 });
  expect(mean.overall).toBeCloseTo(pearson(first, second), 12);
  for (let s = 0; s < 3; s++) {
    const inShell = (values: Float64Array) => values.filter((_, g) => shells.ofReflection[g] === s);
    expect(mean.shells[s]).toBeCloseTo(pearson(inShell(first), inShell(second)), 12);
    expect(pairs.shells[s]).toBe(inShell(first).length);
  }
});

test("Spearman's correlation on request, and standard errors that shrink with repeats", () => {
  const observations = collectObservations(noisy(2, 4, 7));
  const groups = groupObservations(observations, false);
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 1 });
  const ranked = ccHalf(observations, groups, shells, { correlation: "spearman" });
  const plain = ccHalf(observations, groups, shells);
  expect(ranked.mean.overall).not.toBe(plain.mean.overall);
  expect(Math.abs(ranked.mean.overall - plain.mean.overall)).toBeLessThan(0.05);
  expect(plain.pairs.overall).toBe(groups.count);
  const many = ccHalf(observations, groups, shells, { repeats: 90 }).standardError.overall;
  expect(many / plain.standardError.overall).toBeLessThan(0.6);
  expect(ccHalf(observations, groups, shells, { repeats: 1 }).standardError.overall).toBeNaN();
});

test("CC*", () => {
  expect(ccStar(1)).toBe(1);
  expect(ccStar(0.5)).toBeCloseTo(Math.sqrt(2 / 3), 12);
  expect(ccStar(0)).toBe(0);
  expect(ccStar(-0.5)).toBeCloseTo(-Math.SQRT2, 12);
  expect(ccStar(-1)).toBe(Number.NEGATIVE_INFINITY);
  expect(ccStar(Number.NaN)).toBeNaN();
});

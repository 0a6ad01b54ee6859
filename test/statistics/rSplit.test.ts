/** Oracle: the definition on the halves themselves. */
import { expect, test } from "vitest";
import {
  collectObservations,
  divideIntoShells,
  groupObservations,
  halfDatasets,
  rSplit,
} from "../../lib/statistics/index.js";
import { rSplitOfPairs } from "../../lib/statistics/rSplit.js";
import { noisy } from "./reflections.js";

const observations = collectObservations(noisy(1, 3, 6));
const groups = groupObservations(observations, false);
const shells = divideIntoShells(observations.inverseDSquared, { shells: 3 });

test("Rsplit of the halves, and its mean over repeats", () => {
  const of = (repeat: number) => {
    const { first, second } = halfDatasets(observations, groups, { seed: 8, repeat });
    const difference = first.reduce((total, value, g) => total + Math.abs(value - second[g]), 0);
    const sum = first.reduce((total, value, g) => total + value + second[g], 0);
    return (Math.SQRT2 * difference) / sum;
  };
  expect(rSplit(observations, groups, shells, { seed: 8, repeats: 1 }).overall).toBeCloseTo(of(0), 12);
  expect(rSplit(observations, groups, shells, { seed: 8, repeats: 2 }).overall).toBeCloseTo(
    (of(0) + of(1)) / 2,
    12,
  );
});

test("an impossible number of repeats", () => {
  expect(() => rSplit(observations, groups, shells, { repeats: 0.5 })).toThrow(
    "got 0.5, expected an integer above 0",
  );
});

test("of pairs: differences over the mean of the sums, and undefined where there is nothing to divide by", () => {
  expect(rSplitOfPairs([1, 2], [3, 2])).toBeCloseTo((Math.SQRT1_2 * 2) / 4, 14);
  expect(rSplitOfPairs([1, 2], [1, 2])).toBe(0);
  expect(rSplitOfPairs([], [])).toBeNaN();
  expect(rSplitOfPairs([1], [-1])).toBeNaN();
});

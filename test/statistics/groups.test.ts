/** Oracle: a small table. */
import { expect, test } from "vitest";
import { collectObservations, groupObservations } from "../../lib/statistics/index.js";
import { unmerged } from "./reflections.js";

const observations = collectObservations(
  unmerged([
    [1, 2, 3, 10, 1],
    [-1, -2, -3, 11, 1],
    [-1, -2, -3, 12, 1],
    [-2, -3, -4, 20, 1],
    [0, 2, 3, 30, 1],
    [0, -2, -3, 31, 1],
  ]),
);

test("mates together: a group for each reflection", () => {
  const { count, start, reflection, minus } = groupObservations(observations, false);
  expect([count, [...start], [...reflection], [...minus]]).toEqual([3, [0, 2, 5, 6], [0, 1, 2], [0, 0, 0]]);
});

test("mates apart: a group for each mate that was measured, a centric in one", () => {
  const { count, start, reflection, minus } = groupObservations(observations, true);
  expect([count, [...start], [...reflection], [...minus]]).toEqual([
    4,
    [0, 2, 3, 5, 6],
    [0, 1, 1, 2],
    [0, 0, 1, 1],
  ]);
});

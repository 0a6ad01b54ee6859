/** Oracles: the definition; cctbx's half_dataset_anomalous_correlation (mergingStatistics.test.ts). */
import { expect, test } from "vitest";
import {
  ccAnomalous,
  collectObservations,
  divideIntoShells,
  groupObservations,
  halfDatasets,
  pearson,
} from "../../lib/statistics/index.js";
import { noisy, type Row, unmerged } from "./reflections.js";

test("the correlation of the differences of mates between halves", () => {
  const observations = collectObservations(noisy(1, 3, 6));
  const groups = groupObservations(observations, true);
  const { first, second } = halfDatasets(observations, groups, { seed: 8, weighted: false });
  const differences = (values: Float64Array) =>
    Array.from({ length: groups.count / 2 }, (_, pair) => values[2 * pair] - values[2 * pair + 1]);
  const shells = divideIntoShells(observations.inverseDSquared, { shells: 1 });
  expect(ccAnomalous(observations, groups, shells, { seed: 8, repeats: 1 }).mean.overall).toBeCloseTo(
    pearson(differences(first), differences(second)),
    12,
  );
});

test("CCanom takes acentric reflections of which both mates were measured twice", () => {
  const mates = (h: number, n: [number, number], k = 2): Row[] => [
    ...Array.from({ length: n[0] }, (_, i): Row => [h, k, 3, 10 * h + i, 1]),
    ...Array.from({ length: n[1] }, (_, i): Row => [-h, -k, -3, 9 * h - i, 1]),
  ];
  const observations = collectObservations(
    unmerged([
      ...mates(1, [2, 2]),
      ...mates(2, [2, 1]),
      ...mates(3, [3, 0]),
      ...mates(4, [4, 2]),
      ...mates(5, [3, 3], 0),
    ]),
  );
  const { pairs } = ccAnomalous(
    observations,
    groupObservations(observations, true),
    divideIntoShells(observations.inverseDSquared, { shells: 1 }),
  );
  expect(pairs.overall).toBe(2);
});

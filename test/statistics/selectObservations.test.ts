/** Oracle: collecting the rows that are left. */
import { expect, test } from "vitest";
import { collectObservations, selectObservations } from "../../lib/statistics/index.js";
import { noisy, unmerged } from "./reflections.js";

test("a selection is what collecting the rows that are left would give", () => {
  const table = noisy(1, 2, 9);
  const observations = collectObservations(table);
  const kept = Uint8Array.from(observations.row, (row) => (row % 7 < 3 || row > 3000 ? 1 : 0));
  const { row, ...selected } = selectObservations(observations, kept);
  const rows = Array.from(observations.row.filter((_, i) => kept[i])).sort((a, b) => a - b);
  const { row: again, ...expected } = collectObservations(table.take(rows));
  expect(selected).toEqual(expected);
  expect(row).toEqual(again.map((i) => rows[i]));
});

test("reflections that lose all observations vanish", () => {
  const observations = collectObservations(
    unmerged([
      [1, 2, 3, 10, 1],
      [2, 3, 4, 10, 1],
    ]),
  );
  const { reflectionCount, hkl, start } = selectObservations(observations, [0, 1]);
  expect([reflectionCount, [...hkl], [...start]]).toEqual([1, [2, 3, 4], [0, 1]]);
});

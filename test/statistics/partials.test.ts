/** Oracle: the flags by hand; gamma's count of FRACTIONCALC beyond 0.95 … 1.05 is in observations.test.ts. */
import { expect, test } from "vitest";
import { countPartials, partialFlags, recordedFractions } from "../../lib/statistics/partials.js";
import { columnsOf, type Row, unmerged } from "./reflections.js";

const rows = Array.from({ length: 5 }, (_, i): Row => [1, 2, 3, i, 1]);

test("M flag, PARTIAL, MPART and FRACTIONCALC, each row once", () => {
  const table = unmerged(rows, {
    columns: [
      ...columnsOf(rows),
      { label: "M/ISYM", type: "Y", data: [1, 257, 258, 2, 3] },
      { label: "MPART", type: "I", data: [0, 0, 203, 0, 0] },
      { label: "FRACTIONCALC", type: "R", data: [1, 0.5, 1, 1.2, 0] },
    ],
  });
  expect(countPartials(table)).toEqual({ partial: 3, flagged: 2, mpart: 1, fraction: 2 });
  const observed = table.hklToObserved();
  expect(countPartials(observed)).toEqual({ partial: 3, flagged: 2, mpart: 1, fraction: 2 });
});

test("the rows that have an M flag, wherever it stands", () => {
  const table = unmerged(rows, {
    columns: [...columnsOf(rows), { label: "M/ISYM", type: "Y", data: [1, 257, 2, 514, 3] }],
  });
  expect(Array.from(partialFlags(table))).toEqual([0, 1, 0, 1, 0]);
  expect(Array.from(partialFlags(table.hklToObserved()))).toEqual([0, 1, 0, 1, 0]);
  expect(Array.from(partialFlags(unmerged(rows)))).toEqual([0, 0, 0, 0, 0]);
});

test("FRACTIONCALC in percent is the same", () => {
  const table = (fractions: number[]) =>
    unmerged(rows, { columns: [...columnsOf(rows), { label: "FRACTIONCALC", type: "R", data: fractions }] });
  const fractions = [1, 0.5, 0.97, 1.2, 0];
  const percent = table(fractions.map((value) => 100 * value));
  expect(countPartials(percent)).toEqual(countPartials(table(fractions)));
  const read = Array.from(recordedFractions(percent) ?? []);
  expect(read.map((value) => Number(value.toFixed(6)))).toEqual(fractions);
  expect(recordedFractions(unmerged(rows))).toBeUndefined();
});

test("a table without such columns has none", () => {
  expect(countPartials(unmerged(rows))).toEqual({ partial: 0, flagged: 0, mpart: 0, fraction: 0 });
});

// Oracle: means by hand.
import { expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import { mergedIntensity } from "../../lib/plots/mergedIntensity.js";
import { ReflectionTable } from "../../lib/table/index.js";

const table = new ReflectionTable({
  cell: new UnitCell(30, 40, 50),
  spaceGroup: "P 2 2 2",
  merged: true,
  columns: [
    { label: "H", type: "H", data: [1, 2, 3, 0] },
    { label: "K", type: "H", data: [1, 1, 1, 1] },
    { label: "L", type: "H", data: [1, 1, 1, 1] },
    { label: "I(+)", type: "K", data: [10, Number.NaN, 30, 7] },
    { label: "I(-)", type: "K", data: [14, 20, Number.NaN, 7] },
    { label: "SIGI(+)", type: "M", data: [3, Number.NaN, 2, 5] },
    { label: "SIGI(-)", type: "M", data: [4, 6, Number.NaN, 5] },
  ],
});

test("Friedel mates are averaged, a missing one does not count, a centric one keeps its σ", () => {
  expect([...mergedIntensity(table)]).toEqual([12, 20, 30, 7]);
  expect([...mergedIntensity(table, undefined, "SIGI")]).toEqual([2.5, 6, 2, 5]);
});

test("the column asked for, else I or IMEAN", () => {
  expect([...mergedIntensity(table, "I(+)")]).toEqual([10, Number.NaN, 30, 7]);
  const mean = table.with({ label: "IMEAN", type: "J", data: [1, 2, 3, 4] });
  expect([...mergedIntensity(mean)]).toEqual([1, 2, 3, 4]);
});

test("what is not there, and what is not merged", () => {
  expect(() => mergedIntensity(table, "I(*)")).toThrow(
    /^column I\(\*\) is not in the table.*did you mean I\(\+\)\?/,
  );
  expect(() => mergedIntensity(table, undefined, "F")).toThrow(/^column F is not in the table/);
  expect(() => mergedIntensity(table.derive({ merged: false }))).toThrow("merge them first");
});

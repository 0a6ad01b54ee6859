// Oracle: the definitions themselves.
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { concatTables as concat, ReflectionTable } from "../../lib/table/index.js";
import { fourReflections, plain, tableOf } from "./tables.js";

const one = fourReflections().derive({ name: "one.mtz" });
const two = tableOf({ H: [7, 8], K: [0, 0], L: [1, 1], F: [1, 2], FOM: [0.5, 0.75] }, { name: "two.mtz" });

test("rows follow each other; a column that one table lacks is missing there", () => {
  const all = one.concat(two);
  expect(plain(all, "H")).toEqual([1, 2, 3, -1, 7, 8]);
  expect(plain(all, "SIGF")).toEqual([0.5, 0.25, 5, 0.75, Number.NaN, Number.NaN]);
  expect(plain(all, "FOM").slice(3)).toEqual([Number.NaN, 0.5, 0.75]);
  expect(all.values("H")).toBeInstanceOf(Int32Array);
  expect(concat([one, two], { columns: "all" }).labels).toEqual(["H", "K", "L", "F"]);
  expect(plain(concat([one, two], { sourceLabel: "FILE" }), "FILE")).toEqual([0, 0, 0, 0, 1, 1]);
  expect(concat([one]).length).toBe(4);
});

test("integer columns that are missing somewhere become floats", () => {
  const counted = one.with({ label: "N", type: "I", data: [1, 2, 3, 4] });
  expect(counted.concat(one).values("N")).toEqual(Float32Array.of(1, 2, 3, 4, ...Array(4).fill(Number.NaN)));
  expect(counted.concat(counted).values("N")).toBeInstanceOf(Int32Array);
});

describe("cells and space groups", () => {
  test("cells that differ: the message names files, cells and tolerance", () => {
    const other = two.derive({ cell: [10, 20, 31] });
    expect(() => one.concat(other)).toThrow(InputError);
    expect(() => one.concat(other)).toThrow(
      "cells of the tables: got 10 20 30 90 90 90 in one.mtz and 10 20 31 90 90 90 in two.mtz, expected edges within 1 % " +
        "and angles within 1°; raise edgeTolerance or angleTolerance, or set allowMixed to keep the first",
    );
    expect(() => one.concat(two.derive({ cell: [10, 20, 30, 90, 92, 90] }))).toThrow(/angles within 1°/);
  });
  test("cells within the tolerance, a wider tolerance, or allowMixed: the first is kept", () => {
    expect(one.concat(two.derive({ cell: [10.05, 20, 30.1] })).cell).toBe(one.cell);
    expect(one.concat(two.derive({ cell: [10, 20, 31] }), { edgeTolerance: 0.05 }).cell).toBe(one.cell);
    expect(one.concat(two.derive({ cell: [10, 20, 30, 90, 92, 90] }), { angleTolerance: 3 }).length).toBe(6);
    expect(one.concat(two.derive({ cell: [50, 20, 30] }), { allowMixed: true }).cell).toBe(one.cell);
  });
  test("space groups that differ", () => {
    expect(() => one.concat(two.derive({ spaceGroup: "P 2 2 21" }))).toThrow(
      "space groups of the tables: got P 21 21 21 in one.mtz and P 2 2 21 in two.mtz, expected the same; reindex one, " +
        "or set allowMixed to keep the first",
    );
  });
});

test("files that list the operations in another order: M/ISYM is counted anew", () => {
  const standard = SpaceGroup.fromName("P 21 21 21");
  const turned = SpaceGroup.fromOperations([0, 2, 3, 1].map((i) => standard.operations[i]));
  const hkl = { H: [-1, 1, 1, -2], K: [2, -2, 2, -3], L: [3, 3, -3, -4] };
  const observed = tableOf(hkl, { merged: false });
  const [a, b] = [observed, observed.derive({ spaceGroup: turned })].map((table) => table.hklToAsu());
  expect(plain(a, "M/ISYM")).not.toEqual(plain(b, "M/ISYM"));
  const all = a.concat(b);
  expect(plain(all, "M/ISYM").slice(4)).toEqual(plain(a, "M/ISYM"));
  expect(plain(all.hklToObserved(), "H")).toEqual([...hkl.H, ...hkl.H]);
});

test("errors: nothing, merged beside unmerged, a label with two types", () => {
  expect(() => concat([])).toThrow("tables to put together: got none, expected at least one");
  expect(() => one.concat(two.derive({ merged: false }))).toThrow(
    "tables to put together: got one.mtz merged and two.mtz unmerged, expected all of one kind",
  );
  expect(() => one.concat(two.with({ label: "F", type: "J", data: [1, 2] }))).toThrow(
    "type of column F: got F in one.mtz and J in two.mtz, expected the same; rename one",
  );
});

describe("data sets and batches", () => {
  const dataset = {
    id: 1,
    project: "p",
    crystal: "c",
    name: "native",
    cell: [10, 20, 30, 90, 90, 90],
    wavelength: 1,
  };
  const image = (name: string, batches: number[]): ReflectionTable =>
    new ReflectionTable({
      columns: [
        { label: "H", type: "H", data: batches.map(() => 1) },
        { label: "K", type: "H", data: batches.map(() => 1) },
        { label: "L", type: "H", data: batches.map(() => 1) },
        { label: "BATCH", type: "B", data: batches },
      ],
      cell: [10, 20, 30],
      spaceGroup: 19,
      merged: false,
      datasets: [{ ...dataset, name }],
    });
  test("batch numbers that are taken are moved by thousands", () => {
    const all = concat([image("native", [1, 2]), image("native", [2, 3]), image("native", [3, 3])]);
    expect(plain(all, "BATCH")).toEqual([1, 2, 1002, 1003, 3, 3].map((value, i) => (i < 4 ? value : 3)));
    expect(all.datasets.length).toBe(1);
  });
  test("data sets of other names are kept apart", () => {
    const all = concat([image("native", [1]), image("peak", [2])]);
    expect(all.datasets.map(({ id, name }) => [id, name])).toEqual([
      [1, "native"],
      [2, "peak"],
    ]);
  });
});

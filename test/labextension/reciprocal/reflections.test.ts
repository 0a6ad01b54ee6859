/** Reflections of merged and unmerged tables. */
import { describe, expect, test } from "vitest";
import { Reflections, reflectionsOf } from "../../../labextension/src/reciprocal/reflections.js";
import { InputError } from "../../../lib/errors.js";
import { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { mergedTable, millerColumns, someReflections } from "./someReflections.js";

const init = { cell: [30, 40, 50], spaceGroup: "P 21 21 21", name: "observations" };

describe("merged", () => {
  const reflections = someReflections([30, 40, 50, 90, 90, 90], "P 21 21 21", 4);

  test("are the rows of the table, without the indices among the columns", () => {
    const table = mergedTable([30, 40, 50, 90, 90, 90], "P 21 21 21", 4);
    expect(reflections.count).toBe(table.length);
    expect(reflections.labels).toEqual(["I", "SIGI"]);
    expect(reflections.total).toBe(table.length);
    expect(reflections.tableRow(5)).toBe(5);
  });

  test("rows of an index and of its equivalents", () => {
    const [h, k, l] = reflections.index(7);
    expect([...reflections.rowsOf(-h, k, -l)]).toEqual([7]);
    expect(reflections.has(-h, -k, -l)).toBe(true);
    expect([...reflections.rowsOf(0, 0, 1)]).toEqual([]);
  });

  test("resolution", () => {
    const d = Array.from({ length: reflections.count }, (_, row) =>
      reflections.cell.dSpacing(...reflections.index(row)),
    );
    expect(reflections.resolution![0]).toBeCloseTo(Math.max(...d), 9);
    expect(reflections.resolution![1]).toBeCloseTo(Math.min(...d), 9);
  });
});

describe("unmerged", () => {
  const observed = [1, 2, 3, -1, -2, 3, 1, -2, -3, 2, 0, 0, -1, 2, 3];
  const columns = [
    ...millerColumns(observed),
    { label: "I", type: "J", data: [10, 20, 30, 5, Number.NaN] } as const,
    { label: "SIGI", type: "Q", data: [3, 4, 0, 2, 1] } as const,
  ];
  const table = new ReflectionTable({ ...init, columns, merged: false });

  test("each observation at its own index", () => {
    const reflections = reflectionsOf(table, "each");
    expect([...reflections.hkl]).toEqual(observed);
    expect(reflections.labels).toEqual(["I", "SIGI"]);
  });

  test("an MTZ's M/ISYM leads back to the index that was observed", () => {
    const mapped = table.hklToAsu();
    expect([...mapped.hkl()]).not.toEqual(observed);
    expect([...reflectionsOf(mapped, "each").hkl]).toEqual(observed);
  });

  test("means over equivalents, their number, and the standard deviation of a mean", () => {
    for (const from of [table, table.hklToAsu()]) {
      const reflections = reflectionsOf(from);
      expect([...reflections.hkl]).toEqual([1, 2, 3, 2, 0, 0]);
      const column = (label: string) => [...reflections.columns.find((c) => c.label === label)!.data];
      expect(column("count")).toEqual([4, 1]);
      expect(column("I")).toEqual([20, 5]);
      expect(column("SIGI")[0]).toBeCloseTo(Math.sqrt(9 + 16 + 0 + 1) / 4, 6);
      expect([reflections.tableRow(0), reflections.tableRow(1)]).toEqual([0, 3]);
    }
  });

  test("a column that is called count keeps its name", () => {
    const more = table.with({ label: "count", type: "R", data: [1, 1, 1, 1, 1] });
    expect(reflectionsOf(more).labels.slice(0, 1)).toEqual(["count_"]);
  });
});

test("an empty table, and an index that no card takes", () => {
  const empty = new ReflectionTable({ ...init, columns: millerColumns([]), merged: true });
  expect(reflectionsOf(empty)).toMatchObject({ count: 0, resolution: undefined });
  const { cell, spaceGroup } = empty;
  const far = { name: "far.mtz", cell, spaceGroup, columns: [], merged: true };
  expect(() => new Reflections({ ...far, hkl: Int32Array.of(1, 2, 40_000) })).toThrow(InputError);
});

// Oracle: the definition, on cells whose differences are known.
import { describe, expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { cellsAgree, cellText, checkIsomorphous, likeTheFirst } from "../../lib/table/isomorphism.js";
import { fourReflections, tableOf } from "./tables.js";

const cell = (a: number, b = 20, c = 30, alpha = 90, beta = 90, gamma = 90) =>
  new UnitCell(a, b, c, alpha, beta, gamma);

function named(name: string, lengths: readonly number[], spaceGroup = "P 21 21 21"): ReflectionTable {
  return tableOf({ H: [1], K: [1], L: [1] }, { cell: lengths, spaceGroup, name });
}

describe("cellsAgree", () => {
  test("edges by relative difference, whichever comes first", () => {
    for (const [one, two, agree] of [
      [100, 101, true],
      [100, 101.003, true], // 0.998 % of their mean, which is what counts
      [100, 101.1, false],
      [100, 99.1, true],
      [100, 98.9, false],
      [1000, 1005, true],
    ] as const) {
      expect(cellsAgree(cell(one), cell(two), 0.01, 1), `${one} and ${two}`).toBe(agree);
      expect(cellsAgree(cell(two), cell(one), 0.01, 1), `${two} and ${one}`).toBe(agree);
    }
  });

  test("each edge and each angle counts", () => {
    const first = [50, 60, 70, 90, 95, 100];
    for (let i = 0; i < 6; i++) {
      const other = first.map((value, j) => (j === i ? value * 1.03 : value));
      const [one, two] = [UnitCell.of(first), UnitCell.of(other)];
      expect(cellsAgree(one, two, 0.01, 1)).toBe(false);
      expect(cellsAgree(one, two, 0.04, 4)).toBe(true);
    }
  });

  test("angles by difference in degrees", () => {
    expect(cellsAgree(cell(10), cell(10, 20, 30, 90, 90.9), 0.01, 1)).toBe(true);
    expect(cellsAgree(cell(10), cell(10, 20, 30, 90, 91.1), 0.01, 1)).toBe(false);
    expect(cellsAgree(cell(10), cell(10), 0, 0)).toBe(true);
  });
});

describe("checkIsomorphous", () => {
  test("no table, one table and equal tables pass", () => {
    expect(() => checkIsomorphous([])).not.toThrow();
    expect(() => checkIsomorphous([fourReflections()])).not.toThrow();
    expect(() => checkIsomorphous([fourReflections(), fourReflections()])).not.toThrow();
  });

  test("another cell is an error with both names, both cells and the tolerances", () => {
    const tables = [
      named("first", [10, 20, 30]),
      named("second", [10, 20, 30]),
      named("third", [10, 20, 31]),
    ];
    expect(() => checkIsomorphous(tables)).toThrow(
      new InputError(
        "cells of the tables: got 10 20 30 90 90 90 in first and 10 20 31 90 90 90 in third, expected edges within 1 % " +
          "and angles within 1°; raise edgeTolerance or angleTolerance, or set allowMixed to keep the first",
      ),
    );
    expect(() => checkIsomorphous(tables, {}, "")).toThrow(/; raise edgeTolerance or angleTolerance$/);
    expect(() => checkIsomorphous(tables, { edgeTolerance: 0.03 })).toThrow("edges within 3 % and");
    expect(likeTheFirst(tables)).toEqual([true, true, false]);
    expect(likeTheFirst(tables, { edgeTolerance: 0.04 })).toEqual([true, true, true]);
    expect(() => checkIsomorphous(tables, { edgeTolerance: 0.04 })).not.toThrow();
    expect(() => checkIsomorphous(tables, { angleTolerance: 90 })).toThrow(/angles within 90°/);
  });

  test("another space group is an error, whatever the cell's tolerance", () => {
    const tables = [named("first", [10, 20, 30]), named("second", [10, 20, 30], "P 2 2 2")];
    expect(() => checkIsomorphous(tables, { edgeTolerance: 1, angleTolerance: 180 })).toThrow(
      "space groups of the tables: got P 21 21 21 in first and P 2 2 2 in second, expected the same; reindex one",
    );
    expect(likeTheFirst(tables)).toEqual([true, false]);
  });

  test("another setting of the same group is another space group", () => {
    const tables = [named("a", [10, 20, 30], "P 2 21 21"), named("b", [10, 20, 30], "P 21 21 2")];
    expect(() => checkIsomorphous(tables)).toThrow(InputError);
  });

  test("allowMixed lets all pass", () => {
    const tables = [named("first", [10, 20, 30]), named("second", [99, 20, 30], "P 2 2 2")];
    expect(() => checkIsomorphous(tables, { allowMixed: true })).not.toThrow();
    expect(() => checkIsomorphous(tables, { allowMixed: false })).toThrow(InputError);
  });
});

test("a cell in a line has three decimals at most", () => {
  expect(cellText(cell(10.12345, 20.5, 30, 90, 101.1, 120.0004))).toBe("10.123 20.5 30 90 101.1 120");
});

// Oracle: the definitions themselves; no numbers are computed here.
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError, MissingColumnError, SymmetryError } from "../../lib/errors.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/index.js";
import { fourReflections, plain, tableOf } from "./tables.js";

const H: ColumnInit = { label: "H", type: "H", data: [1, 2] };
function make(columns: readonly unknown[]): ReflectionTable {
  return new ReflectionTable({ columns: columns as ColumnInit[], cell: [10, 20, 30], spaceGroup: 19 });
}

describe("making a table", () => {
  test("cell and space group from anything that says them", () => {
    const table = make([H]);
    expect(table.cell).toBeInstanceOf(UnitCell);
    expect(table.spaceGroup).toBe(SpaceGroup.fromName("P 21 21 21"));
    expect(table.merged).toBe(true);
    expect(table.length).toBe(2);
  });
  test("integer types are Int32Array unless something is missing", () => {
    const table = make([
      { label: "BATCH", type: "B", data: Float32Array.of(1, 2) },
      { label: "FREE", type: "I", data: [1, Number.NaN] },
      { label: "F", type: "F", data: [1, 2] },
      { label: "X", type: "R", data: Float64Array.of(1, 2) },
    ]);
    expect(table.values("BATCH")).toEqual(Int32Array.of(1, 2));
    expect(table.values("FREE")).toEqual(Float32Array.of(1, Number.NaN));
    expect(table.values("F")).toEqual(Float32Array.of(1, 2));
    expect(table.values("X")).toEqual(Float64Array.of(1, 2));
    expect(table.filter([true, false]).values("FREE")).toEqual(Int32Array.of(1));
  });
  test("unmerged if there is an M/ISYM column, unless said otherwise", () => {
    const columns = [H, { label: "M/ISYM", type: "Y", data: [1, 2] }];
    expect(make(columns).merged).toBe(false);
    expect(make(columns).derive({ merged: true }).merged).toBe(true);
  });
  test("a table without rows or columns is a table", () => {
    expect(make([]).length).toBe(0);
    expect(make([]).labels).toEqual([]);
    expect(
      fourReflections()
        .filter(() => false)
        .computeDHKL()
        .labelCentrics()
        .hklToAsu()
        .sort().length,
    ).toBe(0);
  });
  test("errors say what, where, got and expected", () => {
    expect(() => make([H, { label: "K", type: "H", data: [1] }])).toThrow(
      "length of column K: got 1 values, expected 2 as in the first column",
    );
    expect(() => make([H, H])).toThrow("columns of the table: got two named H, expected every label once");
    expect(() => make([{ ...H, type: "Z" }])).toThrow(
      /type of column H: got "Z", expected one of the CCP4 types H J F/,
    );
    expect(() => make([{ ...H, label: "" }])).toThrow('label of a column: got "", expected a name');
    expect(() => make([{ ...H, data: new Uint8Array(2) }])).toThrow(
      /data of column H: got Uint8Array, expected an Int32Array/,
    );
    expect(() => make([{ ...H, data: "12" }])).toThrow(InputError);
    expect(() => make([{ label: "H", type: "H" }])).toThrow(InputError);
  });
  test("an unknown space group is an error, never P 1", () => {
    expect(() => make([H]).derive({ spaceGroup: "P 21 21 22" })).toThrow(SymmetryError);
    expect(() => make([H]).derive({ spaceGroup: 231 })).toThrow(SymmetryError);
    expect(() => make([H]).derive({ cell: [10, 20] })).toThrow(InputError);
  });
});

describe("columns", () => {
  const table = fourReflections();
  test("by label; what is not there is said with what is, and the nearest", () => {
    expect(table.has("F")).toBe(true);
    expect(table.column("SIGF")).toMatchObject({ label: "SIGF", type: "Q", datasetId: 1 });
    expect(() => table.values("SIGFP")).toThrow(MissingColumnError);
    expect(() => table.values("sigf")).toThrow(
      "column sigf is not in the table, which has H, K, L, F, SIGF; did you mean SIGF?",
    );
    expect(() => table.derive({ name: "a.mtz" }).values("QQQQ")).toThrow(
      "column QQQQ is not in a.mtz, which has H, K, L, F, SIGF",
    );
  });
  test("hkl is interleaved", () => {
    expect(table.hkl()).toEqual(Int32Array.of(1, 1, 4, 2, 2, 2, 3, 3, 3, -1, -1, -4));
    expect(table.rename({ H: "h", K: "k", L: "l" }).hkl()).toEqual(table.hkl());
  });
  test("hkl without indices, or with a missing one, is an error", () => {
    expect(() => table.without("K").hkl()).toThrow(
      /Miller index of the table: got 2 columns of type H among H, L/,
    );
    const holed = table.with({ label: "K", type: "H", data: [1, Number.NaN, 2, 3] });
    expect(() => holed.hkl()).toThrow("Miller index K in row 1 of the table: got NaN, expected an integer");
  });
  test("with replaces in place and adds at the end, and leaves the first table alone", () => {
    const other = table.with(
      { label: "F", type: "E", data: [1, 2, 3, 4] },
      { label: "Z", type: "R", data: [0, 0, 0, 0] },
    );
    expect(other.labels).toEqual(["H", "K", "L", "F", "SIGF", "Z"]);
    expect(other.column("F").type).toBe("E");
    expect(table.column("F").type).toBe("F");
    expect(other.values("SIGF")).toBe(table.values("SIGF"));
    expect(() => table.with({ label: "Z", type: "R", data: [1] })).toThrow(
      /length of column Z: got 1 values, expected 4/,
    );
  });
  test("without, select, rename", () => {
    expect(table.without("H", "F").labels).toEqual(["K", "L", "SIGF"]);
    expect(table.select(["SIGF", "H"]).labels).toEqual(["SIGF", "H"]);
    expect(table.rename({ F: "FP", SIGF: "SIGFP" }).labels).toEqual(["H", "K", "L", "FP", "SIGFP"]);
    expect(table.rename({ F: "SIGF", SIGF: "F" }).labels).toEqual(["H", "K", "L", "SIGF", "F"]);
    expect(() => table.without("FF")).toThrow(MissingColumnError);
    expect(() => table.select(["F", "F"])).toThrow(/got two named F/);
    expect(() => table.rename({ G: "F" })).toThrow(MissingColumnError);
    expect(() => table.rename({ F: "SIGF" })).toThrow(/got two named SIGF/);
    expect(() => table.rename({ toString: "x" })).toThrow(MissingColumnError);
  });
});

describe("rows", () => {
  const table = fourReflections();
  test("filter by mask or function", () => {
    expect(plain(table.filter([true, false, false, true]), "L")).toEqual([4, -4]);
    expect(plain(table.filter(Uint8Array.of(0, 1, 0, 0)), "L")).toEqual([2]);
    const f = table.values("F");
    expect(
      plain(
        table.filter((row) => f[row] > 3),
        "F",
      ),
    ).toEqual([4.5, 7]);
    expect(() => table.filter([true])).toThrow(
      "mask for the table: got 1 values, expected 4, one for each row",
    );
  });
  test("take and slice", () => {
    expect(plain(table.take([3, 0, 0]), "L")).toEqual([-4, 4, 4]);
    expect(plain(table.slice(1, 3), "L")).toEqual([2, 3]);
    expect(plain(table.slice(-1), "L")).toEqual([-4]);
    for (const row of [4, -1, 0.5, Number.NaN]) {
      expect(() => table.take([row])).toThrow(
        `row of the table: got ${row}, expected an integer from 0 to 3`,
      );
    }
  });
  test("derive replaces what is named and keeps the rest", () => {
    const table = tableOf({ H: [1], K: [2], L: [3] }, { name: "x.mtz" });
    const other = table.derive({ title: "native", history: ["one"] });
    expect([other.title, other.name, other.history]).toEqual(["native", "x.mtz", ["one"]]);
    expect(other.values("H")).toBe(table.values("H"));
  });
});

import { describe, expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { amplitudesOf } from "../../lib/table/amplitudeColumns.js";
import { type ColumnInit, ReflectionTable } from "../../lib/table/reflectionTable.js";

const miller: ColumnInit[] = [
  { label: "H", type: "H", data: [1, -1, 0] },
  { label: "K", type: "H", data: [2, 1, 0] },
  { label: "L", type: "H", data: [3, 1, 4] },
];
const tableOf = (columns: ColumnInit[], more = {}) =>
  new ReflectionTable({
    columns: [...miller, ...columns],
    cell: [20, 30, 40],
    spaceGroup: "P 2 2 2",
    merged: true,
    name: "x.mtz",
    ...more,
  });
const f = (label: string, data: number[]): ColumnInit => ({ label, type: "F", data });
const q = (label: string, data: number[]): ColumnInit => ({ label, type: "Q", data });

describe("amplitudesOf", () => {
  test("finds F and its sigma, in either spelling, and brings indices into the asymmetric unit", () => {
    for (const [label, sigma] of [
      ["F", "SIGF"],
      ["F", "SigF"],
      ["FP", "SIGFP"],
      ["FNAT", "SIGFNAT"],
    ]) {
      const found = amplitudesOf(tableOf([f(label, [5, 6, 7]), q(sigma, [1, 2, 3])]));
      expect(found.labels).toEqual(["H", "K", "L", "F", "SIGF"]);
      expect(Array.from(found.hkl())).toEqual([1, 2, 3, 1, 1, 1, 0, 0, 4]);
      expect(Array.from(found.values("F"))).toEqual([5, 6, 7]);
      expect(Array.from(found.values("SIGF"))).toEqual([1, 2, 3]);
    }
  });

  test("of several, F; or the one that is named", () => {
    const table = tableOf([f("FC", [8, 8, 8]), f("F", [5, 6, 7]), q("SIGF", [1, 2, 3]), q("S", [4, 4, 4])]);
    expect(amplitudesOf(table).values("F")[0]).toBe(5);
    const named = amplitudesOf(table, { amplitude: "FC", sigma: "S" });
    expect([named.values("F")[0], named.values("SIGF")[0]]).toEqual([8, 4]);
  });

  test("of Friedel mates the weighted mean, or the one that is there", () => {
    const missing = Number.NaN;
    const found = amplitudesOf(
      tableOf([
        { label: "F(+)", type: "G", data: [10, 6, missing] },
        { label: "SIGF(+)", type: "L", data: [1, 2, missing] },
        { label: "F(-)", type: "G", data: [16, missing, missing] },
        { label: "SIGF(-)", type: "L", data: [2, missing, missing] },
      ]),
    );
    expect(Array.from(found.values("F"))).toEqual([(10 + 16 / 4) / 1.25, 6, missing]);
    expect(Array.from(found.values("SIGF"))).toEqual([1 / Math.sqrt(1.25), 2, missing]);
  });

  test("what cannot be used is refused in one sentence", () => {
    const columns = [f("F", [5, 6, 7]), q("SIGF", [1, 2, 3])];
    expect(() => amplitudesOf(tableOf(columns, { merged: false }))).toThrow(
      "amplitudes of x.mtz: got unmerged observations, expected merged amplitudes",
    );
    expect(() => amplitudesOf(tableOf([f("F", [5, 6, 7])]))).toThrow(MissingColumnError);
    expect(() => amplitudesOf(tableOf([f("FA", [5, 6, 7]), f("FB", [5, 6, 7])]))).toThrow(
      /column F is not in/,
    );
    const twice = tableOf(columns)
      .with({ label: "H", type: "H", data: [1, 0, 0] })
      .with({
        label: "K",
        type: "H",
        data: [0, 0, 0],
      });
    const repeated = twice.with({ label: "L", type: "H", data: [4, 4, -4] });
    expect(() => amplitudesOf(repeated)).toThrow(InputError);
    expect(() => amplitudesOf(repeated)).toThrow(/got 3 rows for 2 reflections, expected one for each/);
  });
});

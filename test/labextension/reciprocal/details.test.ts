/** Details of a reflection; gemmi's symmetry values (test/reference/reciprocal/lattice.json). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { reflectionDetails } from "../../../labextension/src/reciprocal/details.js";
import { reflectionsOf } from "../../../labextension/src/reciprocal/reflections.js";
import { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { intensityOf, millerColumns, someReflections } from "./someReflections.js";

interface Case {
  readonly spaceGroup: string;
  readonly cell: number[];
  readonly reflections: readonly {
    readonly hkl: readonly [number, number, number];
    readonly d: number;
    readonly equivalents: readonly unknown[];
    readonly epsilon: number;
    readonly centric: boolean;
    readonly absent: boolean;
  }[];
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../reference/reciprocal/lattice.json", import.meta.url), "utf8"),
);

test.each(cases)(
  "$spaceGroup: multiplicity, epsilon, centric, absent and d are gemmi's",
  ({ spaceGroup, cell, reflections: expected }) => {
    const reflections = someReflections(cell, spaceGroup, 12);
    for (const { hkl, d, equivalents, epsilon, centric, absent } of expected) {
      const details = reflectionDetails(reflections, hkl);
      expect(details).toMatchObject({ multiplicity: equivalents.length, epsilon, centric, absent });
      expect(details.d).toBeCloseTo(d, 9);
    }
  },
);

describe("values", () => {
  const reflections = someReflections(
    [30, 40, 50, 90, 90, 90],
    "P 21 21 21",
    3,
    (h, k, l) => h === 2 && k === 3 && l === 4,
  );

  test("of the row, from any equivalent", () => {
    const details = reflectionDetails(reflections, [-1, 2, -3]);
    expect(reflections.index(details.row!)).toEqual([1, 2, 3]);
    expect(details.values[0].label).toBe("I");
    expect(details.values[0].value).toBeCloseTo(intensityOf(1, 2, 3), 3);
    expect(details.mateIndex).toEqual([1, -2, 3]);
    expect(details.equivalents).toEqual([{ hkl: [1, 2, 3], row: details.row, mate: false }]);
  });

  test("of a missing reflection there are none", () => {
    const details = reflectionDetails(reflections, [2, -3, 4]);
    expect([details.row, details.values.length, details.equivalents.length]).toEqual([undefined, 0, 0]);
  });
});

describe("Friedel mates", () => {
  const hkl = [1, 2, 3, -1, -2, -3, 1, -2, -3, 0, 2, 3];
  const init = { cell: [30, 40, 50], spaceGroup: "P 21 21 21", name: "mates" };

  test("in rows of their own: found, told apart and subtracted", () => {
    const columns = [...millerColumns(hkl), { label: "I", type: "J", data: [100, 90, 102, 7] } as const];
    const reflections = reflectionsOf(new ReflectionTable({ ...init, columns, merged: true }));
    const details = reflectionDetails(reflections, [1, 2, 3]);
    expect(details.equivalents.map(({ row, mate }) => [row, mate])).toEqual([
      [0, false],
      [1, true],
      [2, false],
    ]);
    expect(details.mates).toEqual([{ label: "I", plus: 100, minus: 90, difference: 10 }]);
    const other = reflectionDetails(reflections, [-1, -2, -3]);
    expect(other.row).toBe(1);
    expect(other.mates).toEqual([{ label: "I", plus: 90, minus: 100, difference: -10 }]);
    expect(reflectionDetails(reflections, [0, 2, 3])).toMatchObject({ centric: true, mates: [] });
  });

  test("in columns of one row", () => {
    const columns = [
      ...millerColumns([1, 2, 3]),
      { label: "F(+)", type: "G", data: [50] } as const,
      { label: "F(-)", type: "G", data: [44] } as const,
    ];
    const reflections = reflectionsOf(new ReflectionTable({ ...init, columns, merged: true }));
    expect(reflectionDetails(reflections, [1, 2, 3]).mates).toEqual([
      { label: "F", plus: 50, minus: 44, difference: 6 },
    ]);
  });
});

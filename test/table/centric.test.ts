// Oracle: reciprocalspaceship 1.0.8 (test/reference/table/symmetry.py), equality.
import { describe, expect, test } from "vitest";
import { fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Case {
  spaceGroup: string;
  cell: number[];
  input: PlainColumns;
  centric: number[];
  absent: number[];
  epsilon: number[];
  epsilonWithCentring: number[];
}
const { cases } = reference<{ cases: Case[] }>("symmetry");

describe.each(cases)("$spaceGroup", (reference) => {
  const { spaceGroup, cell, input, centric, absent, epsilon, epsilonWithCentring } = reference;
  const table = tableOf(input, { cell, spaceGroup });
  test("labelCentrics, labelAbsences, computeEpsilon agree with reciprocalspaceship", () => {
    expect(plain(table.labelCentrics(), "CENTRIC")).toEqual(centric);
    expect(plain(table.labelAbsences(), "ABSENT")).toEqual(absent);
    expect(plain(table.computeEpsilon({ centring: true }), "EPSILON")).toEqual(epsilonWithCentring);
    expect(plain(table.computeEpsilon(), "EPSILON")).toEqual(epsilon);
  });
  test("removeAbsences keeps the others", () => {
    expect(table.removeAbsences().length).toBe(absent.filter((flag) => flag === 0).length);
    expect(plain(table.removeAbsences().labelAbsences(), "ABSENT").every((flag) => flag === 0)).toBe(true);
  });
});

test("labels are integer columns", () => {
  const table = fourReflections().labelCentrics().labelAbsences().computeEpsilon().computeMultiplicity();
  for (const label of ["CENTRIC", "ABSENT", "EPSILON", "MULTIPLICITY"]) {
    expect(table.column(label).type).toBe("I");
    expect(table.values(label)).toBeInstanceOf(Int32Array);
  }
});

test("multiplicity counts rows of the same index", () => {
  const table = tableOf({ H: [1, 2, 1, 1], K: [0, 0, 0, 0], L: [3, 3, 3, -3] });
  expect(plain(table.computeMultiplicity(), "MULTIPLICITY")).toEqual([2, 1, 2, 1]);
  expect(plain(table.hklToAsu().computeMultiplicity(), "MULTIPLICITY")).toEqual([3, 1, 3, 3]);
});

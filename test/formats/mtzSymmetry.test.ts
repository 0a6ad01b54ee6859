/** SYMINF and SYMM of a space group; oracle: the names and numbers of CCP4's syminfo.lib. */
import { expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { SymmetryError } from "../../lib/errors.js";
import { mtzSymmetryOf } from "../../lib/formats/mtzSymmetry.js";

test("a name, a number and a space group say the same", () => {
  const symmetry = mtzSymmetryOf("P 21 21 21");
  expect(symmetry).toMatchObject({
    name: "P 21 21 21",
    number: 19,
    primitiveCount: 4,
    lattice: "P",
    pointGroup: "222",
  });
  expect(symmetry.operations.length).toBe(4);
  expect(symmetry.operations[0]).toMatch(/^x,y,z$/i);
  expect(mtzSymmetryOf(19)).toEqual(symmetry);
  expect(mtzSymmetryOf(SpaceGroup.fromName("P212121"))).toEqual(symmetry);
});

test.each([
  ["R 3:H", "H 3", 146, "H", 9, 3],
  ["R 3:R", "R 3", 1146, "R", 3, 3],
  ["C 1 2 1", "C 1 2 1", 5, "C", 4, 2],
  ["P 1 1 2", "P 1 1 2", 1003, "P", 2, 2],
  ["F d -3 m:2", "F d -3 m:2", 227, "F", 192, 48],
])("%s: name, number and lattice as CCP4 has them", (group, name, number, lattice, count, primitiveCount) => {
  const symmetry = mtzSymmetryOf(group);
  expect(symmetry).toMatchObject({ name, number, lattice, primitiveCount });
  expect(symmetry.operations.length).toBe(count);
});

test("what is a file's own stays as it is, sound or odd", () => {
  const odd = { ...mtzSymmetryOf(19), name: "Q 7 7 7", number: 0 };
  expect(mtzSymmetryOf(odd)).toBe(odd);
});

test("an unknown group, and no operations", () => {
  expect(() => mtzSymmetryOf("P 7")).toThrow(SymmetryError);
  const empty = { ...mtzSymmetryOf(19), operations: [] };
  expect(() => mtzSymmetryOf(empty)).toThrow(SymmetryError);
  expect(() => mtzSymmetryOf(empty)).toThrow(
    "symmetry operations of P 21 21 21: got none, expected at least X,Y,Z",
  );
});

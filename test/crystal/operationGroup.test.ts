/** Oracle: International Tables (orders of groups); gemmi's operations in hall.test.ts; the group axioms. */
import { expect, test } from "vitest";
import {
  allOperations,
  closeGroup,
  freeAxes,
  groupKey,
  groupOfHall,
  hasFreeDirection,
  latticeLetter,
  pointGroupOfNumber,
  pointGroupOfOperations,
  splitGroup,
} from "../../lib/crystal/operationGroup.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { SymmetryOperation } from "../../lib/crystal/symmetryOperation.js";
import { SymmetryError } from "../../lib/errors.js";

test("orders of point groups", () => {
  const orders: Record<string, number> = {
    "1": 1,
    "-1": 2,
    "2": 2,
    m: 2,
    "2/m": 4,
    "222": 4,
    mm2: 4,
    mmm: 8,
    "4": 4,
    "-4": 4,
    "4/m": 8,
    "422": 8,
    "4mm": 8,
    "-42m": 8,
    "4/mmm": 16,
    "3": 3,
    "-3": 6,
    "32": 6,
    "3m": 6,
    "-3m": 12,
    "6": 6,
    "-6": 6,
    "6/m": 12,
    "622": 12,
    "6mm": 12,
    "-62m": 12,
    "6/mmm": 24,
    "23": 12,
    "m-3": 24,
    "432": 24,
    "-43m": 24,
    "m-3m": 48,
  };
  const seen = new Set<string>();
  for (const group of SpaceGroup.all()) {
    const { symbol } = pointGroupOfNumber(group.number);
    expect(group.primitiveOperations.length).toBe(orders[symbol]);
    expect(pointGroupOfOperations(group.primitiveOperations).symbol).toBe(symbol);
    seen.add(symbol);
  }
  expect(seen.size).toBe(32);
});

test("taking apart gives back what was put together", () => {
  for (const hall of ["F 4d 2 3 -1ad", '-R 3 2"c', "I 2b 2c", "P 3*", "-C 2yc", "H 3", "S 1", "T 1"]) {
    const group = groupOfHall(hall);
    const split = splitGroup(allOperations(group));
    expect(split.primitive.map(String)).toEqual(group.primitive.map(String));
    expect(split.centring).toEqual(group.centring);
    expect(groupKey(splitGroup(allOperations(group).reverse()))).toBe(groupKey(group));
    expect(latticeLetter(split.centring)).toBe(hall.replace("-", "")[0]);
  }
  expect(
    latticeLetter([
      [0, 0, 0],
      [0, 12, 0],
    ]),
  ).toBe("?");
});

test("repeated operations count once", () => {
  const operations = ["x,y,z", "-x,-y,z", "-x,-y,z", "x,y,z"].map((triplet) =>
    SymmetryOperation.parse(triplet),
  );
  expect(splitGroup(operations).primitive.length).toBe(2);
});

test("free directions", () => {
  const free = (hall: string): [boolean[], boolean] => {
    const { primitive } = groupOfHall(hall);
    return [freeAxes(primitive), hasFreeDirection(primitive)];
  };
  expect(free("P 2y")).toEqual([[false, true, false], true]);
  expect(free("P -2y")).toEqual([[true, false, true], true]);
  expect(free("P 3*")).toEqual([[false, false, false], true]);
  expect(free("P 2 2")).toEqual([[false, false, false], false]);
});

test("generators that go on for ever are refused", () => {
  const shear = SymmetryOperation.parse("x+y,y,z");
  expect(() => closeGroup([shear])).toThrow(SymmetryError);
  expect(() => closeGroup([shear])).toThrow("more than 48 rotations");
});

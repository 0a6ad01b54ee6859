/**
 * Oracle: the conditions of the tabulated settings, which reflectionSymmetry.test.ts holds against sgtbx and gemmi; and that
 * any asymmetric unit holds every orbit exactly once.
 */
import { expect, test } from "vitest";
import { groupOfHall } from "../../lib/crystal/operationGroup.js";
import {
  asuOfOperations,
  asuOfSetting,
  isInReferenceAsu,
  isLargest,
} from "../../lib/crystal/reciprocalAsu.js";
import { ReflectionSymmetry } from "../../lib/crystal/reflectionSymmetry.js";
import { spaceGroupTable } from "../../lib/crystal/spaceGroupTable.js";

test("operations alone lead to the condition of a reference setting", () => {
  const reference = spaceGroupTable.filter(({ fromReference }) => fromReference === "x,y,z");
  for (const { hall, number, fromReference } of reference) {
    expect({ hall, ...asuOfOperations(groupOfHall(hall).primitive) }).toEqual({
      hall,
      ...asuOfSetting(number, fromReference),
    });
  }
});

test("whatever the setting, each orbit has one member inside", () => {
  const halls = [
    "P 1 (x-y,y,z)",
    "P 2y (x,y+2x,z)",
    "P 4 (x,y,z+3x)",
    "P 3* (x+y,y,z+y)",
    "-P 4 2 3 (x,y+x,z)",
    "F 2 2 (-x+y+z,x-y+z,x+y-z)",
  ];
  for (const hall of [
    ...halls,
    ...spaceGroupTable.filter((_, i) => i % 9 === 0).map((entry) => entry.hall),
  ]) {
    const group = groupOfHall(hall);
    const symmetry = new ReflectionSymmetry(group, asuOfOperations(group.primitive));
    for (let h = -3; h <= 3; h++) {
      for (let k = -3; k <= 3; k++) {
        const orbit = group.primitive.map((operation) => operation.applyToHkl(h, k, 2));
        const members = new Set([...orbit, ...orbit.map((hkl) => hkl.map((index) => 0 - index))].map(String));
        const inside = [...members].filter((member) => {
          const [p, q, r] = member.split(",").map(Number);
          return symmetry.isInAsu(p, q, r);
        });
        expect(`${hall} ${h} ${k} 2: ${inside.length}`).toBe(`${hall} ${h} ${k} 2: 1`);
        const mapped = symmetry.mapToAsu(Int32Array.of(h, k, 2));
        expect(mapped.hkl.join(",")).toBe(inside[0]);
        expect(Array.from(symmetry.mapFromAsu(mapped.hkl, mapped.isym))).toEqual([h, k, 2]);
      }
    }
  }
});

test("where no condition fits, the largest by l, k, h", () => {
  const { primitive } = groupOfHall("P 2y (x,y+2x,z)");
  expect(asuOfOperations(primitive).kind).toBe(-1);
  expect(isLargest(primitive, 1, 2, 3)).toBe(primitive.every((o) => String(o.applyToHkl(1, 2, 3)) <= "9"));
});

test("CCP4's conditions at their edges", () => {
  const inside = (kind: number, list: string): boolean[] =>
    list.split("; ").map((hkl) => {
      const [h, k, l] = hkl.split(" ").map(Number);
      return isInReferenceAsu(kind, h, k, l);
    });
  expect(inside(0, "0 0 0; 0 1 0; 0 -1 0; 1 -1 0; -1 1 0; -1 -1 1")).toEqual([
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
  expect(inside(5, "0 0 1; 0 0 -1; 0 1 -5; 1 0 0")).toEqual([true, false, true, false]);
  expect(inside(6, "1 0 -1; 1 1 -1; 1 0 1")).toEqual([false, true, true]);
  expect(inside(7, "1 0 -1; 1 1 -1; 1 1 1")).toEqual([true, false, true]);
});

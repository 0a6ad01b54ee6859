/** Oracle: gemmi's operations of all 564 settings, in order (test/reference/crystal/spaceGroups.json); Hall (1981). */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { parseHall } from "../../lib/crystal/hall.js";
import { allOperations, groupKey, groupOfHall } from "../../lib/crystal/operationGroup.js";
import { SymmetryError } from "../../lib/errors.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };

function digest(operations: readonly unknown[]): string {
  return createHash("sha1").update(operations.map(String).join(" ")).digest("hex").slice(0, 12);
}

describe("Hall symbols", () => {
  test("operations of every setting are gemmi's, in gemmi's order", () => {
    expect(golden.settings.length).toBe(564);
    for (const { hall, primitive, operations } of golden.settings) {
      const group = groupOfHall(hall);
      expect(`${hall} ${digest(group.primitive)}`).toBe(`${hall} ${primitive}`);
      expect(`${hall} ${digest(allOperations(group))}`).toBe(`${hall} ${operations}`);
    }
  });

  test.each([
    ["P 61 2 (0 0 5)", "P 61 2 (x,y,z+5/12)"],
    ["P 61 2 (0 0 -7)", "P 61 2 (0 0 5)"],
    ["P_2ac_2ab", "P 2ac 2ab"],
    [" -P 2ybc ", "-P 2ybc"],
    ["- P 2ybc", "-P 2ybc"],
    ["P 2yb", "P 2y1"],
    ["P 2y1", "P 21y"],
    ["P 2c 2", "P 21 2"],
    ["P 4cw", "P 43"],
    ["P 4w", "P 41"],
    ["P 2 2", "P 2z 2x"],
    ["P 3 2", "P 3z 2'"],
    ["P 3*", "P 3*z"],
    ["P 2", "C 2 (x+y,-x+y,z)"],
    ["A 2", "C 2y (z,x,y)"],
    ["P 3*", "R 3 (-y+z,x+z,-x+y+z)"],
    ["R 3", "P 3* (2/3x-1/3y-1/3z,1/3x+1/3y-2/3z,1/3x+1/3y+1/3z)"],
    ["F 4 2", "I 4 2 (1/2x+1/2y,-1/2x+1/2y,z)"],
  ])("%s is %s", (first, second) => {
    expect(groupKey(groupOfHall(first))).toBe(groupKey(groupOfHall(second)));
  });

  test("translations of the generators and the lattice", () => {
    const { generators, centring } = parseHall("-I 4bd 2c 3");
    expect(generators.map(String)).toEqual(["-y+1/4,x+3/4,z+1/4", "x,-y,-z+1/2", "z,x,y", "-x,-y,-z"]);
    expect(centring).toEqual([
      [0, 0, 0],
      [12, 12, 12],
    ]);
    expect(parseHall("R 3").centring.slice(1)).toEqual([
      [16, 8, 8],
      [8, 16, 16],
    ]);
    expect(parseHall("H 3").centring.length).toBe(3);
    expect(parseHall("P 1").generators).toEqual([]);
  });

  test.each([
    ["", "got no lattice letter and generators"],
    ["Q 2", "got no lattice letter and generators"],
    ["p 2", "got no lattice letter and generators"],
    ["P 2 (0 0", "got no lattice letter and generators"],
    ["P 2 (0 0 1) 3", "got no lattice letter and generators"],
    ["P 5", 'got "5", expected a rotation'],
    ["P 2q", 'got "2q", expected a rotation'],
    ["P 3'", "got a 3-fold axis along ', expected 2', 2\" or 3*"],
    ["P 2*", "got a 2-fold axis along *, expected"],
    ["P 2 3", "got no axis, expected one of x, y, z"],
    ["P 1 2 2", "got no axis, expected one of x, y, z"],
    ["P 2 (0 0)", "got 1 parts, expected three"],
    ["P 2 (x,y,z+1/5)", "expected a multiple of 1/24"],
    ["P 2 (x,x,z)", 'got "(x,x,z)" of determinant 0'],
    ["P 3 (x/2,y,z)", "expected a change between lattice bases"],
  ])('"%s" is refused', (symbol, message) => {
    expect(() => parseHall(symbol)).toThrow(SymmetryError);
    expect(() => parseHall(symbol)).toThrow(message);
  });
});

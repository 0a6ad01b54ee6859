/** Oracles: gemmi's positions, d and equivalents (test/reference/reciprocal/lattice.json), and the library's own d. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import {
  directVector,
  indexMatrices,
  largestRadius,
  moveIndex,
  multiply,
  positions,
  reciprocalBasis,
  transform,
  type Vector3,
} from "../../../labextension/src/reciprocal/lattice.js";
import { SpaceGroup } from "../../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../../lib/crystal/unitCell.js";

interface Case {
  readonly spaceGroup: string;
  readonly cell: number[];
  readonly reflections: readonly {
    readonly hkl: Vector3;
    readonly s: Vector3;
    readonly d: number;
    readonly equivalents: Vector3[];
  }[];
}

const { cases }: { cases: Case[] } = JSON.parse(
  readFileSync(new URL("../../reference/reciprocal/lattice.json", import.meta.url), "utf8"),
);

describe.each(cases)("$spaceGroup", ({ spaceGroup, cell, reflections }) => {
  const [lattice, group] = [UnitCell.of(cell), SpaceGroup.of(spaceGroup)];
  const basis = reciprocalBasis(lattice);

  test("positions are gemmi's, and as far out as 1/d", () => {
    for (const { hkl, s, d } of reflections) {
      const ours = transform(basis, hkl);
      for (let axis = 0; axis < 3; axis++) expect(Math.abs(ours[axis] - s[axis])).toBeLessThan(1e-12);
      expect(Math.hypot(...ours) * d).toBeCloseTo(1, 10);
      expect(Math.hypot(...ours) * lattice.dSpacing(...hkl)).toBeCloseTo(1, 12);
    }
  });

  test("all equivalents are drawn: as many different ones as the multiplicity, and they are gemmi's", () => {
    const matrices = indexMatrices(group, "all");
    for (const { hkl, equivalents } of reflections) {
      const drawn = new Set(matrices.map((matrix) => moveIndex(matrix, hkl).join(" ")));
      expect([...drawn].sort()).toEqual(equivalents.map((index) => index.join(" ")).sort());
      expect(drawn.size).toBe(group.multiplicity(...hkl));
    }
  });

  test("a matrix keeps the length of s", () => {
    for (const matrix of indexMatrices(group, "all"))
      for (const { hkl, d } of reflections)
        expect(Math.abs(Math.hypot(...transform(multiply(basis, matrix), hkl)) * d - 1)).toBeLessThan(1e-12);
  });

  test("s · t of a direct vector is hu + kv + lw", () => {
    for (const { hkl } of reflections) {
      const [s, t] = [transform(basis, hkl), directVector(lattice, [2, -1, 3])];
      expect(s[0] * t[0] + s[1] * t[1] + s[2] * t[2]).toBeCloseTo(2 * hkl[0] - hkl[1] + 3 * hkl[2], 9);
    }
  });
});

test("what is drawn beside the file: nothing, Friedel mates, the operations, both", () => {
  const group = SpaceGroup.of("P 21 21 21");
  const count = (expansion: "none" | "friedel" | "laue" | "all") => indexMatrices(group, expansion).length;
  expect([count("none"), count("friedel"), count("laue"), count("all")]).toEqual([1, 2, 4, 8]);
  expect(indexMatrices(SpaceGroup.of("P -1"), "all").length).toBe(2);
  expect([...indexMatrices(group, "all")[0]]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
});

test("positions and the largest radius of a list", () => {
  const cell = new UnitCell(10, 20, 30, 80, 95, 110);
  const hkl = Int32Array.of(1, 0, 0, -2, 3, 4, 0, 0, 0);
  const s = positions(reciprocalBasis(cell), hkl);
  expect(1 / Math.hypot(s[3], s[4], s[5])).toBeCloseTo(cell.dSpacing(-2, 3, 4), 5);
  expect([...s.subarray(6)]).toEqual([0, 0, 0]);
  expect(largestRadius(cell, hkl)).toBeCloseTo(1 / cell.dSpacing(-2, 3, 4), 12);
  expect(largestRadius(cell, [])).toBe(0);
});

/** Oracle: gemmi's make_miller_array for 20 groups (test/reference/crystal/spaceGroups.json); brute force. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { generateHkl, HklIndex, packHkl, unpackHkl } from "../../lib/crystal/millerIndex.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import golden from "../reference/crystal/spaceGroups.json" with { type: "json" };

function rowsOf(hkl: Int32Array): number[][] {
  return Array.from({ length: hkl.length / 3 }, (_, i) => Array.from(hkl.subarray(3 * i, 3 * i + 3)));
}

describe("unique reflections", () => {
  test("are gemmi's", () => {
    for (const [name, cell, dMin, count, digest] of golden.unique) {
      const hkl = rowsOf(generateHkl(cell as number[], String(name), Number(dMin)));
      const text = hkl.map((row) => row.join(",")).join(" ");
      const ours = createHash("sha1").update(text).digest("hex").slice(0, 12);
      expect([name, hkl.length, ours]).toEqual([name, count, digest]);
    }
  });

  test("anomalous adds the mates of acentric reflections, absent keeps absences, dMax takes away", () => {
    const [cell, group] = [new UnitCell(20, 25, 30), SpaceGroup.fromName("P 21 21 21")];
    const plain = generateHkl(cell, group, 3);
    const anomalous = generateHkl(cell, group, 3, { anomalous: true });
    const acentric = rowsOf(plain).filter(([h, k, l]) => !group.isCentric(h, k, l));
    expect(anomalous.subarray(0, plain.length)).toEqual(plain);
    expect(rowsOf(anomalous.subarray(plain.length))).toEqual(acentric.map((row) => row.map((i) => -i)));
    const absent = generateHkl(cell, group, 3, { absent: true });
    expect(rowsOf(absent).filter(([h, k, l]) => !group.isAbsent(h, k, l))).toEqual(rowsOf(plain));
    expect(absent.length).toBeGreaterThan(plain.length);
    const high = rowsOf(generateHkl(cell, group, 3, { dMax: 5 }));
    expect(high).toEqual(rowsOf(plain).filter(([h, k, l]) => cell.dSpacing(h, k, l) <= 5));
  });

  test("a reflection at the very limit counts", () => {
    expect(rowsOf(generateHkl([30, 30, 30], "P -1", 10)).some((row) => row.join() === "0,0,3")).toBe(true);
    expect(rowsOf(generateHkl([30, 30, 30], "P -1", 10.0001)).some((row) => row.join() === "0,0,3")).toBe(
      false,
    );
    expect(
      rowsOf(generateHkl([30, 30, 30], "P -1", 5, { dMax: 10 })).some((row) => row.join() === "0,0,3"),
    ).toBe(true);
  });

  test("all of a flat triclinic cell are found", () => {
    const cell = new UnitCell(9, 10, 30, 25, 40, 60);
    const found = new Set(rowsOf(generateHkl(cell, "P 1", 1.5)).map(String));
    let expected = 0;
    for (let h = -8; h <= 8; h++) {
      for (let k = -8; k <= 8; k++) {
        for (let l = 0; l <= 22; l++) {
          if (!SpaceGroup.of(1).isInAsu(h, k, l) || !(cell.dSpacing(h, k, l) >= 1.5)) continue;
          if (h === 0 && k === 0 && l === 0) continue;
          expected++;
          expect(found.has(`${h},${k},${l}`)).toBe(true);
        }
      }
    }
    expect(found.size).toBe(expected);
  });

  test.each([
    [0, {}, "dMin: got 0, expected a positive number of Å"],
    [-1, {}, "dMin: got -1"],
    [Number.NaN, {}, "dMin: got NaN"],
    [1e-5, {}, "reflections in this cell, expected fewer than 4000000000"],
    [2, { dMax: 1 }, "dMax: got 1, expected at least dMin, 2 Å"],
  ])("dMin %d with %j is refused", (dMin, options, message) => {
    expect(() => generateHkl([10, 20, 30], "P 1", dMin, options)).toThrow(InputError);
    expect(() => generateHkl([10, 20, 30], "P 1", dMin, options)).toThrow(message);
  });
});

describe("keys", () => {
  test("pack and unpack, in order of h, k, l", () => {
    const list = [
      [-32767, 32767, 0],
      [-2, 5, 9],
      [-1, -5, 3],
      [0, 0, -1],
      [0, 0, 0],
      [0, 1, -32767],
      [32767, 32767, 32767],
    ] as const;
    const keys = list.map(([h, k, l]) => packHkl(h, k, l));
    expect(keys.map(unpackHkl)).toEqual(list);
    expect([...keys].sort((a, b) => a - b)).toEqual(keys);
    expect(keys.every(Number.isSafeInteger)).toBe(true);
  });

  test.each([
    [32768, 0, 0],
    [0, -32768, 0],
    [0, 0, 1.5],
    [0, Number.NaN, 0],
  ])("%d %d %d is refused", (h, k, l) => {
    expect(() => packHkl(h, k, l)).toThrow(InputError);
  });
});

describe("finding equal indices", () => {
  test("as a map of texts does", () => {
    const hkl = Int32Array.from({ length: 30_000 }, (_, i) => (Math.imul(i, 2654435761) >>> 27) - 16);
    const index = new HklIndex(hkl);
    const expected = new Map<string, number>();
    const groups = rowsOf(hkl).map((row) => {
      if (!expected.has(String(row))) expected.set(String(row), expected.size);
      return expected.get(String(row));
    });
    expect(index.size).toBe(expected.size);
    expect(Array.from(index.groups)).toEqual(groups);
    expect(rowsOf(index.unique).map(String)).toEqual([...expected.keys()]);
    expect(Array.from(index.findAll(hkl))).toEqual(groups);
    expect(index.find(100, 0, 0)).toBe(-1);
  });

  test("an empty list, and a length that is no multiple of 3", () => {
    expect(new HklIndex(new Int32Array(0)).find(0, 0, 0)).toBe(-1);
    expect(() => new HklIndex(new Int32Array(4))).toThrow(InputError);
  });
});

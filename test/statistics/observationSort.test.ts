/** Oracle: JavaScript's own sort, of rows as objects, on random observations; the space group's answers one by one. */
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import {
  describeReflections,
  gather,
  type ObservationRows,
  sortByReflection,
  uniqueReflections,
} from "../../lib/statistics/observationSort.js";
import { random } from "../table/random.js";

const cell = new UnitCell(30, 40, 50);
const group = SpaceGroup.fromName("P 21 21 21");

/** Observations of few reflections, in random order; a fifth of the rows may not be used. */
function randomRows(count: number, seed: number): ObservationRows {
  const next = random(seed);
  const index = () => Math.floor(4 * next());
  return {
    hkl: Int32Array.from({ length: 3 * count }, index),
    minus: Uint8Array.from({ length: count }, () => (next() < 0.5 ? 1 : 0)),
    intensity: Float64Array.from({ length: count }, () => 100 * next()),
    sigma: Float64Array.from({ length: count }, () => 1 + next()),
    batch: Int32Array.from({ length: count }, (_, i) => i % 17),
    keep: Uint8Array.from({ length: count }, () => (next() < 0.8 ? 1 : 0)),
  };
}

function triple(hkl: Int32Array, i: number): number[] {
  return [...hkl.subarray(3 * i, 3 * i + 3)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}

describe("uniqueReflections", () => {
  test("each index once, ascending in h, then k, then l; every row kept knows its own", () => {
    const next = random(3);
    const hkl = Int32Array.from({ length: 3000 }, () => Math.floor(9 * next()) - 4);
    const keep = Uint8Array.from({ length: 1000 }, () => (next() < 0.9 ? 1 : 0));
    const unique = uniqueReflections(hkl, keep);
    const count = unique.hkl.length / 3;
    for (let r = 1; r < count; r++)
      expect(compare(triple(unique.hkl, r - 1), triple(unique.hkl, r))).toBeLessThan(0);
    const used = new Set<string>();
    for (let i = 0; i < keep.length; i++) {
      if (keep[i] === 0) expect(unique.reflection[i]).toBe(-1);
      else {
        expect(triple(unique.hkl, unique.reflection[i])).toEqual(triple(hkl, i));
        used.add(String(triple(hkl, i)));
      }
    }
    expect(count).toBe(used.size);
  });

  test("indices larger than those of real crystals do not meet", () => {
    const hkl = Int32Array.of(9999, -9999, 9999, 9999, -9999, 9998, -9999, 9999, -9999, 0, 0, 0);
    const { reflection } = uniqueReflections(hkl, new Uint8Array(4).fill(1));
    expect([...reflection]).toEqual([3, 2, 0, 1]);
  });

  test("nothing kept, nothing there", () => {
    expect(uniqueReflections(Int32Array.of(1, 2, 3), Uint8Array.of(0))).toEqual({
      hkl: new Int32Array(0),
      reflection: Int32Array.of(-1),
    });
    expect(uniqueReflections(new Int32Array(0), new Uint8Array(0)).hkl).toHaveLength(0);
  });
});

test("reflections are described as cell and space group describe them", () => {
  const hkl = Int32Array.of(0, 0, 0, 0, 0, 2, 0, 0, 3, 0, 2, 3, 1, 2, 3, 5, 0, 0);
  const described = describeReflections(hkl, cell, group);
  expect([...described.absent]).toEqual([1, 0, 1, 0, 0, 1]);
  // Of 0 0 l the twofold axis along c makes two operations the same.
  expect([...described.epsilon].slice(1)).toEqual([2, 2, 1, 1, 2]);
  expect([...described.centric].slice(1)).toEqual([1, 1, 1, 0, 1]);
  expect(described.inverseDSquared[4]).toBeCloseTo(1 / 900 + 4 / 1600 + 9 / 2500, 14);
});

describe("sortByReflection", () => {
  const rows = randomRows(700, 5);
  const unique = uniqueReflections(rows.hkl, rows.keep);
  const described = describeReflections(unique.hkl, cell, group);
  const sorted = sortByReflection(rows, unique, described);

  test("rows in order of index, then Friedel sign (of acentric reflections), then as they came", () => {
    const expected = Array.from(rows.keep.keys())
      .filter((row) => rows.keep[row] === 1)
      .map((row) => {
        const [h, k, l] = triple(rows.hkl, row);
        const minus = group.isCentric(h, k, l) ? 0 : rows.minus[row];
        return [h, k, l, minus, row];
      })
      .sort(compare);
    expect([...sorted.row]).toEqual(expected.map(([, , , , row]) => row));
  });

  test("values go with their rows", () => {
    for (const [i, row] of sorted.row.entries()) {
      expect(sorted.intensity[i]).toBe(rows.intensity[row]);
      expect(sorted.sigma[i]).toBe(rows.sigma[row]);
      expect(sorted.batch[i]).toBe(rows.batch[row]);
    }
  });

  test("start and minusStart bound the rows of each reflection and of its I(−)", () => {
    expect(sorted.start).toHaveLength(sorted.reflectionCount + 1);
    expect(sorted.start[sorted.reflectionCount]).toBe(rows.keep.reduce((sum, keep) => sum + keep, 0));
    for (let r = 0; r < sorted.reflectionCount; r++) {
      const [from, middle, to] = [sorted.start[r], sorted.minusStart[r], sorted.start[r + 1]];
      expect(to).toBeGreaterThan(from);
      for (let i = from; i < to; i++) {
        const row = sorted.row[i];
        expect(triple(rows.hkl, row)).toEqual(triple(sorted.hkl, r));
        if (sorted.centric[r] === 0) expect(rows.minus[row]).toBe(i < middle ? 0 : 1);
      }
      if (sorted.centric[r] === 1) expect(middle).toBe(to);
    }
  });

  test("a reflection whose rows are all dropped later on leaves no gap", () => {
    const keep = rows.keep.map((value, row) => (unique.reflection[row] === 1 ? 0 : value));
    const fewer = sortByReflection({ ...rows, keep }, unique, described);
    expect(fewer.reflectionCount).toBe(sorted.reflectionCount - 1);
    expect(triple(fewer.hkl, 1)).toEqual(triple(sorted.hkl, 2));
    expect(fewer.inverseDSquared[1]).toBe(sorted.inverseDSquared[2]);
    expect(fewer.epsilon[1]).toBe(sorted.epsilon[2]);
  });

  test("no rows", () => {
    const none = randomRows(0, 1);
    const empty = uniqueReflections(none.hkl, none.keep);
    const result = sortByReflection(none, empty, describeReflections(empty.hkl, cell, group));
    expect([result.reflectionCount, result.start, result.row]).toEqual([
      0,
      new Int32Array(1),
      new Int32Array(0),
    ]);
  });
});

test("gather takes elements into the array given", () => {
  const out = new Float64Array(3);
  expect(gather(Float64Array.of(5, 6, 7), [2, 0, 2], out)).toBe(out);
  expect([...out]).toEqual([7, 5, 7]);
});

// Oracle: pandas 2.3.3 (test/reference/table/verbs.py) and Array.prototype.sort, which is stable; equality.
import { describe, expect, test } from "vitest";
import { packKeys } from "../../lib/table/keys.js";
import { isSorted, radixPermutation } from "../../lib/table/sort.js";
import { random } from "./random.js";
import { fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Sort {
  by: string[];
  descending: boolean[];
  rows: number[];
}
const { left, sorts } = reference<{ left: PlainColumns; sorts: Sort[] }>("verbs");

test.each(sorts)("sort by $by, descending $descending, agrees with pandas", ({ by, descending, rows }) => {
  const table = tableOf(left, { merged: false });
  const numbered = table.with({
    label: "ROW",
    type: "I",
    data: Int32Array.from({ length: table.length }, (_, i) => i),
  });
  const sorted = numbered.sort(by.map((label, i) => ({ label, descending: descending[i] })));
  expect(plain(sorted, "ROW")).toEqual(rows);
});

test("by default by Miller index; one label needs no array; what is sorted stays", () => {
  const table = fourReflections();
  expect(plain(table.sort(), "H")).toEqual([-1, 1, 2, 3]);
  expect(plain(table.sort("F"), "H")).toEqual([2, 1, -1, 3]);
  expect(plain(table.sort({ label: "H", descending: true }), "H")).toEqual([3, 2, 1, -1]);
  expect(() => table.sort("Fobs")).toThrow(/column Fobs is not in the table/);
});

describe("keys of every kind sort as numbers do", () => {
  const special = [
    0,
    -0,
    1,
    -1,
    0.5,
    -0.5,
    1e30,
    -1e30,
    1e-30,
    -1e-30,
    Infinity,
    -Infinity,
    Number.NaN,
    2 ** 31,
    -(2 ** 31),
  ];
  const next = random(3);
  const pick = (): number =>
    next() < 0.4 ? special[Math.floor(next() * special.length)] : (next() - 0.5) * 2 ** (next() * 60 - 30);
  const kinds = {
    Int32Array: () =>
      Int32Array.from({ length: 500 }, () =>
        next() < 0.1 ? -(2 ** 31) : Math.floor((next() - 0.5) * 2 ** (1 + 31 * next())),
      ),
    Float32Array: () => Float32Array.from({ length: 500 }, pick),
    Float64Array: () => Float64Array.from({ length: 500 }, pick),
  };
  const compare = (a: number, b: number, down: boolean): number => {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    const order = a < b ? -1 : a > b ? 1 : 0;
    return down ? -order : order;
  };
  test.each(Object.entries(kinds))("%s, alone and behind a small key, both directions", (_, make) => {
    for (const down of [false, true]) {
      const data = make();
      const coarse = Int32Array.from(data, () => Math.floor(next() * 4) - 2);
      for (const columns of [[data], [coarse, data], [data, coarse]]) {
        const [packed] = packKeys(
          [columns],
          columns.map(() => down),
        );
        const order = radixPermutation(packed);
        const expected = Array.from(data, (_value, i) => i).sort((a, b) => {
          for (const column of columns) {
            const sign = compare(column[a], column[b], down);
            if (sign !== 0) return sign;
          }
          return a - b;
        });
        expect([...order]).toEqual(expected);
        expect(isSorted(packed)).toBe(expected.every((row, i) => row === i));
      }
    }
  });
});

test("small whole numbers are packed into one word, whatever their number", () => {
  const columns = [-40, -50, -60].map((low) => Int32Array.of(low, -low, 0));
  const [packed] = packKeys([columns]);
  expect(packed.words.length).toBe(1);
  expect(packed.bits).toEqual([21]);
  const [constant] = packKeys([[Int32Array.of(7, 7, 7)]]);
  expect([...radixPermutation(constant)]).toEqual([0, 1, 2]);
});

// Oracle: comparison of the values themselves, row with row: −0 is 0, and NaN is equal to NaN and larger than all else.
import { describe, expect, test } from "vitest";
import type { ColumnData } from "../../lib/table/index.js";
import { type PackedKeys, packKeys, sameKey } from "../../lib/table/keys.js";
import { random } from "./random.js";

function compareWords(a: PackedKeys, i: number, b: PackedKeys, j: number): number {
  for (let w = 0; w < a.words.length; w++)
    if (a.words[w][i] !== b.words[w][j]) return a.words[w][i] < b.words[w][j] ? -1 : 1;
  return 0;
}

function compareValues(x: number, y: number, down: boolean): number {
  if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y));
  return x === y ? 0 : x < y !== down ? -1 : 1;
}

/** Compares rows by key columns, the first first. */
function compareRows(
  one: readonly ColumnData[],
  i: number,
  two: readonly ColumnData[],
  j: number,
  down: readonly boolean[],
): number {
  for (let c = 0; c < one.length; c++) {
    const order = compareValues(one[c][i], two[c][j], down[c] ?? false);
    if (order !== 0) return order;
  }
  return 0;
}

/** Words of all tables compare as the rows do, every row with every row. */
function expectWordsCompareAsRows(
  tables: readonly (readonly ColumnData[])[],
  down: readonly boolean[] = [],
): PackedKeys[] {
  const packed = packKeys(tables, down);
  for (const [s, one] of tables.entries())
    for (const [t, two] of tables.entries())
      for (let i = 0; i < one[0].length; i++)
        for (let j = 0; j < two[0].length; j++) {
          const expected = compareRows(one, i, two, j, down);
          if (
            compareWords(packed[s], i, packed[t], j) !== expected ||
            sameKey(packed[s], i, packed[t], j) !== (expected === 0)
          )
            expect.fail(`row ${i} of table ${s} and row ${j} of table ${t}: expected the order ${expected}`);
        }
  return packed;
}

const whole = Int32Array.of(0, -1, 1, -(2 ** 31), 2 ** 31 - 1, 5, 5, -7);
const real = [0, -0, 1.5, -1.5, Number.NaN, Infinity, -Infinity, 1e-45, -1e-45, 3e38, -3e38, 1, Number.NaN];
const fine = [...real, 1 + 2 ** -52, 1 - 2 ** -53, -1 - 2 ** -52, -1, 5e-324, -5e-324, 1e308, 2 ** 40 + 0.5];

describe.each([false, true])("descending %s", (down) => {
  test("integers over the whole range", () => {
    expect(expectWordsCompareAsRows([[whole]], [down])[0].bits).toEqual([32]);
  });

  test("floats: signs, zeros, subnormal numbers, infinities; NaN last in either direction", () => {
    expectWordsCompareAsRows([[Float32Array.from(real)]], [down]);
  });

  test("doubles, to the last bit", () => {
    expectWordsCompareAsRows([[Float64Array.from(fine)]], [down]);
  });

  test("a NaN with its sign set is a NaN", () => {
    const bits = Uint32Array.of(0xffc00000, 0x7fc00001, 0x7f800000);
    expectWordsCompareAsRows([[new Float32Array(bits.buffer)]], [down]);
  });
});

describe("several columns", () => {
  test("the first decides, then the next, each in its own direction", () => {
    const next = random(2);
    const rows = 60;
    const few = (make: () => number) => Array.from({ length: rows }, make);
    const columns: ColumnData[] = [
      Int32Array.from(few(() => Math.floor(4 * next()) - 2)),
      Float32Array.from(few(() => (next() < 0.2 ? Number.NaN : Math.floor(3 * next()) - 1.5))),
      Int32Array.from(few(() => Math.floor(3 * next()) + 1e6)),
      Float64Array.from(few(() => Math.floor(3 * next()) / 3)),
    ];
    for (let code = 0; code < 16; code++)
      expectWordsCompareAsRows(
        [columns],
        columns.map((_, c) => ((code >> c) & 1) === 1),
      );
  });

  test("Miller indices of a crystal go into one word", () => {
    const hkl = [Int32Array.of(-200, 200, 3), Int32Array.of(0, 300, 7), Int32Array.of(-511, 511, -4)];
    const [{ words, bits }] = expectWordsCompareAsRows([hkl]);
    expect(words).toHaveLength(1);
    // Spans of 401, 301 and 1023 numbers.
    expect(bits).toEqual([9 + 9 + 10]);
  });

  test("a column that does not fit begins the next word", () => {
    const column = Int32Array.of(0, 2 ** 20 - 1, 77);
    expect(expectWordsCompareAsRows([[column, column, column]])[0].bits).toEqual([20, 20, 20]);
  });

  test("columns of one value take no room, but keep the rows", () => {
    const [packed] = packKeys([[Int32Array.of(5, 5, 5)]]);
    expect(packed).toEqual({ length: 3, words: [], bits: [] });
    expect(sameKey(packed, 0, packed, 2)).toBe(true);
  });
});

describe("several tables", () => {
  test("of the same types compare with each other", () => {
    expectWordsCompareAsRows([
      [Int32Array.of(1, 2, 3), Float32Array.of(1, Number.NaN, -1)],
      [Int32Array.of(-100, 2, 3), Float32Array.of(5, Number.NaN, -1)],
      [new Int32Array(0), new Float32Array(0)],
    ]);
  });

  test("integers of one compare with floats of another", () => {
    expectWordsCompareAsRows([
      [Int32Array.of(1, 2, 2 ** 24 + 1, -3)],
      [Float32Array.of(1, 2.5, 2 ** 24, Number.NaN)],
      [Float64Array.of(1 + 2 ** -40, 2, 2 ** 24 + 1, -3)],
    ]);
  });
});

test("no rows and no columns", () => {
  expect(packKeys([[new Int32Array(0)]])).toEqual([{ length: 0, words: [], bits: [] }]);
  expect(packKeys([[]])).toEqual([{ length: 0, words: [], bits: [] }]);
});

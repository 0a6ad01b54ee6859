/** Rows of reals as bits; oracle: IEEE 754 bit patterns by hand, DataView for the byte order. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import {
  bitsOfValues,
  columnBits,
  rangeOfBits,
  rowsOfColumns,
  sameFlag,
  swapWords,
  valuesOfBits,
} from "../../lib/formats/mtzRows.js";

const bits = (...values: number[]): Uint32Array => new Uint32Array(Float32Array.from(values).buffer);
const column = (data: Parameters<typeof bitsOfValues>[0]["data"], type: "F" | "H" | "I" = "F") => ({
  label: "X",
  type,
  data,
});
const quietNan = 0x7fc00000;
const oddNan = 0xffc12345;

test("bytes of a word turned round", () => {
  const words = Uint32Array.of(0x01020304, 0xff000080);
  swapWords(words);
  expect([...words]).toEqual([0x04030201, 0x800000ff]);
});

test.each([false, true])("columns to rows and back, every bit, big-endian %s", (bigEndian) => {
  const columns = [bits(1, -2.5, 3), Uint32Array.of(0x7f800001, oddNan, 7)];
  const rows = rowsOfColumns(columns, 3, bigEndian);
  const view = new DataView(rows.bytes.buffer, rows.bytes.byteOffset);
  expect(rows).toMatchObject({ rowCount: 3, columnCount: 2, bigEndian });
  expect(view.getFloat32(8, !bigEndian)).toBe(-2.5);
  expect(view.getUint32(12, !bigEndian)).toBe(oddNan);
  expect(columnBits(rows, 0)).toEqual(columns[0]);
  expect(columnBits(rows, 1)).toEqual(columns[1]);
  expect(columnBits(rows, 1, 1, 2)).toEqual(columns[1].slice(1, 2));
});

test("a flag that is a number reads as NaN, except in a Miller index", () => {
  expect([...valuesOfBits(bits(1, -999, 3), "F", -999)]).toEqual([1, Number.NaN, 3]);
  expect([...valuesOfBits(bits(1, -999, 3), "F", Number.NaN)]).toEqual([1, -999, 3]);
  expect([...valuesOfBits(bits(0, 1), "H", 0)]).toEqual([0, 1]);
});

describe("values to be written", () => {
  test("a missing one is the flag", () => {
    expect(bitsOfValues(column([1, Number.NaN]), Number.NaN)).toEqual(Uint32Array.of(0x3f800000, quietNan));
    expect(bitsOfValues(column([1, Number.NaN]), -999)).toEqual(bits(1, -999));
    expect([...bitsOfValues(column([0, Number.NaN], "H"), 0)]).toEqual([0, quietNan]);
  });

  test("where it was missing before, the bits stay; elsewhere and under another flag not", () => {
    const old = { bits: Uint32Array.of(oddNan, oddNan, 0), missingValue: Number.NaN, type: "F" as const };
    const data = [Number.NaN, 2, Number.NaN];
    expect([...bitsOfValues(column(data), Number.NaN, old)]).toEqual([oddNan, 0x40000000, quietNan]);
    expect(bitsOfValues(column(data), -999, old)).toEqual(bits(-999, 2, -999));
    const flagged = { ...old, bits: Uint32Array.of(oddNan, 0, 0), missingValue: -999 };
    expect([...bitsOfValues(column(data), -999, flagged)]).toEqual([oddNan, 0x40000000, bits(-999)[0]]);
  });

  test("one that equals the flag is refused", () => {
    const write = (): unknown => bitsOfValues(column([1, 0]), 0);
    expect(write).toThrow(InputError);
    expect(write).toThrow(
      "column X, row 1: got 0, which stands for a missing value in this file (VALM), expected another number, " +
        "or NaN if it is missing (or set missingValue to NaN)",
    );
    expect(bitsOfValues(column([1, 0], "H"), 0)).toEqual(bits(1, 0));
  });

  test("an integer that a float32 does not hold is refused", () => {
    const write = (): unknown => bitsOfValues(column(Int32Array.of(1, -16777217), "I"), Number.NaN);
    expect(write).toThrow(InputError);
    expect(write).toThrow(
      "column X, row 1: got -16777217, expected an integer that a float32 holds (up to 16777216)",
    );
    expect(bitsOfValues(column(Int32Array.of(16777216), "I"), Number.NaN)).toEqual(bits(16777216));
  });
});

test("flags are the same as numbers, or as NaN", () => {
  expect(sameFlag(Number.NaN, Number.NaN)).toBe(true);
  expect(sameFlag(0, -0)).toBe(true);
  expect(sameFlag(0, Number.NaN)).toBe(false);
});

test("the range leaves out what is missing", () => {
  expect(rangeOfBits(bits(3, Number.NaN, -1, 2), "F", Number.NaN)).toEqual({ min: -1, max: 3 });
  expect(rangeOfBits(bits(3, -999, -1), "F", -999)).toEqual({ min: -1, max: 3 });
  expect(rangeOfBits(bits(0, 2), "H", 0)).toEqual({ min: 0, max: 2 });
  expect(rangeOfBits(bits(Number.NaN), "F", Number.NaN)).toEqual({ min: Number.NaN, max: Number.NaN });
  expect(rangeOfBits(bits(), "F", Number.NaN)).toEqual({ min: Number.NaN, max: Number.NaN });
});

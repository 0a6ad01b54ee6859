/** The radix sort against a stable sort by comparison. */
import { describe, expect, test } from "vitest";
import { sortRows } from "../../../labextension/src/mtz/sortRows.js";

/** Sorts by comparison, missing values last. */
function compared(rows: Int32Array, values: Float32Array, descending: boolean): number[] {
  const last = (value: number): number => (Number.isNaN(value) ? 1 : 0);
  return [...rows.keys()]
    .sort((i, j) => {
      const [a, b] = [values[i], values[j]];
      if (last(a) + last(b) > 0) return last(a) - last(b);
      return descending ? b - a : a - b;
    })
    .map((i) => rows[i]);
}

describe.each([false, true])("descending %s", (descending) => {
  test("few values, many ties, both zeros, infinities, missing ones", () => {
    const choice = [0, -0, 1, -1, 0.5, 1e30, -1e30, 1e-40, -1e-40, Number.NaN, Infinity, -Infinity, 2 ** 24];
    const values = Float32Array.from({ length: 5000 }, (_, i) => choice[(i * 7919) % choice.length]);
    const rows = Int32Array.from(values, (_, i) => 3 * i + 1);
    // b − a of two infinities is no number: they are equal
    const finite = values.map((value) => Math.max(-3e38, Math.min(3e38, value)));
    expect([...sortRows(rows, values, descending)]).toEqual(compared(rows, finite, descending));
  });

  test("many values", () => {
    const values = Float32Array.from({ length: 100_000 }, (_, i) => 1000 * Math.sin(i * i));
    const rows = Int32Array.from(values, (_, i) => i);
    expect([...sortRows(rows, values, descending)]).toEqual(compared(rows, values, descending));
  });

  test("none", () => {
    expect(sortRows(new Int32Array(0), new Float32Array(0), descending).length).toBe(0);
  });
});

test("neither rows nor values are changed", () => {
  const rows = Int32Array.of(5, 6, 7);
  const values = Float32Array.of(3, -0, 1);
  expect([...sortRows(rows, values)]).toEqual([6, 7, 5]);
  expect([...rows]).toEqual([5, 6, 7]);
  expect(Object.is(values[1], -0)).toBe(true);
});

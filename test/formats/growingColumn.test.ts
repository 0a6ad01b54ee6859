import { expect, test } from "vitest";
import { growingDoubles, growingFloats, growingIntegers } from "../../lib/formats/growingColumn.js";

test("grows past its first store, and gives just what was put in", () => {
  const column = growingIntegers();
  expect(column.values()).toEqual(new Int32Array(0));
  for (let i = 0; i < 1000; i++) column.push(i * i);
  expect(column.length).toBe(1000);
  expect(column.values()).toEqual(Int32Array.from({ length: 1000 }, (_, i) => i * i));
});

test("values are rounded as their array does, and are a copy", () => {
  const column = growingFloats();
  column.push(0.1);
  const before = column.values();
  column.push(2);
  expect(before).toEqual(Float32Array.of(0.1));
  expect(column.values()).toEqual(Float32Array.of(0.1, 2));
  const double = growingDoubles();
  double.push(0.1);
  expect(double.values()).toEqual(Float64Array.of(0.1));
});

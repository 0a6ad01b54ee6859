/** Oracle: numpy's broadcasting rules, by hand; the values are held to numpy's in ops/. */
import { expect, test } from "vitest";
import {
  broadcastShapes,
  broadcastStrides,
  formatShapes,
  normalizeAxis,
  sameShape,
  sizeOf,
  stridesOf,
} from "../../lib/autodiff/broadcasting.js";

test.each([
  [[[], []], []],
  [[[3], []], [3]],
  [
    [[2, 1], [3]],
    [2, 3],
  ],
  [
    [[2, 1, 4], [3, 1], []],
    [2, 3, 4],
  ],
  [[[0], [1]], [0]],
  [
    [
      [0, 3],
      [1, 3],
    ],
    [0, 3],
  ],
])("shapes %j become [%s]", (shapes, common) => {
  expect(broadcastShapes("add", shapes)).toEqual(common);
});

test.each([
  [[2], [3]],
  [
    [2, 3],
    [2, 1, 2],
  ],
  [[0], [2]],
])("shapes [%s] and [%s] do not fit", (a, b) => {
  expect(() => broadcastShapes("add", [a, b])).toThrow(
    `add: got shapes ${formatShapes([a, b])}, expected axes that are equal or 1, counted from the last`,
  );
});

test("sizes and strides", () => {
  expect([sizeOf([]), sizeOf([2, 3]), sizeOf([4, 0])]).toEqual([1, 6, 0]);
  expect(stridesOf([2, 3, 4])).toEqual([12, 4, 1]);
  expect(broadcastStrides([3, 1], [2, 3, 4])).toEqual([0, 1, 0]);
  expect(sameShape([2, 3], [2, 3])).toBe(true);
  expect(sameShape([2, 3], [2])).toBe(false);
});

test("axes from either end", () => {
  expect([0, 1, -1, -2].map((axis) => normalizeAxis("sum", axis, [5, 6]))).toEqual([0, 1, 1, 0]);
  expect(() => normalizeAxis("sum", 2, [5, 6])).toThrow(
    "sum: got axis 2 for shape [5, 6], expected a whole number from -2 to 1",
  );
  expect(() => normalizeAxis("sum", 0.5, [5, 6])).toThrow("got axis 0.5");
});

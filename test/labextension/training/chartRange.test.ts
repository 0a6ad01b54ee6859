/** Ranges of axes: robust to the start of a run and to single wild values. */
import { expect, test } from "vitest";
import { partWithin, stepRange, valueRange } from "../../../labextension/src/training/chartRange.js";

const curve = (values: readonly number[], first = 1) => ({
  steps: Float64Array.from(values, (_, i) => first + i),
  values: Float64Array.from(values),
});

test("the steps in sight have their neighbours on both sides", () => {
  const steps = Float64Array.of(1, 2, 3, 4, 5);
  expect(partWithin(steps, 2, 4)).toEqual([0, 5]);
  expect(partWithin(steps, 2.5, 2.6)).toEqual([1, 3]);
  expect(partWithin(steps, 9, 10)).toEqual([4, 5]);
  expect(partWithin(new Float64Array(0), 0, 1)).toEqual([0, 0]);
});

test("the step axis begins at 0 where the run does", () => {
  expect(stepRange([curve([1, 1, 1]), curve(new Array(200).fill(0))])).toEqual([0, 200]);
  expect(stepRange([curve([1, 2], 500)])).toEqual([500, 501]);
  expect(stepRange([])).toEqual([0, 1]);
  expect(stepRange([curve([3])])).toEqual([1, 2]);
});

test("a steep start and single wild values do not stretch the axis", () => {
  const values = Array.from({ length: 1000 }, (_, i) => (i < 10 ? 1e6 : 1 + Math.sin(i)));
  values[700] = 1e9;
  const [low, high] = valueRange([curve(values)], [0, 1000], "linear", false);
  expect(low).toBeLessThan(0.05);
  expect(low).toBeGreaterThan(-0.3);
  expect(high).toBeGreaterThan(1.95);
  expect(high).toBeLessThan(2.3);
});

test("where the user zoomed, the start counts; so does every one of a few values", () => {
  const [low, high] = valueRange([curve([100, 5, 1, 3])], [0, 4], "linear", true);
  expect(low).toBeLessThan(1);
  expect(high).toBeGreaterThan(100);
});

test("a logarithmic range is of the positive values, a constant has room around it", () => {
  const [low, high] = valueRange([curve([-5, 0, 0.01, 10, 0.1])], [0, 5], "log", true);
  expect(low).toBeGreaterThan(0);
  expect(low).toBeLessThan(0.01);
  expect(high).toBeGreaterThan(10);
  const flat = valueRange([curve([3, 3, 3])], [0, 3], "linear", true);
  expect(flat[0]).toBeLessThan(3);
  expect(flat[1]).toBeGreaterThan(3);
  expect(valueRange([], [0, 1], "linear", true)).toEqual([0, 1]);
});

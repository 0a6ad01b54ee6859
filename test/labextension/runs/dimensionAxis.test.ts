/** Axes of dimensions. */
import { expect, test } from "vitest";
import { dimensionAxis } from "../../../labextension/src/runs/dimensionAxis.js";
import type { Dimension } from "../../../labextension/src/runs/hyperparameters.js";

const dimension = (more: Partial<Dimension>): Dimension => ({
  path: "p",
  title: "p",
  kind: "numeric",
  log: false,
  values: [0, 10],
  categories: [],
  ...more,
});

test("numbers lie within the axis with room at its ends, and a pixel leads back", () => {
  const axis = dimensionAxis(dimension({}), 100, 0, 6);
  expect(axis.position(0)).toBeLessThan(100);
  expect(axis.position(10)).toBeGreaterThan(0);
  expect(axis.value(axis.position(4))).toBeCloseTo(4, 9);
  expect(axis.position(Number.NaN)).toBeNaN();
  expect(axis.ticks.map(({ text }) => text)).toEqual(["0", "2", "4", "6", "8", "10"]);
});

test("a wide range is logarithmic, one value is in the middle", () => {
  const axis = dimensionAxis(dimension({ log: true, values: [0.001, 0.1] }), 0, 100, 3);
  expect(axis.position(0.01)).toBeCloseTo(50, 6);
  expect(dimensionAxis(dimension({ values: [3, 3] }), 0, 100, 3).position(3)).toBeCloseTo(50, 9);
});

test("categories stand in their order, each with its tick", () => {
  const axis = dimensionAxis(
    dimension({ kind: "categorical", values: [0, 1, 2], categories: ["a", "b", "c"] }),
    0,
    100,
    3,
  );
  expect(axis.ticks.map(({ text }) => text)).toEqual(["a", "b", "c"]);
  expect(axis.ticks[1].at).toBeCloseTo(50, 9);
  expect(axis.ticks[0].at).toBe(axis.position(0));
});

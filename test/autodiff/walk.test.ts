/** Oracle: nested loops over the same indices. */
import { expect, test } from "vitest";
import { Walk } from "../../lib/autodiff/walk.js";

function visited(shape: number[], strides: number[][], starts?: number[]): number[][] {
  const found: number[][] = [];
  const walk = new Walk(shape, strides);
  walk.runs((...at) => {
    for (let i = 0; i < walk.length; i++) found.push(strides.map((_, o) => at[o] + i * walk.steps[o]));
  }, starts);
  return found;
}

function byLoops(shape: number[], strides: number[][], starts: number[] = []): number[][] {
  let indices: number[][] = [[]];
  for (const n of shape)
    indices = indices.flatMap((index) => Array.from({ length: n }, (_, i) => [...index, i]));
  return indices.map((index) =>
    strides.map((of, o) => index.reduce((sum, i, axis) => sum + i * of[axis], starts[o] ?? 0)),
  );
}

test.each([
  [[], [[], []]],
  [[5], [[1], [0]]],
  [
    [2, 3],
    [
      [3, 1],
      [0, 1],
      [1, 0],
    ],
  ],
  [
    [2, 3, 4],
    [
      [12, 4, 1],
      [1, 2, 6],
      [0, 0, 0],
      [4, 0, 1],
    ],
  ],
  [
    [2, 1, 3, 2],
    [
      [6, 6, 2, 1],
      [0, 9, 0, 1],
    ],
  ],
  [[1, 1], [[1, 1]]],
  [[2, 0], [[0, 1]]],
  [[0, 2], [[2, 1]]],
])("shape [%s]", (shape, strides) => {
  expect(visited(shape, strides)).toEqual(byLoops(shape, strides));
  expect(visited(shape, strides, [7])).toEqual(byLoops(shape, strides, [7]));
});

test("operands of one shape are a single run", () => {
  const walk = new Walk(
    [2, 3, 4],
    [
      [12, 4, 1],
      [12, 4, 1],
    ],
  );
  expect(walk.length).toBe(24);
  expect(walk.steps).toEqual([1, 1]);
});

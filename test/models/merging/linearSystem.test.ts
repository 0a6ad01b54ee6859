/** Systems made from their solutions, and those that have none. */
import { expect, test } from "vitest";
import { solveLinear } from "../../../lib/models/merging/linearSystem.js";
import { normals } from "../../kernels/gradients.js";

test.each([1, 2, 4, 7])("%d unknowns come out as they went in", (n) => {
  const matrix = Array.from({ length: n }, (_, i) => normals(n, `row ${i} of ${n}`));
  const x = normals(n, `solution of ${n}`);
  const right = matrix.map((row) => row.reduce((sum, value, j) => sum + value * x[j], 0));
  const found = solveLinear(matrix, right);
  expect(found?.length).toBe(n);
  found?.forEach((value, i) => {
    expect(value).toBeCloseTo(x[i], 10);
  });
});

test("a pivot of 0 is gone round, and what is given is left as it is", () => {
  const matrix = [
    [0, 2],
    [3, 0],
  ];
  expect(Array.from(solveLinear(matrix, [4, 9]) ?? [])).toEqual([3, 2]);
  expect(matrix).toEqual([
    [0, 2],
    [3, 0],
  ]);
});

test("singular systems have no solution", () => {
  expect(
    solveLinear(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
  ).toBeUndefined();
  expect(solveLinear([[0]], [0])).toBeUndefined();
});

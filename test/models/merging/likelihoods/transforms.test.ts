/** Oracles: the inverse; limits. */
import { expect, test } from "vitest";
import {
  boundedExp,
  softplus,
  softplusInverse,
} from "../../../../lib/models/merging/likelihoods/transforms.js";

test.each([1e-12, 0.01, 1, 3, 40, 1e6])("softplus of its inverse is %d", (y) => {
  expect(softplus(softplusInverse(y)) / y).toBeCloseTo(1, 12);
});

test("softplus: log 2 at 0, x far above, exp x far below", () => {
  expect(softplus(0)).toBeCloseTo(Math.LN2, 15);
  expect(softplus(50)).toBe(50);
  expect(softplus(-50) / Math.exp(-50)).toBeCloseTo(1, 12);
});

test("exp within bounds", () => {
  expect([-9, -1, 0, 5].map((x) => boundedExp(x, [-1, 2]))).toEqual([
    Math.exp(-1),
    Math.exp(-1),
    1,
    Math.exp(2),
  ]);
});

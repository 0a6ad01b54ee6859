// Oracle: each limit on both of its sides.
import { expect, test } from "vitest";
import {
  checkCounts,
  checkDegrees,
  checkFromZero,
  checkPositive,
  checkShares,
  givenOptions,
} from "../../lib/simulate/optionChecks.js";

test("undefined options are not given", () => {
  expect(givenOptions({ a: 1, b: undefined, c: null })).toEqual({ a: 1, c: null });
});

test.each([
  [checkFromZero, [0, 1e-9, 5], [-1e-9, Number.NaN, Infinity], "a number from 0 up"],
  [checkPositive, [1e-9, 5], [0, -1, Number.NaN, Infinity], "a positive number"],
  [checkShares, [0, 0.5, 1], [-0.1, 1.1, Number.NaN], "a number from 0 to 1"],
  [checkCounts, [1, 100], [0, -1, 1.5, Number.NaN, Infinity], "a whole number above 0"],
  [checkDegrees, [0, -30, 400], [Number.NaN, Infinity], "degrees"],
])("%o", (check, right, wrong, expected) => {
  for (const value of right) expect(() => check({ size: value }, ["size"])).not.toThrow();
  for (const value of wrong) {
    const message = `size of the simulation: got ${value}, expected ${expected}`;
    expect(() => check({ size: value }, ["size"])).toThrow(
      expect.objectContaining({ name: "InputError", message }),
    );
  }
});

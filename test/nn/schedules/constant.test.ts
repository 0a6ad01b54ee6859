/** The constant schedule. */
import { expect, test } from "vitest";
import { constant } from "../../../lib/nn/index.js";

test("is the same at every step", () => {
  expect([0, 1, 1e6].map(constant())).toEqual([1, 1, 1]);
  expect([0, 7].map(constant({ factor: 0.3 }))).toEqual([0.3, 0.3]);
});

test("refuses a negative factor", () => {
  expect(() => constant({ factor: -1 })).toThrow("factor of the constant schedule: got -1");
});

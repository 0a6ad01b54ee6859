/** Options: defaults, misspelt names, ranges. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { checkCount, checkNumber, fromTable, readOptions } from "../../lib/nn/options.js";

const defaults = { width: 10, name: "net" };

test("defaults stand where nothing, or undefined, is given", () => {
  expect(readOptions("net", {}, defaults)).toEqual(defaults);
  expect(readOptions("net", { width: undefined, name: "a" }, defaults)).toEqual({ width: 10, name: "a" });
});

test("an unknown option is refused, with the nearest", () => {
  const misspelt: object = { widht: 3 };
  expect(() => readOptions("net", misspelt, defaults)).toThrow(
    new InputError("option of net: got widht, expected one of width, name; did you mean width?"),
  );
});

test("entries of a table by name", () => {
  expect(fromTable("thing", { a: 1 }, "a")).toBe(1);
  expect(() => fromTable("thing", { alpha: 1 }, "beta")).toThrow("thing: got beta, expected one of alpha");
  expect(() => fromTable("thing", { alpha: 1 }, "toString")).toThrow(InputError);
});

test.each([
  [{ low: 0 }, [0, 1], [-1, Number.NaN, Infinity]],
  [{ low: 0, openLow: true, high: 1 }, [0.5, 1], [0, 1.1]],
  [{ high: 1, openHigh: true }, [-5, 0.99], [1, -Infinity]],
])("range %j", (range, good, bad) => {
  for (const value of good) checkNumber("x", value, range);
  for (const value of bad) expect(() => checkNumber("x", value, range)).toThrow(InputError);
});

test("says the range", () => {
  expect(() => checkNumber("x", 2, { low: 0, openLow: true, high: 1 })).toThrow(
    "x: got 2, expected a number above 0 and of at most 1",
  );
});

test("counts are whole", () => {
  checkCount("n", 1);
  checkCount("n", 0, 0);
  expect(() => checkCount("n", 0)).toThrow("n: got 0, expected a whole number of at least 1");
  expect(() => checkCount("n", 1.5)).toThrow(InputError);
  expect(() => checkCount("n", Number.NaN)).toThrow(InputError);
});

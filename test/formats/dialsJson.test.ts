/** Checked values of JSON: each is given as it is, or named with its place. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import {
  integerPair,
  jsonObject,
  kindOfJson,
  numberOf,
  numbersOf,
  unitVector,
} from "../../lib/formats/dialsJson.js";

const json = { n: 1.5, list: [3, 0, 4], pair: [1, 9], text: "a", none: null, empty: [] };

test("values as they are", () => {
  expect(jsonObject(json, "x")).toBe(json);
  expect(numberOf(json, "n", "x")).toBe(1.5);
  expect(numbersOf(json, "list", 3, "x")).toEqual([3, 0, 4]);
  expect(numbersOf(json, "empty", undefined, "x")).toEqual([]);
  expect(integerPair(json, "pair", "x")).toEqual([1, 9]);
  expect(unitVector(json, "list", "x")).toEqual([0.6, 0, 0.8]);
});

describe("what is not as it should be is named", () => {
  const cases: [() => unknown, RegExp][] = [
    [() => jsonObject([1], "x"), /^x: got \[1\], expected a JSON object$/],
    [() => jsonObject(null, "x"), /^x: got null/],
    [() => numberOf(json, "text", "x"), /^x, text: got "a", expected a number$/],
    [() => numberOf(json, "missing", "x"), /^x, missing: got nothing/],
    [() => numberOf({ n: Number.POSITIVE_INFINITY }, "n", "x"), /^x, n: got Infinity/],
    [() => numbersOf(json, "list", 2, "x"), /^x, list: got \[3, 0, 4\], expected 2 numbers$/],
    [() => numbersOf({ l: [1, null] }, "l", undefined, "x"), /^x, l: got a list of 2, expected numbers$/],
    [() => integerPair({ p: [1, 1.5] }, "p", "x"), /^x, p: got 1, 1.5, expected integers$/],
    [() => unitVector({ v: [0, 0, 0] }, "v", "x"), /^x, v: got 0, 0, 0, expected a direction$/],
    [() => unitVector({ v: [1.7e308, 1.7e308, 1.7e308] }, "v", "x"), /expected a direction$/],
  ];
  test.each(cases)("case %#", (read, message) => {
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });
});

test("what a value is takes one line, whatever is in it", () => {
  let deep: unknown = [];
  for (let i = 0; i < 100_000; i++) deep = [deep];
  expect(kindOfJson(deep)).toBe("a list of 1");
  expect(kindOfJson({ a: deep })).toBe("an object");
  expect(kindOfJson("line\nbreak".repeat(20))).toMatch(/^"line break[\w ]+…"$/);
  expect(kindOfJson(true)).toBe("true");
});

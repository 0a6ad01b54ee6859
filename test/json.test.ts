import { expect, test } from "vitest";
import { isObject } from "../lib/json.js";

test("an object with names is one; lists, null and plain values are none", () => {
  for (const text of ["{}", '{ "a": 1 }', '{ "length": 0 }']) expect(isObject(JSON.parse(text))).toBe(true);
  for (const text of ["[]", "[{}]", "null", "1", '"a"', "true"])
    expect(isObject(JSON.parse(text))).toBe(false);
  expect(isObject(undefined)).toBe(false);
});

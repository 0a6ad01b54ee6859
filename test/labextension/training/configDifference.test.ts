/** Leaves of configurations, and where two differ. */
import { expect, test } from "vitest";
import { differences, leafText, leavesOf } from "../../../labextension/src/training/configDifference.js";

test("leaves have their paths; lists and empty objects are leaves", () => {
  expect(leavesOf({ a: { b: 1, c: [1, 2] }, d: null, e: {}, f: undefined })).toEqual([
    ["a.b", 1],
    ["a.c", [1, 2]],
    ["d", null],
    ["e", {}],
  ]);
  expect(leavesOf(undefined)).toEqual([]);
});

test("what differs, and what only one has", () => {
  expect(differences({ a: 1, b: { c: "x" }, d: [1] }, { a: 1, b: { c: "y" }, d: [1], e: true })).toEqual([
    { path: "b.c", here: "x", there: "y" },
    { path: "e", here: undefined, there: true },
  ]);
  expect(differences({ a: 1 }, { a: 1 })).toEqual([]);
});

test("values in words", () => {
  expect([undefined, "adam", 0.5, [1, "a"], null].map(leafText)).toEqual([
    "–",
    "adam",
    "0.5",
    '[1,"a"]',
    "null",
  ]);
});

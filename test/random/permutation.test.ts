// Oracle: every one of the 24 orders of 4 things is equally likely (χ²).
import { expect, test } from "vitest";
import { permutation, randomInteger, randomStream, shuffle } from "../../lib/random/index.js";
import { chiSquared, expectFit } from "./goodness.js";

test("all orders of four are equally likely", () => {
  const counts = new Map<string, number>();
  for (let step = 0; step < 48_000; step++) {
    const order = permutation(randomStream(51, "shuffle", step), 4).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  expectFit(chiSquared([...counts.values()], new Float64Array(24).fill(2000)));
});

test("each number occurs once", () => {
  expect([...permutation(randomStream(52), 10_001)].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 10_001 }, (_, i) => i),
  );
  expect([permutation(randomStream(52), 0).length, permutation(randomStream(52), 1)[0]]).toEqual([0, 0]);
});

test("shuffle leaves its argument as it was", () => {
  const items = ["a", "b", "c", "d", "e"];
  const shuffled = shuffle(randomStream(53), items);
  expect(items).toEqual(["a", "b", "c", "d", "e"]);
  expect([...shuffled].sort()).toEqual(items);
  expect(shuffled).not.toEqual(items);
});

test("random integers stay below their bound and fill it evenly", () => {
  const stream = randomStream(54);
  const counts = new Float64Array(7);
  for (let i = 0; i < 70_000; i++) counts[randomInteger(stream, i, 7)]++;
  expectFit(chiSquared(counts, new Float64Array(7).fill(10_000)));
});

test("a bad length is refused", () => {
  expect(() => permutation(randomStream(1), -1)).toThrow(
    "permutation length: got -1, expected a whole number below 2^32",
  );
});

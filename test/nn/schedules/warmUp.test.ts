/** The linear rise and what follows it. */
import { expect, test } from "vitest";
import { cosineDecay, warmUp } from "../../../lib/nn/index.js";

test("rises by equal parts to 1 and stays", () => {
  expect([0, 1, 2, 3, 4, 100].map(warmUp({ steps: 3 }))).toEqual([0.25, 0.5, 0.75, 1, 1, 1]);
});

test("what follows counts from the end of the rise", () => {
  const after = cosineDecay({ steps: 10, floor: 0.2 });
  const factor = warmUp({ steps: 4, after });
  for (const step of [0, 3, 10, 20]) expect(factor(4 + step)).toBe(after(step));
  expect(factor(3)).toBeCloseTo(0.8, 14);
});

test("no steps: no rise", () => {
  expect(warmUp({ steps: 0 })(0)).toBe(1);
  expect(() => warmUp({ steps: -1 })).toThrow(
    "steps of the warm-up: got -1, expected a whole number of at least 0",
  );
});

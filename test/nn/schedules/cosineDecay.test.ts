/** Cosine decay against tf_keras 2.18. */
import { expect, test } from "vitest";
import { cosineDecay } from "../../../lib/nn/index.js";
import { expectKeras } from "./golden.js";

test("is Keras's", () => {
  expect(expectKeras("cosineDecay")).toBe(4);
});

test("refuses steps and floors out of range", () => {
  expect(() => cosineDecay({ steps: 0 })).toThrow(
    "steps of the cosine decay: got 0, expected a whole number",
  );
  expect(() => cosineDecay({ steps: 10, floor: 2 })).toThrow(
    "floor of the cosine decay: got 2, expected a number",
  );
});

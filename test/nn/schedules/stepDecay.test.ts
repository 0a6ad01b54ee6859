/** The staircase against tf_keras 2.18. */
import { expect, test } from "vitest";
import { stepDecay } from "../../../lib/nn/index.js";
import { expectKeras } from "./golden.js";

test("is Keras's", () => {
  expect(expectKeras("stepDecay")).toBe(2);
});

test("refuses stairs and factors out of range", () => {
  expect(() => stepDecay({ every: 0.5 })).toThrow("every of the step decay: got 0.5");
  expect(() => stepDecay({ every: 5, factor: 0 })).toThrow("factor of the step decay: got 0");
});

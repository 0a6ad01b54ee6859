/** Norms of gradients against tf_keras (test/reference/nn). */
import { expect, test } from "vitest";
import { globalNorm, gradientNorm } from "../../lib/nn/index.js";
import { reference } from "./reference.js";

const { gradients, globalNorm: expected } = reference.clipping;
const arrays = Object.fromEntries(Object.entries(gradients).map(([name, g]) => [name, Float64Array.from(g)]));

test("the norm of all is TensorFlow's", () => {
  expect(globalNorm(arrays) / expected).toBeCloseTo(1, 14);
});

test("the norm of one", () => {
  expect(gradientNorm(Float32Array.of(3, -4))).toBe(5);
  expect(gradientNorm(new Float32Array(0))).toBe(0);
  expect(globalNorm({})).toBe(0);
});

test("is not finite where a gradient is not", () => {
  expect(globalNorm({ ...arrays, bad: Float32Array.of(Number.NaN) })).toBeNaN();
  expect(globalNorm({ ...arrays, bad: Float32Array.of(-Infinity) })).toBe(Infinity);
});

test("float32 gradients are squared in float64", () => {
  expect(gradientNorm(Float32Array.of(2 ** 100, 0))).toBe(2 ** 100);
});

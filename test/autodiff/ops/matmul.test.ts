/** Oracles: numpy (forward), central differences (gradients). */
import { expect, test } from "vitest";
import { Tape } from "../../../lib/autodiff/index.js";
import { matmul } from "../../../lib/autodiff/ops/matmul.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

goldenTests("matmul", (_, [a, b]) => matmul(a, b));

test.each([
  [
    [2, 3],
    [3, 4],
  ],
  [
    [1, 1],
    [1, 1],
  ],
  [
    [4, 2, 3],
    [4, 3, 2],
  ],
  [
    [4, 2, 3],
    [3, 2],
  ],
  [
    [2, 3],
    [2, 3, 2],
  ],
  [
    [2, 1, 2, 3],
    [3, 3, 2],
  ],
])("gradient, shapes [%s] and [%s]", (a, b) => {
  expectGradients(matmul, [input(a, "a"), input(b, "b")]);
});

test("shapes that do not fit are named", () => {
  const tape = new Tape();
  const [a, v] = [tape.constant([1, 2, 3, 4], [2, 2]), tape.constant([1, 2])];
  expect(() => matmul(a, v)).toThrow(
    "matmul: got shapes [2, 2] and [2], expected [..., n, k] and [..., k, m]; reshape vectors to matrices",
  );
  expect(() => matmul(a, v.reshape([1, 2]))).toThrow("matmul: got shapes [2, 2] and [1, 2]");
  const [b, c] = [
    tape.constant(new Float32Array(8), [2, 2, 2]),
    tape.constant(new Float32Array(12), [3, 2, 2]),
  ];
  expect(() => matmul(b, c)).toThrow("matmul: got shapes [2] and [3], expected axes that are equal or 1");
});

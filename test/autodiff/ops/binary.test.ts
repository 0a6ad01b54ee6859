/** Oracles: numpy (forward, broadcasting), central differences (gradients). */
import { describe, expect, test } from "vitest";
import { Tape } from "../../../lib/autodiff/index.js";
import { type BinaryName, binary } from "../../../lib/autodiff/ops/binary.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

goldenTests("binary", ({ op }, [a, b]) => binary(op as BinaryName, a, b), { float32: 1e-5 });

const shapes = [
  [[], []],
  [[4], []],
  [[], [2, 3]],
  [
    [2, 3],
    [2, 3],
  ],
  [[3], [2, 3]],
  [
    [2, 1],
    [2, 3],
  ],
  [
    [2, 1, 4],
    [3, 1],
  ],
  [
    [2, 3, 1, 2],
    [3, 4, 1],
  ],
];

describe.each(["add", "sub", "mul", "div", "max", "min", "pow"] as const)("%s", (name) => {
  test.each(shapes)("gradient, shapes [%s] and [%s]", (a, b) => {
    const [from, to] = name === "div" || name === "pow" ? [0.3, 2] : [-2, 2];
    expectGradients(
      (x, y) => binary(name, x, y),
      [input(a, `${name} a`, from, to), input(b, `${name} b`, from, to)],
    );
  });

  test("gradient where both operands are one", () => {
    expectGradients((x) => binary(name, x.mul(1.5), x), [input([3], name, 0.3, 2)]);
  });

  test("a number on either side", () => {
    expectGradients((x) => binary(name, 0.7, x), [input([2, 3], `${name} left`, 0.8, 2)]);
    expectGradients((x) => binary(name, x, 0.7), [input([2, 3], `${name} right`, 0.8, 2)]);
  });
});

test("of equals, the gradient goes to the first", () => {
  const tape = new Tape();
  const [a, b] = [tape.parameter([1, 2]), tape.parameter([1, 2])];
  const [ofA, ofB] = tape.gradient(a.max(b).add(a.min(b)).sum(), [a, b]);
  expect([...ofA.data, ...ofB.data]).toEqual([2, 2, 0, 0]);
});

test("powers of 0 and of negative numbers", () => {
  const tape = new Tape({ precision: "float64" });
  const x = tape.parameter([0, -2, 3]);
  expect([...x.pow(2).data]).toEqual([0, 4, 9]);
  expect([...tape.gradient(x.pow(2).sum(), [x])[0].data]).toEqual([0, -4, 6]);
  expect([...tape.gradient(x.pow(0).sum(), [x])[0].data]).toEqual([0, 0, 0]);
});

test("shapes that do not fit are named, with the op", () => {
  const tape = new Tape();
  expect(() => tape.constant([1, 2]).mul(tape.constant([1, 2, 3]))).toThrow(
    "mul: got shapes [2] and [3], expected axes that are equal or 1, counted from the last",
  );
});

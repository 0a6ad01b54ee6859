/** Oracles: numpy (forward), central differences (gradients). */
import { expect, test } from "vitest";
import { op, Tape, type Tensor } from "../../../lib/autodiff/index.js";
import {
  broadcastTo,
  concat,
  reshape,
  slice,
  stack,
  stopGradient,
  transpose,
} from "../../../lib/autodiff/ops/shapes.js";
import { type GoldenOptions, goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

const functions: Record<string, (x: Tensor[], options: GoldenOptions) => Tensor> = {
  reshape: ([x], { shape }) => reshape(x, shape!),
  transpose: ([x], { axes }) => transpose(x, axes),
  slice: ([x], { start, width, axis }) => slice(x, start!, width, axis as number | undefined),
  broadcastTo: ([x], { shape }) => broadcastTo(x, shape!),
  concat: (x, { axis }) => concat(x, axis as number),
  stack: (x, { axis }) => stack(x, axis as number),
};

goldenTests("shapes", ({ op: name, options }, inputs) => functions[name](inputs, options));

test("gradients", () => {
  const x = input([2, 3, 4], "x");
  const y = input([2, 1, 4], "y");
  expectGradients((a) => reshape(a, [4, -1]), [x]);
  expectGradients((a) => transpose(a), [x]);
  expectGradients((a) => transpose(a, [1, 2, 0]), [x]);
  expectGradients((a) => slice(a, 1, 2), [x]);
  expectGradients((a) => slice(a, 1, 2, 1), [x]);
  expectGradients((a) => broadcastTo(a, [3, 2, 5, 4]), [y]);
  expectGradients((a) => broadcastTo(a, [2, 3]), [input([], "scalar")]);
  expectGradients((a, b) => concat([a, b, a], 1), [x, y]);
  expectGradients((a, b) => concat([a, b.broadcastTo([2, 3, 4])]), [x, y]);
  expectGradients((a, b) => stack([a, b], 1), [y, input([2, 1, 4], "z")]);
  expectGradients((a, b) => stack([a, b], -1), [input([], "p"), input([], "q")]);
});

test("stopGradient keeps the value and stops the gradient", () => {
  const tape = new Tape({ precision: "float64" });
  const x = tape.parameter([2, 3]);
  const y = x.mul(stopGradient(x));
  expect([...y.data]).toEqual([4, 9]);
  expect([...tape.gradient(op.sum(y), [x])[0].data]).toEqual([2, 3]);
});

test("what cannot be arranged is named", () => {
  const tape = new Tape();
  const x = tape.constant([1, 2, 3, 4, 5, 6], [2, 3]);
  expect(() => reshape(x, [4, 2])).toThrow("reshape: got shape [4, 2] for [2, 3], expected one of 6 numbers");
  expect(() => reshape(x, [4, -1])).toThrow(
    "reshape: got shape [4, -1] for [2, 3], expected one of 6 numbers",
  );
  expect(() => reshape(x, [-1, -1])).toThrow("reshape: got shape [-1, -1] for [2, 3]");
  expect(() => transpose(x, [0, 0])).toThrow(
    "transpose: got axes [0, 0] for shape [2, 3], expected each axis once",
  );
  expect(() => slice(x, 2, 2)).toThrow("slice: got 2 from 2 along axis -1 of [2, 3], expected a part of it");
  expect(() => slice(x, 0.5)).toThrow("slice: got 1 from 0.5 along axis -1 of [2, 3], expected a part of it");
  expect(() => broadcastTo(x, [2, 2])).toThrow("broadcastTo: got shapes [2, 3] and [2, 2]");
  expect(() => broadcastTo(x, [3])).toThrow(
    "broadcastTo: got [2, 3] for shape [3], expected axes equal to it or 1",
  );
  expect(() => concat([x, tape.constant([1, 2])], 0)).toThrow(
    "concat: got shapes [2, 3] and [2], expected them equal but for axis 0",
  );
  expect(() => concat([])).toThrow("concat: got nothing, expected at least one tensor");
  expect(() => stack([x, tape.constant(1)])).toThrow("stack: got shapes [2, 3] and [], expected equal ones");
});

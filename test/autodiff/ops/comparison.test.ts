/** Oracles: numpy (forward), central differences (gradients of where). */
import { expect, test } from "vitest";
import { Tape } from "../../../lib/autodiff/index.js";
import { type CompareName, compare, where } from "../../../lib/autodiff/ops/comparison.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

goldenTests("comparison", ({ op }, inputs) =>
  op === "where" ? where(inputs[0], inputs[1], inputs[2]) : compare(op as CompareName, inputs[0], inputs[1]),
);

test.each([
  [[], [], []],
  [[4], [], [4]],
  [[3], [2, 3], []],
  [
    [2, 1],
    [1, 3],
    [2, 3],
  ],
  [
    [2, 3, 1],
    [3, 4],
    [2, 1, 1],
  ],
])("gradient of where, shapes [%s], [%s], [%s]", (condition, a, b) => {
  const chosen = input(condition, "condition");
  expectGradients(
    (x, y) => where(x.tape.constant(chosen.data, chosen.shape).gt(0), x, y),
    [input(a, "a"), input(b, "b")],
  );
});

test("where takes numbers, and a value that is not taken may be anything", () => {
  const tape = new Tape();
  const x = tape.parameter([-1, 1]);
  const y = where(x.gt(0), x.log(), -3);
  expect([...y.data]).toEqual([-3, 0]);
  expect([...tape.gradient(y.sum(), [x])[0].data]).toEqual([0, 1]);
});

test("comparisons with NaN do not hold, and no gradient flows through a comparison", () => {
  const tape = new Tape();
  const x = tape.parameter([Number.NaN, 1]);
  for (const name of ["lt", "le", "gt", "ge", "eq"] as const) expect(compare(name, x, x).data[0]).toBe(0);
  expect(compare("eq", x, 1).differentiable).toBe(false);
  expect(() => tape.gradient(x.gt(0).sum(), [x])).toThrow("that depends on no parameter");
});

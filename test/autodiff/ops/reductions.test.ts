/** Oracles: numpy and scipy (forward), central differences (gradients). */
import { describe, expect, test } from "vitest";
import { Tape } from "../../../lib/autodiff/index.js";
import { largest, logsumexp, mean, smallest, sum } from "../../../lib/autodiff/ops/reductions.js";
import { goldenTests } from "../golden.js";
import { expectGradients, input } from "../gradients.js";

const functions = { sum, mean, largest, smallest, logsumexp };

goldenTests("reductions", ({ op, options }, [x]) => functions[op as keyof typeof functions](x, options));

describe.each(Object.entries(functions))("%s", (name, reduce) => {
  test.each([
    [[], undefined],
    [[5], undefined],
    [[2, 3], 0],
    [[2, 3], -1],
    [[2, 3, 4], 1],
    [
      [2, 3, 4],
      [0, 2],
    ],
    [
      [2, 3, 2, 2],
      [1, -1],
    ],
  ])("gradient, shape [%s], axis %s", (shape, axis) => {
    for (const keepDims of [false, true])
      expectGradients((x) => reduce(x, { axis, keepDims }), [input(shape, name)]);
  });

  test("an axis that is not there", () => {
    const x = new Tape().constant([1, 2, 3]);
    expect(() => reduce(x, { axis: 1 })).toThrow(
      `${name}: got axis 1 for shape [3], expected a whole number from -1 to 0`,
    );
    expect(() => reduce(x.sum(), { axis: 0 })).toThrow("expected none: a scalar has no axes");
  });
});

test("over nothing: the sum is 0, the others have no value", () => {
  const x = new Tape().constant([], [0, 3]);
  expect([...sum(x, { axis: 0 }).data]).toEqual([0, 0, 0]);
  expect(sum(x, { axis: 1 }).shape).toEqual([0]);
  for (const [name, reduce] of Object.entries(functions))
    if (name !== "sum")
      expect(() => reduce(x, { axis: 0 })).toThrow(
        `${name}: got shape [0, 3], expected at least one number to reduce`,
      );
});

test("sums in float32 keep what addition in float32 would lose", () => {
  const x = new Tape().constant(new Float32Array(1 << 20).fill(0.1));
  expect(sum(x).item() / (0.1 * 2 ** 20)).toBeCloseTo(1, 6);
});

test("of equals, the first gets the gradient", () => {
  const tape = new Tape();
  const x = tape.parameter([1, 3, 3, 1]);
  expect([...tape.gradient(largest(x), [x])[0].data]).toEqual([0, 1, 0, 0]);
  expect([...tape.gradient(smallest(x), [x])[0].data]).toEqual([1, 0, 0, 0]);
});

test("NaN is not overlooked", () => {
  const x = new Tape().constant([1, Number.NaN, 2]);
  expect(largest(x).item()).toBeNaN();
  expect(smallest(x).item()).toBeNaN();
  expect(logsumexp(x).item()).toBeNaN();
});

test("logsumexp of infinities", () => {
  const tape = new Tape({ precision: "float64" });
  expect(logsumexp(tape.constant([-Infinity, -Infinity])).item()).toBe(-Infinity);
  expect(logsumexp(tape.constant([Infinity, 1])).item()).toBe(Infinity);
  const x = tape.parameter([-Infinity, 2]);
  expect(logsumexp(x).item()).toBe(2);
  expect([...tape.gradient(logsumexp(x), [x])[0].data]).toEqual([0, 1]);
});

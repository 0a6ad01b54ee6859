/** Stochastic gradient descent against tf_keras 2.18 (test/reference/nn), with momentum and by rows. */
import { describe, expect, test } from "vitest";
import { sgd } from "../../../lib/nn/index.js";
import { deviation, pull, reference, walk } from "../reference.js";

const cases = reference.cases.filter(({ optimiser }) => optimiser === "sgd");

describe("follows tf_keras", () => {
  test("there are cases with and without momentum, and Nesterov's", () => {
    expect(cases.length).toBe(12);
  });

  test.each(cases.map((golden) => [JSON.stringify({ ...golden, points: undefined }), golden] as const))(
    "%s",
    (_, golden) => {
      const found = walk(sgd(golden.options), golden);
      expect(deviation(found, golden.points)).toBeLessThan(golden.precision === "float64" ? 1e-14 : 1e-6);
    },
  );
});

test("keeps one velocity for each number, and none without momentum", () => {
  const x = new Float32Array(3);
  expect(Object.keys(sgd().initialise({ x }).tensors())).toEqual(["x/count"]);
  expect(sgd({ momentum: 0.9 }).initialise({ x }).tensors()).toEqual({
    "x/count": new Int32Array(1),
    "x/velocity": new Float64Array(3),
  });
});

test("by rows: a row moves as if alone, others stay with their momentum", () => {
  const optimiser = sgd({ momentum: 0.8, learningRate: 0.1 });
  const x = Float64Array.of(1, 2, 3, 4, 5, 6);
  const alone = Float64Array.of(5, 6);
  const state = optimiser.initialise({ x }, { rowWidths: { x: 2 } });
  const stateAlone = optimiser.initialise({ alone });
  for (let step = 0; step < 20; step++) {
    const values = pull(alone, step);
    optimiser.updateRows(state, "x", x, { rows: Int32Array.of(2), values }, 0.5);
    optimiser.update(stateAlone, { alone }, { alone: values }, 0.5);
  }
  expect(x).toEqual(Float64Array.of(1, 2, 3, 4, ...alone));
  expect(alone[0]).not.toBe(5);
  expect(state.tensors()["x/count"]).toEqual(Int32Array.of(0, 0, 20));
});

test("resumes to the bit", () => {
  const optimiser = sgd({ momentum: 0.9, nesterov: true, learningRate: 0.05 });
  const unbroken = Float32Array.of(0.1, 0.2, 0.3);
  const x = unbroken.slice();
  const state = optimiser.initialise({ x: unbroken });
  for (let step = 0; step < 50; step++) optimiser.update(state, { x: unbroken }, { x: pull(unbroken, step) });
  let broken = optimiser.initialise({ x });
  for (let step = 0; step < 50; step++) {
    optimiser.update(broken, { x }, { x: pull(x, step) });
    broken = optimiser.initialise({ x }).restore(structuredClone(broken.tensors()));
  }
  expect(x).toEqual(unbroken);
});

test.each([
  [{ learningRate: Number.NaN }, /learning rate of sgd: got NaN, expected a number of at least 0/],
  [{ momentum: 1 }, /momentum of sgd: got 1, expected a number of at least 0 and below 1/],
])("refuses %j", (options, message) => {
  expect(() => sgd(options)).toThrow(message);
});

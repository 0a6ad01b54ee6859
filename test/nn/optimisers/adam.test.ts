/** Adam against tf_keras 2.18 (test/reference/nn), lazy Adam against Adam, resume to the bit. */
import { describe, expect, test } from "vitest";
import { type AdamOptions, adam, type Numbers, type OptimiserState } from "../../../lib/nn/index.js";
import { deviation, pull, reference, walk } from "../reference.js";

const cases = reference.cases.filter(({ optimiser }) => optimiser === "adam");

describe("follows tf_keras", () => {
  test("there are both placements of epsilon, scheduled and not", () => {
    expect(cases.length).toBe(16);
    expect(new Set(cases.map(({ options }) => options.epsilonHat))).toEqual(new Set([true, false]));
  });

  test.each(cases.map((golden) => [JSON.stringify({ ...golden, points: undefined }), golden] as const))(
    "%s",
    (_, golden) => {
      const found = walk(adam(golden.options), golden);
      // In float32 Keras's 1 − βᵗ is wrong by up to 2e-5 relative at t = 1; ours is float64 but for the parameter.
      expect(deviation(found, golden.points)).toBeLessThan(golden.precision === "float64" ? 1e-13 : 3e-5);
    },
  );

  test("the two placements of epsilon are told apart", () => {
    const golden = cases.find(({ precision, options }) => precision === "float64" && options.epsilonHat);
    const swapped = adam({ ...golden!.options, epsilonHat: false });
    expect(deviation(walk(swapped, golden!), golden!.points)).toBeGreaterThan(1e-3);
  });
});

describe("row by row", () => {
  const width = 3;
  const start = () => Float64Array.from({ length: 4 * width }, (_, i) => Math.cos(i));

  test("is Adam to the bit where every row has a gradient at every step", () => {
    const optimiser = adam({ learningRate: 0.02 });
    const [x, y] = [start(), start()];
    const whole = optimiser.initialise({ x });
    const byRow = optimiser.initialise({ y }, { rowWidths: { y: width } });
    for (let step = 0; step < 30; step++) {
      const g = pull(x, step);
      optimiser.update(whole, { x }, { x: g });
      const rows = step % 2 === 0 ? [0, 1, 2, 3] : [2, 0, 3, 1];
      const values = Float64Array.from(rows.flatMap((r) => [...g.subarray(r * width, (r + 1) * width)]));
      optimiser.updateRows(byRow, "y", y, { rows: Int32Array.from(rows), values });
      expect(y).toEqual(x);
    }
  });

  test("a row moves as if its own steps were all there are, and others stay", () => {
    const optimiser = adam({ learningRate: 0.02, beta2: 0.99 });
    const x = start();
    const alone = start().slice(width, 2 * width);
    const state = optimiser.initialise({ x }, { rowWidths: { x: width } });
    const stateAlone = optimiser.initialise({ alone });
    for (let step = 0; step < 60; step++) {
      const rows = Int32Array.from(step % 3 === 0 ? [3, 1] : [3]);
      const values = Float64Array.from(
        [...rows].flatMap((r) => [...pull(x, step).subarray(r * width, (r + 1) * width)]),
      );
      if (step % 3 === 0) optimiser.update(stateAlone, { alone }, { alone: values.slice(width) });
      optimiser.updateRows(state, "x", x, { rows, values });
    }
    expect(x.subarray(width, 2 * width)).toEqual(alone);
    expect(x.subarray(0, width)).toEqual(start().subarray(0, width));
    expect(state.tensors()["x/count"]).toEqual(Int32Array.of(0, 20, 0, 60));
  });

  test("a row first met late takes a first step of one learning rate", () => {
    const optimiser = adam({ learningRate: 0.02 });
    const x = new Float64Array(2);
    const state = optimiser.initialise({ x }, { rowWidths: { x: 1 } });
    const values = Float64Array.of(5);
    for (let step = 0; step < 100; step++)
      optimiser.updateRows(state, "x", x, { rows: Int32Array.of(0), values });
    optimiser.updateRows(state, "x", x, { rows: Int32Array.of(1), values });
    expect(x[1]).toBeCloseTo(-0.02, 9);
  });

  test("reads the first `count` rows of buffers that are kept", () => {
    const optimiser = adam();
    const [x, y] = [start(), start()];
    const rows = Int32Array.of(2, 0, 99);
    const values = Float64Array.from({ length: 9 }, (_, i) => i - 4);
    const [a, b] = [x, y].map((z) => optimiser.initialise({ z }, { rowWidths: { z: width } }));
    optimiser.updateRows(a, "z", x, { rows, values, count: 2 });
    optimiser.updateRows(b, "z", y, { rows: rows.slice(0, 2), values: values.slice(0, 6) });
    expect(x).toEqual(y);
    expect(x).not.toEqual(start());
  });
});

test.each(["whole", "rows"])("resumes to the bit (%s)", (kind) => {
  const optimiser = adam({ learningRate: 0.03, epsilon: 1e-7, epsilonHat: true });
  const options = kind === "rows" ? { rowWidths: { x: 2 } } : {};
  const rows = (step: number) => Int32Array.of(step % 3, 3);
  const advance = (state: OptimiserState, x: Numbers, from: number, to: number) => {
    for (let step = from; step < to; step++) {
      const g = pull(x, step);
      if (kind === "whole") optimiser.update(state, { x }, { x: g }, 1 / (1 + step));
      else {
        const values = Float64Array.from([...rows(step)].flatMap((r) => [g[2 * r], g[2 * r + 1]]));
        optimiser.updateRows(state, "x", x, { rows: rows(step), values }, 1 / (1 + step));
      }
    }
  };
  const start = Float32Array.from({ length: 8 }, (_, i) => i / 3);
  const unbroken = start.slice();
  const state = optimiser.initialise({ x: unbroken }, options);
  advance(state, unbroken, 0, 100);

  const x = start.slice();
  const first = optimiser.initialise({ x }, options);
  advance(first, x, 0, 37);
  const kept = Object.fromEntries(
    Object.entries(first.tensors()).map(([name, values]) => [name, values.slice()]),
  );
  const resumed = adam({ learningRate: 0.03, epsilon: 1e-7, epsilonHat: true })
    .initialise({ x }, options)
    .restore(kept);
  advance(resumed, x, 37, 100);
  expect(x).toEqual(unbroken);
  expect(resumed.tensors()).toEqual(state.tensors());
});

test("finds the minimum of a convex function", () => {
  const optimiser = adam({ learningRate: 0.1 });
  const x = Float64Array.of(5, -3, 0.5);
  const [target, curvature] = [
    [1, 2, 3],
    [1, 100, 0.01],
  ];
  const state = optimiser.initialise({ x });
  for (let step = 0; step < 3000; step++)
    optimiser.update(
      state,
      { x },
      { x: x.map((value, i) => curvature[i] * (value - target[i])) },
      1 - step / 3000,
    );
  x.forEach((value, i) => {
    expect(Math.abs(value - target[i])).toBeLessThan(1e-6);
  });
});

test("works in place on a view of shared memory", () => {
  const memory = new SharedArrayBuffer(64);
  const view = new Float32Array(memory, 16, 3).fill(1);
  const optimiser = adam({ learningRate: 0.5 });
  const state = optimiser.initialise({ view });
  optimiser.update(state, { view }, { view: Float32Array.of(2, -2, 0) });
  expect([...new Float32Array(memory)].map((value) => Number(value.toFixed(6)))).toEqual([
    0, 0, 0, 0, 0.5, 1.5, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  ]);
});

test.each([
  [{ learningRate: -1 }, /learning rate of adam: got -1, expected a number of at least 0/],
  [{ beta1: 1 }, /beta1 of adam: got 1, expected a number of at least 0 and below 1/],
  [{ epsilon: 0 }, /epsilon of adam: got 0, expected a number above 0/],
  [{ beta2: Number.NaN }, /beta2/],
  [{ learningrate: 1 }, /option of adam: got learningrate, expected one of .*did you mean learningRate/],
])("refuses %j", (options, message) => {
  expect(() => adam(options as Partial<AdamOptions>)).toThrow(message);
});

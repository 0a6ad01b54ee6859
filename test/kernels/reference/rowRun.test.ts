/** Oracle: central differences in float64, and the same program worked in other cuts and orders. */
import { expect, test } from "vitest";
import { runRowProgramReference, traceRowProgram } from "../../../lib/kernels/index.js";
import { normal, randomStream } from "../../../lib/random/index.js";
import { expectGradients, normals, rowsOf } from "../gradients.js";
import { mergingModel, normalLogProbability, studentTLogProbability } from "../models.js";

test.each([
  ["Student-t", studentTLogProbability],
  ["normal", normalLogProbability],
])("gradient of a 20 × 10 merging model, %s, against central differences", (_name, logProbability) => {
  const { program, inputs } = mergingModel(45, { layers: 20, logProbability, activation: "tanh" });
  const worst = expectGradients(program, inputs, { seed: 5, step: 2 }, { most: 8 });
  expect(worst).toBeGreaterThan(0);
});

test("gradient with an own weight for every row", () => {
  const { program, inputs } = mergingModel(40, { layers: 3, width: 6 });
  expectGradients(
    program,
    inputs,
    { outputGradients: { logProbability: normals(40, "seeds") } },
    { step: 1e-5 },
  );
});

test("the bits depend neither on the size of a block nor on the order of the shards", () => {
  const { program, inputs } = mergingModel(1000, { layers: 3, width: 5 });
  const plain = runRowProgramReference(program, inputs, { seed: 1 });
  for (const layout of [{ blockRows: 7 }, { blockRows: 64 }, { reversed: true }])
    expect(runRowProgramReference(program, inputs, { seed: 1 }, layout)).toEqual(plain);
});

test("a minibatch is its rows: halves add up to the whole, and rows keep their noise", () => {
  const rows = 300;
  const { program, inputs } = mergingModel(rows, { layers: 2, width: 4 });
  const shuffled = Int32Array.from({ length: rows }, (_, r) => (r * 7) % rows);
  const whole = runRowProgramReference(program, inputs, { seed: 3, step: 9 });
  const [a, b] = [shuffled.slice(0, 130), shuffled.slice(130)].map((part) =>
    runRowProgramReference(program, inputs, { seed: 3, step: 9, rows: part }),
  );
  expect(a.sums.logProbability + b.sums.logProbability).toBeCloseTo(whole.sums.logProbability, 9);
  for (const name of Object.keys(whole.gradients))
    whole.gradients[name].forEach((g, i) => {
      expect(a.gradients[name][i] + b.gradients[name][i]).toBeCloseTo(g, 9);
    });
  const inOrder = rowsOf(program, inputs, { seed: 3, step: 9 });
  const mixed = rowsOf(program, inputs, { seed: 3, step: 9, rows: shuffled });
  expect(mixed).toEqual(Array.from(shuffled, (r) => inOrder[r]));
});

test("noise is the Philox number of seed, stream, step and row", () => {
  const program = traceRowProgram((b) => ({ z: b.noise("normal", { stream: 6 }) }));
  const found = rowsOf(
    program,
    { parameters: {} },
    { seed: 4, step: 8, rows: Int32Array.of(5, 0), rowCount: 6 },
  );
  expect(found).toEqual([5, 0].map((row) => normal(randomStream(4, 6, 8), row)));
});

test("without a gradient, none is returned; without rows, sums and gradients are 0", () => {
  const { program, inputs } = mergingModel(10, { layers: 1 });
  expect(runRowProgramReference(program, inputs, { gradient: false }).gradients).toEqual({});
  const empty = runRowProgramReference(program, inputs, { rows: new Int32Array(0) });
  expect(empty.sums.logProbability).toBe(0);
  expect(empty.gradients.w0.every((g) => g === 0)).toBe(true);
});

test("an output asked for twice over gets both gradients", () => {
  const program = traceRowProgram((b) => {
    const x = b.parameter("x").square();
    return { first: x, second: x };
  });
  const inputs = { parameters: { x: Float64Array.of(1.5) } };
  const result = runRowProgramReference(program, inputs, { rowCount: 4, outputGradients: { second: 10 } });
  expect(result.sums).toEqual({ first: 9, second: 9 });
  expect(result.gradients.x[0]).toBeCloseTo(4 * 2 * 1.5 * 11, 12);
});

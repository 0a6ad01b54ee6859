/** Oracle: the float64 reference. */
import { expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../../lib/errors.js";
import {
  EngineMemory,
  RowEngine,
  runRowProgramReference,
  traceRowProgram,
} from "../../../lib/kernels/index.js";
import { hasRelaxedSimd } from "../../../lib/kernels/wasm/kernelModule.js";
import { mergingModel } from "../models.js";

test("data prepared once are run with any parameters, rows and steps", () => {
  const { program, inputs } = mergingModel(500, { layers: 2 });
  const prepared = new RowEngine().prepare(program, inputs);
  for (const options of [{ step: 1 }, { step: 2, rows: Int32Array.of(499, 0, 3) }, { gradient: false }]) {
    const found = prepared.run(inputs.parameters, options);
    const expected = runRowProgramReference(program, inputs, options);
    expect(found.sums.logProbability / expected.sums.logProbability).toBeCloseTo(1, 5);
    expect(Object.keys(found.gradients)).toEqual(Object.keys(expected.gradients));
  }
  expect(prepared.run(inputs.parameters, { seed: 2 })).toEqual(prepared.run(inputs.parameters, { seed: 2 }));
});

test("the variant is the fastest that the runtime has", () => {
  expect(new RowEngine().variant).toBe(hasRelaxedSimd() ? "relaxed" : "plain");
});

test("what no output depends on has no gradient", () => {
  const program = traceRowProgram((b) => {
    b.gather("F", "i", 2).square();
    b.dense(b.column("x", 2), { weights: "w", width: 3 });
    return { out: b.column("x", 2).sum() };
  });
  const { gradients } = new RowEngine({ variant: "plain" })
    .prepare(program, { columns: { x: new Float32Array(6) }, indices: { i: Int32Array.of(0, 1, 0) } })
    .run({ F: Float32Array.of(1, 2, 3, 4), w: new Float32Array(6).fill(1) });
  expect(gradients).toEqual({ F: new Float32Array(4), w: new Float32Array(6) });
});

test("bad input: a missing column, a missing parameter, too many bytes", () => {
  const { program, inputs } = mergingModel(3000, { layers: 1 });
  const engine = new RowEngine({ memory: new EngineMemory({ limitBytes: 3 * 65536 }) });
  expect(() => engine.prepare(program, { ...inputs, columns: {} })).toThrow(MissingColumnError);
  expect(() => engine.prepare(program, inputs)).toThrow(InputError);
  expect(() => engine.prepare(program, inputs)).toThrow("expected at most 196608 in all");
  const prepared = new RowEngine().prepare(program, inputs);
  expect(() => prepared.run({})).toThrow("parameter");
  expect(prepared.run(inputs.parameters).sums.logProbability).toBeLessThan(0);
});

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
import { integers } from "../gradients.js";
import { mergingModel } from "../models.js";

/** The parameters of a model in the engine's memory. */
function resident(
  engine: RowEngine,
  parameters: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, Float32Array> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, values]) => {
      const array = engine.allocateFloat32(values.length);
      array.set(values);
      return [name, array];
    }),
  );
}

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

test("the reference reads single precision back from the engine, and doubles as they were given", () => {
  const program = traceRowProgram((b) => ({
    out: b.column("x", 2).sum().mul(b.column("y")).add(b.gather("F", "i")),
  }));
  const columns = { x: Float32Array.of(1, 2, 3, 4), y: Float64Array.of(0.1, 0.2) };
  const indices = { i: Int32Array.of(1, 0) };
  const parameters = { F: Float64Array.of(1e-9, 2e-9) };
  const expected = runRowProgramReference(program, { columns, indices, parameters });
  const prepared = new RowEngine().prepare(program, { columns, indices });
  columns.x.fill(9);
  indices.i.fill(1);
  expect(prepared.runReference(parameters)).toEqual(expected);
  prepared.release();
  expect(() => prepared.runReference(parameters)).toThrow(
    "prepared rows: got a run after their release, expected it before",
  );
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

test("resident parameters, whole or in part, are read where they are, and give the same bits", () => {
  const { program, inputs } = mergingModel(400, { layers: 2, reflections: 5000 });
  const engine = new RowEngine({ variant: "plain" });
  const prepared = engine.prepare(program, inputs);
  const copied = Object.fromEntries(
    Object.entries(inputs.parameters).map(([name, values]) => [name, Float32Array.from(values)]),
  );
  const all = engine.allocateFloat32(3 + copied.F.length);
  const own = { ...resident(engine, copied), F: all.subarray(3) };
  own.F.set(copied.F);
  for (let step = 0; step < 3; step++) {
    const options = { step, rows: integers(130, `rows ${step}`, 400) };
    expect(prepared.run(own, options)).toEqual(prepared.run(copied, options));
    for (const of of [own, copied]) of.F[7] += 0.25;
  }
});

test("resident parameters take no memory again: there would be none for a copy, or a dense gradient", () => {
  const { program, inputs } = mergingModel(100, { layers: 1 });
  const engine = new RowEngine({ memory: new EngineMemory({ limitBytes: 6e6 }) });
  const prepared = engine.prepare(program, inputs);
  const F = engine.allocateFloat32(1_000_000);
  const run = (parameter: Float32Array, gathered: "dense" | "sparse") =>
    prepared.run({ ...inputs.parameters, F: parameter }, { gathered });
  expect(run(F, "sparse").sparse.F.rows.length).toBe(new Set(inputs.indices?.reflection).size);
  expect(() => run(F, "dense")).toThrow("expected at most");
  expect(() => run(F.slice(), "sparse")).toThrow("expected at most");
});

test("a resident array stays valid when the memory grows", () => {
  const { program, inputs } = mergingModel(50, { layers: 1 });
  const engine = new RowEngine({ variant: "plain" });
  const own = resident(engine, inputs.parameters);
  const prepared = engine.prepare(program, inputs);
  const expected = prepared.run(own);
  const generation = engine.memory.generation;
  engine.allocateFloat32(10_000_000);
  expect(engine.memory.generation).toBeGreaterThan(generation);
  expect(prepared.run(own)).toEqual(expected);
  own.F.fill(0);
  expect(prepared.run(own)).toEqual(
    prepared.run({ ...inputs.parameters, F: new Float32Array(own.F.length) }),
  );
});

test("the bits do not depend on what was run before, on this engine or in this form", () => {
  const { program, inputs } = mergingModel(600, { layers: 2 });
  const other = mergingModel(300, { layers: 3, width: 7 });
  const sizes = Array.from({ length: 12 }, (_, k) => 1 + 45 * k);
  const options = sizes.flatMap((size) => [
    { step: size, rows: integers(size, `rows ${size}`, 600) },
    { step: size, rows: integers(size, `rows ${size}`, 600), gathered: "sparse" as const },
    { step: size, seed: 2 ** 33 + size, outputGradients: { logProbability: size } },
    { step: size, outputGradients: { logProbability: new Float64Array(600).fill(size) } },
    { step: size, gradient: false },
  ]);
  const fresh = options.map((option) =>
    new RowEngine({ variant: "plain" }).prepare(program, inputs).run(inputs.parameters, option),
  );
  const engine = new RowEngine({ variant: "plain" });
  const [first, second] = [engine.prepare(program, inputs), engine.prepare(other.program, other.inputs)];
  for (let round = 0; round < 2; round++)
    options.forEach((option, k) => {
      second.run(other.inputs.parameters, { step: k });
      expect(first.run(inputs.parameters, option)).toEqual(fresh[k]);
    });
});

test("memory is given back: data, and resident arrays", () => {
  const { program, inputs } = mergingModel(2000, { layers: 1 });
  const engine = new RowEngine({ variant: "plain" });
  const start = engine.memory.arenaStart;
  const prepared = engine.prepare(program, inputs);
  const own = resident(engine, inputs.parameters);
  for (const array of Object.values(own)) engine.release(array);
  expect(() => prepared.run(own)).toThrow("got an array at");
  expect(() => engine.release(own.F)).toThrow("was released");
  expect(() => engine.release(new Float32Array(3))).toThrow(
    "release: got an array that is not in the engine's memory, expected one that allocateFloat32 made",
  );
  prepared.release();
  prepared.release();
  expect(engine.memory.arenaStart).toBe(start);
  expect(() => prepared.run(inputs.parameters)).toThrow("prepared rows: got a run after their release");
});

test("what does not fit leaves nothing behind", () => {
  const engine = new RowEngine({ memory: new EngineMemory({ limitBytes: 4 * 65536 }) });
  const start = engine.memory.arenaStart;
  const { program, inputs } = mergingModel(5000, { layers: 1 });
  expect(() => engine.prepare(program, inputs)).toThrow("expected at most 262144 in all");
  expect(() => engine.allocateFloat32(100_000)).toThrow("engine memory: got a request for 400000 bytes");
  expect(() => engine.allocateFloat32(-1)).toThrow("allocateFloat32: got length -1, expected a whole number");
  expect(engine.memory.arenaStart).toBe(start);
  expect(engine.allocateFloat32(10)).toEqual(new Float32Array(10));
});

test("an array given back and taken again is all 0", () => {
  const engine = new RowEngine();
  const first = engine.allocateFloat32(100).fill(3);
  engine.release(first);
  const second = engine.allocateFloat32(50);
  expect(second.byteOffset).toBe(first.byteOffset);
  expect(second.every((x) => x === 0)).toBe(true);
});

/** Oracles: central differences; the same formula written with the tape's own ops; the reference and the engine run directly. */
import { describe, expect, test } from "vitest";
import { checkGradient, op, Tape, type Tensor } from "../../../lib/autodiff/index.js";
import { InputError, MissingColumnError } from "../../../lib/errors.js";
import { perRow, prepareReference, RowEngine, traceRowProgram } from "../../../lib/kernels/index.js";
import { mergingModel } from "../../kernels/models.js";
import { integers, uniforms } from "../gradients.js";

const rows = 60;
const { program, inputs } = mergingModel(rows, { layers: 2, width: 4, reflections: 9, activation: "tanh" });
const names = program.parameters.map(({ name }) => name);
const data = names.map((name) => ({ data: inputs.parameters[name] }));
const merging = prepareReference(program, inputs);
const asRecord = (x: readonly Tensor[]) => Object.fromEntries(x.map((tensor, i) => [names[i], tensor]));

const batch = integers(25, "batch", rows);

const several = traceRowProgram((b) => {
  const residual = b.column("I").sub(b.gather("F", "h", 2).square().sum().mul(b.parameter("k").exp()));
  return { chi2: residual.square(), residual: perRow(residual), noisy: perRow(residual.mul(b.noise())) };
});
const I = uniforms(rows, "I");
const h = integers(rows, "h", 7);
const severalRows = prepareReference(several, { columns: { I }, indices: { h } });
const F = { data: uniforms(14, "F"), shape: [7, 2] };
const k = { data: [0.3] };

describe("gradients against central differences", () => {
  test("a merging model, its parameters functions of others", () => {
    const check = checkGradient((...x) => {
      const { logProbability } = op.rowProgram(merging, asRecord(x.map((tensor) => tensor.mul(1.1).sin())), {
        seed: 3,
        step: 4,
      });
      return logProbability.div(rows).add(x[0].square().sum());
    }, data);
    expect(check.deviation, JSON.stringify(check)).toBeLessThan(1e-6);
  });

  test("sums and rows of several outputs, with noise, of a minibatch", () => {
    const check = checkGradient(
      (f, scale) => {
        const out = op.rowProgram(severalRows, { F: f, k: scale }, { rows: batch, seed: 1 });
        const softened = out.residual.square().add(1).log().sum();
        return softened.add(out.chi2.mul(0.1)).add(out.noisy.tanh().sum());
      },
      [F, k],
    );
    expect(check.deviation, JSON.stringify(check)).toBeLessThan(1e-6);
  });
});

test("values and gradients are those of the tape's own ops", () => {
  const both = [true, false].map((fused) => {
    const tape = new Tape({ precision: "float64" });
    const [f, scale] = [tape.parameter(F.data, F.shape), tape.parameter(k.data)];
    const residual = fused
      ? op.rowProgram(severalRows, { F: f, k: scale }).residual
      : tape.constant(I).sub(f.square().sum({ axis: 1 }).gather(h).mul(scale.exp()));
    const gradients = tape.gradient(residual.square().sum(), [f, scale]);
    expect(residual.shape).toEqual([rows]);
    return [residual, ...gradients].flatMap(({ data: numbers }) => [...numbers]);
  });
  both[0].forEach((x, i) => {
    expect(x).toBeCloseTo(both[1][i], 11);
  });
});

test("sums are scalars, rows vectors; noise is by seed and step, which is the tape's unless given", () => {
  const tape = new Tape({ precision: "float64" });
  const parameters = { F: tape.parameter(F.data), k: tape.parameter(k.data) };
  const noisy = (options = {}) => [...op.rowProgram(severalRows, parameters, options).noisy.data];
  const out = op.rowProgram(severalRows, parameters, { rows: batch });
  expect([out.chi2.shape, out.residual.shape, out.noisy.shape]).toEqual([[], [25], [25]]);
  const direct = severalRows.run({ F: F.data, k: Float64Array.of(0.3) }, { rows: batch });
  expect(out.chi2.item()).toBe(direct.sums.chi2);
  expect([...out.noisy.data]).toEqual([...direct.perRow.noisy]);
  const first = noisy({ seed: 5 });
  expect(noisy({ seed: 5 })).toEqual(first);
  expect(noisy({ seed: 6 })).not.toEqual(first);
  tape.step(() => expect(noisy({ seed: 5 })).toEqual(first));
  expect(noisy({ seed: 5 })).not.toEqual(first);
  expect(noisy({ seed: 5, step: undefined })).not.toEqual(first);
  expect(noisy({ seed: 5, step: 0 })).toEqual(first);
});

test("float32 tapes run on the engine, float64 tapes on the reference, of the same rows", () => {
  const engine = new RowEngine({ variant: "plain" });
  const prepared = engine.prepare(program, inputs);
  const [float32, float64, byReference] = [
    { precision: "float32" as const, on: prepared },
    { precision: "float64" as const, on: prepared },
    { precision: "float32" as const, on: merging },
  ].map(({ precision, on }) => {
    const tape = new Tape({ precision });
    const x = asRecord(names.map((name) => tape.parameter(inputs.parameters[name])));
    const { logProbability } = op.rowProgram(on, x, { seed: 3 });
    return { loss: logProbability.item(), gradients: tape.gradient(logProbability, x) };
  });
  const engineRun = prepared.run(inputs.parameters, { seed: 3 });
  expect(float32.loss).toBe(Math.fround(engineRun.sums.logProbability));
  expect(float32.gradients.w0.data).toEqual(engineRun.gradients.w0);
  expect(float32.gradients.F.data).toEqual(engineRun.gradients.F);
  const reference = merging.run(inputs.parameters, { seed: 3 });
  expect(float64.loss).toBe(reference.sums.logProbability);
  expect(float64.gradients.F.data).toEqual(reference.gradients.F);
  const rounded = Object.fromEntries(names.map((name) => [name, Float32Array.from(inputs.parameters[name])]));
  const expected = Float32Array.from(merging.run(rounded, { seed: 3 }).gradients.F);
  expect(byReference.gradients.F.data).toEqual(expected);
  expect(float32.gradients.F.data).not.toEqual(expected);
});

test("parameters of a tape may be resident in the engine's memory", () => {
  const engine = new RowEngine({ variant: "plain" });
  const prepared = engine.prepare(program, inputs);
  const tape = new Tape();
  const kept = engine.allocateFloat32(inputs.parameters.F.length);
  kept.set(inputs.parameters.F);
  const x = asRecord(names.map((name) => tape.parameter(name === "F" ? kept : inputs.parameters[name])));
  expect(x.F.data).toBe(kept);
  const loss = () => tape.step(() => op.rowProgram(prepared, x, { step: 0 }).logProbability.item());
  const before = loss();
  kept.fill(2);
  expect(loss()).not.toBe(before);
});

test("constants and tensors that the program does not name get no gradient", () => {
  const tape = new Tape({ precision: "float64" });
  const parameters = { F: tape.parameter(F.data), k: tape.constant(k.data), other: tape.parameter([1, 2]) };
  const { chi2 } = op.rowProgram(severalRows, parameters);
  const [byF, byOther] = tape.gradient(chi2, [parameters.F, parameters.other]);
  expect([...byF.data]).toEqual([...severalRows.run({ F: F.data, k: Float64Array.of(0.3) }, { outputGradients: { residual: 0, noisy: 0 } }).gradients.F]); // biome-ignore format: one line
  expect([...byOther.data]).toEqual([0, 0]);
});

test("what it refuses", () => {
  const tape = new Tape();
  const [f, scale] = [tape.parameter(F.data, [7, 2]), tape.parameter(k.data)];
  expect(() => op.rowProgram(severalRows, { F: f })).toThrow(MissingColumnError);
  expect(() => op.rowProgram(severalRows, { F: f.transpose(), k: scale })).toThrow(
    "rowProgram, parameter F: got shape [2, 7], expected [rows, 2], or a vector",
  );
  expect(() => op.rowProgram(severalRows, { F: f, k: tape.parameter([1], [1, 1]) })).toThrow(
    "rowProgram, parameter k: got shape [1, 1], expected [1], or a vector",
  );
  expect(() => op.rowProgram(severalRows, { F: f, k: 3 as never })).toThrow(
    "rowProgram, k: got the number 3, expected a tensor",
  );
  expect(() => op.rowProgram(severalRows, {})).toThrow(InputError);
  expect(() => op.rowProgram(severalRows, { F: f, k: scale }, { rows: Int32Array.of(60) })).toThrow(
    "row, entry 0: got 60, expected 0 to 59",
  );
});

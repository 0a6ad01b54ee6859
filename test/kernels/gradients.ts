/** Gradients of row programs against central differences (five points, error of order h⁴) in float64. */
import { expect } from "vitest";
import {
  type Numbers,
  type RowBuilder,
  type RowInputs,
  type RowProgram,
  type RowRunOptions,
  type RowValue,
  runRowProgramReference,
  type UnaryKind,
} from "../../lib/kernels/index.js";
import { fillNormal, fillUniform, randomStream } from "../../lib/random/index.js";

export function normals(count: number, name: string, scale = 1): Float64Array {
  return fillNormal(randomStream(1, name), new Float64Array(count)).map((x) => x * scale);
}

export function uniforms(count: number, name: string, from = 0, to = 1): Float64Array {
  return fillUniform(randomStream(1, name), new Float64Array(count)).map((u) => from + (to - from) * u);
}

export function integers(count: number, name: string, end: number): Int32Array {
  return Int32Array.from(uniforms(count, name), (u) => Math.floor(u * end));
}

function loss(program: RowProgram, inputs: RowInputs, options: RowRunOptions): number {
  const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
  const { perRow } = runRowProgramReference({ ...program, outputs }, inputs, { ...options, gradient: false });
  let total = 0;
  for (const { name } of outputs) {
    const seed = options.outputGradients?.[name] ?? 1;
    perRow[name].forEach((value, r) => {
      total += value * (typeof seed === "number" ? seed : seed[r]);
    });
  }
  return total;
}

/** Derivative by one number of a parameter. */
function difference(
  program: RowProgram,
  inputs: RowInputs,
  options: RowRunOptions,
  name: string,
  i: number,
  step: number,
): number {
  const original = inputs.parameters[name];
  const h = step * Math.max(0.1, Math.abs(original[i]));
  const at = (shift: number) => {
    const moved = Float64Array.from(original);
    moved[i] += shift;
    return loss(program, { ...inputs, parameters: { ...inputs.parameters, [name]: moved } }, options);
  };
  return (8 * (at(h) - at(-h)) - (at(2 * h) - at(-2 * h))) / (12 * h);
}

/**
 * Holds every gradient (or `most` of each parameter's, evenly picked) to `tolerance` of the largest of its parameter;
 * returns the greatest deviation. Where a network has kinks, a
 * small `step` keeps the differences from crossing them.
 */
export function expectGradients(
  program: RowProgram,
  inputs: RowInputs,
  options: RowRunOptions = {},
  { most = 40, tolerance = 1e-6, step = 1e-3 } = {},
): number {
  const { gradients } = runRowProgramReference(program, inputs, options);
  let worst = 0;
  for (const { name } of program.parameters) {
    const found = gradients[name];
    const scale = Math.max(1e-3, ...Array.from(found, Math.abs));
    expect(found.length).toBe(inputs.parameters[name].length);
    const stride = Math.max(1, Math.floor(found.length / most));
    for (let i = 0; i < found.length; i += stride) {
      const deviation = Math.abs(found[i] - difference(program, inputs, options, name, i, step)) / scale;
      expect(deviation, `d/d ${name}[${i}] is ${found[i]}`).toBeLessThan(tolerance);
      worst = Math.max(worst, deviation);
    }
  }
  return worst;
}

/** The numbers that a one-output program gives for every row. */
export function rowsOf(program: RowProgram, inputs: RowInputs, options: RowRunOptions = {}): number[] {
  const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
  const { perRow } = runRowProgramReference({ ...program, outputs }, inputs, { ...options, gradient: false });
  return Array.from(perRow[outputs[0].name]);
}

/** Sum over features with unequal weights, so that features mixed up are noticed. */
export function weighted(builder: RowBuilder, value: RowValue): RowValue {
  const parts = Array.from({ length: value.width }, (_, j) => value.slice(j).mul(0.7 + 0.45 * j));
  return builder.sum(builder.concat(...parts));
}

/** A network of `layers` dense layers of one width, every second with a residual; parameters w0, b0, … */
export function network(
  builder: RowBuilder,
  input: RowValue,
  layers: number,
  width: number,
  activation: UnaryKind = "leakyRelu",
): RowValue {
  let x = input;
  for (let l = 0; l < layers; l++) {
    const y = builder.dense(x, { weights: `w${l}`, bias: `b${l}`, width }).apply(activation);
    x = l % 2 === 1 ? x.add(y) : y;
  }
  return x;
}

export function networkParameters(
  layers: number,
  inputWidth: number,
  width: number,
): Record<string, Numbers> {
  const parameters: Record<string, Numbers> = {};
  for (let l = 0; l < layers; l++) {
    const from = l === 0 ? inputWidth : width;
    parameters[`w${l}`] = normals(width * from, `w${l}`, 1 / Math.sqrt(from));
    parameters[`b${l}`] = normals(width, `b${l}`, 0.1);
  }
  return parameters;
}

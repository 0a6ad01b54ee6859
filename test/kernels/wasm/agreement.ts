/** Holds the wasm engine to the float64 reference. */
import { setFlagsFromString } from "node:v8";
import { expect } from "vitest";
import {
  RowEngine,
  type RowInputs,
  type RowProgram,
  type RowResult,
  type RowRunOptions,
  runRowProgramReference,
} from "../../../lib/kernels/index.js";

export const TOLERANCE = 1e-5;

// Node 20 has relaxed SIMD behind this flag; later ones have it anyway.
setFlagsFromString("--experimental-wasm-relaxed-simd");

let made: RowEngine[] | undefined;

/** An engine of each variant, for all tests of a file: their memory is given back after every use. */
export function engines(): readonly RowEngine[] {
  made ??= [new RowEngine({ variant: "plain" }), new RowEngine({ variant: "relaxed" })];
  return made;
}

/** The inputs as float32 has them, so that the comparison is of the arithmetic. */
function rounded(inputs: RowInputs): RowInputs {
  const round = <T extends ArrayLike<number>>(record: Readonly<Record<string, T>> = {}) =>
    Object.fromEntries(Object.entries(record).map(([name, values]) => [name, Float32Array.from(values)]));
  return { parameters: round(inputs.parameters), columns: round(inputs.columns), indices: inputs.indices };
}

/**
 * Runs a program on the reference and on each engine, and holds sums, rows and gradients to 1e-5 of their scale: the
 * greatest magnitude among a parameter's gradients, or for sums the sum of the magnitudes. Returns the greatest
 * deviation.
 */
export function expectAgreement(
  program: RowProgram,
  inputs: RowInputs,
  options: RowRunOptions = {},
  on: readonly RowEngine[] = engines(),
): number {
  const outputs = program.outputs.map((output) => ({ ...output, perRow: true }));
  const asRows: RowProgram = { ...program, outputs };
  const given = rounded(inputs);
  const expected = runRowProgramReference(asRows, given, options);
  return Math.max(...on.map((engine) => deviation(engine, asRows, given, options, expected)));
}

function deviation(
  on: RowEngine,
  asRows: RowProgram,
  given: RowInputs,
  options: RowRunOptions,
  expected: RowResult,
): number {
  const prepared = on.prepare(asRows, given);
  const found = prepared.run(given.parameters, options);
  prepared.release();
  let worst = 0;
  const hold = (what: string, a: ArrayLike<number>, b: ArrayLike<number>, scale: number) => {
    expect(a.length, what).toBe(b.length);
    for (let i = 0; i < a.length; i++) {
      if (Object.is(a[i], b[i])) continue;
      const deviation = Math.abs(a[i] - b[i]) / scale;
      if (!(deviation < TOLERANCE))
        expect.fail(`${what}[${i}]: got ${a[i]}, expected ${b[i]}, scale ${scale}`);
      worst = Math.max(worst, deviation);
    }
  };
  const greatest = (values: ArrayLike<number>) => Math.max(1e-3, ...Array.from(values, Math.abs));
  for (const { name } of asRows.outputs) {
    const rows = expected.perRow[name];
    hold(`rows of ${name}`, found.perRow[name], rows, greatest(rows));
    const magnitude = Array.from(rows, Math.abs).reduce((sum, x) => sum + x, 1e-3);
    hold(`sum of ${name}`, [found.sums[name]], [expected.sums[name]], magnitude);
  }
  expect(Object.keys(found.gradients)).toEqual(Object.keys(expected.gradients));
  for (const [name, gradient] of Object.entries(expected.gradients))
    hold(`gradient of ${name}`, found.gradients[name], gradient, greatest(gradient));
  return worst;
}

/** Holds a layer in a row program to central differences, and its parameters to what the program asks for. */
import { expect } from "vitest";
import { type RowInputs, type RowProgram, traceRowProgram } from "../../../lib/kernels/index.js";
import type { Layer } from "../../../lib/nn/index.js";
import { expectGradients, integers, normals, rowsOf, weighted } from "../../kernels/gradients.js";

const ROWS = 13;

/** How many rows gathered parameters have. */
export const IMAGES = 4;

export interface LayerProgram {
  readonly program: RowProgram;
  readonly inputs: RowInputs;
}

/** The layer of a column "x" and of image numbers "image", its features added up with unequal weights. */
export function programOf(layer: Layer, { seed = 1, noise = 0.1, rows = ROWS } = {}): LayerProgram {
  const program = traceRowProgram((b) => ({
    y: weighted(b, layer.apply(b, b.column("x", layer.inputs))),
  }));
  // Moved a little from their first values: many of them are 0 or 1, where a wrong gradient can look right.
  const parameters = Object.fromEntries(
    Object.entries(layer.initialise(seed)).map(([name, first]) => {
      const moves = normals(first.length, `move ${name}`, noise);
      return [name, Float64Array.from(first, (value, i) => value + moves[i])];
    }),
  );
  const columns = { x: normals(rows * layer.inputs, "layer input") };
  return { program, inputs: { parameters, columns, indices: { image: integers(rows, "image", IMAGES) } } };
}

/** Gradients by all parameters, and by the input, against differences to 1e-6. */
export function expectLayer(layer: Layer, options: { step?: number } = {}): void {
  const { program, inputs } = programOf(layer);
  expect(program.parameters.map(({ name }) => name).sort()).toEqual(
    layer.parameters.map(({ name }) => name).sort(),
  );
  for (const { name, use, shape } of layer.parameters) {
    const asked = program.parameters.find((parameter) => parameter.name === name);
    expect(asked, name).toEqual({ name, use, shape: use === "gathered" ? [shape[1]] : shape });
    expect(inputs.parameters[name].length, name).toBe(shape.reduce((a, b) => a * b, 1));
  }
  expectGradients(program, inputs, {}, options);
  expectInputGradients(layer, inputs, options);
}

/** The input made a parameter, gathered by the row. */
function expectInputGradients(layer: Layer, inputs: RowInputs, options: { step?: number }): void {
  const program = traceRowProgram((b) => ({
    y: weighted(b, layer.apply(b, b.gather("x", "row", layer.inputs))),
  }));
  const x = inputs.columns!.x;
  const row = Int32Array.from({ length: x.length / layer.inputs }, (_, r) => r);
  const all = { parameters: { ...inputs.parameters, x }, indices: { ...inputs.indices, row } };
  expectGradients(program, all, {}, options);
}

/** The features of each row that a layer gives, row-major. */
export function outputsOf(layer: Layer, inputs: RowInputs): number[] {
  const features = Array.from({ length: layer.outputs }, (_, j) =>
    rowsOf(
      traceRowProgram((b) => ({ y: layer.apply(b, b.column("x", layer.inputs)).slice(j) })),
      inputs,
    ),
  );
  return features[0].flatMap((_, r) => features.map((rows) => rows[r]));
}

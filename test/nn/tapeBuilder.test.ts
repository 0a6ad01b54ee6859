/** Every layer on the tape against the same layer in a row program: values and gradients, in float64. */
import { expect, test } from "vitest";
import { op, Tape, type Tensor } from "../../lib/autodiff/index.js";
import { runRowProgramReference } from "../../lib/kernels/index.js";
import {
  adam,
  imageLayer,
  imageScalar,
  type Layer,
  layerNorm,
  layers,
  mlp,
  positionalEncoding,
  residual,
  sequential,
  TapeBuilder,
} from "../../lib/nn/index.js";
import { IMAGES, outputsOf, programOf } from "./layers/check.js";

const built: Readonly<Record<keyof typeof layers, Layer>> = {
  dense: layers.dense({ inputs: 3, outputs: 4, activation: "silu", bias: false }),
  mlp: mlp({ inputs: 3, layers: 2, width: 5, outputs: 2, initialiser: "glorotUniform" }),
  residual: residual({ inputs: 3, hidden: 5, normalise: true }),
  layerNorm: layerNorm({ inputs: 4 }),
  positionalEncoding: positionalEncoding({ inputs: 2, frequencies: 2 }),
  imageScalar: imageScalar({ inputs: 3, images: IMAGES }),
  imageLayer: imageLayer({ inputs: 3, outputs: 2, images: IMAGES }),
};

test.each(Object.entries(built))("%s", (_, layer) => {
  const { program, inputs } = programOf(layer);
  const tape = new Tape({ precision: "float64" });
  const builder = new TapeBuilder(tape, layer.parameters, inputs.parameters, inputs.indices);
  tape.step(() => {
    const x = tape.parameter(inputs.columns!.x, [inputs.columns!.x.length / layer.inputs, layer.inputs]);
    const y = layer.apply(builder, x);
    expect(y.shape[1]).toBe(layer.outputs);
    outputsOf(layer, inputs).forEach((expected, i) => {
      expect(Math.abs(y.data[i] - expected)).toBeLessThan(1e-12);
    });
    const weights = tape.constant(Array.from({ length: layer.outputs }, (__, j) => 0.7 + 0.45 * j));
    const targets: Record<string, Tensor> = { x, ...builder.parameters };
    const gradients = tape.gradient(y.mul(weights).sum(), targets);
    const expected = runRowProgramReference(program, inputs).gradients;
    for (const { name } of layer.parameters)
      expected[name].forEach((value, i) => {
        expect(Math.abs(gradients[name].data[i] - value), `${name}[${i}]`).toBeLessThan(1e-11);
      });
  });
});

test("a network learns a function on the tape with Adam", () => {
  const net = sequential(
    mlp({ inputs: 1, layers: 1, width: 12, activation: "tanh" }),
    residual({ inputs: 12, activation: "tanh" }),
    layers.dense({ name: "out", inputs: 12, outputs: 1 }),
  );
  const tape = new Tape();
  const values = net.initialise(7);
  const builder = new TapeBuilder(tape, net.parameters, values);
  const grid = Array.from({ length: 64 }, (_, i) => i / 16 - 2);
  const x = tape.constant(grid, [64, 1]);
  const y = tape.constant(
    grid.map((value) => Math.sin(2 * value)),
    [64, 1],
  );
  const optimiser = adam({ learningRate: 0.01 });
  const state = optimiser.initialise(values);
  const losses = Array.from({ length: 500 }, () =>
    tape.step(() => {
      const loss = op.mean(op.square(op.sub(net.apply(builder, x), y)));
      const gradients = tape.gradient(loss, builder.parameters);
      optimiser.update(
        state,
        values,
        Object.fromEntries(Object.entries(gradients).map(([name, { data }]) => [name, data])),
      );
      return loss.item();
    }),
  );
  expect(losses[0]).toBeGreaterThan(0.3);
  expect(losses[499]).toBeLessThan(1e-3);
});

test("names what is missing", () => {
  const layer = imageScalar({ inputs: 2, images: 3 });
  const tape = new Tape();
  expect(() => new TapeBuilder(tape, layer.parameters, {})).toThrow(
    /image\/scales is not in the values of parameters/,
  );
  const builder = new TapeBuilder(tape, layer.parameters, layer.initialise(1));
  expect(() => tape.step(() => layer.apply(builder, tape.constant([1, 2], [1, 2])))).toThrow(
    /column image is not in the index columns/,
  );
});

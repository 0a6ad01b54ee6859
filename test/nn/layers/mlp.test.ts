/** The multilayer perceptron: gradients against differences, shapes, careless's start. */
import { expect, test } from "vitest";
import { mlp } from "../../../lib/nn/index.js";
import { expectLayer, outputsOf, programOf } from "./check.js";

test.each([
  { inputs: 4, layers: 3, width: 5, outputs: 2, activation: "tanh" },
  { inputs: 9, layers: 2, width: 3, activation: "softplus", initialiser: "heNormal" },
  { inputs: 2, layers: 0, width: 7, outputs: 3 },
  { inputs: 3, layers: 1, width: 1, outputs: 1, activation: "sigmoid", outputInitialiser: "ones" },
] as const)("gradients of %j", (options) => {
  expectLayer(mlp(options));
});

test.each(["relu", "leakyRelu"] as const)("gradients with %s, between its kinks", (activation) => {
  expectLayer(mlp({ inputs: 4, layers: 5, width: 6, outputs: 2, activation }), { step: 1e-6 });
});

test("has the layers asked for", () => {
  const net = mlp({ name: "scale", inputs: 9, layers: 2, width: 10, outputs: 2, initialiser: "identity" });
  expect(net.parameters.map(({ name, shape }) => `${name} ${shape}`)).toEqual([
    "scale/0/weights 10,9",
    "scale/0/bias 10",
    "scale/1/weights 10,10",
    "scale/1/bias 10",
    "scale/output/weights 2,10",
    "scale/output/bias 2",
  ]);
  expect([net.inputs, net.outputs]).toEqual([9, 2]);
  expect(mlp({ inputs: 9, layers: 2, width: 10 }).outputs).toBe(10);
});

test("at its start careless's network passes the first two metadata, where they are positive", () => {
  const net = mlp({ inputs: 5, layers: 20, width: 10, outputs: 2, initialiser: "identity" });
  const { inputs } = programOf(net, { noise: 0 });
  const x = inputs.columns!.x.map(Math.abs);
  const expected = Array.from({ length: x.length / 5 }, (_, r) => [x[5 * r], x[5 * r + 1]]).flat();
  expect(outputsOf(net, { ...inputs, columns: { x } })).toEqual(expected);
});

test("the output layer starts as it is told to", () => {
  const net = mlp({ inputs: 3, layers: 1, width: 4, outputs: 2, outputInitialiser: "zeros" });
  const first = net.initialise(1);
  expect(first["mlp/output/weights"]).toEqual(new Float32Array(8));
  expect(first["mlp/0/weights"].every((w) => w !== 0)).toBe(true);
});

test("refuses no layers without outputs, and counts that are not", () => {
  expect(() => mlp({ inputs: 3, layers: 0, width: 4 })).toThrow(
    "layers of mlp: got 0, expected a whole number of at",
  );
  expect(() => mlp({ inputs: 3, layers: 2, width: 0 })).toThrow("outputs of mlp/0: got 0");
  expect(() => mlp({ inputs: 3, layers: 2, width: 4, outputs: 0 })).toThrow("outputs of mlp/output: got 0");
});

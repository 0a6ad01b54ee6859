/** The dense layer: gradients against differences, values by hand. */
import { expect, test } from "vitest";
import { dense } from "../../../lib/nn/index.js";
import { expectLayer, outputsOf } from "./check.js";

test.each([
  { inputs: 3, outputs: 4 },
  { inputs: 5, outputs: 2, activation: "tanh" },
  { inputs: 1, outputs: 1, activation: "softplus", bias: false },
  { inputs: 4, outputs: 6, activation: "silu", initialiser: "glorotUniform" },
] as const)("gradients of %j", (options) => {
  expectLayer(dense(options));
});

test("is W x + b", () => {
  const layer = dense({ name: "l", inputs: 3, outputs: 2, activation: "relu" });
  const parameters = {
    "l/weights": Float64Array.of(1, 2, 3, -1, 0, 1),
    "l/bias": Float64Array.of(10, 0.5),
  };
  const columns = { x: Float64Array.of(1, 1, 1, 2, 0, -1) };
  expect(outputsOf(layer, { parameters, columns })).toEqual([16, 0.5, 9, 0]);
});

test("names its parameters and draws them by name", () => {
  const [a, b] = ["a", "b"].map((name) => dense({ name, inputs: 2, outputs: 3 }));
  expect(a.parameters).toEqual([
    { name: "a/weights", use: "shared", shape: [3, 2] },
    { name: "a/bias", use: "shared", shape: [3] },
  ]);
  expect(a.initialise(1)["a/bias"]).toEqual(new Float32Array(3));
  expect(a.initialise(1)).toEqual(a.initialise(1));
  expect(a.initialise(1)["a/weights"]).not.toEqual(a.initialise(2)["a/weights"]);
  expect(a.initialise(1)["a/weights"]).not.toEqual(b.initialise(1)["b/weights"]);
});

test("refuses what cannot be a layer", () => {
  expect(() => dense({ inputs: 0, outputs: 1 })).toThrow("inputs of dense: got 0, expected a whole number");
  expect(() => dense({ name: "head", inputs: 1, outputs: 1.5 })).toThrow("outputs of head: got 1.5");
  expect(() => dense({ inputs: 1, outputs: 1, units: 3 } as Parameters<typeof dense>[0])).toThrow(
    /option of dense layer: got units/,
  );
});

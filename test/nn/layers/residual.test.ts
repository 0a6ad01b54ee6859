/** The residual block: gradients against differences, its formula, its start. */
import { expect, test } from "vitest";
import { residual } from "../../../lib/nn/index.js";
import { expectLayer, outputsOf, programOf } from "./check.js";

test.each([
  { inputs: 4, activation: "tanh" },
  { inputs: 3, hidden: 5, activation: "silu", normalise: true },
] as const)("gradients of %j", (options) => {
  expectLayer(residual(options));
});

test("gradients with leakyRelu, between its kinks", () => {
  expectLayer(residual({ inputs: 4, hidden: 6, normalise: true }), { step: 1e-6 });
});

test("is x + W₂ σ(W₁ σ(x) + b₁) + b₂", () => {
  const block = residual({ name: "r", inputs: 2, hidden: 1, activation: "relu" });
  const parameters = {
    "r/0/weights": Float64Array.of(2, 3),
    "r/0/bias": Float64Array.of(-1),
    "r/1/weights": Float64Array.of(1, -1),
    "r/1/bias": Float64Array.of(0.5, 0),
  };
  const columns = { x: Float64Array.of(1, 2, 4, -3, -1, -1) };
  expect(outputsOf(block, { parameters, columns })).toEqual([1 + 7.5, 2 - 7, 4 + 7.5, -3 - 7, -0.5, -1]);
});

test("with zeros for W₂ it starts as the identity", () => {
  const block = residual({ inputs: 3, normalise: true, outputInitialiser: "zeros" });
  const { inputs } = programOf(block, { noise: 0 });
  expect(outputsOf(block, inputs)).toEqual([...inputs.columns!.x]);
});

test("names its parameters", () => {
  const block = residual({ inputs: 2, hidden: 3, normalise: true });
  expect(block.parameters.map(({ name, shape }) => `${name} ${shape}`)).toEqual([
    "residual/norm/gain 2",
    "residual/norm/offset 2",
    "residual/0/weights 3,2",
    "residual/0/bias 3",
    "residual/1/weights 2,3",
    "residual/1/bias 2",
  ]);
  expect(Object.keys(block.initialise(1)).sort()).toEqual(block.parameters.map(({ name }) => name).sort());
});

/** Activations: values on the tape against their formulas, gradients against differences. */
import { expect, test } from "vitest";
import { checkGradient, Tape } from "../../lib/autodiff/index.js";
import { type ActivationName, activation, activations } from "../../lib/nn/index.js";

const formulas: Readonly<Record<ActivationName, (x: number) => number>> = {
  linear: (x) => x,
  relu: (x) => (x > 0 ? x : 0),
  leakyRelu: (x) => (x > 0 ? x : 0.01 * x),
  tanh: Math.tanh,
  sigmoid: (x) => 1 / (1 + Math.exp(-x)),
  softplus: (x) => Math.log(1 + Math.exp(x)),
  silu: (x) => x / (1 + Math.exp(-x)),
};
const inputs = [-4, -0.3, 0.2, 1, 3.7];

test.each(Object.entries(formulas))("%s", (name, formula) => {
  const activate = activation(name as ActivationName);
  const values = activate(new Tape({ precision: "float64" }).constant(inputs)).data;
  inputs.forEach((x, i) => {
    expect(Math.abs(values[i] - formula(x))).toBeLessThan(1e-14);
  });
  if (name !== "linear")
    expect(checkGradient((x) => activate(x), [{ data: inputs }]).deviation).toBeLessThan(1e-6);
});

test("an unknown name is refused; all are tested here", () => {
  expect(Object.keys(activations)).toEqual(Object.keys(formulas));
  expect(() => activation("leakyReLU" as ActivationName)).toThrow(
    /activation: got leakyReLU.*did you mean leakyRelu/,
  );
});

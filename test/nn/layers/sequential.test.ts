/** Layers in a row. */
import { expect, test } from "vitest";
import { dense, sequential } from "../../../lib/nn/index.js";
import { expectLayer, outputsOf, programOf } from "./check.js";

const first = dense({ name: "a", inputs: 3, outputs: 4, activation: "tanh" });
const second = dense({ name: "b", inputs: 4, outputs: 2 });

test("gradients", () => {
  expectLayer(sequential(first, second));
});

test("puts the second to what the first gives", () => {
  const both = sequential(first, second);
  const { inputs } = programOf(both);
  const between = Float64Array.from(outputsOf(first, inputs));
  expect(outputsOf(both, inputs)).toEqual(outputsOf(second, { ...inputs, columns: { x: between } }));
  expect(both.initialise(3)).toEqual({ ...first.initialise(3), ...second.initialise(3) });
});

test("refuses layers that do not fit, names used twice, and none", () => {
  expect(() => sequential(second, first)).toThrow(
    "sequential, layer 2: got one of 3 inputs, expected 2 as layer 1 gives",
  );
  expect(() => sequential(first, dense({ name: "a", inputs: 4, outputs: 1 }))).toThrow(
    "sequential: got parameter a/weights twice, expected a name of its own for each layer",
  );
  expect(() => sequential()).toThrow("sequential: got no layers, expected at least one");
});

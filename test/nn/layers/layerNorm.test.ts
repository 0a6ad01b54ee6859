/** Layer normalisation: gradients against differences, moments of what comes out. */
import { expect, test } from "vitest";
import { layerNorm } from "../../../lib/nn/index.js";
import { expectLayer, outputsOf, programOf } from "./check.js";

test.each([2, 7])("gradients with %i features", (inputs) => {
  // Two features are nearly a sign function of their difference, of width √ε = 0.003: smaller steps than that.
  expectLayer(layerNorm({ inputs }), { step: 1e-5 });
});

test("at its start it gives mean 0 and variance 1", () => {
  const layer = layerNorm({ inputs: 6 });
  const { inputs } = programOf(layer, { noise: 0 });
  const out = outputsOf(layer, inputs);
  for (let r = 0; r < out.length; r += 6) {
    const row = out.slice(r, r + 6);
    const mean = row.reduce((sum, y) => sum + y, 0) / 6;
    expect(Math.abs(mean)).toBeLessThan(1e-12);
    // ε = 1e-5 beside a variance of the input that is 0.1 or more.
    expect(Math.abs(row.reduce((sum, y) => sum + (y - mean) ** 2, 0) / 6 - 1)).toBeLessThan(1e-4);
  }
});

test("names its parameters", () => {
  expect(layerNorm({ name: "n", inputs: 2 }).initialise(1)).toEqual({
    "n/gain": Float32Array.of(1, 1),
    "n/offset": new Float32Array(2),
  });
  expect(() => layerNorm({ inputs: 0 })).toThrow("inputs of norm: got 0");
});

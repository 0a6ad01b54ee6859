/** Layers of each image's own: gradients against differences, the same numbers as a dense layer of that image. */
import { expect, test } from "vitest";
import { dense, imageLayer } from "../../../lib/nn/index.js";
import { expectLayer, IMAGES, outputsOf, programOf } from "./check.js";

test.each([
  { inputs: 3, outputs: 3, images: IMAGES, activation: "tanh" },
  { inputs: 4, outputs: 2, images: IMAGES, activation: "linear" },
  { inputs: 1, outputs: 3, images: IMAGES, activation: "softplus" },
] as const)("gradients of %j", (options) => {
  expectLayer(imageLayer(options));
});

test("every row meets the dense layer of its image", () => {
  const layer = imageLayer({ name: "own", inputs: 3, outputs: 2, images: IMAGES });
  const { inputs } = programOf(layer, { noise: 0.5 });
  const found = outputsOf(layer, inputs);
  const one = dense({ name: "one", inputs: 3, outputs: 2, activation: "leakyRelu" });
  for (let image = 0; image < IMAGES; image++) {
    const parameters = {
      "one/weights": inputs.parameters["own/weights"].slice(image * 6, image * 6 + 6),
      "one/bias": inputs.parameters["own/bias"].slice(image * 2, image * 2 + 2),
    };
    const expected = outputsOf(one, { parameters, columns: inputs.columns });
    inputs.indices!.image.forEach((own, row) => {
      for (let j = 0; own === image && j < 2; j++)
        expect(Math.abs(found[2 * row + j] - expected[2 * row + j])).toBeLessThan(1e-12);
    });
  }
  expect(new Set(inputs.indices!.image).size).toBe(IMAGES);
});

test("starts as the identity in every image", () => {
  const layer = imageLayer({ inputs: 2, outputs: 3, images: 2 });
  const first = layer.initialise(1);
  expect([...first["imageLayer/weights"]]).toEqual([1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0]);
  expect(first["imageLayer/bias"]).toEqual(new Float32Array(6));
});

test("refuses counts that are not", () => {
  expect(() => imageLayer({ inputs: 2, outputs: 2, images: 0.5 })).toThrow("images of imageLayer: got 0.5");
});

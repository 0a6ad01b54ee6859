/** Scales of images: gradients against differences, the first stays at 1. */
import { describe, expect, test } from "vitest";
import { runRowProgramReference } from "../../../lib/kernels/index.js";
import { adam, imageScalar, type Numbers, sgd } from "../../../lib/nn/index.js";
import { expectLayer, IMAGES, outputsOf, programOf } from "./check.js";

const layer = imageScalar({ inputs: 2, images: IMAGES });

test("gradients", () => {
  expectLayer(layer);
});

test("multiplies every feature by the scale of the row's image", () => {
  const inputs = {
    parameters: { "image/scales": Float64Array.of(1, 2, 3, 4) },
    columns: { x: Float64Array.of(1, 10, 1, 10, 1, 10) },
    indices: { image: Int32Array.of(3, 0, 1) },
  };
  expect(outputsOf(layer, inputs)).toEqual([4, 40, 1, 10, 2, 20]);
  expect(layer.initialise(1)).toEqual({ "image/scales": Float32Array.of(1, 1, 1, 1) });
});

describe.each([
  ["adam", adam({ learningRate: 0.05 })],
  ["sgd", sgd({ learningRate: 0.01, momentum: 0.9 })],
])("with %s the first image stays at 1, to the bit, and the others move", (_, optimiser) => {
  const { program, inputs } = programOf(layer, { noise: 0 });
  const gradientOf = (scales: Numbers) =>
    runRowProgramReference(program, { ...inputs, parameters: { "image/scales": scales } }).gradients[
      "image/scales"
    ];

  test("all images at once", () => {
    const scales = layer.initialise(1)["image/scales"];
    const state = optimiser.initialise({ scales });
    for (let step = 0; step < 20; step++) {
      const gradient = gradientOf(scales);
      expect(gradient[0]).not.toBe(0);
      layer.peg(gradient);
      optimiser.update(state, { scales }, { scales: gradient });
    }
    expect(scales[0]).toBe(1);
    expect([...scales].slice(1)).not.toContain(1);
  });

  test("some images at a time", () => {
    const scales = layer.initialise(1)["image/scales"];
    const state = optimiser.initialise({ scales }, { rowWidths: { scales: 1 } });
    for (let step = 0; step < 20; step++) {
      const rows = Int32Array.of(2, 0, 3);
      const gradient = gradientOf(scales);
      const values = Float64Array.from(rows, (row) => gradient[row]);
      layer.peg({ rows, values });
      expect([...values].map((value) => value === 0)).toEqual([false, true, false]);
      optimiser.updateRows(state, "scales", scales, { rows, values });
    }
    expect([...scales].map((scale) => scale === 1)).toEqual([true, true, false, false]);
  });
});

test("refuses counts that are not", () => {
  expect(() => imageScalar({ inputs: 2, images: 0 })).toThrow(
    "images of image: got 0, expected a whole number",
  );
  expect(() => imageScalar({ name: "s", inputs: -1, images: 3 })).toThrow("inputs of s: got -1");
});

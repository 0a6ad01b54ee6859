/** What a network is told of the image: features beside the metadata, an offset in a layer. */
import { expect, test } from "vitest";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import { imageEmbedding, imageOffset } from "../../../../lib/models/merging/scale/imageInputs.js";
import type { Layer } from "../../../../lib/nn/index.js";
import { expectGradients } from "../../../kernels/gradients.js";

const columns = { x: Float64Array.of(1, 2, 3, 4, 5, 6) };
const indices = { image: Int32Array.of(2, 0, 2) };

/** Outputs of a layer of two inputs, feature by feature. */
function outputsOf(layer: Layer, parameters: Readonly<Record<string, Float64Array>>): number[][] {
  const program = traceRowProgram((b) => {
    const out = layer.apply(b, b.column("x", 2));
    return Object.fromEntries(
      Array.from({ length: layer.outputs }, (_, j) => [`out${j}`, perRow(out.slice(j))]),
    );
  });
  expectGradients(program, { columns, indices, parameters });
  const { perRow: rows } = runRowProgramReference(program, { columns, indices, parameters });
  return [0, 1, 2].map((row) => Array.from({ length: layer.outputs }, (_, j) => rows[`out${j}`][row]));
}

test("an embedding stands beside the inputs", () => {
  const layer = imageEmbedding({ inputs: 2, features: 2, images: 3, index: "image" });
  expect([layer.inputs, layer.outputs]).toEqual([2, 4]);
  expect(layer.parameters).toEqual([
    { name: "imageEmbedding/features", use: "gathered", shape: [3, 2] },
    { name: "imageEmbedding/logDeviation", use: "gathered", shape: [3, 2] },
  ]);
  const features = Float64Array.of(10, 11, 20, 21, 30, 31);
  expect(outputsOf(layer, { "imageEmbedding/features": features })).toEqual([
    [1, 2, 30, 31],
    [3, 4, 10, 11],
    [5, 6, 30, 31],
  ]);
});

test("features start as normal(0, 0.3²), by the seed", () => {
  const layer = imageEmbedding({ inputs: 2, features: 8, images: 500, index: "image" });
  const of = (seed: number) => Array.from(layer.initialise(seed)["imageEmbedding/features"]);
  const values = of(1);
  expect(values.length).toBe(4000);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
  expect(Math.abs(mean)).toBeLessThan((4 * 0.3) / Math.sqrt(4000));
  expect(Math.abs(deviation - 0.3)).toBeLessThan((4 * 0.3) / Math.sqrt(8000));
  expect(of(1)).toEqual(values);
  expect(of(2)).not.toEqual(values);
  const deviations = layer.initialise(1)["imageEmbedding/logDeviation"];
  expect(Array.from(deviations)).toEqual(new Array(4000).fill(Math.fround(Math.log(0.2))));
});

test("an offset is added, and is 0 at the start", () => {
  const layer = imageOffset({ inputs: 2, images: 3, index: "image" });
  expect([layer.inputs, layer.outputs]).toEqual([2, 2]);
  expect(Array.from(layer.initialise(1)["imageOffset/values"])).toEqual([0, 0, 0, 0, 0, 0]);
  const values = Float64Array.of(10, 11, 20, 21, 30, 31);
  expect(outputsOf(layer, { "imageOffset/values": values })).toEqual([
    [31, 33],
    [13, 15],
    [35, 37],
  ]);
});

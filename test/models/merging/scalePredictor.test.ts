/** Scales and predictions, against the network written out by hand in float64. */
import { afterAll, describe, expect, test } from "vitest";
import { truncatedNormal } from "../../../lib/distributions/index.js";
import { RowEngine } from "../../../lib/kernels/index.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { recipes } from "../../../lib/models/merging/mergingOptions.js";
import { scaleModel } from "../../../lib/models/merging/scale/scaleModel.js";
import {
  type Parameters,
  posteriorMoments,
  ScalePredictor,
} from "../../../lib/models/merging/scalePredictor.js";
import { normals, uniforms } from "../../kernels/gradients.js";
import { rotation } from "./tables.js";

const engine = new RowEngine();
afterAll(() => engine.close());

const data = collectMergingData(rotation().observations, { metadata: ["dHKL", "ROT", "XDET"] });
const [n, g, m, width] = [data.reflection.length, data.groups.count, 3, 4];

function predictorOf(network: boolean, imageScales: boolean): ScalePredictor {
  const options = { ...recipes.default.scale, layers: 2, width, network, imageScales };
  return new ScalePredictor(engine, scaleModel(options, m, data.images.length), data);
}

const f32 = (values: Float64Array) => Float32Array.from(values);
const parameters: Parameters = {
  "scale/0/weights": f32(normals(width * m, "w0", 0.5)),
  "scale/0/bias": f32(normals(width, "b0", 0.3)),
  "scale/1/weights": f32(normals(width * width, "w1", 0.5)),
  "scale/1/bias": f32(normals(width, "b1", 0.3)),
  "scale/output/weights": f32(normals(2 * width, "w2", 0.5)),
  "scale/output/bias": f32(normals(2, "b2", 0.3)),
  "image/scales": f32(uniforms(data.images.length, "images", 0.5, 1.5)),
  posterior: f32(normals(2 * g, "posterior", 0.3)),
};
const start = {
  location: f32(uniforms(g, "location", 0.1, 2)),
  scale: f32(uniforms(g, "scale", 0.05, 0.4)),
};

const context = { start, centric: data.centric, relations: undefined };

/** W x + b. */
function dense(layer: string, x: readonly number[], outputs: number): number[] {
  const [weights, bias] = [parameters[`scale/${layer}/weights`], parameters[`scale/${layer}/bias`]];
  return Array.from({ length: outputs }, (_, j) =>
    x.reduce((sum, value, k) => sum + weights[j * x.length + k] * value, bias[j]),
  );
}

const leakyRelu = (x: number) => (x > 0 ? x : 0.01 * x);

/** Mean and standard deviation of the network's scale of an observation. */
function byHand(i: number): { mean: number; deviation: number } {
  const metadata = Array.from(data.metadata.values.subarray(i * m, i * m + m));
  const hidden = dense("1", dense("0", metadata, width).map(leakyRelu), width).map(leakyRelu);
  const [mean, deviation] = dense("output", hidden, 2);
  return { mean, deviation: Math.log1p(Math.exp(deviation)) };
}

function expectNear(found: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(found.length).toBe(expected.length);
  const scale = Math.max(...Array.from(expected, Math.abs));
  for (let i = 0; i < expected.length; i++)
    expect(Math.abs(found[i] - expected[i]) / scale, `number ${i}`).toBeLessThan(1e-5);
}

const everything = Int32Array.from({ length: n }, (_, i) => i);

describe("scales", () => {
  test("of network and images", () => {
    const { mean, deviation } = predictorOf(true, true).scales(parameters);
    const image = (i: number) => parameters["image/scales"][data.image[i]];
    expectNear(
      mean,
      Array.from(everything, (i) => byHand(i).mean * image(i)),
    );
    expectNear(
      deviation,
      Array.from(everything, (i) => byHand(i).deviation * image(i)),
    );
  });

  test("of the network alone", () => {
    const { mean, deviation } = predictorOf(true, false).scales(parameters);
    expectNear(
      mean,
      Array.from(everything, (i) => byHand(i).mean),
    );
    expectNear(
      deviation,
      Array.from(everything, (i) => byHand(i).deviation),
    );
  });

  test("of images alone, which have no deviation", () => {
    const { mean, deviation } = predictorOf(false, true).scales(parameters);
    expectNear(
      mean,
      Array.from(everything, (i) => parameters["image/scales"][data.image[i]]),
    );
    expect(deviation.every((value) => value === 0)).toBe(true);
  });

  test("of nothing: 1", () => {
    const { mean, deviation } = predictorOf(false, false).scales(parameters);
    expect(Array.from(mean)).toEqual(Array(n).fill(1));
    expect(Array.from(deviation)).toEqual(Array(n).fill(0));
  });

  test("of some rows, in the order asked for", () => {
    const rows = Int32Array.of(17, 3, 1000, 4);
    const predictor = predictorOf(true, true);
    const { mean } = predictor.scales(parameters);
    expect(Array.from(predictor.scales(parameters, rows).mean)).toEqual(Array.from(rows, (row) => mean[row]));
  });
});

const q = truncatedNormal({
  location: start.location.map((value, h) => value + start.scale[h] * parameters.posterior[2 * h]),
  scale: start.scale.map((value, h) => value * Math.exp(parameters.posterior[2 * h + 1])),
});

test("amplitudes have the moments of their truncated normals", () => {
  const moments = posteriorMoments(parameters, context);
  expectNear(moments.mean, q.means());
  expectNear(
    moments.standardDeviation,
    q.variances().map((value) => Math.sqrt(value)),
  );
});

test("predictions are scale × expected × E[E²]", () => {
  const expected = uniforms(g, "expected", 10, 200);
  const rows = everything.filter((i) => i % 3 === 0);
  const found = predictorOf(true, true).predict(parameters, context, expected, rows);
  expectNear(
    found,
    Array.from(rows, (i) => {
      const h = data.reflection[i];
      const scale = byHand(i).mean * parameters["image/scales"][data.image[i]];
      return scale * expected[h] * (q.mean(h) ** 2 + q.variance(h));
    }),
  );
});

test("what is released gives its memory back", () => {
  const predictor = predictorOf(true, true);
  predictor.release();
  expect(() => predictor.scales(parameters)).toThrow("got a run after their release");
});

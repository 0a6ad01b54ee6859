/** The scale written out by hand in float64: links, terms, images, heads. */
import { describe, expect, test } from "vitest";
import {
  perRow,
  type RowInputs,
  runRowProgramReference,
  traceRowProgram,
} from "../../../../lib/kernels/index.js";
import { recipes, type ScaleOptions } from "../../../../lib/models/merging/mergingOptions.js";
import {
  imagePenalty,
  initialScale,
  type ScaleModel,
  type ScaleModelParts,
  scaleColumns,
  scaleModel,
  scaleProgram,
} from "../../../../lib/models/merging/scale/scaleModel.js";
import type { ScaleTerm } from "../../../../lib/models/merging/scale/scaleTermTypes.js";
import { integers, normals, uniforms } from "../../../kernels/gradients.js";

const [rows, metadata, images, width] = [40, 3, 5, 4];
const x = normals(rows * metadata, "x");
const image = integers(rows, "image", images);

/** c · t of each image. */
const term: ScaleTerm = {
  columns: { t: { width: 1, values: Float32Array.from(normals(rows, "t")) } },
  parameters: { c: { values: new Float32Array(images).fill(0.5), rowWidth: 1 } },
  logScale: (source) => source.gather("c", "image").mul(source.column("t")),
  imagePenalty: (source) => source.gather("c", "image").square(),
};

function modelOf(options: Partial<ScaleOptions>, parts: ScaleModelParts = {}, count = images): ScaleModel {
  const plain = { ...recipes.default.scale, layers: 1, width, imageScales: false };
  return scaleModel({ ...plain, ...options }, metadata, count, parts);
}

/** Away from where training starts. */
function parametersOf({ network, image: scalar, terms }: ScaleModel): Record<string, Float64Array> {
  const all: Record<string, Float64Array> = {};
  for (const { name, shape } of network?.parameters ?? [])
    all[name] = normals(
      shape.reduce((size, n) => size * n, 1),
      name,
      0.5,
    );
  for (const { name } of scalar?.parameters ?? []) all[name] = uniforms(images, name, 0.5, 1.5);
  for (const { parameters } of terms)
    for (const [name, { values }] of Object.entries(parameters))
      all[name] = normals(values.length, name, 0.5);
  return all;
}

function found(model: ScaleModel, parameters = parametersOf(model)) {
  const inputs: RowInputs = {
    columns: { metadata: x, t: term.columns.t.values },
    indices: { image },
    parameters,
  };
  const { perRow: values } = runRowProgramReference(scaleProgram(model), inputs, {
    gradient: false,
    rowCount: rows,
  });
  return { values, p: parameters };
}

/** W v + b, row-major W. */
function affine(weights: ArrayLike<number>, bias: ArrayLike<number>, v: readonly number[]): number[] {
  return Array.from(bias, (b, j) => v.reduce((sum, value, k) => sum + weights[j * v.length + k] * value, b));
}
const leaky = (v: number[]) => v.map((value) => (value > 0 ? value : 0.01 * value));
const rowOf = (row: number) => Array.from(x.subarray(row * metadata, (row + 1) * metadata));
const layer = (p: Record<string, Float64Array>, name: string, v: readonly number[]) =>
  affine(p[`${name}/weights`], p[`${name}/bias`], v);
const softplus = (value: number) => Math.log1p(Math.exp(value));

function expectRows(values: ArrayLike<number>, expected: (row: number) => number): void {
  expect(values.length).toBe(rows);
  for (let row = 0; row < rows; row++) {
    const value = expected(row);
    expect(Math.abs(values[row] - value), `row ${row}`).toBeLessThan(1e-11 * Math.max(1, Math.abs(value)));
  }
}

describe("links", () => {
  test("linear: a_m n₀ exp t, with deviation a_m softplus(n₁) exp t", () => {
    const { values, p } = found(modelOf({ imageScales: true }, { terms: [term] }));
    const out = (row: number) => layer(p, "scale/output", leaky(layer(p, "scale/0", rowOf(row))));
    const factor = (row: number) =>
      p["image/scales"][image[row]] * Math.exp(p.c[image[row]] * term.columns.t.values[row]);
    expectRows(values.mean, (row) => out(row)[0] * factor(row));
    expectRows(values.deviation, (row) => softplus(out(row)[1]) * factor(row));
  });

  test("log: a_m exp(n₀ + t), without a deviation", () => {
    const model = modelOf({ imageScales: true, link: "log" }, { terms: [term] });
    const { values, p } = found(model);
    const out = (row: number) => layer(p, "scale/output", leaky(layer(p, "scale/0", rowOf(row))));
    expectRows(
      values.mean,
      (row) =>
        p["image/scales"][image[row]] * Math.exp(out(row)[0] + p.c[image[row]] * term.columns.t.values[row]),
    );
    expectRows(values.deviation, () => 0);
    expect(p["scale/output/bias"].length).toBe(1);
  });

  test("terms alone, and nothing at all", () => {
    for (const link of ["linear", "log"] as const) {
      const { values, p } = found(modelOf({ network: false, link }, { terms: [term, term] }));
      expectRows(values.mean, (row) => Math.exp(2 * p.c[image[row]] * term.columns.t.values[row]));
      expectRows(found(modelOf({ network: false, link })).values.mean, () => 1);
    }
  });

  test("a log scale is kept between e⁻²⁵ and e²⁵", () => {
    const model = modelOf({ network: false, link: "log" }, { terms: [term] });
    const { values } = found(model, { c: Float64Array.of(1e3, -1e3, 1e3, -1e3, 1e3) });
    for (const value of values.mean) {
      expect(value).toBeGreaterThanOrEqual(Math.exp(-25) * (1 - 1e-12));
      expect(value).toBeLessThanOrEqual(Math.exp(25) * (1 + 1e-12));
    }
  });
});

describe("images", () => {
  test("an embedding stands beside the metadata", () => {
    const { values, p } = found(modelOf({ link: "log", imageEmbedding: 2 }));
    const features = p["imageEmbedding/features"];
    const input = (row: number) => [...rowOf(row), features[2 * image[row]], features[2 * image[row] + 1]];
    expectRows(values.mean, (row) =>
      Math.exp(layer(p, "scale/output", leaky(layer(p, "scale/0", input(row))))[0]),
    );
  });

  test.each([0, 1, 2])("one-hot images are a dense layer on one-hot columns, %d hidden layers", (layers) => {
    const { values, p } = found(modelOf({ link: "log", oneHotImages: true, layers }));
    const first = layers === 0 ? "scale/output" : "scale/0";
    const outputs = layers === 0 ? 1 : width;
    const offsets = p["imageOffset/values"];
    expect(offsets.length).toBe(images * outputs);
    // weights on metadata, then on a column for each image
    const weights = Array.from({ length: outputs }, (_, j) => [
      ...p[`${first}/weights`].subarray(j * metadata, (j + 1) * metadata),
      ...Array.from({ length: images }, (_, m) => offsets[m * outputs + j]),
    ]).flat();
    const oneHot = (row: number) => Array.from({ length: images }, (_, m) => (image[row] === m ? 1 : 0));
    expectRows(values.mean, (row) => {
      let v = affine(weights, p[`${first}/bias`], [...rowOf(row), ...oneHot(row)]);
      if (layers > 0) v = leaky(v);
      if (layers > 1) v = leaky(layer(p, "scale/1", v));
      return Math.exp(layers === 0 ? v[0] : layer(p, "scale/output", v)[0]);
    });
  });

  test("layers of each image's own after the shared ones", () => {
    const { values, p } = found(modelOf({ link: "log", imageLayers: 2 }));
    expectRows(values.mean, (row) => {
      let v = leaky(layer(p, "scale/0", rowOf(row)));
      for (const name of ["imageLayer/0", "imageLayer/1"]) {
        const m = image[row];
        const weights = p[`${name}/weights`].subarray(m * width * width, (m + 1) * width * width);
        v = leaky(affine(weights, p[`${name}/bias`].subarray(m * width, (m + 1) * width), v));
      }
      return Math.exp(layer(p, "scale/output", v)[0]);
    });
  });

  test("all of an image's numbers are updated together", () => {
    const options = { imageScales: true, imageEmbedding: 2, oneHotImages: true, imageLayers: 1 };
    expect(modelOf(options, { terms: [term] }).rowWidths).toEqual({
      "imageEmbedding/features": 2,
      "imageEmbedding/logDeviation": 2,
      "imageOffset/values": width,
      "imageLayer/0/weights": width * width,
      "imageLayer/0/bias": width,
      "image/scales": 1,
      c: 1,
    });
  });

  test("of a single image there is nothing to tell", () => {
    const options = { imageScales: true, imageEmbedding: 2, oneHotImages: true, imageLayers: 1 };
    const model = modelOf(options, {}, 1);
    expect(model.image).toBeUndefined();
    expect(model.network?.parameters.map(({ name }) => name)).toEqual([
      "scale/0/weights",
      "scale/0/bias",
      "scale/output/weights",
      "scale/output/bias",
    ]);
  });
});

test("residual layers, after the first, add to what comes in", () => {
  const model = modelOf({ link: "log", layers: 2, residual: true });
  const { values } = found(model);
  const plain = found(modelOf({ link: "log", layers: 1 }));
  // at the start, where the second adds nothing, the network is that of one layer
  const start = { ...initialScale(model, 1, []) };
  const second = Object.keys(start).filter((name) => name.startsWith("scale/1"));
  expect(second.length).toBeGreaterThan(0);
  const same: Record<string, Float64Array> = { ...plain.p };
  for (const name of second) same[name] = Float64Array.from(start[name]);
  expectRows(found(model, same).values.mean, (row) => plain.values.mean[row]);
  expect(Array.from(values.mean)).not.toEqual(Array.from(plain.values.mean));
});

describe("heads", () => {
  test("are the network's further outputs", () => {
    for (const [link, first] of [
      ["linear", 2],
      ["log", 1],
    ] as const) {
      const { values, p } = found(modelOf({ link }, { heads: [0.3, -0.7] }));
      const out = (row: number) => layer(p, "scale/output", leaky(layer(p, "scale/0", rowOf(row))));
      expectRows(values.head0, (row) => out(row)[first]);
      expectRows(values.head1, (row) => out(row)[first + 1]);
    }
  });

  test("without a network are what they start at", () => {
    const { values } = found(modelOf({ network: false }, { heads: [0.3, -0.7] }));
    expectRows(values.head0, () => 0.3);
    expectRows(values.head1, () => -0.7);
  });
});

describe("at the start", () => {
  const at = (model: ScaleModel) =>
    Object.fromEntries(
      Object.entries(initialScale(model, 3, [1, 2, 3, 4, 5])).map(([name, values]) => [
        name,
        Float64Array.from(values),
      ]),
    );

  test("the scale is the image's, times what the terms start at; heads are as given", () => {
    for (const link of ["linear", "log"] as const) {
      const model = modelOf(
        { link, imageScales: true, oneHotImages: true },
        { terms: [term], heads: [0.25] },
      );
      const { values } = found(model, at(model));
      expectRows(values.mean, (row) => (image[row] + 1) * Math.exp(0.5 * term.columns.t.values[row]));
      expectRows(values.head0, () => 0.25);
    }
  });
});

describe("the penalty of images", () => {
  function penaltyOf(model: ScaleModel, parameters: Record<string, Float64Array>) {
    const program = traceRowProgram((b) => ({ value: perRow(imagePenalty(b, model) ?? b.constant(-1)) }));
    const inputs = { columns: { metadata: x }, indices: { image }, parameters };
    return runRowProgramReference(program, inputs, { gradient: false, rowCount: rows }).perRow.value;
  }

  test("is that of the terms, and of an embedding Σ ½(f² + s² − 1) − log s", () => {
    const model = modelOf({ link: "log", imageEmbedding: 2 }, { terms: [term] });
    const p = parametersOf(model);
    const [features, logDeviation] = ["features", "logDeviation"].map((name) => p[`imageEmbedding/${name}`]);
    const of = (k: number) => (features[k] ** 2 + Math.exp(2 * logDeviation[k]) - 1) / 2 - logDeviation[k];
    expectRows(penaltyOf(model, p), (row) => {
      const m = image[row];
      return p.c[m] ** 2 + of(2 * m) + of(2 * m + 1);
    });
  });

  test("is not there without either", () => {
    expectRows(penaltyOf(modelOf({ oneHotImages: true, imageLayers: 1 }), {}), () => -1);
  });
});

test("what is known within errors is that of the embedding and of the terms", () => {
  const uncertain = { c: "logDeviationOfC" };
  const terms = [{ ...term, uncertain }];
  expect(modelOf({}, { terms: [term] }).uncertain).toEqual({});
  expect(modelOf({ link: "log", imageEmbedding: 2 }, { terms }).uncertain).toEqual({
    "imageEmbedding/features": "imageEmbedding/logDeviation",
    ...uncertain,
  });
});

test("columns are the metadata and those of the terms", () => {
  const values = Float32Array.from(x);
  expect(scaleColumns(modelOf({}, { terms: [term] }), values)).toEqual({
    metadata: { width: metadata, values },
    t: term.columns.t,
  });
});

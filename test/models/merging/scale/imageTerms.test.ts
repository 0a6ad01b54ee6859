/** Coefficients of each image: their basis, contribution and prior by hand; the prior is counted once for each image. */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../../../lib/crystal/index.js";
import { InputError, MissingColumnError } from "../../../../lib/errors.js";
import { perRow, runRowProgramReference, traceRowProgram } from "../../../../lib/kernels/index.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { collectMergingData } from "../../../../lib/models/merging/mergingData.js";
import { recipes } from "../../../../lib/models/merging/mergingOptions.js";
import { mergingRows } from "../../../../lib/models/merging/mergingRows.js";
import { scaleFor } from "../../../../lib/models/merging/modelParts.js";
import { priorStart } from "../../../../lib/models/merging/posteriorStart.js";
import type { Prior } from "../../../../lib/models/merging/priors/index.js";
import { type ImageTermsOptions, imageTerms } from "../../../../lib/models/merging/scale/imageTerms.js";
import type { ScaleTerm, ScaleTermData } from "../../../../lib/models/merging/scale/scaleTermTypes.js";
import { posteriorNames } from "../../../../lib/models/merging/surrogatePosterior.js";
import { expectGradients, normals } from "../../../kernels/gradients.js";
import { type Row, unmerged } from "../tables.js";

const rows: Row[] = Array.from({ length: 6 }, (_, k) => ({
  hkl: [1, 2, 3 + k],
  intensity: 10 + k,
  batch: (k % 3) + 1,
}));
const offset = [0.001, -0.002, 0.0005, 0.003, -0.001, 0.0015].map(Math.fround);
const inverseDSquared = Float64Array.of(0.01, 0.04, 0.02, 0.09, 0.05, 0.03);

function dataWith(others: Readonly<Record<string, ArrayLike<number>>>): ScaleTermData {
  return {
    tables: [unmerged(rows, others, "stills.mtz")],
    spaceGroup: SpaceGroup.of("P 21 21 21"),
    table: new Int32Array(6),
    row: Int32Array.of(0, 1, 2, 3, 4, 5),
    image: Int32Array.of(0, 1, 2, 0, 1, 2),
    images: 3,
    inverseDSquared,
    wavelength: undefined,
  };
}

const spread = (values: ArrayLike<number>) => {
  const all = Array.from(values);
  const mean = all.reduce((sum, x) => sum + x, 0) / all.length;
  return { mean, deviation: Math.sqrt(all.reduce((sum, x) => sum + (x - mean) ** 2, 0) / all.length) };
};
const z = Array.from(
  inverseDSquared,
  (x) => (x - spread(inverseDSquared).mean) / spread(inverseDSquared).deviation,
);
const o = offset.map((x) => x / spread(offset).deviation);

/** 1, z, −o²/2, o, −o² z/2. */
const basis = (i: number) => [1, z[i], -(o[i] ** 2) / 2, o[i], (-(o[i] ** 2) / 2) * z[i]];

const built = (options: ImageTermsOptions, others: Readonly<Record<string, ArrayLike<number>>> = {}) =>
  imageTerms(options).build(dataWith(others));
const whole = built({}, { ewald_offset: offset });

function widthOf({ columns }: ScaleTerm): number {
  return columns.imageBasis.width;
}

describe("the basis", () => {
  test("is 1, z, −o²/2, o and −o² z/2", () => {
    expect(widthOf(whole)).toBe(5);
    for (let i = 0; i < 6; i++)
      basis(i).forEach((value, j) => {
        expect(whole.columns.imageBasis.values[5 * i + j]).toBeCloseTo(value, 6);
      });
  });

  test("is without what is not asked for or not there", () => {
    expect(widthOf(built({}))).toBe(2);
    expect(widthOf(built({ ewaldOffset: false }, { ewald_offset: offset }))).toBe(2);
    expect(widthOf(built({ bFactor: false, ewaldOffset: false }))).toBe(1);
    const noB = built({ bFactor: false }, { mine: offset, ewald_offset: offset.map(() => 1) });
    expect(widthOf(noB)).toBe(4);
    const named = built({ bFactor: false, ewaldOffset: "mine" }, { mine: offset });
    expect(named.columns.imageBasis.values[2]).toBeCloseTo(o[0], 6);
  });

  test.each(["ewald_offset", "EWALD_OFFSET", "EWALDOFFSET", "ewaldOffset", "EOFFSET"])("finds %s", (name) => {
    expect(widthOf(built({}, { [name]: offset }))).toBe(5);
  });
});

test("starts alike for all images, at a scale of 1 with an Ewald shell of the width of the data", () => {
  const { imageTerms: all, imageTermsMean: mean, imageTermsLogWidth: logWidth } = whole.parameters;
  const { imageTermsLogDeviation: logDeviation } = whole.parameters;
  expect(logDeviation.rowWidth).toBe(5);
  expect(Array.from(logDeviation.values)).toEqual(
    [0, 1, 2].flatMap(() => [1.5, 0.5, 0.3, 0.2, 0.2].map((width) => Math.fround(Math.log(0.2 * width)))),
  );
  expect(whole.uncertain).toEqual({ imageTerms: "imageTermsLogDeviation" });
  expect(all.rowWidth).toBe(5);
  expect(Array.from(all.values)).toEqual([0, 1, 2].flatMap(() => [0, 0, 0.3, 0, 0]).map(Math.fround));
  expect(Array.from(mean.values)).toEqual([0, 0, 0.3, 0, 0].map(Math.fround));
  expect(Array.from(logWidth.values)).toEqual(
    [1.5, 0.5, 0.3, 0.2, 0.2].map((width) => Math.fround(Math.log(width))),
  );
});

const program = traceRowProgram((b) => ({
  scale: perRow(whole.logScale(b)),
  penalty: perRow(whole.imagePenalty?.(b) ?? b.constant(0)),
}));
const parameters = {
  imageTerms: normals(15, "coefficients", 0.5),
  imageTermsMean: normals(5, "means", 0.5),
  imageTermsLogWidth: normals(5, "log widths", 0.5),
  imageTermsLogDeviation: normals(15, "log deviations", 0.5),
};
const columns = { imageBasis: Float64Array.from({ length: 30 }, (_, k) => basis(Math.floor(k / 5))[k % 5]) };
const inputs = { columns, indices: { image: Int32Array.of(0, 1, 2, 0, 1, 2) }, parameters };

type Coefficients = Readonly<Record<keyof typeof parameters, ArrayLike<number>>>;

/** KL of the normal distributions of an image's coefficients from their prior. */
function penaltyOf(p: Coefficients, m: number): number {
  return Array.from(p.imageTermsMean).reduce((sum, mean, j) => {
    const k = p.imageTermsMean.length * m + j;
    const [width, deviation] = [Math.exp(p.imageTermsLogWidth[j]), Math.exp(p.imageTermsLogDeviation[k])];
    const square = (p.imageTerms[k] - mean) ** 2 + deviation ** 2;
    return sum + square / (2 * width ** 2) - 0.5 - Math.log(deviation / width);
  }, 0);
}

test("the contribution is Σ c_j b_j, the penalty Σ ((c − mean)² + s²)/(2 width²) − ½ − log(s/width)", () => {
  const { perRow: found } = runRowProgramReference(program, inputs, { gradient: false });
  for (let i = 0; i < 6; i++) {
    const coefficients = parameters.imageTerms.subarray(5 * (i % 3), 5 * (i % 3) + 5);
    expect(found.scale[i]).toBeCloseTo(
      basis(i).reduce((sum, b, j) => sum + b * coefficients[j], 0),
      10,
    );
    expect(found.penalty[i]).toBeCloseTo(penaltyOf(parameters, i % 3), 10);
  }
  expectGradients(program, inputs);
});

test("the penalty is 0 at the prior itself, and at a width of 0 without bound", () => {
  const at = (logWidth: number) =>
    penaltyOf(
      {
        ...parameters,
        imageTerms: new Float64Array(15),
        imageTermsMean: new Float64Array(5),
        imageTermsLogWidth: new Float64Array(5).fill(logWidth),
        imageTermsLogDeviation: new Float64Array(15).fill(-1),
      },
      0,
    );
  expect(at(-1)).toBe(0);
  expect(at(-20)).toBeGreaterThan(at(-1));
  expect(at(20)).toBeGreaterThan(at(-1));
});

test("is counted once for each image, however many observations and harmonics it has", () => {
  // (1 2 3) of each image has (2 4 6) in the beam
  const laueRows: Row[] = [1, 2, 3].flatMap((batch) =>
    Array.from({ length: batch }, (_, k): Row => ({ hkl: [1, 2, 3 + k], intensity: 10 + batch + k, batch })),
  );
  const wavelengths = laueRows.map((_, k) => 1.2 - 0.01 * k);
  const table = unmerged([...laueRows, { hkl: [2, 4, 6], intensity: 5, batch: 9 }], {
    Wavelength: [...wavelengths, 0.7],
  });
  const data = collectMergingData(table, { laue: { range: [0.5, 1.25] }, metadata: ["Wavelength"] });
  expect(data.terms.reflection.length).toBeGreaterThan(data.reflection.length);
  const nothing: Prior = { description: {}, bFactor: 0, divergence: ({ sample }) => sample.mul(0) };
  const likelihood = likelihoods.normal();
  const scale = scaleFor({ ...recipes.laue.scale, network: false, imageTerms: true }, data, likelihood);
  const n = data.images.length;
  const trained = {
    imageTerms: normals(2 * n, "c"),
    imageTermsMean: normals(2, "m"),
    imageTermsLogWidth: normals(2, "w"),
    imageTermsLogDeviation: normals(2 * n, "s"),
  };
  const g = data.groups.count;
  const parts = mergingRows(data, {
    likelihood,
    prior: nothing,
    scale,
    relations: undefined,
    start: priorStart(data.centric),
    expected: new Float64Array(g).fill(1),
    level: 1,
    count: new Int32Array(g).fill(1),
    chosen: new Uint8Array(data.reflection.length).fill(1),
  });
  expect(parts.length).toBe(2);
  const given = { ...trained, [posteriorNames.parameter]: new Float64Array(2 * g) };
  const kl = parts.reduce(
    (sum, part) =>
      sum + runRowProgramReference(part.program, { ...part, parameters: given }, { gradient: false }).sums.kl,
    0,
  );
  const expected = Array.from({ length: n }, (_, m) => penaltyOf(trained, m)).reduce((sum, x) => sum + x, 0);
  expect(kl).toBeCloseTo(expected, 5);
});

test("says its options", () => {
  expect(imageTerms().description).toEqual({ name: "imageTerms", bFactor: true, ewaldOffset: true });
  expect(imageTerms({ bFactor: false, ewaldOffset: "o" }).description).toEqual({
    name: "imageTerms",
    bFactor: false,
    ewaldOffset: "o",
  });
});

describe("refused in one sentence", () => {
  test("an offset that is not there", () => {
    expect(() => built({ ewaldOffset: "offset" }, { ewald_offset: offset })).toThrow(MissingColumnError);
    expect(() => built({ ewaldOffset: "offset" }, { ewald_offset: offset })).toThrow(
      "column offset is not in",
    );
  });

  test("an offset that is no number", () => {
    const spoilt = offset.map((value, k) => (k === 4 ? Number.NaN : value));
    expect(() => built({}, { ewald_offset: spoilt })).toThrow(InputError);
    expect(() => built({}, { ewald_offset: spoilt })).toThrow(
      "Ewald offset ewald_offset, row 4 of stills.mtz: got NaN, expected a number in Å⁻¹ everywhere; leave the row out, or the offset (ewaldOffset: false)",
    );
  });
});

/** Likelihood, prior and scale of a merge from its options, or from the recipe. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { likelihoods } from "../../../lib/models/merging/likelihoods/index.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { type Recipe, recipes } from "../../../lib/models/merging/mergingOptions.js";
import { likelihoodOf, priorOf, scaleDescription, scaleFor } from "../../../lib/models/merging/modelParts.js";
import { priors } from "../../../lib/models/merging/priors/index.js";
import type { ScaleTermData, ScaleTermSpec } from "../../../lib/models/merging/scale/scaleTermTypes.js";
import { rotation, unmerged } from "./tables.js";

const recipe: Recipe = recipes.default;

describe("the likelihood", () => {
  test("is the recipe's", () => {
    expect(likelihoodOf(undefined, recipe).description).toEqual(
      likelihoods.studentT({ degreesOfFreedom: 4, errorModel: "none" }).description,
    );
    expect(likelihoodOf(undefined, recipes.laue).description).toEqual(
      likelihoods.studentT({ degreesOfFreedom: 4, errorModel: "proportional" }).description,
    );
    expect(likelihoodOf(undefined, recipes.stills).description).toEqual(
      likelihoods.asinh({ degreesOfFreedom: 8 }).description,
    );
    expect(likelihoodOf(undefined, recipes.careless).description).toEqual(likelihoods.normal().description);
  });

  test("or what is given, a function too", () => {
    const given = likelihoods.laplace();
    expect(likelihoodOf(given, recipe)).toBe(given);
    expect(likelihoodOf((predicted) => predicted.neg(), recipe).description).toEqual({ name: "custom" });
  });

  test("nothing else", () => {
    expect(() => likelihoodOf("normal" as never, recipe)).toThrow(InputError);
    expect(() => likelihoodOf("normal" as never, recipe)).toThrow(
      /^likelihood: got .*normal.*, expected one of `likelihoods`, as likelihoods\.normal\(\), or a function$/,
    );
    expect(() => likelihoodOf(null as never, recipe)).toThrow(InputError);
  });
});

describe("the prior", () => {
  test("is Wilson's, its B fitted unless the recipe is careless's", () => {
    expect(priorOf(undefined, recipe).description).toEqual({ name: "wilson", bFactor: "fitted" });
    expect(priorOf(undefined, recipes.careless).description).toEqual({ name: "wilson", bFactor: 0 });
  });

  test("or what is given, a function too", () => {
    const given = priors.doubleWilson();
    expect(priorOf(given, recipe)).toBe(given);
    expect(priorOf((e) => e.neg(), recipe).description).toMatchObject({ name: "custom" });
  });

  test("nothing else", () => {
    expect(() => priorOf(priors.wilson as never, recipe)).not.toThrow();
    expect(() => priorOf({} as never, recipe)).toThrow(InputError);
    expect(() => priorOf("wilson" as never, recipe)).toThrow(
      /^prior: got .*wilson.*, expected one of `priors`, as priors\.wilson\(\), or a function$/,
    );
  });
});

describe("the scale", () => {
  const data = collectMergingData(rotation().observations, { metadata: ["dHKL", "ROT"] });

  test("is of the width of the metadata, the number of images and the likelihood's heads", () => {
    const likelihood = { ...likelihoods.normal(), heads: [0.1, 0.2] };
    const scale = scaleFor(recipes.default.scale, data, likelihood);
    expect(scale).toMatchObject({ metadata: 2, link: "linear", heads: [0.1, 0.2], terms: [] });
    expect(scale.image?.parameters[0].shape).toEqual([data.images.length, 1]);
    expect(scale.network?.outputs).toBe(4);
  });

  test("terms are built of the rows of the data, harmonic by harmonic, coefficients of images before them", () => {
    const seen: ScaleTermData[] = [];
    const spec = (name: string): ScaleTermSpec => ({
      description: { name },
      build: (given) => {
        seen.push(given);
        return { columns: {}, parameters: {}, logScale: (source) => source.constant(0) };
      },
    });
    const table = unmerged(
      [
        { hkl: [1, 2, 3], intensity: 10, batch: 4 },
        { hkl: [2, 4, 6], intensity: 20, batch: 5 },
      ],
      { Wavelength: [1.2, 0.6] },
    );
    const laue = collectMergingData(table, { laue: { range: [0.5, 1.3] }, metadata: ["Wavelength"] });
    const options = {
      ...recipes.laue.scale,
      imageTerms: { ewaldOffset: false },
      terms: [spec("a"), spec("b")],
    };
    const scale = scaleFor(options, laue, likelihoods.normal());
    // besides these two the coefficients of images, and the Lorentz factor, which is the recipe's
    expect(scale.terms.length).toBe(4);
    expect(Object.keys(scale.terms[0].parameters)).toContain("imageTerms");
    expect(seen.length).toBe(2);
    const [{ row, image, images, wavelength, inverseDSquared }] = seen;
    expect(Array.from(row)).toEqual([0, 0, 1, 1]);
    expect(Array.from(image)).toEqual([0, 0, 1, 1]);
    expect(images).toBe(2);
    expect(wavelength).toBe(laue.terms.wavelength);
    expect(inverseDSquared[1] / inverseDSquared[0]).toBeCloseTo(4, 12);
  });

  test("as JSON, with the descriptions of its terms", () => {
    const options = {
      ...recipes.stills.scale,
      imageTerms: { bFactor: false },
      positionalEncoding: { frequencies: 2, columns: ["X"] },
      terms: [{ description: { name: "mine", order: 3 }, build: () => Object.assign({}) }],
    };
    const { terms, imageTerms, positionalEncoding, ...rest } = options;
    expect(scaleDescription(options)).toEqual({
      ...rest,
      imageTerms: { bFactor: false },
      positionalEncoding: { frequencies: 2, columns: ["X"] },
      terms: [{ name: "mine", order: 3 }],
    });
    expect(scaleDescription(recipes.default.scale)).toMatchObject({
      positionalEncoding: null,
      imageTerms: false,
    });
    expect(JSON.parse(JSON.stringify(scaleDescription(recipes.laue.scale)))).toEqual(
      scaleDescription(recipes.laue.scale),
    );
    const { positionalEncoding: ofLaue } = recipes.laue.scale;
    expect(scaleDescription(recipes.laue.scale)).toMatchObject({
      positionalEncoding: { frequencies: ofLaue?.frequencies, columns: null },
    });
    expect([terms.length, imageTerms, positionalEncoding].length).toBe(3);
  });
});

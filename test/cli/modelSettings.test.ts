/** That every option of scale, errors and beam arrives where it should, and that what is not given is the recipe's. */
import { describe, expect, test } from "vitest";
import { parseArguments } from "../../lib/cli/command.js";
import { mergeCommand } from "../../lib/cli/merge.js";
import { laueOf, likelihoodOf, namesOf, scaleOf } from "../../lib/cli/modelSettings.js";
import { type RecipeName, recipes } from "../../lib/models/index.js";

const parse = (line: string) =>
  parseArguments(mergeCommand, ["in.mtz", ...line.split(" ").filter((word) => word !== "")]);
const scale = (line: string, recipe: RecipeName = "default") => scaleOf(parse(line), recipes[recipe]);
const errors = (line: string, recipe: RecipeName = "default") =>
  likelihoodOf(parse(line), recipes[recipe])?.description;

describe("scaleOf", () => {
  test("what is not given is left to the recipe", () => {
    expect(scale("")).toEqual({});
  });

  test("every option arrives", () => {
    expect(
      scale(
        "--mlp-layers 3 --mlp-width 7 --scale-link log --disable-image-scales --image-terms --image-layers 2 " +
          "--image-embedding 5 --one-hot-images --mlp-residual --disable-mlp --positional-encoding-frequencies 4 --positional-encoding-keys XDET,YDET " +
          "--mlp-activation silu --mlp-initialiser heNormal",
      ),
    ).toEqual({
      layers: 3,
      width: 7,
      link: "log",
      imageScales: false,
      imageTerms: true,
      imageLayers: 2,
      imageEmbedding: 5,
      oneHotImages: true,
      residual: true,
      network: false,
      activation: "silu",
      initialiser: "heNormal",
      positionalEncoding: { frequencies: 4, columns: ["XDET", "YDET"] },
    });
  });

  test("--laue-lorentz, on with the recipe laue, and off without", () => {
    expect(scale("--no-laue-lorentz", "laue")).toStrictEqual({ laueLorentz: false });
    expect(scale("--laue-lorentz", "careless")).toStrictEqual({ laueLorentz: true });
  });

  test("what a recipe has on can be switched off, and its frequencies hold for other columns", () => {
    const off =
      "--no-one-hot-images --no-image-terms --no-mlp-residual --scale-terms none --no-disable-mlp --no-disable-image-scales --positional-encoding-frequencies 0";
    expect(scale(off, "laue")).toStrictEqual({
      oneHotImages: false,
      imageTerms: false,
      imageScales: true,
      residual: false,
      network: true,
      terms: [],
      positionalEncoding: undefined,
    });
    expect(scale("--positional-encoding-keys XDET", "laue").positionalEncoding).toEqual({
      frequencies: recipes.laue.scale.positionalEncoding?.frequencies,
      columns: ["XDET"],
    });
    expect(() => scale("--positional-encoding-keys XDET")).toThrow(/got no frequencies/);
    expect(() => namesOf(parse("--positional-encoding-keys XDET,"), "positional-encoding-keys")).toThrow(
      /--positional-encoding-keys: got XDET,, expected names with one comma/,
    );
  });
});

describe("likelihoodOf", () => {
  test.each([
    ["", "default", undefined],
    ["--likelihood normal", "default", { name: "normal" }],
    [
      "--likelihood laplace --error-model evans",
      "default",
      { name: "laplace", errorModel: { name: "evans" } },
    ],
    [
      "--refine-uncertainties",
      "default",
      { name: "studentT", degreesOfFreedom: 4, errorModel: { name: "evans" } },
    ],
    ["--refine-uncertainties", "careless", { name: "normal", errorModel: { name: "evans" } }],
    ["--studentt-likelihood-dof 9", "careless", { name: "studentT", degreesOfFreedom: 9 }],
    ["--studentt-likelihood-dof learned", "default", { name: "studentT", degreesOfFreedom: "learned" }],
    ["--studentt-likelihood-dof 9", "laue", { degreesOfFreedom: 9, errorModel: { name: "proportional" } }],
    ["--error-model none", "laue", { name: "studentT", degreesOfFreedom: 4 }],
    ["--studentt-likelihood-dof 5", "stills", { name: "asinh", density: { degreesOfFreedom: 5 } }],
    ["--likelihood asinh", "default", { name: "asinh", density: { degreesOfFreedom: 8 } }],
    ["--likelihood studentt", "stills", { name: "studentT", degreesOfFreedom: 4 }],
  ] as const)("%s, recipe %s", (line, recipe, expected) => {
    const found = errors(line, recipe);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  test("no error model is none in the description", () => {
    expect(errors("--error-model none", "laue")).not.toHaveProperty("errorModel");
  });

  test.each([
    [
      "--likelihood laplace --studentt-likelihood-dof 4",
      /laplace likelihood, which has no degrees of freedom/,
    ],
    ["--likelihood asinh --error-model proportional", /asinh likelihood, which has errors of its own/],
    ["--studentt-likelihood-dof 0", /got 0, expected a number of at least 0.1, or learned/],
  ])("%s is a usage error", (line, message) => {
    expect(() => errors(line)).toThrow(message);
  });
});

describe("laueOf", () => {
  test("monochromatic unless asked for, and each option of Laue data asks for it", () => {
    expect(laueOf(parse(""), false)).toBe(false);
    expect(laueOf(parse(""), true)).toEqual({ harmonics: true });
    expect(laueOf(parse("--laue"), false)).toEqual({ harmonics: true });
    expect(laueOf(parse("--no-harmonics"), false)).toEqual({ harmonics: false });
    const line = "--wavelength-key LAM --wavelength-range 0.95,1.2 --harmonics-d-min 1.8";
    expect(laueOf(parse(line), false)).toEqual({
      wavelength: "LAM",
      range: [0.95, 1.2],
      dMin: 1.8,
      harmonics: true,
    });
    expect(laueOf(parse("--wavelength-range 1,2 --drop-outside-range"), false)).toEqual({
      range: [1, 2],
      dropOutside: true,
      harmonics: true,
    });
  });

  test.each(["1.2,0.95", "0.95", "0.95,1,1.2", "a,b", "0,1", ",1"])("no range: %s", (range) => {
    expect(() => laueOf(parse(`--wavelength-range=${range}`), false)).toThrow(
      /--wavelength-range: got .*, expected the shortest and the longest wavelength/,
    );
  });
});

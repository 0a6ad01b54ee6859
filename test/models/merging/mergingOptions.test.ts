/** Recipes: careless's is that of careless 0.5.4's command line, but for what is said here. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { merge } from "../../../lib/models/index.js";
import { recipeOf, recipes } from "../../../lib/models/merging/mergingOptions.js";
import { rotation } from "./tables.js";

describe("recipes", () => {
  test("the default one is named default", () => {
    expect(recipeOf()).toBe(recipes.default);
    expect(recipeOf("careless")).toBe(recipes.careless);
  });

  test("careless's has its defaults: 20 layers, normal likelihood, flat prior, full batches of Adam", () => {
    expect(recipes.careless).toMatchObject({
      scale: { layers: 20, width: 10, activation: "leakyRelu", imageScales: true },
      likelihood: "normal",
      fitB: false,
      training: {
        steps: 10_000,
        batchSize: Number.POSITIVE_INFINITY,
        learningRate: 0.001,
        beta2: 0.99,
        epsilon: 1e-7,
        schedule: "constant",
        start: "prior",
      },
    });
  });

  test.each([
    ["carelss", "; did you mean careless?"],
    ["toString", ""],
    ["x", ""],
  ])("an unknown one is refused: %s", (name, hint) => {
    const make = () => recipeOf(name as "default");
    expect(make).toThrow(InputError);
    expect(make).toThrow(`recipe: got ${name}, expected default or laue or stills or careless${hint}`);
  });
});

describe("what a recipe makes of a model", () => {
  const { observations } = rotation();

  test("careless", () => {
    const model = merge(observations, { recipe: "careless" });
    expect(model.description).toMatchObject({
      recipe: "careless",
      likelihood: { name: "normal" },
      prior: { name: "wilson", bFactor: 0 },
      bFactor: 0,
      scale: { layers: 20, width: 10 },
    });
  });

  test("the default", () => {
    const model = merge(observations);
    expect(model.description).toMatchObject({
      recipe: "default",
      likelihood: { name: "studentT", degreesOfFreedom: recipes.default.degreesOfFreedom },
      prior: { name: "wilson", bFactor: "fitted" },
    });
    expect(model.bFactor).not.toBe(0);
  });

  test("what is asked for goes before it, and the rest stays", () => {
    const model = merge(observations, { recipe: "careless", scale: { layers: 3 } });
    expect(model.description).toMatchObject({ scale: { layers: 3, width: 10 } });
    expect(model.scale.network?.parameters.length).toBe(2 * (3 + 1));
  });
});

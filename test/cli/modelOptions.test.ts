/** Oracle: the recipes, whose names and numbers the help says. */
import { expect, test } from "vitest";
import { laueOptions, modelOptions } from "../../lib/cli/modelOptions.js";
import { recipes } from "../../lib/models/merging/mergingOptions.js";
import { activations, initialisers } from "../../lib/nn/index.js";

const option = (name: string) => {
  const found = modelOptions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no option ${name}`);
  return found;
};

test("each has a heading and a name of its own, and takes a recipe that there is", () => {
  const names = modelOptions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(modelOptions.filter(({ group }) => group === undefined)).toEqual([]);
  expect(option("recipe").choices).toEqual(Object.keys(recipes));
  expect(option("mlp-activation").choices).toEqual(Object.keys(activations));
  expect(option("mlp-initialiser").choices).toEqual(Object.keys(initialisers));
});

test("the help says what is on in which recipe", () => {
  const { laue, stills, default: plain } = recipes;
  expect(option("image-embedding").help).toContain(`with the recipe stills ${stills.scale.imageEmbedding}`);
  expect(option("positional-encoding-frequencies").help).toContain(
    `for Laue data ${laue.scale.positionalEncoding?.frequencies}`,
  );
  expect([laue.scale.imageEmbedding, stills.scale.imageTerms, laue.errorModel]).toEqual([
    4,
    true,
    "proportional",
  ]);
  expect(option("image-embedding").help).toContain(`for Laue data ${laue.scale.imageEmbedding}`);
  expect([plain.scale.imageLayers, plain.scale.imageEmbedding, plain.errorModel]).toEqual([0, 0, "none"]);
  expect([stills.likelihood, plain.likelihood]).toEqual(["asinh", "studentT"]);
});

test("those of Laue data stand under one heading, with the flag that asks for it", () => {
  const group = option("laue").group;
  expect(modelOptions.filter((one) => one.group === group).slice(1)).toEqual(laueOptions);
});

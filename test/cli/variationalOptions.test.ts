/**
 * Oracle: the options of careless 0.5.4 (`careless mono --help`), each of which is here under its own name or is known
 * not to be.
 */
import { expect, test } from "vitest";
import { mergeCommand } from "../../lib/cli/merge.js";
import { optionsWithoutEffect, variationalOptions } from "../../lib/cli/variationalOptions.js";
import { recipes } from "../../lib/models/merging/mergingOptions.js";

/** Of careless, and meaning the same here. */
const careless = [
  ...["separate-files", "refine-uncertainties", "image-layers", "optimize-double-wilson-r"],
  ...["positional-encoding-keys", "positional-encoding-frequencies", "double-wilson-r"],
  ...["double-wilson-parents", "double-wilson-reindexing-ops", "wavelength-key", "wavelength-range"],
  ...["disable-progress-bar", "test-fraction", "merge-half-datasets", "half-dataset-repeats"],
  ...["validation-frequency", "isigi-cutoff", "dmin", "intensity-key", "uncertainty-key", "anomalous"],
  ...["studentt-likelihood-dof", "iterations", "learning-rate", "beta-2", "global-clipnorm"],
  ...["wilson-prior-b", "mlp-layers", "mlp-width", "disable-image-scales", "seed"],
  ...["scale-file", "freeze-scales", "structure-factor-file", "freeze-structure-factors"],
];

test("careless's names are taken", () => {
  const names = mergeCommand.options.flatMap(({ name, aliases = [] }) => [name, ...aliases]);
  expect(careless.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("the help says the defaults of the recipes, and none is a default of the command line, so that a recipe's holds", () => {
  const help = (name: string) => variationalOptions.find((option) => option.name === name)?.help ?? "";
  const { scale, training, degreesOfFreedom } = recipes.default;
  expect(help("mlp-layers")).toContain(
    `By default ${scale.layers} (careless ${recipes.careless.scale.layers})`,
  );
  expect(help("iterations")).toContain(`By default ${training.steps}`);
  expect(help("batch-size")).toContain(`By default ${training.batchSize}`);
  expect(help("learning-rate")).toContain(`By default ${training.learningRate}`);
  expect(help("studentt-likelihood-dof")).toContain(`By default ${degreesOfFreedom}`);
  // a flag of Laue data that is on is so in every recipe
  const fixed = variationalOptions.filter((option) => option.default !== undefined);
  expect(fixed.map(({ name }) => name)).toEqual(["harmonics"]);
});

test("what has no effect on the merged data are options of the command", () => {
  const names = mergeCommand.options.map(({ name }) => name);
  expect(optionsWithoutEffect.filter((name) => !names.includes(name))).toEqual([]);
  expect(optionsWithoutEffect).toContain("resume");
  for (const name of ["seed", "iterations", "metadata", "anomalous", "test-fraction"])
    expect(optionsWithoutEffect).not.toContain(name);
});

/** What the options of `friedel merge` by variational inference stand for: options of `merge` and of `model.train`. */
import type { RowEngine } from "../kernels/index.js";
import type { MergeOptions, MergeTrainingOptions, RecipeName, StartName } from "../models/index.js";
import { recipeFor } from "../models/merging/mergingOptions.js";
import { folderStore } from "../node/folderStore.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { type CommandArguments, UsageError } from "./command.js";
import { selectionOf } from "./mergeOptions.js";
import { laueOf, likelihoodOf, namesOf, scaleOf } from "./modelSettings.js";
import { checkReferenceUsage } from "./priorSettings.js";
import { priorOf, relatingDataSets } from "./relatedSettings.js";
import { weightCompanions } from "./weightSettings.js";

/** Options of which only one can be given. */
const alternatives = [
  ["normal-likelihood", "studentt-likelihood-dof"],
  ["normal-likelihood", "likelihood"],
  ["refine-uncertainties", "error-model"],
  ["wilson-b", "wilson-prior-b"],
  ...["wilson-b", "wilson-prior-b", "anisotropy-tensor"].map((name) => [name, "anisotropy"]),
  ...["wilson-b", "wilson-prior-b"].map((name) => [name, "anisotropy-tensor"]),
  ["freeze-scales", "freeze-structure-factors"],
  ["test-fraction", "test-column"],
  ["ensemble", "run"],
];

/** Options that mean something with another alone, and what to add. */
const companions = [
  ["resume", "run", "run FOLDER"],
  ["checkpoint-every", "run", "run FOLDER"],
  ["halves", "merge-half-datasets"],
  ["half-dataset-repeats", "merge-half-datasets"],
  ["mates-correlation", "anomalous"],
  ["drop-outside-range", "wavelength-range", "wavelength-range MIN,MAX"],
  ...["reference-f", "reference-sigma", "reference-correlation"].map((name) => [
    name,
    "reference",
    "reference FILE",
  ]),
  ...weightCompanions,
  ...relatingDataSets.map((name) => [name, "separate-files"]),
];

/**
 * @param command "merge" or "laue"
 * @throws UsageError for options of which only one can be given, or one that needs another, and for what cannot be read
 */
export function checkVariationalUsage(args: CommandArguments, command: "merge" | "laue"): void {
  const { given, operands } = args;
  const has = (name: string) => given.has(name);
  for (const [first, second] of alternatives)
    if (has(first) && has(second))
      throw new UsageError(`friedel ${command}: got both --${first} and --${second}, expected one of them`);
  for (const [option, needed, how = needed] of companions)
    if (has(option) && !has(needed))
      throw new UsageError(
        `friedel ${command}: got --${option} without --${needed}, expected both; add --${how}`,
      );
  if (has("optimize-double-wilson-r") && !has("separate-files") && !has("mates-correlation"))
    throw new UsageError(
      `friedel ${command}: got --optimize-double-wilson-r with nothing that is correlated, expected --separate-files or --mates-correlation`,
    );
  if (has("harmonics-d-min") && !args.flag("harmonics"))
    throw new UsageError(
      `friedel ${command}: got both --harmonics-d-min and --no-harmonics, expected one of them`,
    );
  const several = ["separate-files", "shared-images"].find((name) => args.flag(name));
  if (several !== undefined && operands.length < 2)
    throw new UsageError(`friedel ${command}: got --${several} and one file, expected several; leave it out`);
  checkReferenceUsage(args);
  modelOf(args, command);
}

/** What the model is made of; in `friedel laue` the data are polychromatic. */
function modelOf(
  args: CommandArguments,
  command: "merge" | "laue",
  reference?: ReflectionTable,
): Pick<MergeOptions, "recipe" | "laue" | "metadata" | "scale" | "likelihood" | "prior"> {
  const asked = {
    recipe: args.text("recipe") as RecipeName | undefined,
    laue: laueOf(args, command === "laue"),
  };
  const recipe = recipeFor(asked);
  return {
    ...asked,
    metadata: namesOf(args, "metadata"),
    scale: scaleOf(args, recipe),
    likelihood: likelihoodOf(args, recipe),
    prior: priorOf(args, recipe, reference),
  };
}

/**
 * Options of `merge`.
 * @param reference what --reference names
 * @throws UsageError for what cannot be read
 */
export function mergeOptionsOf(
  args: CommandArguments,
  engine: RowEngine,
  command: "merge" | "laue" = "merge",
  reference?: ReflectionTable,
): MergeOptions {
  return {
    ...selectionOf(args),
    anomalous: args.flag("anomalous"),
    separate: args.flag("separate-files"),
    sharedImages: args.flag("shared-images"),
    ...modelOf(args, command, reference),
    testFraction: args.number("test-fraction"),
    test: args.text("test-column"),
    seed: args.number("seed"),
    engine,
  };
}

/**
 * Options of `model.train`; careless has one learning rate for everything.
 * @param run the run folder (default: as given)
 */
export function trainingOptionsOf(
  args: CommandArguments,
  run: string | undefined = args.text("run"),
): MergeTrainingOptions {
  const learningRate = args.number("learning-rate");
  return {
    steps: args.number("iterations"),
    seed: args.number("seed"),
    ensemble: args.number("ensemble"),
    batchSize: args.number("batch-size"),
    learningRate,
    posteriorLearningRate:
      args.number("posterior-learning-rate") ??
      (args.text("recipe") === "careless" ? learningRate : undefined),
    imageLearningRate: args.number("image-learning-rate"),
    beta2: args.number("beta-2"),
    globalClipNorm: args.number("global-clipnorm"),
    start: args.text("start") as StartName | undefined,
    warmUpSteps: args.number("warm-up-steps"),
    evaluateEvery: args.number("validation-frequency"),
    checkpointEvery: args.number("checkpoint-every"),
    resume: args.flag("resume"),
    folder: run === undefined ? undefined : folderStore(run),
  };
}

/** What the options of `friedel merge` by variational inference stand for: options of `merge` and of `model.train`. */
import type { RowEngine } from "../kernels/index.js";
import {
  likelihoods,
  type MergeOptions,
  type MergeTrainingOptions,
  priors,
  type RecipeName,
} from "../models/index.js";
import { folderStore } from "../node/folderStore.js";
import { type CommandArguments, UsageError } from "./command.js";
import { selectionOf } from "./mergeOptions.js";

/** @throws UsageError for options of which only one can be given, or one that needs another */
export function checkVariationalUsage({ given }: CommandArguments): void {
  for (const [first, second] of [
    ["normal-likelihood", "studentt-likelihood-dof"],
    ["wilson-b", "wilson-prior-b"],
  ])
    if (given.has(first) && given.has(second))
      throw new UsageError(`friedel merge: got both --${first} and --${second}, expected one of them`);
  for (const [option, needed] of [
    ["resume", "run"],
    ["checkpoint-every", "run"],
    ["halves", "merge-half-datasets"],
    ["half-dataset-repeats", "merge-half-datasets"],
  ])
    if (given.has(option) && !given.has(needed))
      throw new UsageError(
        `friedel merge: got --${option} without --${needed}, expected both; add --${needed}${needed === "run" ? " FOLDER" : ""}`,
      );
}

/** Options of `merge`. @throws UsageError for metadata without a name */
export function mergeOptionsOf(args: CommandArguments, engine: RowEngine): MergeOptions {
  const { layers, width } = { layers: args.number("mlp-layers"), width: args.number("mlp-width") };
  return {
    ...selectionOf(args),
    anomalous: args.flag("anomalous"),
    metadata: metadataOf(args),
    scale: {
      ...(layers === undefined ? {} : { layers }),
      ...(width === undefined ? {} : { width }),
      ...(args.flag("disable-image-scales") ? { imageScales: false } : {}),
    },
    likelihood: likelihoodOf(args),
    prior: priorOf(args),
    testFraction: args.number("test-fraction"),
    seed: args.number("seed"),
    recipe: args.text("recipe") as RecipeName | undefined,
    engine,
  };
}

function metadataOf(args: CommandArguments): string[] | undefined {
  const text = args.text("metadata");
  const names = text?.split(",").map((name) => name.trim());
  if (names?.includes(""))
    throw new UsageError(`--metadata: got ${text}, expected names with one comma between two of them`);
  return names;
}

function likelihoodOf(args: CommandArguments): MergeOptions["likelihood"] {
  const degreesOfFreedom = args.number("studentt-likelihood-dof");
  if (degreesOfFreedom !== undefined) return likelihoods.studentT({ degreesOfFreedom });
  return args.flag("normal-likelihood") ? likelihoods.normal() : undefined;
}

function priorOf(args: CommandArguments): MergeOptions["prior"] {
  const [b, carelessB] = [args.number("wilson-b"), args.number("wilson-prior-b")];
  if (b !== undefined) return priors.wilson({ bFactor: b });
  return carelessB === undefined ? undefined : priors.wilson({ bFactor: carelessB / 2 });
}

/** Options of `model.train`; careless has one learning rate for everything. */
export function trainingOptionsOf(args: CommandArguments): MergeTrainingOptions {
  const run = args.text("run");
  const learningRate = args.number("learning-rate");
  return {
    steps: args.number("iterations"),
    seed: args.number("seed"),
    batchSize: args.number("batch-size"),
    learningRate,
    posteriorLearningRate:
      args.number("posterior-learning-rate") ??
      (args.text("recipe") === "careless" ? learningRate : undefined),
    beta2: args.number("beta-2"),
    globalClipNorm: args.number("global-clipnorm"),
    evaluateEvery: args.number("validation-frequency"),
    checkpointEvery: args.number("checkpoint-every"),
    resume: args.flag("resume"),
    folder: run === undefined ? undefined : folderStore(run),
  };
}

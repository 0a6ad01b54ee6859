/**
 * The options of `friedel merge` by variational inference. Where careless 0.5.4 has an option that means the same, it has
 * careless's name; where only the name would be the same, it has another. Only names, help and defaults stand here, so
 * that the program starts without the numeric engine; variationalSettings.ts says what they stand for.
 */
import { recipes } from "../models/merging/mergingOptions.js";
import type { CommandOption } from "./command.js";

const { scale, training, degreesOfFreedom } = recipes.default;
const { scale: carelessScale, training: carelessTraining } = recipes.careless;

const model = "of merging by variational inference: the model";
const fit = "of merging by variational inference: the fit";
const judging = "of merging by variational inference: how to judge it";
const running = "of merging by variational inference: the run";

const modelOptions: readonly CommandOption[] = [
  {
    name: "metadata",
    group: model,
    type: "text",
    value: "A,B,…",
    help: "Columns that the scale depends on, with commas between; besides those of the file dHKL (Å), Hobs, Kobs and Lobs (the indices as observed) and image (its number). By default what the file has of the columns known to matter; the choice is printed.",
  },
  {
    name: "recipe",
    group: model,
    type: "text",
    value: "NAME",
    choices: Object.keys(recipes),
    help: "Where the defaults below come from. careless: normal likelihood, flat prior, all observations in each step, one learning rate; slower, for comparison.",
  },
  {
    name: "studentt-likelihood-dof",
    group: model,
    type: "number",
    value: "DOF",
    minimum: 0.1,
    help: `Degrees of freedom of Student's t likelihood: the fewer, the less an outlier counts. By default ${degreesOfFreedom}.`,
  },
  {
    name: "normal-likelihood",
    group: model,
    type: "flag",
    help: "Normal errors instead: for data without outliers. One wild observation can spoil its reflection.",
  },
  {
    name: "wilson-b",
    group: model,
    type: "number",
    value: "Å²",
    help: "B factor of the prior's fall-off with resolution, exp(−B/2d²) of intensities. By default it is fitted to the data; 0 is flat.",
  },
  {
    name: "wilson-prior-b",
    group: model,
    type: "number",
    value: "B",
    help: "The same as careless counts it, exp(−B/4d²): twice the B factor. For command lines that were written for careless.",
  },
  {
    name: "mlp-layers",
    group: model,
    type: "integer",
    value: "N",
    minimum: 0,
    maximum: 1000,
    help: `Hidden layers of the network that gives the scale. By default ${scale.layers} (careless ${carelessScale.layers}).`,
  },
  {
    name: "mlp-width",
    group: model,
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 4096,
    help: `Features of each of them. By default ${scale.width}.`,
  },
  {
    name: "disable-image-scales",
    group: model,
    type: "flag",
    help: "No factor for each image besides the network.",
  },
];

const fitOptions: readonly CommandOption[] = [
  {
    name: "iterations",
    aliases: ["steps"],
    group: fit,
    type: "integer",
    value: "N",
    minimum: 1,
    help: `Steps of the fit. By default ${training.steps}, or as many as show each observation ${training.epochs} times if that is more (careless ${carelessTraining.steps}).`,
  },
  {
    name: "batch-size",
    group: fit,
    type: "integer",
    value: "N",
    minimum: 1,
    help: `Observations of a step. By default ${training.batchSize}; with the recipe careless all of them.`,
  },
  {
    name: "learning-rate",
    group: fit,
    type: "number",
    value: "RATE",
    minimum: 0,
    help: `Adam's learning rate of the scale. By default ${training.learningRate} (careless ${carelessTraining.learningRate}, of the amplitudes too). Lower it where a fit diverges.`,
  },
  {
    name: "posterior-learning-rate",
    group: fit,
    type: "number",
    value: "RATE",
    minimum: 0,
    help: `That of the amplitudes, in units of their standard deviations at the start. By default ${training.posteriorLearningRate}; with the recipe careless that of the scale.`,
  },
  {
    name: "beta-2",
    group: fit,
    type: "number",
    value: "BETA",
    minimum: 0,
    maximum: 0.999999,
    help: `Adam's second decay. By default ${training.beta2}.`,
  },
  {
    name: "global-clipnorm",
    group: fit,
    type: "number",
    value: "NORM",
    minimum: 0,
    help: "Largest norm of the gradient of the network's weights, of the mean over a step's observations. By default it is not limited.",
  },
];

const judgingOptions: readonly CommandOption[] = [
  {
    name: "test-fraction",
    group: judging,
    type: "number",
    value: "FRACTION",
    minimum: 0,
    maximum: 1,
    help: "Part of the observations to hold out of everything that is fitted, for CCpred: compare models by it. By default none, so that all are merged.",
  },
  {
    name: "validation-frequency",
    group: judging,
    type: "integer",
    value: "N",
    minimum: 1,
    help: "Steps between two evaluations of CCpred during the fit. By default 100.",
  },
  {
    name: "merge-half-datasets",
    group: judging,
    type: "flag",
    help: "Merge halves of the images apart with the scale of the whole, for CC1/2 and CCanom.",
  },
  {
    name: "half-dataset-repeats",
    group: judging,
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 1000,
    help: "How often the images are divided at random into halves; the errors (±) need several. By default once.",
  },
  {
    name: "predictions",
    group: judging,
    type: "text",
    value: "FILE",
    help: "Write an MTZ file of all observations with what the model predicts of them: Iobs SigIobs Ipred SigIpred test.",
  },
  {
    name: "halves",
    group: judging,
    type: "text",
    value: "FILE",
    help: "Write the half data sets as one MTZ file, with the columns repeat and half, as careless's xval files have.",
  },
];

const runOptions: readonly CommandOption[] = [
  {
    name: "run",
    group: running,
    type: "text",
    value: "FOLDER",
    help: "Run folder: settings, history and checkpoints of the fit, from which it can be resumed. See friedel info FOLDER.",
  },
  {
    name: "resume",
    group: running,
    type: "flag",
    help: "Go on with the run in that folder, with the same files and options; what is merged is the same to the bit.",
  },
  {
    name: "checkpoint-every",
    group: running,
    type: "integer",
    value: "N",
    minimum: 1,
    help: "Steps between two checkpoints. By default 1000.",
  },
  {
    name: "threads",
    group: running,
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 1024,
    help: "Threads that compute. By default one for each core; the result does not depend on it.",
  },
  {
    name: "disable-progress-bar",
    group: running,
    type: "flag",
    help: "Say nothing on stderr while the fit runs.",
  },
];

/** All of them, as the help page has them. */
export const variationalOptions: readonly CommandOption[] = [
  ...modelOptions,
  ...fitOptions,
  ...judgingOptions,
  ...runOptions,
];

/** Options that change what is written or where the run is kept, but not what is merged. */
export const optionsWithoutEffect: readonly string[] = [
  ...[
    "out",
    "json",
    "table1",
    "shells",
    "predictions",
    "halves",
    "merge-half-datasets",
    "half-dataset-repeats",
  ],
  ...["validation-frequency", ...runOptions.map(({ name }) => name)],
];

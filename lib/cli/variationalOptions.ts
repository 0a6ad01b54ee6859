/**
 * The options of `friedel merge` by variational inference, and of `friedel laue`. Where careless 0.5.4 has an option that
 * means the same, it has careless's name; where only the name would be the same, it has another. Only names, help and
 * defaults stand here, so that the program starts without the numeric engine; variationalSettings.ts says what they stand
 * for. Those of the model are in modelOptions.ts.
 */
import { recipes } from "../models/merging/mergingOptions.js";
import type { CommandOption } from "./command.js";
import { modelOptions } from "./modelOptions.js";
import { weightOptions } from "./weightOptions.js";

const { training } = recipes.default;
const { training: carelessTraining } = recipes.careless;

const fit = "of merging by variational inference: the fit";
const judging = "of merging by variational inference: how to judge it";
const running = "of merging by variational inference: the run";

const fitOptions: readonly CommandOption[] = [
  {
    name: "iterations",
    aliases: ["steps"],
    group: fit,
    type: "integer",
    value: "N",
    minimum: 1,
    help: `Steps of the fit. By default ${training.steps}, or as many as show each observation ${training.epochs} times if that is more (Laue data ${recipes.laue.training.steps}, careless ${carelessTraining.steps}).`,
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
    name: "image-learning-rate",
    group: fit,
    type: "number",
    value: "RATE",
    minimum: 0,
    help: `That of what each image has of its own. By default that of the scale; with the recipe stills ${recipes.stills.training.imageLearningRate}.`,
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
  {
    name: "start",
    group: fit,
    type: "text",
    value: "WHERE",
    choices: ["roughMerge", "wideRoughMerge", "prior"],
    help: "Where amplitudes start: at a rough merge of the data, which is the default; at one with the prior's width, as for Laue data; or at the prior, as careless does.",
  },
  {
    name: "ensemble",
    group: fit,
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 100,
    help: "Trainings with seeds of their own, from --seed on, whose amplitudes are averaged, and whose spread is in SIGF: SIGF then holds more of what the scale network is wrong by. N times the time. By default 1.",
  },
  {
    name: "warm-up-steps",
    group: fit,
    type: "integer",
    value: "N",
    minimum: 0,
    help: `Steps before the first, in which a scale with a log link is fitted alone. By default none; for Laue data and stills ${recipes.laue.training.warmUpSteps}.`,
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
    name: "test-column",
    group: judging,
    type: "text",
    value: "LABEL",
    help: "Column that says which observations to hold out instead: those where it is not 0. All files must have it.",
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
    name: "report",
    group: judging,
    type: "text",
    value: "FILE",
    help: "Write an HTML page with all plots and tables of a scaling report: shells, Wilson plot, intensity distribution, residuals, CCpred by image, and of Laue data the spectrum. Plots are drawn when the page is opened, by Vega, which it takes from cdn.jsdelivr.net. With --separate-files one for each file.",
  },
  {
    name: "min-image-cc",
    group: judging,
    type: "number",
    value: "CC",
    minimum: -1,
    maximum: 1,
    help: "After the fit, leave out the images whose observations correlate less than this with what is predicted of them (rank correlation; images of fewer than 10 observations stay), say how many, and fit the rest anew. 0.3 takes out what was indexed wrongly. What is left agrees better with itself even where nothing is better: judge by what no image was chosen by, such as peaks.",
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
  ...weightOptions,
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
    "weights",
    "report",
  ],
  ...["validation-frequency", ...runOptions.map(({ name }) => name)],
];

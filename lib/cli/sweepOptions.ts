/**
 * The options of `friedel sweep`: those of `friedel merge` that all trials have in common, and those of the sweep itself. Only
 * names, help and defaults stand here, so that the program starts without the numeric engine.
 */
import type { CommandOption } from "./command.js";
import { mergeCommand } from "./merge.js";

/** What the sweep sets for each trial, and what only merging by the weighted mean has. */
const notOfTrials = [
  ...["run", "resume", "out", "json", "table1", "predictions", "halves", "classical", "disable-progress-bar"],
  ...["report", "french-wilson", "outlier-sigma", "repeats", "weights", "min-image-cc"],
];

/** Options of a merge that a sweep takes, and gives to each trial. */
export const commonOptions: readonly CommandOption[] = mergeCommand.options
  .filter(({ name }) => !notOfTrials.includes(name))
  .map((option) => ({ ...option, group: option.group ?? "of all trials: data and judging" }));

const here = "of a sweep on this machine";
const cluster = "of a sweep on a cluster (Slurm)";
const shown = "of what is written";

const ownOptions: readonly CommandOption[] = [
  {
    name: "folder",
    type: "text",
    value: "DIR",
    help: "Folder of the sweep: its plan (sweep.json), and a run folder for each trial. One that holds this very sweep is gone on with.",
  },
  {
    name: "grid",
    type: "text",
    value: "NAME=A,B,C",
    repeated: true,
    help: "Values of a hyperparameter, all of which are tried, in every combination with those of other --grid. NAME is an option of merge without dashes (mlp-layers), or its name in a notebook (scale.layers, learningRate, likelihood.degreesOfFreedom, prior.bFactor). Semicolons part values that have commas.",
  },
  {
    name: "sample",
    type: "text",
    value: "NAME=DISTRIBUTION",
    repeated: true,
    help: "A distribution from which values are drawn: linear:LOW:HIGH, log:LOW:HIGH, integer:LOW:HIGH, log-integer:LOW:HIGH or choice:A,B,C.",
  },
  {
    name: "trials",
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 100_000,
    help: "How many trials, where values are drawn. With --grid as well, each point drawn is tried with every combination.",
  },
  {
    name: "sampler",
    type: "text",
    value: "NAME",
    choices: ["sobol", "random"],
    default: "sobol",
    help: "How values are drawn: as scrambled Sobol points, which fill the space evenly, or at random.",
  },
  {
    name: "retry-failed",
    type: "flag",
    help: "Run trials again that failed before, for example since the disk was full.",
  },
  {
    name: "workers",
    group: here,
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 1024,
    help: "Trials at a time; the cores are divided among them. By default half as many as there are cores.",
  },
  {
    name: "trial",
    group: here,
    type: "integer",
    value: "N",
    minimum: 1,
    help: "Run the one trial of that number, of the sweep in the folder: what workers and the tasks of Slurm do.",
  },
];

const slurmOptions: readonly CommandOption[] = [
  { name: "slurm", type: "flag", help: "Submit the trials to Slurm as one job array, and do not wait." },
  { name: "partition", type: "text", value: "NAME", help: "Partition of the cluster." },
  {
    name: "time",
    type: "text",
    value: "TIME",
    help: "Time limit of a trial as Slurm spells it (02:00:00). A minute before it ends the trial writes a checkpoint; friedel sweep resubmit goes on from there.",
  },
  { name: "mem", type: "text", value: "SIZE", help: "Memory of a trial as Slurm spells it (4G)." },
  {
    name: "cpus",
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 1024,
    help: "Cores of a trial. By default what the cluster gives.",
  },
  {
    name: "array-limit",
    type: "integer",
    value: "N",
    minimum: 1,
    help: "Trials that may run at a time. By default as many as the cluster lets.",
  },
  {
    name: "sbatch-option",
    type: "text",
    value: "OPTION",
    repeated: true,
    help: "One more option of sbatch, with its dashes: --sbatch-option=--account=chem",
  },
  {
    name: "wait",
    type: "flag",
    help: "Watch the trials, submit those again that were lost, and print the results when all are done.",
  },
  {
    name: "tries",
    type: "integer",
    value: "N",
    minimum: 1,
    maximum: 1000,
    default: 5,
    help: "How often a trial may be submitted before it counts as lost for good.",
  },
  {
    name: "poll",
    type: "number",
    value: "SECONDS",
    minimum: 0.1,
    default: 30,
    help: "How often --wait looks.",
  },
].map((option) => ({ ...option, group: cluster }) as CommandOption);

const outputOptions: readonly CommandOption[] = [
  { name: "csv", type: "text", value: "FILE", help: "Write the table of trials for a spreadsheet." },
  { name: "html", type: "text", value: "FILE", help: "Write the tables as a page." },
  {
    name: "plot",
    type: "text",
    value: "FILE",
    help: "Write the plot of each hyperparameter against CCpred (Vega-Lite, JSON), which JupyterLab and vega.github.io/editor draw.",
  },
].map((option) => ({ ...option, group: shown }) as CommandOption);

/** All of them, as the help page has them. */
export const sweepOptions: readonly CommandOption[] = [
  ...ownOptions,
  ...slurmOptions,
  ...outputOptions,
  ...commonOptions,
];

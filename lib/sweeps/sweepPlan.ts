/**
 * The file `sweep.json` of a sweep: the data, what all trials have in common, the space, and the hyperparameters of each
 * trial. It is written once, before the first trial; everything else in the folder is found from it:
 *   sweep.json            this
 *   trials/0001           run folder of the first trial, with merged.mtz, statistics.json, log.txt and outcome.json
 *   slurm.sbatch, slurm.jsonl, logs/   of a sweep on a cluster: the script, what was submitted, the logs of its tasks
 */
import { FormatError, InputError } from "../errors.js";
import { isObject } from "../json.js";
import { version } from "../version.js";
import { checkCommon, checkHyperparameters, mergeWords } from "./mergeFlags.js";
import {
  type Hyperparameters,
  type Sampler,
  type SearchSpace,
  searchTrials,
  type TrialOptions,
} from "./searchSpace.js";

/** The name of the file in the folder of the sweep. */
export const sweepFile = "sweep.json";

const format = "friedel sweep 1";

/** What `sweep.json` holds. */
export interface SweepPlan {
  readonly format: string;
  /** Friedel's version. */
  readonly friedel: string;
  /** When the sweep was made, ISO 8601. */
  readonly created: string;
  /** Paths of the files that are merged, from the root. */
  readonly data: readonly string[];
  /** What all trials have in common: settings of a merge by name. */
  readonly base: Hyperparameters;
  readonly space: SearchSpace;
  readonly sampler: Sampler;
  readonly seed: number;
  /** The first is trial 1. */
  readonly trials: readonly Hyperparameters[];
}

export interface PlanOptions extends Omit<TrialOptions, "seed"> {
  readonly base: Hyperparameters;
  readonly space: SearchSpace;
}

/**
 * The plan of a sweep. What is drawn has the seed of the merges.
 * @throws InputError for hyperparameters or settings that no sweep can have, and where nothing is held out
 */
export function planSweep(data: readonly string[], options: PlanOptions): SweepPlan {
  const { base, space, sampler = "sobol", trials } = options;
  if (data.length === 0) throw new InputError("sweep: got no data, expected at least one file to merge");
  checkCommon(base);
  checkHyperparameters(Object.keys(space));
  const seed = typeof base.seed === "number" ? base.seed : 0;
  const hyperparameters = searchTrials(space, { seed, sampler, ...(trials === undefined ? {} : { trials }) });
  const created = new Date().toISOString();
  return { format, friedel: version, created, data, base, space, sampler, seed, trials: hyperparameters };
}

/** The plan as text. */
export function planText(plan: SweepPlan): string {
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

/**
 * Reads a plan.
 * @param where what errors call the file
 * @throws FormatError where it is none
 */
export function parsePlan(text: string, where: string): SweepPlan {
  let plan: unknown;
  try {
    plan = JSON.parse(text);
  } catch {
    throw new FormatError(`${where}: got no JSON, expected the plan of a sweep`);
  }
  if (!isPlan(plan)) throw new FormatError(`${where}: got other JSON, expected that of a ${format}`);
  return plan;
}

function isPlan(value: unknown): value is SweepPlan {
  if (!isObject(value)) return false;
  const { data, base, space, trials, ...rest } = value as Partial<SweepPlan>;
  return (
    rest.format === format &&
    Array.isArray(data) &&
    data.every((path) => typeof path === "string") &&
    isObject(base) &&
    isObject(space) &&
    Array.isArray(trials) &&
    trials.length > 0 &&
    trials.every(isObject)
  );
}

/**
 * Checks that a sweep that is there already is the one that was asked for.
 * @throws InputError that names what differs
 */
export function checkSamePlan(folder: string, found: SweepPlan, asked: SweepPlan): void {
  for (const key of ["data", "base", "space", "sampler", "seed", "trials"] as const) {
    const [a, b] = [JSON.stringify(found[key]), JSON.stringify(asked[key])];
    if (a !== b)
      throw new InputError(
        `${folder}: got a sweep with ${key} ${cut(a)}, expected ${cut(b)}; go on with it with what it was started with, or choose another folder`,
      );
  }
}

function cut(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The name of a trial's folder within `trials/`. @param trial from 1 */
export function trialName(trial: number): string {
  return String(trial).padStart(4, "0");
}

/** The run folder of a trial. */
export function trialFolder(folder: string, trial: number): string {
  return `${folder}/trials/${trialName(trial)}`;
}

/** The words of the command `friedel merge` that is a trial: it goes on where its run folder stands. */
export function trialWords(plan: SweepPlan, folder: string, trial: number): string[] {
  const run = trialFolder(folder, trial);
  const settings = mergeWords(plan.base, plan.trials[trial - 1]);
  const outputs = [`--out=${run}/merged.mtz`, `--json=${run}/statistics.json`];
  return [...settings, `--run=${run}`, "--resume", ...outputs, "--", ...plan.data];
}

/** @throws InputError unless there is a trial of that number */
export function checkTrial(plan: SweepPlan, folder: string, trial: number): void {
  if (!(Number.isSafeInteger(trial) && trial >= 1 && trial <= plan.trials.length))
    throw new InputError(`${folder}: got trial ${trial}, expected one from 1 to ${plan.trials.length}`);
}

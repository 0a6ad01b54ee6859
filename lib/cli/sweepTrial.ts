/**
 * `friedel sweep --trial N FOLDER`: one trial, as workers and the tasks of Slurm run it. It is `friedel merge` into the trial's
 * run folder, which goes on from the newest checkpoint there, and last of all it writes how the trial ended.
 */

import { resolve } from "node:path";
import { FriedelError, InputError } from "../errors.js";
import { folderStore } from "../node/folderStore.js";
import { enterSlurmTask } from "../node/slurmTask.js";
import { makeTrialFolder, readPlan, writeOutcome } from "../node/sweepFolder.js";
import { checkTrial, type SweepPlan, trialFolder, trialName, trialWords } from "../sweeps/sweepPlan.js";
import { readTrial, type TrialResult } from "../sweeps/trialResult.js";
import { Interrupted, type Output, parseArguments, UsageError } from "./command.js";
import { mergeCommand } from "./merge.js";

/**
 * Runs a trial, or says that it has ended already.
 * @param threads of the numeric engine; by default what Slurm gives, or what all trials have
 * @throws FriedelError as `friedel merge` does; it is the trial's outcome
 */
export async function runTrial(
  folder: string,
  trial: number,
  threads: number | undefined,
  output: Output,
): Promise<void> {
  const plan = await readPlan(folder);
  checkTrial(plan, folder, trial);
  const path = await makeTrialFolder(folder, trial);
  const given = await enterSlurmTask(path, process.env);
  const result = await resultOf(plan, folder, trial);
  if (result.state === "finished" || result.state === "failed") {
    output.out(`trial ${result.name} has ${result.state} already\n`);
    return;
  }
  const holder = await folderStore(path).holder?.();
  if (holder !== undefined)
    throw new InputError(`${path}: got a trial that runs already (${holder}), expected a free one`);
  await mergeTrial(plan, folder, trial, threads ?? given, output);
}

function resultOf(plan: SweepPlan, folder: string, trial: number): Promise<TrialResult> {
  const path = trialFolder(folder, trial);
  const place = { number: trial, name: trialName(trial), folder: path };
  return readTrial({ ...place, hyperparameters: plan.trials[trial - 1] }, folderStore(path));
}

async function mergeTrial(
  plan: SweepPlan,
  folder: string,
  trial: number,
  threads: number | undefined,
  output: Output,
): Promise<void> {
  const words = trialWords(plan, resolve(folder), trial);
  if (threads !== undefined) words.unshift(`--threads=${threads}`);
  try {
    await mergeCommand.run(parseArguments(mergeCommand, words), output);
  } catch (error) {
    // a trial that was stopped goes on, and a wrong command line is the sweep's failure
    if (error instanceof Interrupted || error instanceof UsageError) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const reason =
      error instanceof FriedelError ? message : `a bug in Friedel, see the trial's log: ${message}`;
    await writeOutcome(folder, trial, { state: "failed", reason });
    throw error;
  }
  await writeOutcome(folder, trial, { state: "finished" });
}

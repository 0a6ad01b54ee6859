/** The folder of a sweep on the disk: `sweep.json`, written once and never changed, and the run folders of its trials. */
import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../errors.js";
import {
  checkSamePlan,
  parsePlan,
  planText,
  type SweepPlan,
  sweepFile,
  trialFolder,
} from "../sweeps/sweepPlan.js";
import { readResults, type SweepResults } from "../sweeps/sweepResults.js";
import { outcomeFile, type TrialOutcome } from "../sweeps/trialResult.js";
import { lockFolder } from "./folderLock.js";
import { folderStore } from "./folderStore.js";
import { asWriteError, errorCode, writeFileAtomic } from "./writeFile.js";

/**
 * Makes the folder of a sweep, or finds that it holds this very sweep already, which is then gone on with.
 * @returns the plan in the folder, and whether it is new
 * @throws InputError where the folder holds another sweep, or cannot be written to
 */
export async function makeSweep(
  folder: string,
  plan: SweepPlan,
): Promise<{ readonly plan: SweepPlan; readonly made: boolean }> {
  await makeFolder(folder);
  const unlock = await lockFolder(folder).catch((error: unknown) => {
    throw asWriteError(join(folder, sweepFile), error);
  });
  try {
    const found = await planIn(folder);
    if (found !== undefined) {
      checkSamePlan(folder, found, plan);
      return { plan: found, made: false };
    }
    await writeFileAtomic(join(folder, sweepFile), planText(plan));
    return { plan, made: true };
  } finally {
    await unlock();
  }
}

/** @throws InputError where the folder holds no sweep; FormatError where its plan is spoilt */
export async function readPlan(folder: string): Promise<SweepPlan> {
  const plan = await planIn(folder);
  if (plan !== undefined) return plan;
  throw new InputError(`${folder}: got no ${sweepFile} in it, expected the folder of a sweep`);
}

async function planIn(folder: string): Promise<SweepPlan | undefined> {
  const path = join(folder, sweepFile);
  try {
    return parsePlan(await readFile(path, "utf8"), path);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") throw new InputError(`${folder}: got a file, expected the folder of a sweep`);
    throw error;
  }
}

/**
 * How the trials of a sweep stand: finished ones ranked by the CCpred of observations held out, early results, failures.
 * @throws InputError where the folder holds no sweep; FormatError where its plan is spoilt
 */
export async function readSweep(folder: string): Promise<SweepResults> {
  return resultsIn(folder, await readPlan(folder));
}

/** The results of a plan that was read already. */
export function resultsIn(folder: string, plan: SweepPlan): Promise<SweepResults> {
  return readResults(plan, folder, folderStore);
}

/** Makes the run folder of a trial, and gives its path from the root. */
export async function makeTrialFolder(folder: string, trial: number): Promise<string> {
  const path = resolve(trialFolder(folder, trial));
  await makeFolder(path);
  return path;
}

/** Says how a trial ended: the last thing that is written of it. */
export async function writeOutcome(folder: string, trial: number, outcome: TrialOutcome): Promise<void> {
  await writeFileAtomic(join(trialFolder(folder, trial), outcomeFile), `${JSON.stringify(outcome)}\n`);
}

/** Lets trials that failed be run again, from their last checkpoint. */
export async function forgetFailures({ folder, failed }: SweepResults): Promise<void> {
  for (const { number } of failed) await folderStore(trialFolder(folder, number)).remove(outcomeFile);
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    if (["EEXIST", "ENOTDIR"].includes(errorCode(error)))
      throw new InputError(`${path}: got a file, expected a folder for the sweep; choose another name`);
    throw asWriteError(path, error);
  }
}

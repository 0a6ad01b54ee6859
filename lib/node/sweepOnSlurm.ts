/**
 * A sweep of a notebook on a cluster: its trials are submitted to Slurm, as `friedel sweep --slurm` does it, and watched where
 * that is asked for. Every trial's command line is read before anything is submitted.
 */
import { execFile } from "node:child_process";
import { FriedelError, InputError } from "../errors.js";
import type { Progress } from "../progress.js";
import type { SlurmOptions } from "../sweeps/slurmScript.js";
import { type SweepPlan, trialName } from "../sweeps/sweepPlan.js";
import type { SweepResults } from "../sweeps/sweepResults.js";
import type { AbortSignalLike } from "../training/index.js";
import { resultsIn } from "./sweepFolder.js";
import { type Resubmission, resubmitLost, submitSweep, waitForSweep } from "./sweepSlurm.js";
import { friedelProgram, type ProgramWords } from "./sweepWorkers.js";

/** How a sweep is run on a cluster. */
export interface SlurmSweepOptions extends SlurmOptions {
  /**
   * Watches the trials until all have ended, and submits lost ones again meanwhile (default false: the results are as they
   * stand right after the submission). An interrupt ends the watching, and leaves the trials alone.
   */
  readonly wait?: boolean;
  /** Submits trials again that were lost, once (default false: only those that were never submitted). */
  readonly resubmit?: boolean;
  /** How often a trial may be submitted in all (default 5). */
  readonly tries?: number;
  /** Seconds between two looks (default 30). */
  readonly poll?: number;
}

/** What the sweep is told beside. */
export interface SlurmWork {
  readonly signal?: AbortSignalLike;
  /** Is told how many trials have ended. */
  readonly progress?: Progress;
  readonly program?: ProgramWords;
}

/**
 * Submits the trials of a sweep, and gives its results.
 * @throws InputError for a trial whose command line is wrong, where there is no Slurm, or it refuses the job; FriedelError
 *   where trials were lost as often as they may be
 */
export async function runOnSlurm(
  plan: SweepPlan,
  folder: string,
  { wait = false, resubmit = false, poll, ...options }: SlurmSweepOptions,
  { signal, progress, program = friedelProgram() }: SlurmWork = {},
): Promise<SweepResults> {
  await checkTrials(folder, program);
  const asked = { ...options, program };
  const all = plan.trials.length;
  const endedOf = ({ ranked, failed }: SweepResults) => ranked.length + failed.length;
  if (!wait) {
    const again = resubmit ? await resubmitLost(folder, asked) : await submitted(folder, asked);
    checkGivenUp(folder, again.givenUp, options);
    return resultsIn(folder, plan);
  }
  await submitSweep(folder, asked);
  let givenUp: readonly number[] = [];
  const results = await waitForSweep(folder, {
    ...asked,
    ...(poll === undefined ? {} : { poll }),
    ...(signal === undefined ? {} : { signal }),
    told: (found, again) => {
      givenUp = again.givenUp;
      progress?.(endedOf(found), all);
    },
  });
  checkGivenUp(folder, givenUp, options);
  return results;
}

async function submitted(
  folder: string,
  options: Parameters<typeof submitSweep>[1],
): Promise<Pick<Resubmission, "givenUp">> {
  await submitSweep(folder, options);
  return { givenUp: [] };
}

/** @throws FriedelError where trials were lost too often */
function checkGivenUp(folder: string, givenUp: readonly number[], { tries = 5 }: SlurmSweepOptions): void {
  if (givenUp.length === 0) return;
  throw new FriedelError(
    `${folder}: got trials ${givenUp.map(trialName).join(", ")} lost ${tries} times, expected them to end; see ${folder}/logs, give them more time or memory, and raise tries; readSweep has how they stand`,
  );
}

/** Has the program read the command lines of all trials. @throws InputError with what it says */
function checkTrials(folder: string, [name, ...words]: ProgramWords): Promise<void> {
  return new Promise((done, failed) => {
    execFile(name, [...words, "sweep", "check", folder], (error, _, said) => {
      if (error === null) return done();
      const reason = said.trim().split("\n").at(-1) || error.message;
      failed(new InputError(reason.replace(/^friedel( sweep)?: /, "")));
    });
  });
}

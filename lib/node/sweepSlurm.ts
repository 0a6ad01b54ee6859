/**
 * Sweeps on a cluster: submits trials to Slurm as one job array, tells which of them are lost (not finished, not failed, and no
 * task of theirs listed by squeue), and submits those again; they go on from their checkpoints. What was submitted is
 * recorded in `slurm.jsonl`, a line a submission.
 */
import { execFile } from "node:child_process";
import { appendFile, mkdir, readFile, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../errors.js";
import {
  arrayText,
  parseSbatch,
  parseSqueue,
  type SlurmOptions,
  slurmScript,
  slurmWords,
  squeueFormat,
} from "../sweeps/slurmScript.js";
import { type SweepPlan, trialFolder } from "../sweeps/sweepPlan.js";
import type { SweepResults } from "../sweeps/sweepResults.js";
import type { TrialResult } from "../sweeps/trialResult.js";
import type { AbortSignalLike } from "../training/index.js";
import { lockFolder } from "./folderLock.js";
import { readSlurmTask, removeDeadLock } from "./slurmTask.js";
import { readPlan, readSweep, resultsIn } from "./sweepFolder.js";
import { friedelProgram, type ProgramWords } from "./sweepWorkers.js";
import { asWriteError, errorCode, writeFileAtomic } from "./writeFile.js";

const scriptFile = "slurm.sbatch";
const recordFile = "slurm.jsonl";

/** One submission. */
export interface SlurmSubmission {
  readonly job: string;
  /** The numbers of its trials: those of its tasks. */
  readonly trials: readonly number[];
  /** Whose job it is: a user's number, undefined where the system has none. */
  readonly user?: number;
  /** When, ISO 8601. */
  readonly at: string;
}

/** A trial of a sweep on a cluster. */
export interface SlurmTrial {
  readonly result: TrialResult;
  /** How often it was submitted. */
  readonly submitted: number;
  /** Whether squeue lists a task of it. */
  readonly listed: boolean;
}

export interface ResubmitOptions extends SlurmOptions {
  /** How often a trial may be submitted in all (default 5). */
  readonly tries?: number;
  readonly program?: ProgramWords;
}

/** What became of a look for lost trials. */
export interface Resubmission {
  /** Undefined where nothing was submitted. */
  readonly job?: string;
  /** Those submitted again. */
  readonly trials: readonly number[];
  /** Those that were lost as often as they may be. */
  readonly givenUp: readonly number[];
  /** How many have a task in Slurm, those submitted now among them. */
  readonly active: number;
}

/**
 * Submits every trial that is neither finished nor failed and was not submitted before.
 * @returns the job, or undefined where there is none to submit
 * @throws InputError where there is no Slurm, or it refuses the job
 */
export async function submitSweep(
  folder: string,
  options: ResubmitOptions = {},
): Promise<SlurmSubmission | undefined> {
  return locked(folder, async (plan) => {
    const before = new Set((await readSubmissions(folder)).flatMap(({ trials }) => trials));
    const open = (await resultsIn(folder, plan)).unfinished.filter(({ state }) => state !== "running");
    const trials = open.map(({ number }) => number).filter((number) => !before.has(number));
    return trials.length === 0 ? undefined : submit(folder, trials, options);
  });
}

/** How the trials of a sweep stand in Slurm. @throws InputError where squeue cannot be asked */
export async function slurmTrials(folder: string, results: SweepResults): Promise<SlurmTrial[]> {
  const submissions = await readSubmissions(folder);
  const tasks = submissions.length === 0 ? new Set<string>() : await listedTasks(submissions);
  const trials: SlurmTrial[] = [];
  for (const result of results.trials) {
    const jobs = submissions.filter(({ trials }) => trials.includes(result.number)).map(({ job }) => job);
    // one whose submission was not recorded, since the process died between the two
    const own = await readSlurmTask(result.folder);
    const names = [
      ...jobs.map((job) => `${job}_${result.number}`),
      ...(own ? [`${own.job}_${own.task}`] : []),
    ];
    trials.push({ result, submitted: jobs.length, listed: names.some((name) => tasks.has(name)) });
  }
  return trials;
}

/**
 * Submits lost trials again.
 * @throws InputError where there is no Slurm, or it refuses the job
 */
export async function resubmitLost(folder: string, options: ResubmitOptions = {}): Promise<Resubmission> {
  const { tries = 5 } = options;
  return locked(folder, async (plan) => {
    // squeue before the folders: a task that ends in between has its outcome when these are read
    const listed = await slurmTrials(folder, await resultsIn(folder, plan));
    const now = await resultsIn(folder, plan);
    const unfinished = new Set(now.unfinished.map(({ number }) => number));
    const open = listed.filter(({ result }) => unfinished.has(result.number));
    const lost = open.filter((trial) => !trial.listed);
    const again = lost.filter(({ submitted }) => submitted < tries).map(({ result }) => result.number);
    const givenUp = lost.filter(({ submitted }) => submitted >= tries).map(({ result }) => result.number);
    const active = open.length - lost.length + again.length;
    if (again.length === 0) return { trials: [], givenUp, active };
    for (const trial of again) {
      const path = trialFolder(folder, trial);
      const task = await readSlurmTask(path);
      if (task !== undefined) await removeDeadLock(path, task);
    }
    const { job } = await submit(folder, again, options);
    return { job, trials: again, givenUp, active };
  });
}

export interface WaitOptions extends ResubmitOptions {
  /** Seconds between two looks (default 30). */
  readonly poll?: number;
  readonly signal?: AbortSignalLike;
  /** Is told after every look. */
  readonly told?: (results: SweepResults, again: Resubmission) => void;
}

/**
 * Watches a sweep on a cluster until every trial is finished, has failed or was lost as often as it may be; lost ones are
 * submitted again meanwhile. An abort ends the watching, and leaves the trials alone.
 */
export async function waitForSweep(folder: string, options: WaitOptions = {}): Promise<SweepResults> {
  const { poll = 30, signal, told } = options;
  for (;;) {
    const again = await resubmitLost(folder, options);
    const results = await readSweep(folder);
    told?.(results, again);
    if (again.active === 0 || signal?.aborted) return results;
    await pause(1000 * poll, signal);
  }
}

function pause(milliseconds: number, signal: AbortSignalLike | undefined): Promise<void> {
  return new Promise((done) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      done();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
  });
}

/** All submissions of a sweep, oldest first; none of one that was not submitted. A torn last line counts for nothing. */
export async function readSubmissions(folder: string): Promise<SlurmSubmission[]> {
  const text = await readFile(join(folder, recordFile), "utf8").catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return "";
    throw new InputError(
      `${join(folder, recordFile)}: got ${errorCode(error)} when reading, expected a file that can be read`,
    );
  });
  return text.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as SlurmSubmission];
    } catch {
      return [];
    }
  });
}

/** One process at a time decides what is submitted. */
async function locked<T>(folder: string, work: (plan: SweepPlan) => Promise<T>): Promise<T> {
  const plan = await readPlan(folder);
  const unlock = await lockFolder(folder).catch((error: unknown) => {
    throw asWriteError(join(folder, recordFile), error);
  });
  try {
    return await work(plan);
  } finally {
    await unlock();
  }
}

async function submit(
  folder: string,
  trials: readonly number[],
  options: ResubmitOptions,
): Promise<SlurmSubmission> {
  const { program = friedelProgram(), arrayLimit } = options;
  const root = resolve(folder);
  const script = join(root, scriptFile);
  await mkdir(join(root, "logs"), { recursive: true }).catch((error: unknown) => {
    throw asWriteError(join(root, "logs"), error);
  });
  const written = (await stat(script).catch(() => undefined)) !== undefined;
  if (!written) await writeFileAtomic(script, slurmScript(root, program, options));
  const array = arrayText(
    [...trials].sort((a, b) => a - b),
    arrayLimit,
  );
  // a script that is there may have been edited: what is asked for now goes before what it says
  const words = ["--parsable", `--array=${array}`, ...(written ? slurmWords(options) : []), script];
  const job = parseSbatch(await slurm("sbatch", words, root));
  const user = process.getuid?.();
  const submission = { job, trials, ...(user === undefined ? {} : { user }), at: new Date().toISOString() };
  await appendFile(join(root, recordFile), `${JSON.stringify(submission)}\n`).catch((error: unknown) => {
    throw asWriteError(join(root, recordFile), error);
  });
  return submission;
}

/** The tasks that squeue lists of whoever submitted. */
async function listedTasks(submissions: readonly SlurmSubmission[]): Promise<Set<string>> {
  const users = new Set(submissions.flatMap(({ user }) => (user === undefined ? [] : [user])));
  const words = ["--noheader", "--array", `--format=${squeueFormat}`];
  return parseSqueue(
    await slurm("squeue", [...words, ...(users.size > 0 ? [`--user=${[...users].join(",")}`] : [])]),
  );
}

/** Whether Slurm says that there is none to talk to: it is installed here, and not of a cluster. */
function isUnreachable(reason: string): boolean {
  return /configuration source/i.test(reason);
}

/** Runs a program of Slurm and gives what it prints. @throws InputError where it is not there, or fails */
function slurm(name: string, words: readonly string[], cwd?: string): Promise<string> {
  return new Promise((done, failed) => {
    execFile(name, [...words], { cwd, maxBuffer: 1 << 28 }, (error, out, said) => {
      if (error === null) done(out);
      else if (errorCode(error) === "ENOENT")
        failed(
          new InputError(
            `${name}: got no such program, expected Slurm on this machine; log in to a machine of the cluster, or run the sweep here, without --slurm`,
          ),
        );
      else {
        const reason = said.trim().split("\n").at(-1) || error.message;
        const remedy = isUnreachable(reason)
          ? "; log in to a machine of the cluster, or run the sweep here, without --slurm"
          : "";
        failed(
          new InputError(`${name}: got "${reason}", expected it to answer; the sweep is as it was${remedy}`),
        );
      }
    });
  });
}

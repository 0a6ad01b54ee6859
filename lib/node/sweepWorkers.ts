/**
 * Runs the trials of a sweep on this machine, a few at a time, each as a process of its own: `friedel sweep --trial N FOLDER`.
 * One that fails or dies leaves the others alone. A process that loses its parent stops with a checkpoint (cli/main.ts).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { InputError } from "../errors.js";
import type { Progress } from "../progress.js";
import type { SweepPlan } from "../sweeps/sweepPlan.js";
import type { SweepResults } from "../sweeps/sweepResults.js";
import type { TrialResult } from "../sweeps/trialResult.js";
import type { AbortSignalLike } from "../training/index.js";
import { makeTrialFolder, resultsIn } from "./sweepFolder.js";
import { asWriteError } from "./writeFile.js";

/** How the program `friedel` is started: a program and its first words. */
export type ProgramWords = readonly [program: string, ...words: string[]];

/** This copy of Friedel, with this Node. */
export function friedelProgram(): ProgramWords {
  return [process.execPath, join(__dirname, "..", "cli", "main.js")];
}

export interface WorkerOptions {
  /** Trials at a time (default: half as many as there are cores). The cores are divided among them. */
  readonly workers?: number;
  /** Stops the trials that run, each with a checkpoint, and begins no more. */
  readonly signal?: AbortSignalLike;
  /** Is told how many trials have ended. */
  readonly progress?: Progress;
  /** Is told of each trial that ended, and of one whose process died. */
  readonly ended?: (trial: TrialResult) => void;
  /** How trials are started (default: this copy of Friedel). */
  readonly program?: ProgramWords;
}

/** The log of a trial in its run folder. */
const logFile = "log.txt";

/**
 * Runs the trials that are neither finished nor failed, nor running elsewhere.
 * @throws InputError where a trial's command line is wrong, as then all of them are
 */
export async function runTrials(
  plan: SweepPlan,
  folder: string,
  options: WorkerOptions = {},
): Promise<SweepResults> {
  const { signal, progress, ended, program = friedelProgram() } = options;
  const workers = checkedWorkers(options.workers);
  const before = await resultsIn(folder, plan);
  const waiting = before.unfinished.filter(({ state }) => state !== "running").map(({ number }) => number);
  // early results have an order of their own; trials are run in that of their numbers
  waiting.sort((a, b) => a - b);
  const all = before.trials.length;
  const threads = Math.max(1, Math.floor(availableParallelism() / Math.min(workers, waiting.length || 1)));
  const children = new Set<ChildProcess>();
  let wrong: InputError | undefined;
  let done = all - waiting.length;
  const tell = () => progress?.(done, all);
  const stop = () => {
    for (const child of children) child.kill("SIGTERM");
  };
  const work = async () => {
    while (waiting.length > 0 && wrong === undefined && signal?.aborted !== true) {
      const trial = waiting.shift() as number;
      const words = ["sweep", "--trial", String(trial), "--threads", String(threads), folder];
      const { status, said } = await runChild([...program, ...words], folder, trial, children);
      if (status === 2) wrong ??= new InputError(`trial ${trial}: ${said}`);
      done++;
      tell();
      if (ended !== undefined) ended((await resultsIn(folder, plan)).trials[trial - 1]);
    }
  };
  signal?.addEventListener("abort", stop);
  // a line that tells the time goes on while the first trials take long
  const ticking = setInterval(tell, 1000);
  tell();
  try {
    await Promise.all(Array.from({ length: workers }, work));
  } finally {
    clearInterval(ticking);
    signal?.removeEventListener("abort", stop);
    stop();
  }
  if (wrong !== undefined) throw wrong;
  return resultsIn(folder, plan);
}

function checkedWorkers(workers = Math.max(1, Math.floor(availableParallelism() / 2))): number {
  if (Number.isSafeInteger(workers) && workers >= 1) return workers;
  throw new InputError(`workers: got ${workers}, expected a whole number of at least 1`);
}

/** How a trial's process ended. */
interface ChildEnd {
  /** Null for one that was killed. */
  readonly status: number | null;
  /** The last line of its log, of one whose command line is wrong. */
  readonly said: string;
}

/** Runs a trial to the end of its process; what it prints goes to its log. */
async function runChild(
  words: readonly string[],
  folder: string,
  trial: number,
  children: Set<ChildProcess>,
): Promise<ChildEnd> {
  const path = join(await makeTrialFolder(folder, trial), logFile);
  const log = openLog(path);
  // a group of its own: Ctrl-C in the terminal is for us, who then ask each child once. IPC tells it when we are gone, and
  // what it still has to say goes to the log, which does not go with us
  const child = spawn(words[0], words.slice(1), { stdio: ["ignore", log, log, "ipc"], detached: true });
  children.add(child);
  try {
    const status = await new Promise<number | null>((done, failed) => {
      child.once("error", (error) =>
        failed(new InputError(`${words[0]}: got ${error.message}, expected to start a trial with it`)),
      );
      child.once("close", done);
    });
    const said = status === 2 ? readFileSync(path, "utf8").trim().split("\n").at(-1) : "";
    return { status, said: said ?? "" };
  } finally {
    children.delete(child);
    closeSync(log);
  }
}

function openLog(path: string): number {
  try {
    return openSync(path, "a");
  } catch (error) {
    throw asWriteError(path, error);
  }
}

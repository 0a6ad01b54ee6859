/**
 * How a trial stands, read from its run folder: the state, how far it came, and its CCpred (Spearman's, of the observations
 * held out), which is final once the trial is finished and an early result before. A trial counts as finished or failed
 * once `outcome.json` says so, which is written last: a process that was killed leaves none.
 */
import { FriedelError } from "../errors.js";
import { type OpenedRun, openRun, type RunStore } from "../training/index.js";
import type { Hyperparameters } from "./searchSpace.js";

/** The name of the file in the run folder of a trial. */
export const outcomeFile = "outcome.json";

/** What the file holds. */
export interface TrialOutcome {
  readonly state: "finished" | "failed";
  /** Of a trial that failed: why, in a sentence. */
  readonly reason?: string;
}

/** "waiting": not begun; "interrupted": its process is gone without a word, and it goes on from its checkpoint. */
export type TrialState = "waiting" | "running" | "finished" | "stopped" | "interrupted" | "failed";

/** A trial as its folder tells it. */
export interface TrialResult {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly folder: string;
  readonly hyperparameters: Hyperparameters;
  readonly state: TrialState;
  readonly step: number;
  /** 0 while it has not begun. */
  readonly steps: number;
  /** Time trained. */
  readonly seconds: number;
  /** Of the observations held out, at the last evaluation; NaN where there is none, and of a trial that failed. */
  readonly ccPred: number;
  readonly nll: number;
  /** Of a trial that failed: why, in a sentence. */
  readonly reason?: string;
}

/** Which trial a folder is. */
export type TrialPlace = Pick<TrialResult, "number" | "name" | "folder" | "hyperparameters">;

/** Reads how a trial stands. What cannot be read counts as interrupted, and says why. */
export async function readTrial(place: TrialPlace, store: RunStore): Promise<TrialResult> {
  const none = { ...place, step: 0, steps: 0, seconds: 0, ccPred: Number.NaN, nll: Number.NaN };
  try {
    // the outcome first: a trial that ends meanwhile has its last evaluation when the history is read
    const outcome = await readOutcome(store);
    const begun = (await store.read("config.json")) !== undefined;
    if (!begun && outcome === undefined) {
      const held = (await store.holder?.()) !== undefined;
      return { ...none, state: held ? "running" : "waiting" };
    }
    const run = begun ? await openRun(store) : undefined;
    const state = stateOf(outcome, run);
    const reason = outcome?.reason ?? (state === "failed" ? run?.reason : undefined);
    return {
      ...none,
      ...(run === undefined ? {} : progressOf(run, state)),
      state,
      ...(reason === undefined ? {} : { reason }),
    };
  } catch (error) {
    if (!(error instanceof FriedelError)) throw error;
    return { ...none, state: "interrupted", reason: error.message };
  }
}

async function readOutcome(store: RunStore): Promise<TrialOutcome | undefined> {
  const bytes = await store.read(outcomeFile);
  if (bytes === undefined) return undefined;
  try {
    const outcome = JSON.parse(new TextDecoder().decode(bytes)) as Partial<TrialOutcome>;
    return outcome.state === "finished" || outcome.state === "failed" ? (outcome as TrialOutcome) : undefined;
  } catch {
    return undefined;
  }
}

function stateOf(outcome: TrialOutcome | undefined, run: OpenedRun | undefined): TrialState {
  if (outcome !== undefined) return outcome.state;
  if (run === undefined) return "waiting";
  // trained, but what it merged is not written yet, or its process was killed before
  if (run.state === "finished" || run.state === "unfinished" || run.state === "failed") return "interrupted";
  return run.state;
}

function progressOf(run: OpenedRun, state: TrialState) {
  const { step, steps, history } = run;
  // of a trial that failed no number of the fit: it looks like a result and is not one
  const last = state === "failed" ? undefined : history.evaluations.last();
  return {
    step,
    steps,
    seconds: history.steps.last()?.seconds ?? 0,
    ccPred: last?.ccPredTest ?? Number.NaN,
    nll: last?.nllTest ?? Number.NaN,
  };
}

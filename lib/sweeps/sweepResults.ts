/**
 * The results of a sweep: finished trials ranked by the CCpred of observations held out, the best first; those that are not
 * finished apart, with their early results, which are not to be compared with final ones; and those that failed, with why.
 */
import type { RunStore } from "../training/index.js";
import { type SweepPlan, trialFolder, trialName } from "./sweepPlan.js";
import { sweepCsv, sweepHtml, sweepText } from "./sweepTable.js";
import { readTrial, type TrialResult } from "./trialResult.js";

export class SweepResults {
  constructor(
    readonly plan: SweepPlan,
    readonly folder: string,
    /** In the order of their numbers. */
    readonly trials: readonly TrialResult[],
  ) {}

  /** Finished trials, the best first; those without CCpred last. */
  get ranked(): readonly TrialResult[] {
    return this.trials.filter(({ state }) => state === "finished").sort(byCcPred);
  }

  /** Trials that are not finished and have not failed, those with the best early results first. */
  get unfinished(): readonly TrialResult[] {
    const open = this.trials.filter(({ state }) => state !== "finished" && state !== "failed");
    return open.sort(byCcPred);
  }

  get failed(): readonly TrialResult[] {
    return this.trials.filter(({ state }) => state === "failed");
  }

  /** The finished trial with the highest CCpred; undefined where none has any. */
  get best(): TrialResult | undefined {
    return this.ranked.find(({ ccPred }) => Number.isFinite(ccPred));
  }

  /** Whether no trial is left to run. */
  get complete(): boolean {
    return this.unfinished.length === 0;
  }

  /** The tables as text. */
  toString(): string {
    return sweepText(this);
  }

  /** The same as HTML. */
  toHtml(): string {
    return sweepHtml(this);
  }

  /** A line a trial, with its rank, for a spreadsheet. */
  toCsv(): string {
    return sweepCsv(this);
  }
}

/** Equal ones in the order of their numbers. */
function byCcPred(a: TrialResult, b: TrialResult): number {
  const gaps = Number(Number.isNaN(a.ccPred)) - Number(Number.isNaN(b.ccPred));
  return gaps || (Number.isNaN(a.ccPred) ? 0 : b.ccPred - a.ccPred) || a.number - b.number;
}

/**
 * Reads how all trials stand.
 * @param open opens the run folder of a path
 */
export async function readResults(
  plan: SweepPlan,
  folder: string,
  open: (path: string) => RunStore,
): Promise<SweepResults> {
  const trials: TrialResult[] = [];
  for (const [i, hyperparameters] of plan.trials.entries()) {
    const path = trialFolder(folder, i + 1);
    trials.push(
      await readTrial({ number: i + 1, name: trialName(i + 1), folder: path, hyperparameters }, open(path)),
    );
  }
  return new SweepResults(plan, folder, trials);
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(SweepResults.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: SweepResults): string {
    return this.toString();
  },
});

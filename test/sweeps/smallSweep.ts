/** A sweep whose trials stand in every way that they can, without a training: run folders in memory. */
import type { Hyperparameters } from "../../lib/sweeps/searchSpace.js";
import { planSweep, type SweepPlan } from "../../lib/sweeps/sweepPlan.js";
import { readResults, type SweepResults } from "../../lib/sweeps/sweepResults.js";
import { memoryStore, type RunStore } from "../../lib/training/index.js";

/** Six trials of two hyperparameters. */
export function smallPlan(): SweepPlan {
  const base: Hyperparameters = { "test-fraction": 0.1, iterations: 100, anomalous: true };
  return planSweep(["/data/a.mtz"], {
    base,
    space: { "scale.layers": [3, 5], learningRate: [0.1, 0.01, 0.001] },
  });
}

/** What is to be in the folder of a trial. */
export interface RunFiles {
  /** CCpred of evaluations at steps 50, 100, … */
  readonly ccPred?: readonly number[];
  readonly end?: "finished" | "stopped" | "failed";
  readonly reason?: string;
  readonly outcome?: object | string;
  readonly held?: boolean;
}

/** A run folder with these files. */
export async function runWith({ ccPred, end, reason, outcome, held }: RunFiles): Promise<RunStore> {
  const store = memoryStore("run");
  const write = (name: string, text: string) => store.write(name, new TextEncoder().encode(text));
  if (ccPred !== undefined) {
    const parts = { kind: "merging", fingerprint: "1", variant: "reference", created: "2026-01-01" };
    const config = { format: "friedel run 1", ...parts, config: {}, training: { steps: 100 } };
    await write("config.json", JSON.stringify(config));
    for (const [i, value] of ccPred.entries()) {
      const step = 50 * (i + 1);
      const evaluation = { ccPredTest: value, nllTest: 2 - value };
      await store.append("history.jsonl", `${JSON.stringify({ step, nll: 1, seconds: step / 10 })}\n`);
      await store.append("history.jsonl", `${JSON.stringify({ step, evaluation, seconds: step / 10 })}\n`);
    }
    if (end !== undefined)
      await store.append("history.jsonl", `${JSON.stringify({ step: 50 * ccPred.length, end, reason })}\n`);
  }
  if (outcome !== undefined)
    await write("outcome.json", typeof outcome === "string" ? outcome : JSON.stringify(outcome));
  if (held) await store.lock?.();
  return store;
}

/** The results of the plan with these trials; the others are waiting. */
export async function resultsOf(
  files: Readonly<Record<number, RunFiles>>,
  plan: SweepPlan = smallPlan(),
): Promise<SweepResults> {
  const stores = new Map<string, RunStore>();
  for (const [number, one] of Object.entries(files))
    stores.set(`sweeps/a/trials/${number.padStart(4, "0")}`, await runWith(one));
  return readResults(plan, "sweeps/a", (path) => stores.get(path) ?? memoryStore(path));
}

/** Three finished, one early result, one failed, one waiting. */
export function mixedResults(): Promise<SweepResults> {
  const finished = (...ccPred: number[]): RunFiles => ({
    ccPred,
    end: "finished",
    outcome: { state: "finished" },
  });
  return resultsOf({
    1: finished(0.95, 0.81),
    2: finished(0.7, 0.9123456),
    3: { ccPred: [0.99] },
    4: { ccPred: [0.5], end: "failed", outcome: { state: "failed", reason: "it diverged, <badly>" } },
    6: finished(0.6, 0.85),
  });
}

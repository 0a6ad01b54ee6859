/**
 * `friedel info` of the folder of a sweep: what is varied, how the trials stand, and which is best by the CCpred of the
 * observations held out. The whole table is that of `friedel sweep status`.
 */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readSweep } from "../node/sweepFolder.js";
import type { Hyperparameters } from "../sweeps/searchSpace.js";
import { sweepFile } from "../sweeps/sweepPlan.js";
import { statesText } from "../sweeps/sweepTable.js";
import type { TrialResult } from "../sweeps/trialResult.js";
import type { Facts } from "./infoTypes.js";

/** Whether a folder is that of a sweep. */
export async function isSweep(folder: string): Promise<boolean> {
  return (await stat(join(folder, sweepFile)).catch(() => undefined)) !== undefined;
}

/**
 * Facts of the sweep in a folder.
 * @throws FormatError where its plan is spoilt
 */
export async function describeSweep(folder: string): Promise<Facts> {
  const { plan, trials, best, failed } = await readSweep(folder);
  const { created, data, base, space, sampler, seed } = plan;
  const json = {
    file: folder,
    format: "sweep",
    created,
    data,
    base,
    space,
    sampler,
    seed,
    trials: trials.map(({ number, state, hyperparameters, step, steps, ccPred, reason }) => ({
      ...{ number, state, hyperparameters, step, steps },
      ccPred: Number.isFinite(ccPred) ? ccPred : null,
      ...(reason === undefined ? {} : { reason }),
    })),
    best: best?.number ?? null,
  };
  const facts: [string, string][] = [
    ["trials", `${trials.length}: ${statesText(trials)}`],
    ["best", best === undefined ? "none is finished" : bestText(best)],
    ["failed", failed.map(({ name, reason }) => `${name}: ${reason ?? "no reason was recorded"}`).join("; ")],
    ["varied", Object.keys(space).join(", ")],
    ["the same for all", settingsText(base)],
    ["data", data.join(", ")],
    ["started", created],
    ["table", `friedel sweep status ${folder}`],
  ];
  return { json, facts, title: `${folder}: sweep of ${trials.length} trials` };
}

function bestText({ name, hyperparameters, ccPred }: TrialResult): string {
  return `trial ${name}, CCpred ${ccPred.toFixed(4)} of the observations held out: ${settingsText(hyperparameters)}`;
}

function settingsText(settings: Hyperparameters): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

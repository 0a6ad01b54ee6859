/**
 * `friedel info` of a run folder: how the run stands, its last evaluation, and what it was started with. Of a run that
 * failed no number of the fit is given, but why it failed.
 */
import { folderStore } from "../node/folderStore.js";
import { type JsonObject, type OpenedRun, openRun, type RunState, type Terms } from "../training/index.js";
import type { Facts } from "./infoTypes.js";

/** What each state means for the user. */
const meanings: Readonly<Record<RunState, string>> = {
  running: "running",
  finished: "finished",
  stopped: "stopped by the user",
  failed: "failed",
  interrupted: "interrupted: its process is gone without a word",
  unfinished: "not finished",
};

/**
 * Facts of the run in a folder.
 * @throws InputError where it holds none; FormatError where its files are spoilt
 */
export async function describeRun(path: string): Promise<Facts> {
  const run = await openRun(folderStore(path));
  const { kind, state, reason, step, steps, fingerprint, variant, created, checkpoints } = run;
  const evaluation = lastEvaluation(run);
  const json = {
    file: path,
    format: "run folder",
    kind,
    state,
    reason,
    step,
    steps,
    created,
    fingerprint,
    variant,
    checkpoints: checkpoints.map((checkpoint) => checkpoint.step),
    evaluation: evaluation ?? null,
    config: run.config,
    training: run.training,
  };
  const facts: [string, string][] = [
    ["state", `${meanings[state]}, step ${step} of ${steps}`],
    ["reason", reason ?? ""],
    ["started", created],
    ["data", fingerprint],
    ["kernels", variant],
    ["checkpoints", checkpoints.length === 0 ? "none" : `of steps ${json.checkpoints.join(", ")}`],
    ["evaluation", evaluation === undefined ? "" : evaluationText(evaluation)],
    ...settings(run.config),
  ];
  return { json, facts, title: `${path}: run of ${kind}` };
}

/** The last evaluation; none of a run that failed, since it looks like a result and is not one. */
function lastEvaluation({ state, history }: OpenedRun): Terms | undefined {
  return state === "failed" ? undefined : history.evaluations.last();
}

function evaluationText({ step, seconds, ...values }: Terms): string {
  const numbers = Object.entries(values)
    .filter(([, value]) => Number.isFinite(value))
    .map(([name, value]) => `${name} ${value.toPrecision(4)}`);
  return `${numbers.join(", ")} after step ${step}, ${seconds.toFixed(1)} s`;
}

/** The settings of a run, nested ones under the names of both: a line each. */
function settings(config: JsonObject, prefix = ""): [string, string][] {
  return Object.entries(config).flatMap(([key, value]): [string, string][] => {
    const name = `${prefix}${key}`;
    if (Array.isArray(value)) return [[name, value.join(" ")]];
    if (typeof value === "object" && value !== null) return settings(value as JsonObject, `${name}.`);
    if (typeof value === "number") return [[name, String(Number(value.toPrecision(6)))]];
    return value === undefined ? [] : [[name, String(value)]];
  });
}

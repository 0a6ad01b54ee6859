/** A run in one line: how it stands, how far it came, how well it predicts held-out data, and with which hyperparameters. */
import { isObject, type JsonObject, type JsonValue, readHistory } from "friedel/browser";
import type { FolderFiles } from "../training/historyFeed.js";
import type { RunState } from "../training/messageTypes.js";
import type { FoundRun } from "./findRuns.js";

/** A run as the list and the comparison show it. */
export interface RunSummary {
  readonly folder: string;
  readonly kind: string;
  readonly state: RunState;
  readonly step: number;
  readonly steps: number;
  readonly seconds: number;
  /** When it was started, ISO 8601; empty where unknown. */
  readonly created: string;
  /** Held-out quality: the best over the run, NaN where it has none. */
  readonly quality: Readonly<Record<Quality, number>>;
  /** What made the model, and the options of the loop. */
  readonly config: JsonObject;
  /** Why it failed, or why it could not be read. */
  readonly reason?: string;
}

/** The measures of held-out quality, and which way is better. */
export const qualities = {
  ccPredTest: { title: "CCpred, test", better: "higher" },
  nllTest: { title: "NLL, test", better: "lower" },
} as const;
export type Quality = keyof typeof qualities;

/** A history that was written so many milliseconds ago is one of a run under way. */
const recent = 20_000;

/**
 * Reads a run's summary from its folder.
 * @param now the time, milliseconds
 * @param active whether a kernel says that it trains, and how
 */
export async function readSummary(
  files: FolderFiles,
  run: FoundRun,
  now: number,
  active: (folder: string) => "running" | "paused" | undefined,
): Promise<RunSummary> {
  const { folder } = run;
  const none = { ccPredTest: Number.NaN, nllTest: Number.NaN };
  const empty = { folder, kind: "?", step: 0, steps: 0, seconds: 0, created: "", quality: none, config: {} };
  try {
    const file = parsed(await readText(files, `${folder}/config.json`));
    const history = await readHistory(await readText(files, `${folder}/history.jsonl`));
    const last = history.steps.last();
    const { end, resumes } = history;
    const silent: RunState = run.locked && now - run.written < recent ? "running" : "interrupted";
    const training = objectOf(file.training);
    const steps = resumes.at(-1)?.steps ?? numberOf(training.steps);
    return {
      folder,
      kind: typeof file.kind === "string" ? file.kind : "?",
      state: active(folder) ?? end?.state ?? silent,
      step: end?.step ?? last?.step ?? resumes.at(-1)?.step ?? 0,
      steps,
      seconds: last !== undefined && Number.isFinite(last.seconds) ? last.seconds : 0,
      created: typeof file.created === "string" ? file.created : "",
      quality: {
        ccPredTest: best(history.evaluations, "ccPredTest", "higher"),
        nllTest: best(history.evaluations, "nllTest", "lower"),
      },
      config: {
        ...objectOf(file.config),
        run: { ...training, steps, variant: file.variant, data: file.fingerprint },
      },
      ...(end?.reason === undefined ? {} : { reason: end.reason }),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { ...empty, state: "unfinished", reason };
  }
}

function best(
  evaluations: { readonly names: readonly string[]; column(name: string): Float64Array },
  name: string,
  better: "higher" | "lower",
): number {
  if (!evaluations.names.includes(name)) return Number.NaN;
  let found = Number.NaN;
  for (const value of evaluations.column(name)) {
    if (!Number.isFinite(value)) continue;
    if (Number.isNaN(found) || (better === "higher" ? value > found : value < found)) found = value;
  }
  return found;
}

const mostBytes = 8 << 20;

async function readText(files: FolderFiles, path: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (let from = 0; ; ) {
    const bytes = await files.readFrom(path, from, mostBytes);
    if (bytes === undefined) throw new Error(`${path}: got no such file any more; was the run deleted?`);
    text += decoder.decode(bytes, { stream: true });
    from += bytes.length;
    if (bytes.length < mostBytes) return text;
  }
}

function parsed(text: string): Readonly<Record<string, JsonValue>> {
  return objectOf(JSON.parse(text) as JsonValue);
}

function objectOf(value: JsonValue): Readonly<Record<string, JsonValue>> {
  return isObject(value) ? value : {};
}

function numberOf(value: JsonValue): number {
  return typeof value === "number" ? value : 0;
}

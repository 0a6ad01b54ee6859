/** Reads a run folder, of a run that is over or under way: what a panel, `friedel` and a resume look at. */
import { InputError } from "../errors.js";
import { type CheckpointEntry, listCheckpoints } from "./checkpoint.js";
import type { History } from "./history.js";
import { readHistory } from "./historyFile.js";
import { configFile, readConfig } from "./runConfig.js";
import type { RunStore } from "./runStoreTypes.js";
import type { JsonObject } from "./trainableTypes.js";

/**
 * How a run stands. "interrupted": its process is gone without a word (killed, a power cut); "unfinished": running or
 * interrupted, where the store cannot tell which.
 */
export type RunState = "running" | "finished" | "stopped" | "failed" | "interrupted" | "unfinished";

/** A run as its folder tells it. */
export interface OpenedRun {
  readonly kind: string;
  readonly state: RunState;
  /** Of a run that failed: why, in a sentence. Nothing is to be judged by such a run. */
  readonly reason?: string;
  /** The last step recorded, and how many there are to be. */
  readonly step: number;
  readonly steps: number;
  /** The model's config, the loop's options, the fingerprint of the data, the kernels, and when it was started. */
  readonly config: JsonObject;
  readonly training: JsonObject;
  readonly fingerprint: string;
  readonly variant: string;
  readonly created: string;
  readonly history: History;
  /** Oldest first. */
  readonly checkpoints: readonly CheckpointEntry[];
}

/**
 * Reads a run.
 * @throws InputError where the store holds none; FormatError where its files are spoilt
 */
export async function openRun(store: RunStore): Promise<OpenedRun> {
  const run = await readConfig(store);
  if (run === undefined)
    throw new InputError(`${store.name}: got no ${configFile} in it, expected the folder of a run`);
  // the holder first: a run that ends meanwhile has its last row when the history is read
  const holder = await store.holder?.();
  const history = await readHistory(store);
  const checkpoints = await listCheckpoints(store);
  const { kind, config, training, fingerprint, variant, created } = run;
  const { end, resumes } = history;
  const silent = store.holder === undefined ? "unfinished" : "interrupted";
  return {
    kind,
    state: end?.state ?? (holder === undefined ? silent : "running"),
    ...(end?.reason === undefined ? {} : { reason: end.reason }),
    step: end?.step ?? history.steps.last()?.step ?? resumes.at(-1)?.step ?? 0,
    steps: resumes.at(-1)?.steps ?? training.steps,
    config,
    training,
    fingerprint,
    variant: resumes.at(-1)?.variant ?? variant,
    created,
    history,
    checkpoints,
  };
}

/** A run folder, read into its record again and again: history, configuration, checkpoints, and whether it still grows. */
import type { FolderFiles, HistoryFeed } from "./historyFeed.js";
import type { RunRecord } from "./runRecord.js";

/** A history that did not grow for so long, and of which no kernel knows, is one of a run that was interrupted. */
const silence = 4000;

/** The list of checkpoints is read with every so many readings of the history. */
const fewer = 4;

/** What is known of a folder between two readings. */
export interface Reading {
  readonly feed: HistoryFeed;
  holders: number;
  cancel: (() => void) | undefined;
  busy: Promise<void> | undefined;
  /** When the history was last seen to grow, or the reading began. */
  grown: number;
  configRead: boolean;
  /** How many readings there were. */
  count: number;
}

/** Where folders are read, and a clock in milliseconds. */
interface Place {
  readonly files: FolderFiles;
  now(): number;
}

/** Reads what is new in a run folder into its record. */
export async function readFolderInto(
  record: RunRecord,
  reading: Reading,
  { files, now }: Place,
): Promise<void> {
  if (record.folder === undefined) return;
  try {
    const first = reading.feed.history.steps.length === 0;
    const { found, grew, anew } = await reading.feed.read();
    if (anew) {
      record.forgetFolder();
      reading.configRead = false;
    }
    if (!found) {
      await withoutHistory(record, reading, files);
      return;
    }
    if (grew || anew || first) record.takeHistory(reading.feed.history);
    if (!reading.configRead) reading.configRead = await readConfigInto(record, files);
    if (grew && !first) reading.grown = now();
    if (reading.count++ % fewer === 0 || isOver(record)) await readCheckpoints(record, files);
    judge(record, reading, grew && !first, now());
    if (record.problem !== undefined) {
      record.problem = undefined;
      record.changed();
    }
  } catch (error) {
    record.problem = error instanceof Error ? error.message : String(error);
    record.changed();
  }
}

/** No history: the run has not made a step yet, or its folder is gone. */
async function withoutHistory(record: RunRecord, reading: Reading, files: FolderFiles): Promise<void> {
  reading.configRead = await readConfigInto(record, files);
  record.problem = reading.configRead
    ? undefined
    : `${record.folder}: got no run in this folder any more; it was deleted, moved or renamed. What is drawn is what this page had read of it.`;
  if (!reading.configRead && !record.active)
    record.standing.state = isOver(record) ? record.standing.state : "unfinished";
  record.changed();
}

/** Tells a run that is under way elsewhere from one that was interrupted. */
function judge(record: RunRecord, reading: Reading, grew: boolean, now: number): void {
  if (record.active || isOver(record)) return;
  const { standing } = record;
  const before = standing.state;
  if (grew) standing.state = "running";
  else if (now - reading.grown > silence) standing.state = "interrupted";
  if (standing.state !== before) record.changed();
}

/** Whether its last step is done, and no kernel trains it. */
export function isOver(record: RunRecord): boolean {
  const { state } = record.standing;
  return !record.active && (state === "finished" || state === "stopped" || state === "failed");
}

/** Reads `config.json` into a record; false where there is none yet, or none any more. */
export async function readConfigInto(record: RunRecord, files: FolderFiles): Promise<boolean> {
  const bytes = await files.readFrom(`${record.folder}/config.json`, 0, 16 << 20);
  if (bytes === undefined) return false;
  try {
    const found: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (typeof found !== "object" || found === null) return false;
    record.takeConfig(found as Readonly<Record<string, unknown>>);
  } catch {
    // one that is being written; the next reading has it
    return false;
  }
  return true;
}

/** Reads which steps are saved into a record. */
export async function readCheckpoints(record: RunRecord, files: FolderFiles): Promise<void> {
  const inside = (await files.list(record.folder ?? "")) ?? [];
  const any = inside.some(({ name }) => name === "checkpoints");
  const entries = any ? ((await files.list(`${record.folder}/checkpoints`)) ?? []) : [];
  const steps = entries
    .map(({ name }) => /^step-(\d+)\.safetensors$/.exec(name)?.[1])
    .filter((digits) => digits !== undefined)
    .map(Number)
    .sort((a, b) => a - b);
  if (steps.join() === record.checkpoints.join()) return;
  record.checkpoints = steps;
  record.changed();
}

/**
 * Checkpoints: the state of a model and of its loop as one safetensors file, `checkpoints/step-00001000.safetensors`.
 * Arrays are named `state/…`, and those of the best state so far `best/…`; the metadata hold the step, the kernel
 * variant, the fingerprint of the data, the loop's own state (controls, early stop, loss watch), and a CRC-32 of all
 * this, since a disk may spoil what the rename kept whole.
 */
import { FormatError, InputError } from "../errors.js";
import { bytesSource } from "../formats/byteSource.js";
import { readSafetensors, type Safetensors, writeSafetensors } from "../formats/safetensors.js";
import { crc32 } from "./crc32.js";
import type { LoopState } from "./loopTypes.js";
import type { RunStore } from "./runStoreTypes.js";
import type { StateArray, StateTensors, Trainable } from "./trainableTypes.js";

const format = "friedel checkpoint 1";

/** A checkpoint of a run. */
export interface CheckpointEntry {
  readonly step: number;
  readonly name: string;
}

/** A checkpoint that was read. */
export interface Checkpoint extends CheckpointEntry {
  readonly variant: string;
  readonly fingerprint: string;
  readonly state: LoopState;
  readonly tensors: StateTensors;
  /** The best state so far, of a run with an early stop. */
  readonly best?: StateTensors;
}

/** The file of a step. */
export function checkpointName(step: number): string {
  return `checkpoints/step-${String(step).padStart(8, "0")}.safetensors`;
}

/** The checkpoints of a run, oldest first. */
export async function listCheckpoints(store: RunStore): Promise<readonly CheckpointEntry[]> {
  const entries: CheckpointEntry[] = [];
  for (const name of await store.list()) {
    const digits = /^checkpoints\/step-(\d{8,15})\.safetensors$/.exec(name)?.[1];
    if (digits !== undefined) entries.push({ step: Number(digits), name });
  }
  return entries.sort((a, b) => a.step - b.step);
}

/**
 * Writes a checkpoint, then removes those that are too many: all but the newest `keep` up to its step, and those of later
 * steps, which a resume has superseded.
 * @returns its name
 * @throws InputError where it cannot be written
 */
export async function writeCheckpoint(
  store: RunStore,
  model: Pick<Trainable, "kind" | "variant" | "fingerprint">,
  state: LoopState,
  tensors: { readonly state: StateTensors; readonly best?: StateTensors },
  keep: number,
): Promise<string> {
  const arrays: Record<string, StateArray> = {};
  for (const [name, values] of Object.entries(tensors.state)) arrays[`state/${name}`] = values;
  for (const [name, values] of Object.entries(tensors.best ?? {})) arrays[`best/${name}`] = values;
  const { kind, variant, fingerprint } = model;
  const loop = JSON.stringify(state);
  const metadata = { format, kind, variant, fingerprint, step: String(state.step), loop };
  const sum = checksum(Object.entries(metadata), Object.entries(arrays));
  const name = checkpointName(state.step);
  await store.write(name, writeSafetensors(arrays, { ...metadata, crc32: sum }));
  const entries = await listCheckpoints(store);
  const past = entries.filter(({ step }) => step <= state.step);
  const kept = new Set(past.slice(-keep));
  for (const entry of entries) if (!kept.has(entry)) await store.remove(entry.name);
  return name;
}

/**
 * Reads a checkpoint.
 * @throws FormatError where it is spoilt, or of another version
 */
export async function readCheckpoint(store: RunStore, { name, step }: CheckpointEntry): Promise<Checkpoint> {
  const where = `${store.name}, ${name}`;
  const bytes = await store.read(name);
  if (bytes === undefined) throw new FormatError(`${where}: got no such file, expected a checkpoint`);
  const file = await readSafetensors(bytesSource(bytes, where));
  const { crc32: sum, ...metadata } = Object.fromEntries(file.metadata);
  if (metadata.format !== format)
    throw new FormatError(`${where}: got ${metadata.format ?? "no format"}, expected ${format}`);
  const arrays = [...file.tensors].map(([key, { data }]) => [key, data] as const);
  const found = checksum(Object.entries(metadata), arrays);
  if (found !== sum)
    throw new FormatError(`${where}: got the checksum ${found}, expected ${sum} (the disk spoilt it?)`);
  if (metadata.step !== String(step))
    throw new FormatError(`${where}: got step ${metadata.step} in it, expected that of its name`);
  const best = arraysOf(file, "best/");
  return {
    name,
    step,
    variant: metadata.variant,
    fingerprint: metadata.fingerprint,
    state: JSON.parse(metadata.loop) as LoopState,
    tensors: arraysOf(file, "state/"),
    ...(Object.keys(best).length === 0 ? {} : { best }),
  };
}

/**
 * The newest checkpoint that can be read, with a warning for each newer one that cannot; undefined where there is none.
 * @throws InputError where there are some, and none can be read
 */
export async function newestCheckpoint(
  store: RunStore,
): Promise<{ checkpoint: Checkpoint | undefined; warnings: readonly string[] }> {
  const warnings: string[] = [];
  const entries = await listCheckpoints(store);
  for (const entry of [...entries].reverse()) {
    try {
      return { checkpoint: await readCheckpoint(store, entry), warnings };
    } catch (error) {
      if (!(error instanceof FormatError)) throw error;
      warnings.push(`${error.message}; the checkpoint before it is taken`);
    }
  }
  if (entries.length > 0)
    throw new InputError(
      `${store.name}: got ${entries.length} checkpoints of which none can be read (${warnings[0]}), expected one; start the run again in a new folder`,
    );
  return { checkpoint: undefined, warnings };
}

function arraysOf(file: Safetensors, prefix: string): StateTensors {
  const found: Record<string, StateArray> = {};
  for (const [name, { data }] of file.tensors)
    if (name.startsWith(prefix)) found[name.slice(prefix.length)] = data;
  return found;
}

/** CRC-32 of texts and arrays with their names, in the order of these. */
function checksum(
  texts: readonly (readonly [string, string])[],
  arrays: readonly (readonly [string, StateArray])[],
): string {
  const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : 1);
  const utf8 = new TextEncoder();
  let sum = crc32(utf8.encode(JSON.stringify([...texts].sort(byName))));
  for (const [name, values] of [...arrays].sort(byName)) {
    sum = crc32(utf8.encode(name), sum);
    sum = crc32(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), sum);
  }
  return sum.toString(16).padStart(8, "0");
}

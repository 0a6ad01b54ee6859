/**
 * The file `config.json` of a run: what model, on which data, with which options. It is written once, at the start; a
 * resume compares itself with it.
 */
import { FormatError, InputError } from "../errors.js";
import { version } from "../version.js";
import type { RunStore } from "./runStoreTypes.js";
import type { Settings } from "./settings.js";
import type { JsonObject, Trainable } from "./trainableTypes.js";

/** The name of the file in the run folder. */
export const configFile = "config.json";

const format = "friedel run 1";

/** What `config.json` holds. */
export interface RunConfig {
  readonly format: string;
  /** Friedel's version. */
  readonly friedel: string;
  readonly kind: string;
  readonly fingerprint: string;
  readonly variant: string;
  /** The model's own. */
  readonly config: JsonObject;
  /** The loop's options. */
  readonly training: JsonObject & { readonly steps: number };
  /** When the run was started, ISO 8601. */
  readonly created: string;
}

/** Writes the config of a new run. */
export async function writeConfig(store: RunStore, model: Trainable, settings: Settings): Promise<void> {
  const { kind, fingerprint, variant, config } = model;
  const { steps, evaluateEvery, checkpointEvery, keepCheckpoints, earlyStop, divergence } = settings;
  const run: RunConfig = {
    format,
    friedel: version,
    kind,
    fingerprint,
    variant,
    config,
    training: {
      steps,
      evaluateEvery,
      checkpointEvery,
      keepCheckpoints,
      earlyStop: earlyStop && { ...earlyStop },
      divergence: divergence && { ...divergence },
    },
    created: new Date().toISOString(),
  };
  await store.write(configFile, new TextEncoder().encode(`${JSON.stringify(run, undefined, 2)}\n`));
}

/**
 * Reads the config of a run, or undefined where the store holds none.
 * @throws FormatError where it is none of ours
 */
export async function readConfig(store: RunStore): Promise<RunConfig | undefined> {
  const bytes = await store.read(configFile);
  if (bytes === undefined) return undefined;
  const where = `${store.name}, ${configFile}`;
  let config: unknown;
  try {
    config = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new FormatError(`${where}: got no JSON, expected the config of a run`);
  }
  if (!isRunConfig(config)) throw new FormatError(`${where}: got other JSON, expected that of a ${format}`);
  return config;
}

function isRunConfig(value: unknown): value is RunConfig {
  if (typeof value !== "object" || value === null) return false;
  const { kind, fingerprint, variant, config, training, ...rest } = value as Partial<RunConfig>;
  const texts = [kind, fingerprint, variant].every((text) => typeof text === "string");
  const objects = [config, training].every((part) => typeof part === "object" && part !== null);
  return rest.format === format && texts && objects && Number.isSafeInteger(training?.steps);
}

/**
 * Checks that a run in a store is one of this model on these data.
 * @throws InputError that names what differs
 */
export function checkSameRun(store: RunStore, run: RunConfig, model: Trainable): void {
  const remedy = "resume it with what it was started with, or choose another folder";
  if (run.kind !== model.kind)
    throw new InputError(
      `${store.name}: got a run of the model ${run.kind}, expected ${model.kind}; ${remedy}`,
    );
  if (run.fingerprint !== model.fingerprint)
    throw new InputError(
      `${store.name}: got a run of another data set (${run.fingerprint}), expected this one's (${model.fingerprint}); ${remedy}`,
    );
  const difference = firstDifference(run.config, JSON.parse(JSON.stringify(model.config)), "");
  if (difference !== undefined)
    throw new InputError(`${store.name}: got a run with ${difference}; ${remedy}`);
}

/** The first place at which two JSON values differ, as "scale.layers 5, expected 3". */
function firstDifference(a: unknown, b: unknown, path: string): string | undefined {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const found = firstDifference(a[key], b[key], path === "" ? key : `${path}.${key}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return a === b ? undefined : `${path} ${spell(a)}, expected ${spell(b)}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function spell(value: unknown): string {
  const text = JSON.stringify(value) ?? "not given";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

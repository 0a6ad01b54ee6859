/**
 * Opens a store for a training: a new run, whose config is written first, or one to resume, which must be of the same
 * model and data.
 */
import { InputError } from "../errors.js";
import { type Checkpoint, newestCheckpoint } from "./checkpoint.js";
import { History } from "./history.js";
import { historyFile, readHistory } from "./historyFile.js";
import { checkSameRun, readConfig, writeConfig } from "./runConfig.js";
import type { RunStore } from "./runStoreTypes.js";
import type { Settings } from "./settings.js";
import type { Trainable } from "./trainableTypes.js";

/** A store that is ready to be trained into. */
export interface PreparedFolder {
  /** Whether it held a run already. */
  readonly resumed: boolean;
  readonly history: History;
  /** Where to go on from; none: from the start. */
  readonly checkpoint: Checkpoint | undefined;
  readonly warnings: readonly string[];
}

/**
 * @throws InputError where the store holds a run and none is to be resumed, or a run of another model or data;
 *   FormatError where it is spoilt
 */
export async function prepareFolder(
  store: RunStore,
  model: Trainable,
  settings: Settings,
): Promise<PreparedFolder> {
  const run = await readConfig(store);
  if (run === undefined) {
    await writeConfig(store, model, settings);
    return { resumed: false, history: new History(), checkpoint: undefined, warnings: [] };
  }
  if (!settings.resume)
    throw new InputError(
      `${store.name}: got a folder that holds a run (${run.kind}, of ${run.created}), expected a new one; set resume to go on with it, or choose another`,
    );
  checkSameRun(store, run, model);
  const { checkpoint, warnings } = await newestCheckpoint(store);
  if (checkpoint !== undefined && checkpoint.step > settings.steps)
    throw new InputError(
      `training option steps: got ${settings.steps}, expected at least the ${checkpoint.step} that ${store.name} has done`,
    );
  const history = await readHistory(store);
  await endTornLine(store);
  return {
    resumed: true,
    history,
    checkpoint,
    warnings: [...warnings, ...variantWarning(checkpoint, model)],
  };
}

/** A killed process may have left a line without its end: what is appended starts a new one. */
async function endTornLine(store: RunStore): Promise<void> {
  const bytes = await store.read(historyFile);
  if (bytes !== undefined && bytes.length > 0 && bytes[bytes.length - 1] !== 0x0a)
    await store.append(historyFile, "\n");
}

function variantWarning(checkpoint: Checkpoint | undefined, model: Trainable): string[] {
  if (checkpoint === undefined || checkpoint.variant === model.variant) return [];
  return [
    `the run goes on with the kernels "${model.variant}" where its checkpoint was made with "${checkpoint.variant}": it is as good, but not equal to the bit`,
  ];
}

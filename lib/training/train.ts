/**
 * Trains a model: the loop of loop.ts between its opening (lock, new or resumed run) and its end (last rows, last report,
 * lock). Equality to the bit: the state after step n depends on the state before, n, and the controls in force, and on
 * nothing else; evaluations, checkpoints, pauses and the pace leave it alone.
 */
import { InputError } from "../errors.js";
import { enterTraining, newRunName } from "./activeTrainings.js";
import { writeCheckpoint } from "./checkpoint.js";
import { History } from "./history.js";
import { TrainingLoop } from "./loop.js";
import type { SaveCheckpoint } from "./loopTypes.js";
import { Recorder } from "./recorder.js";
import { Reporting } from "./reporting.js";
import { type PreparedFolder, prepareFolder } from "./runFolder.js";
import type { RunStore } from "./runStoreTypes.js";
import { checkedSettings, type Settings } from "./settings.js";
import type { Trainable } from "./trainableTypes.js";
import type { Reporter, TrainingOptions, TrainingProgress, TrainingResult } from "./trainingTypes.js";

/**
 * Trains a model from the state that it has, or from the newest checkpoint of its store.
 *
 * With an early stop the model ends with its best state, otherwise with its last. A training that fails leaves the model
 * with its last good state and the run folder marked as failed; its checkpoints stay.
 * @throws DivergenceError where it went astray; InputError for wrong options, a store that cannot be written to or is in
 *   use, and a resume that does not fit the model or the data; FormatError for a store that is spoilt
 */
export async function train(trainable: Trainable, options: TrainingOptions): Promise<TrainingResult> {
  const settings = checkedSettings(options);
  const { controls, signal, store, steps } = settings;
  controls.attach();
  const run = newRunName();
  const listeners = new Set<Reporter>();
  let leave: (() => void) | undefined;
  const poke = () => controls.poke();
  signal?.addEventListener("abort", poke);
  let lastStep = 0;
  let unlock: (() => Promise<void>) | undefined;
  try {
    const listen = (reporter: Reporter) => {
      // a function of its own for each, so that one reporter may listen twice
      const listener: Reporter = (progress) => reporter(progress);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    leave = enterTraining({ run, kind: trainable.kind, steps, folder: store?.name, controls, listen });
    unlock = await store?.lock?.();
    const folder = store && (await prepareFolder(store, trainable, settings));
    const about = {
      run,
      folder: store?.name,
      path: store?.path,
      config: trainable.config,
      variant: trainable.variant,
      metrics: Object.keys(settings.metrics),
    };
    const tellListeners = (progress: TrainingProgress) => {
      for (const listener of listeners) tellOrForget(listeners, listener, progress);
    };
    const reporters = [...settings.reporters, tellListeners].map(
      (tell) => (progress: TrainingProgress) => tell({ ...progress, ...about }),
    );
    return await trainInto(trainable, { ...settings, reporters }, folder, (step) => {
      lastStep = step;
    });
  } finally {
    signal?.removeEventListener("abort", poke);
    controls.end(lastStep);
    leave?.();
    await unlock?.();
  }
}

/** One that throws is told no more; the training and the others go on. */
function tellOrForget(listeners: Set<Reporter>, listener: Reporter, progress: TrainingProgress): void {
  try {
    listener(progress);
  } catch {
    listeners.delete(listener);
  }
}

async function trainInto(
  trainable: Trainable,
  settings: Settings,
  folder: PreparedFolder | undefined,
  ended: (step: number) => void,
): Promise<TrainingResult> {
  const now = () => performance.now();
  let savedStep: () => number | undefined = () => undefined;
  const store = settings.store && explained(settings.store, () => savedStep());
  const recorder = new Recorder(store, folder?.history ?? new History(), now);
  const reporting = new Reporting(settings.reporters, now);
  const save: SaveCheckpoint | undefined =
    store &&
    ((state, tensors, best) =>
      writeCheckpoint(store, trainable, state, { state: tensors, best }, settings.keepCheckpoints));
  const loop = new TrainingLoop({ trainable, settings, recorder, reporting, save, now });
  savedStep = () => loop.savedStep;
  let state: TrainingResult["state"] | "failed" = "failed";
  try {
    await begin(loop, trainable, settings, folder, recorder, reporting);
    const result = await loop.run();
    state = result.state;
    return result;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    recorder.end({ state, step: loop.done, reason });
    // the store may be what failed: the first error is the one to tell
    await recorder.flush(true).catch(() => undefined);
    throw error;
  } finally {
    ended(loop.done);
    reporting.add({ kind: "ended", step: loop.done, state });
    reporting.report(loop.progress(state));
  }
}

/** Brings the model and the loop to where they start from. */
async function begin(
  loop: TrainingLoop,
  trainable: Trainable,
  settings: Settings,
  folder: PreparedFolder | undefined,
  recorder: Recorder,
  reporting: Reporting,
): Promise<void> {
  if (folder === undefined || !folder.resumed) {
    reporting.add({ kind: "started", step: 0 });
    return;
  }
  const { checkpoint, history, warnings } = folder;
  for (const message of warnings) reporting.add({ kind: "warning", step: checkpoint?.step ?? 0, message });
  if (checkpoint !== undefined) {
    trainable.restore(checkpoint.tensors);
    loop.restore(checkpoint.state, checkpoint.best);
  }
  reporting.add({ kind: "resumed", step: loop.done });
  if (history.end?.state === "finished" && loop.complete) return;
  const { steps } = settings;
  recorder.resume({ step: loop.done, steps, variant: trainable.variant }, warnings);
  // rows of later steps are superseded, but what the checkpoint knows to be in force from its next step on is not
  for (const record of checkpoint?.state.controls ?? [])
    if (record.step > loop.done) recorder.control(record);
  await recorder.flush();
}

/** The store, whose errors say what becomes of the run. */
function explained(store: RunStore, savedStep: () => number | undefined): RunStore {
  const explain = (error: unknown): never => {
    const step = savedStep();
    if (!(error instanceof InputError) || step === undefined) throw error;
    throw new InputError(
      `${error.message}; the run can then be resumed from its checkpoint of step ${step}`,
      {
        cause: error,
      },
    );
  };
  return {
    name: store.name,
    read: (name) => store.read(name),
    list: () => store.list(),
    write: (name, bytes) => store.write(name, bytes).catch(explain),
    append: (name, text, durable) => store.append(name, text, durable).catch(explain),
    remove: (name) => store.remove(name),
  };
}

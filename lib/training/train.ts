/**
 * Trains a model: the loop of loop.ts between its opening (lock, new or resumed run) and its end (reports, lock).
 * Equality to the bit: the state after step n depends on the state before, n, and the controls in force, and on nothing
 * else; evaluations, checkpoints, pauses and the pace leave it alone.
 */
import { History } from "./history.js";
import { TrainingLoop } from "./loop.js";
import { Recorder } from "./recorder.js";
import { Reporting } from "./reporting.js";
import { checkedSettings } from "./settings.js";
import type { Trainable } from "./trainableTypes.js";
import type { TrainingOptions, TrainingResult } from "./trainingTypes.js";

/**
 * Trains a model from the state that it has, or from the newest checkpoint.
 * @throws DivergenceError where it went astray; InputError for wrong options, a store that cannot be written to or is in
 *   use, and a resume that does not fit the model or the data
 */
export async function train(trainable: Trainable, options: TrainingOptions): Promise<TrainingResult> {
  const settings = checkedSettings(options);
  const now = () => performance.now();
  const { controls, signal } = settings;
  controls.attach();
  const poke = () => controls.poke();
  signal?.addEventListener("abort", poke);
  const reporting = new Reporting(settings.reporters, now);
  const recorder = new Recorder(undefined, new History(), now);
  const loop = new TrainingLoop({ trainable, settings, recorder, reporting, save: undefined, now });
  let state: "finished" | "stopped" | "failed" = "failed";
  try {
    reporting.add({ kind: "started", step: 0 });
    const result = await loop.run();
    state = result.state;
    return result;
  } finally {
    signal?.removeEventListener("abort", poke);
    controls.end(loop.done);
    reporting.add({ kind: "ended", step: loop.done, state });
    reporting.report(loop.progress(state));
  }
}

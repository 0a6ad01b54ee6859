/** The options of a training, checked, with their defaults. */
import { InputError } from "../errors.js";
import { TrainingControls } from "./controls.js";
import type { TrainingOptions } from "./trainingTypes.js";

const defaults = { evaluateEvery: 100, checkpointEvery: 1000, keepCheckpoints: 2 };

/** Options of which none is missing but those that may be. */
export type Settings = TrainingOptions &
  Required<
    Pick<
      TrainingOptions,
      | "evaluateEvery"
      | "checkpointEvery"
      | "keepCheckpoints"
      | "resume"
      | "divergence"
      | "reporters"
      | "metrics"
      | "controls"
    >
  >;

/** @throws InputError where a number is not a whole one of at least 1 */
export function checkedSettings(options: TrainingOptions): Settings {
  const settings: Settings = {
    ...options,
    evaluateEvery: options.evaluateEvery ?? defaults.evaluateEvery,
    checkpointEvery: options.checkpointEvery ?? defaults.checkpointEvery,
    keepCheckpoints: options.keepCheckpoints ?? defaults.keepCheckpoints,
    resume: options.resume ?? false,
    divergence: options.divergence ?? {},
    reporters: options.reporters ?? [],
    metrics: options.metrics ?? {},
    controls: options.controls ?? new TrainingControls(),
  };
  for (const name of ["steps", "evaluateEvery", "checkpointEvery", "keepCheckpoints"] as const) {
    const value = settings[name];
    if (!(Number.isSafeInteger(value) && value >= 1))
      throw new InputError(`training option ${name}: got ${value}, expected a whole number of at least 1`);
  }
  return settings;
}

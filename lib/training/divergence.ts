/** The error of a training that went astray, and how it is told: by a number that is not finite, or by the loss. */
import { FriedelError } from "../errors.js";
import type { StateTensors, Terms } from "./trainableTypes.js";

/** A training has diverged. The model has its last good state again, but the run has failed: judge nothing by it. */
export class DivergenceError extends FriedelError {
  override name = "DivergenceError";
  constructor(
    /** What went astray: a term of the step or of the evaluation, or a tensor of the state. */
    readonly term: string,
    /** At which step. */
    readonly step: number,
    readonly value: number,
    /** The step whose state the model has now; undefined where it never had a good one. */
    readonly restoredStep: number | undefined,
    expected = "a finite number",
  ) {
    super(
      restoredStep === undefined
        ? `training cannot start from step ${step}: got ${term} ${value}, expected ${expected}; look for wild values in the data`
        : `training diverged at step ${step}: got ${term} ${value}, expected ${expected}; the model is back at its state of step ${restoredStep}, try a smaller learning rate, or look for wild intensities or sigmas in the data`,
    );
  }
}

/** The first value that is not finite, with its name; undefined where all are. */
export function firstNonFinite(terms: Terms): readonly [name: string, value: number] | undefined {
  for (const name in terms) if (!Number.isFinite(terms[name])) return [name, terms[name]];
  return undefined;
}

/** The first number of a state that is not finite, with its place; undefined where all are. */
export function firstNonFiniteTensor(
  tensors: StateTensors,
): readonly [name: string, value: number] | undefined {
  for (const [name, values] of Object.entries(tensors)) {
    if (!(values instanceof Float32Array || values instanceof Float64Array)) continue;
    // x − x is 0 for a finite x and NaN for the others: one sum tells of all, and the place is looked for only then
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i] - values[i];
    if (sum === 0) continue;
    const at = values.findIndex((value) => !Number.isFinite(value));
    return [`${name}[${at}]`, values[at]];
  }
  return undefined;
}

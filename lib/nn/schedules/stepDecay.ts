/** A staircase: factor(step) = factor^⌊step/every⌋. */
import { checkCount, checkNumber, readOptions } from "../options.js";
import type { Schedule } from "./scheduleTypes.js";

export interface StepDecayOptions {
  /** Steps from one stair to the next. */
  readonly every: number;
  /** What each stair multiplies the learning rate by, above 0 to 1 (default 0.5). */
  readonly factor: number;
}

export function stepDecay(options: Pick<StepDecayOptions, "every"> & Partial<StepDecayOptions>): Schedule {
  const { every, factor } = readOptions<StepDecayOptions>("step decay", options, {
    every: Number.NaN,
    factor: 0.5,
  });
  checkCount("every of the step decay", every);
  checkNumber("factor of the step decay", factor, { low: 0, high: 1, openLow: true });
  return (step) => factor ** Math.floor(step / every);
}

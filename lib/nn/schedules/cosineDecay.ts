/**
 * Half a cosine from 1 to a floor f: factor(step) = f + (1 − f)(1 + cos(π step/steps))/2, and f afterwards
 * (Loshchilov & Hutter, arXiv:1608.03983, equation 5, without restarts).
 */
import { checkCount, checkNumber, readOptions } from "../options.js";
import type { Schedule } from "./scheduleTypes.js";

export interface CosineDecayOptions {
  /** How many steps it takes to the floor. */
  readonly steps: number;
  /** What remains of the learning rate at the end, 0 to 1 (default 0). */
  readonly floor: number;
}

export function cosineDecay(
  options: Pick<CosineDecayOptions, "steps"> & Partial<CosineDecayOptions>,
): Schedule {
  const { steps, floor } = readOptions<CosineDecayOptions>("cosine decay", options, {
    steps: Number.NaN,
    floor: 0,
  });
  checkCount("steps of the cosine decay", steps);
  checkNumber("floor of the cosine decay", floor, { low: 0, high: 1 });
  return (step) => floor + ((1 - floor) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}

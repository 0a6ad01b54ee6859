/**
 * A linear rise, then another schedule, which counts its steps from the end of the rise:
 * factor(step) = (step + 1)/(steps + 1) after(0) while step < steps, else after(step − steps) (Goyal et al.,
 * arXiv:1706.02677, section 2.2). The first step is not one of length 0, and the rise ends where `after` begins.
 */
import { checkCount, readOptions } from "../options.js";
import { constant } from "./constant.js";
import type { Schedule } from "./scheduleTypes.js";

export interface WarmUpOptions {
  /** Steps of the rise. */
  readonly steps: number;
  /** What follows (default constant). */
  readonly after: Schedule;
}

export function warmUp(options: Pick<WarmUpOptions, "steps"> & Partial<WarmUpOptions>): Schedule {
  const { steps, after } = readOptions<WarmUpOptions>("warm-up", options, {
    steps: Number.NaN,
    after: constant(),
  });
  checkCount("steps of the warm-up", steps, 0);
  return (step) => (step < steps ? ((step + 1) / (steps + 1)) * after(0) : after(step - steps));
}

/** The learning rate as it is: factor(step) = factor, 1 by default. */
import { checkNumber, readOptions } from "../options.js";
import type { Schedule } from "./scheduleTypes.js";

export interface ConstantOptions {
  readonly factor: number;
}

export function constant(options: Partial<ConstantOptions> = {}): Schedule {
  const { factor } = readOptions<ConstantOptions>("constant schedule", options, { factor: 1 });
  checkNumber("factor of the constant schedule", factor, { low: 0 });
  return () => factor;
}

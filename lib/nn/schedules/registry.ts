/**
 * All learning-rate schedules by name, for options and files that name one. A new schedule is one file, its lines here,
 * one test and one row in docs/nn.md.
 */
import { fromTable } from "../options.js";
import { type ConstantOptions, constant } from "./constant.js";
import { type CosineDecayOptions, cosineDecay } from "./cosineDecay.js";
import type { Schedule } from "./scheduleTypes.js";
import { type StepDecayOptions, stepDecay } from "./stepDecay.js";
import { warmUp } from "./warmUp.js";

/** A schedule as plain data: its name and options; what follows a warm-up is named in the same way. */
export type ScheduleSpec =
  | ({ readonly name: "constant" } & Partial<ConstantOptions>)
  | ({ readonly name: "cosineDecay"; readonly steps: number } & Partial<CosineDecayOptions>)
  | ({ readonly name: "stepDecay"; readonly every: number } & Partial<StepDecayOptions>)
  | { readonly name: "warmUp"; readonly steps: number; readonly after?: ScheduleSpec | Schedule };

export const schedules: {
  readonly constant: typeof constant;
  readonly cosineDecay: typeof cosineDecay;
  readonly stepDecay: typeof stepDecay;
  readonly warmUp: typeof warmUp;
} = { constant, cosineDecay, stepDecay, warmUp };

/**
 * The schedule that `spec` names; a function is a schedule already.
 * @throws InputError for an unknown name, or an option that is unknown or out of range
 */
export function schedule(spec: ScheduleSpec | Schedule): Schedule {
  if (typeof spec === "function") return spec;
  const { name, ...options } = spec;
  const table = schedules as Readonly<Record<string, (options: object) => Schedule>>;
  const followed = "after" in options && options.after !== undefined;
  return fromTable(
    "schedule",
    table,
    name,
  )(followed ? { ...options, after: schedule(options.after as ScheduleSpec | Schedule) } : options);
}

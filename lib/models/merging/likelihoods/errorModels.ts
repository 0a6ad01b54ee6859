/** The error models by name: how much larger errors are than the sigmas. One file each. */
import { InputError, nearestName } from "../../../errors.js";
import type { ErrorModel } from "./errorModelTypes.js";
import { evansErrors } from "./evansErrors.js";
import { type ProportionalErrorOptions, proportionalErrors } from "./proportionalErrors.js";

/** "none": sigmas are taken as they are. */
export type ErrorModelName = "none" | "proportional" | "evans";

/** An error model by name, or with its options. */
export type ErrorModelChoice = ErrorModelName | ProportionalErrorOptions;

/** Option of the likelihoods whose sigmas an error model can refine. */
export interface ErrorModelOptions {
  /** How sigmas are refined (default "none"). */
  readonly errorModel?: ErrorModelChoice;
}

const makers: Readonly<
  Record<ErrorModelName, (options: Partial<ProportionalErrorOptions>) => ErrorModel | undefined>
> = {
  none: () => undefined,
  proportional: proportionalErrors,
  evans: evansErrors,
};

/** The error model chosen; undefined for "none". @throws InputError for a name that is none of them */
export function errorModelOf(choice: ErrorModelChoice = "none"): ErrorModel | undefined {
  const { name, ...options } = typeof choice === "string" ? { name: choice } : choice;
  if (Object.hasOwn(makers, name)) return makers[name](options);
  const names = Object.keys(makers);
  const nearest = nearestName(String(name), names);
  throw new InputError(
    `error model: got ${name}, expected ${names.join(", ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}

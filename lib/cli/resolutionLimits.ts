/** `--d-min` and `--d-max` of the commands that cut reflections by resolution. */
import { InputError } from "../errors.js";
import type { CommandArguments, CommandOption } from "./command.js";

/** Both options; what for is each command's to say. */
export function resolutionOptions(dMin: string, dMax: string): CommandOption[] {
  const shared = { type: "number", value: "Å", minimum: 0.1 } as const;
  return [
    { name: "d-min", aliases: ["dmin"], ...shared, help: dMin },
    { name: "d-max", ...shared, help: dMax },
  ];
}

/** What they give, in Å. @throws InputError for limits the wrong way round */
export function resolutionLimitsOf(args: CommandArguments): {
  readonly dMin: number | undefined;
  readonly dMax: number | undefined;
} {
  const [dMin, dMax] = [args.number("d-min"), args.number("d-max")];
  if (dMin !== undefined && dMax !== undefined && dMin >= dMax)
    throw new InputError(`--d-min ${dMin} Å, --d-max ${dMax} Å: expected --d-min to be the smaller`);
  return { dMin, dMax };
}

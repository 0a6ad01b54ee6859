/**
 * How far the cells of what is merged may differ, and what is done with those that differ more: options of the commands on
 * unmerged reflections, and the library's sentences about cells with these flags in place of its options.
 */
import { InputError } from "../errors.js";
import type { Command, CommandArguments, CommandOption } from "./command.js";

/** How far cell edges may differ; what for is each command's to say. */
export function cellToleranceOption(help: string): CommandOption {
  return {
    name: "cell-tolerance",
    type: "number",
    value: "PERCENT",
    minimum: 0,
    maximum: 100,
    default: 1,
    help,
  };
}

/** What --cell-tolerance gives, as a fraction. */
export function edgeToleranceOf(args: CommandArguments): number {
  return (args.number("cell-tolerance") ?? 1) / 100;
}

/** The options. */
export const cellOptions: readonly CommandOption[] = [
  cellToleranceOption("How far the cell edges of several files may differ and still be merged together."),
  {
    name: "angle-tolerance",
    type: "number",
    value: "DEGREES",
    minimum: 0,
    maximum: 180,
    help: "How far their cell angles may differ, and those of the crystals within a file. By default 1° (crystals of a CrystFEL stream 1.5°, of stills from DIALS 2°).",
  },
  {
    name: "other-cells",
    type: "text",
    value: "WHAT",
    choices: ["refuse", "drop", "keep"],
    default: "refuse",
    help: "What is done where cells differ by more: refuse the data, which is said in a sentence; drop those crystals of a CrystFEL stream; or keep everything, with the cell and the space group of the first file.",
  },
];

/** Options of the library for what is within one file, and for several together. */
export interface CellTolerances {
  readonly edgeTolerance: number | undefined;
  readonly angleTolerance: number | undefined;
  readonly allowMixed: boolean | undefined;
}

/** Between files. */
export function cellsOf(args: CommandArguments): CellTolerances {
  return {
    edgeTolerance: edgeToleranceOf(args),
    angleTolerance: args.number("angle-tolerance"),
    allowMixed: args.text("other-cells") === "keep" ? true : undefined,
  };
}

/** Within a file: its crystals may differ by what stills need, or by more where more is allowed. */
export function crystalsOf(
  args: CommandArguments,
): CellTolerances & { readonly otherCells: "refuse" | "leave out" } {
  const edgeTolerance = edgeToleranceOf(args);
  return {
    ...cellsOf(args),
    edgeTolerance: edgeTolerance > 0.01 ? edgeTolerance : undefined,
    otherCells: args.text("other-cells") === "drop" ? "leave out" : "refuse",
  };
}

/** What the library calls an option, and how it is given here. */
const flags: readonly (readonly [RegExp, string])[] = [
  [/\braise edgeTolerance or angleTolerance\b/, "raise --cell-tolerance or --angle-tolerance"],
  [/\bset otherCells to "leave out", or allowMixed\b/, "give --other-cells drop, or --other-cells keep"],
  [/\bset allowMixed\b/, "give --other-cells keep"],
];

/** The sentence with flags in place of options of the library. */
export function namingFlags(message: string): string {
  return flags.reduce((text, [option, flag]) => text.replace(option, flag), message);
}

/** The same command, whose sentences about cells name flags. */
export function withFlagsNamed(command: Command): Command {
  return {
    ...command,
    async run(args, output) {
      try {
        await command.run(args, output);
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        const message = namingFlags(error.message);
        throw message === error.message ? error : new InputError(message, { cause: error });
      }
    },
  };
}

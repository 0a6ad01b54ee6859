/**
 * How far the cells of what is merged may differ, and what is done with those that differ more: options of the commands on
 * unmerged reflections.
 */
import { InputError } from "../errors.js";
import { cellText, likeTheFirst } from "../table/isomorphism.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import type { CommandArguments, CommandOption } from "./command.js";

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

/** How far cell angles may differ. */
export function angleToleranceOption(help: string): CommandOption {
  return { name: "angle-tolerance", type: "number", value: "DEGREES", minimum: 0, maximum: 180, help };
}

/** What --cell-tolerance gives, as a fraction. */
export function edgeToleranceOf(args: CommandArguments): number {
  return (args.number("cell-tolerance") ?? 1) / 100;
}

/** The options. */
export const cellOptions: readonly CommandOption[] = [
  cellToleranceOption("How far the cell edges of several files may differ and still be merged together."),
  angleToleranceOption(
    "How far their cell angles may differ, and those of the crystals within a file. By default 1° (crystals of a CrystFEL stream 1.5°, of stills from DIALS 2°).",
  ),
  {
    name: "other-cells",
    type: "text",
    value: "WHAT",
    choices: ["refuse", "drop", "keep"],
    default: "refuse",
    help: "What is done where cells or space groups differ: refuse the data, which is said in a sentence; drop the crystals of a stream or of DIALS stills that differ from the others, and the files that differ from the first; or keep everything, with the cell and the space group of the first file.",
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

/**
 * With --other-cells drop the tables that have the cell and the space group of the first; else all.
 * @param tell is told of what is left out
 * @throws InputError where a table would be left out that is to be merged apart
 */
export function ofOneCrystal(
  tables: readonly ReflectionTable[],
  args: CommandArguments,
  tell: (line: string) => void,
): ReflectionTable[] {
  if (args.text("other-cells") !== "drop") return [...tables];
  const alike = likeTheFirst(tables, cellsOf(args));
  const [first] = tables;
  for (const { name, cell, spaceGroup } of tables.filter((_, i) => !alike[i])) {
    const differs = `${spaceGroup}, cell ${cellText(cell)}, where ${first.name} has ${first.spaceGroup}, cell ${cellText(first.cell)}`;
    if (args.flag("separate-files"))
      throw new InputError(
        `${name}: got ${differs}, expected one crystal form: --other-cells drop leaves out no file that is to be merged apart; leave the file out, or give --other-cells keep`,
      );
    tell(`${name}: left out, ${differs}\n`);
  }
  return tables.filter((_, i) => alike[i]);
}

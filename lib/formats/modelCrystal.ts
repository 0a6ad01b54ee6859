/**
 * The crystal of a coordinate file: its cell and space group as the file or the caller gives them, checked against each
 * other. A file that names no group, or one that is unknown, is an error: there is never a fall-back to P 1.
 */
import { SpaceGroup, type SpaceGroupLike, UnitCell, type UnitCellLike } from "../crystal/index.js";
import { FormatError, InputError, SymmetryError } from "../errors.js";

/** Options of the readers of coordinates. */
export interface CoordinateOptions {
  /** What errors call the file. */
  readonly name?: string;
  /** Takes the place of the file's cell. */
  readonly cell?: UnitCellLike;
  /** Takes the place of the file's space group. */
  readonly spaceGroup?: SpaceGroupLike;
}

/** What a file says of its crystal. */
export interface FileCrystal {
  /** Where it says so, for errors: "1dur.pdb line 341". */
  readonly where: string;
  /** a, b, c, α, β, γ; absent where the file gives none. */
  readonly cell?: readonly number[];
  /** Hermann–Mauguin symbol; absent or blank where the file gives none. */
  readonly spaceGroup?: string;
}

/** No symbol of a space group is longer. */
const longestSymbol = 60;

/** Cell and space group, with a sentence for each doubt. */
export function modelCrystal(
  file: FileCrystal,
  options: CoordinateOptions,
): { cell: UnitCell; spaceGroup: SpaceGroup; warnings: string[] } {
  const cell = options.cell === undefined ? cellOf(file) : UnitCell.of(options.cell);
  const spaceGroup = options.spaceGroup === undefined ? groupOf(file, cell) : group(options.spaceGroup, cell);
  const fits = spaceGroup.primitiveOperations.every(({ rotation }) => cell.isKeptBy(rotation, 0.02));
  const warnings = fits
    ? []
    : [`${file.where}: the cell ${cell} does not have the symmetry of ${spaceGroup}`];
  return { cell, spaceGroup, warnings };
}

function cellOf({ where, cell }: FileCrystal): UnitCell {
  if (cell === undefined) {
    throw new InputError(`${where}: got no unit cell, expected one; give it as the option cell`);
  }
  if (cell.every((value, i) => value === (i < 3 ? 1 : 90)) || cell.every((value) => value === 0)) {
    throw new InputError(
      `${where}: got the cell ${cell.join(" ")}, which stands for "no crystal", expected a unit cell; give it as the option cell`,
    );
  }
  try {
    return UnitCell.of(cell);
  } catch (error) {
    if (error instanceof InputError) throw new FormatError(`${where}: ${error.message}`);
    throw error;
  }
}

function groupOf({ where, spaceGroup = "" }: FileCrystal, cell: UnitCell): SpaceGroup {
  const name = spaceGroup.trim();
  if (name === "") {
    throw new SymmetryError(
      `${where}: got no space group, expected one; give it as the option spaceGroup, e.g. "P 21 21 21"`,
    );
  }
  if (name.length > longestSymbol) {
    throw new SymmetryError(`${where}: got a space group of ${name.length} letters, expected its symbol`);
  }
  try {
    return SpaceGroup.fromName(name, { cell });
  } catch (error) {
    if (error instanceof SymmetryError) throw new SymmetryError(`${where}: ${error.message}`);
    throw error;
  }
}

function group(given: SpaceGroupLike, cell: UnitCell): SpaceGroup {
  return typeof given === "string" ? SpaceGroup.fromName(given, { cell }) : SpaceGroup.of(given);
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$/;

/** The number that a text without blanks around it says; NaN where it is none (or too large). */
export function parseDecimal(text: string): number {
  if (!decimal.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isFinite(value) ? value : Number.NaN;
}

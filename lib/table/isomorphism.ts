/**
 * Whether tables may stand together: the same space group, and cells that agree. Edges are compared by relative
 * difference, angles by difference in degrees, each with the first table.
 */
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** What may differ between tables that are put together. */
export interface IsomorphismOptions {
  /** Largest relative difference of cell edges. Default 0.01 (1 %). */
  readonly edgeTolerance?: number;
  /** Largest difference of cell angles, degrees. Default 1. */
  readonly angleTolerance?: number;
  /** Puts tables together in spite of different cells or space groups; those of the first are kept. Default false. */
  readonly allowMixed?: boolean;
}

/** The same of the crystals of a file, or of files that are read together, and what is done with those that differ more. */
export interface CrystalCellOptions extends IsomorphismOptions {
  /** Crystals, or files, whose cells or space groups differ by more: an error, or left out. Default "refuse". */
  readonly otherCells?: "refuse" | "leave out";
}

/** Whether crystals that differ are left out. @throws InputError for another word */
export function leavesOut({ otherCells = "refuse" }: CrystalCellOptions): boolean {
  if (["refuse", "leave out"].includes(otherCells)) return otherCells === "leave out";
  throw new InputError(`otherCells: got ${otherCells}, expected "refuse" or "leave out"`);
}

/** Which tables have the space group of the first and nearly its cell. */
export function likeTheFirst(
  tables: readonly ReflectionTable[],
  { edgeTolerance = 0.01, angleTolerance = 1 }: IsomorphismOptions = {},
): boolean[] {
  const [first] = tables;
  return tables.map(
    ({ spaceGroup, cell }) =>
      first.spaceGroup.equals(spaceGroup) && cellsAgree(first.cell, cell, edgeTolerance, angleTolerance),
  );
}

/**
 * Throws unless all tables have the space group of the first and nearly its cell.
 * @param remedy what to do where nothing else helps; "": nothing
 * @throws InputError naming both tables, both cells and the tolerance
 */
export function checkIsomorphous(
  tables: readonly ReflectionTable[],
  options: IsomorphismOptions = {},
  remedy = "set allowMixed to keep the first",
): void {
  if (options.allowMixed === true) return;
  const edge = options.edgeTolerance ?? 0.01;
  const angle = options.angleTolerance ?? 1;
  const orElse = remedy === "" ? "" : `, or ${remedy}`;
  const [first, ...others] = tables;
  for (const other of others) {
    if (!first.spaceGroup.equals(other.spaceGroup)) {
      throw new InputError(
        `space groups of the tables: got ${first.spaceGroup} in ${first.name} and ${other.spaceGroup} in ${other.name}, ` +
          `expected the same; reindex one${orElse}`,
      );
    }
    if (!cellsAgree(first.cell, other.cell, edge, angle)) {
      throw new InputError(
        `cells of the tables: got ${cellText(first.cell)} in ${first.name} and ${cellText(other.cell)} in ${other.name}, ` +
          `expected ${toleranceText(edge, angle)}; raise edgeTolerance or angleTolerance${orElse}`,
      );
    }
  }
}

/** Whether two cells agree within a relative edge tolerance and an angle tolerance in degrees. */
export function cellsAgree(
  one: UnitCell,
  two: UnitCell,
  edgeTolerance: number,
  angleTolerance: number,
): boolean {
  const p = one.toArray();
  const q = two.toArray();
  for (let i = 0; i < 3; i++) {
    if (Math.abs(p[i] - q[i]) > (edgeTolerance * (p[i] + q[i])) / 2) return false;
    if (Math.abs(p[i + 3] - q[i + 3]) > angleTolerance) return false;
  }
  return true;
}

/** "edges within 1 % and angles within 1°". */
export function toleranceText(edgeTolerance: number, angleTolerance: number): string {
  return `edges within ${Number((100 * edgeTolerance).toPrecision(6))} % and angles within ${angleTolerance}°`;
}

/** A cell in one line: edges in Å, angles in degrees, trailing zeros left out. */
export function cellText(cell: UnitCell): string {
  return cell
    .toArray()
    .map((value) => String(Number(value.toFixed(3))))
    .join(" ");
}

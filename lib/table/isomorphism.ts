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

/**
 * Throws unless all tables have the space group of the first and nearly its cell.
 * @throws InputError naming both tables, both cells and the tolerance
 */
export function checkIsomorphous(tables: readonly ReflectionTable[], options: IsomorphismOptions = {}): void {
  if (options.allowMixed === true) return;
  const edge = options.edgeTolerance ?? 0.01;
  const angle = options.angleTolerance ?? 1;
  const [first, ...others] = tables;
  for (const other of others) {
    if (!first.spaceGroup.equals(other.spaceGroup)) {
      throw new InputError(
        `space groups of the tables: got ${first.spaceGroup} in ${first.name} and ${other.spaceGroup} in ${other.name}, ` +
          "expected the same; reindex one, or set allowMixed to keep the first",
      );
    }
    if (!cellsAgree(first.cell, other.cell, edge, angle)) {
      throw new InputError(
        `cells of the tables: got ${cellText(first.cell)} in ${first.name} and ${cellText(other.cell)} in ${other.name}, ` +
          `expected edges within ${100 * edge} % and angles within ${angle}°; raise edgeTolerance or angleTolerance, ` +
          "or set allowMixed to keep the first",
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

/** A cell in one line: edges in Å, angles in degrees, trailing zeros left out. */
export function cellText(cell: UnitCell): string {
  return cell
    .toArray()
    .map((value) => String(Number(value.toFixed(3))))
    .join(" ");
}

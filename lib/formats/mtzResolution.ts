/**
 * Resolution limits and sort order of the rows of an MTZ file. 1/d² = hᵀ G* h (International Tables B, section 1.1),
 * its least and greatest value over all rows and over all cells of the file, as CCP4 and gemmi state them.
 */
import { UnitCell } from "../crystal/unitCell.js";
import { FriedelError } from "../errors.js";
import { columnBits, type MtzRows } from "./mtzRows.js";
import type { MtzHeader } from "./mtzTypes.js";

/**
 * Least and greatest 1/d² in Å⁻² over rows and cells; undefined without rows, without a Miller index in the first three
 * columns, or where no cell is possible.
 */
export function inverseDSquaredLimits(
  header: Pick<MtzHeader, "cell" | "datasets" | "columnInfos">,
  rows: MtzRows,
): [number, number] | undefined {
  if (header.columnInfos.slice(0, 3).filter(({ type }) => type === "H").length < 3) return undefined;
  const [h, k, l] = [0, 1, 2].map((i) => new Float32Array(columnBits(rows, i).buffer));
  let [least, greatest] = [Infinity, -Infinity];
  for (const cell of distinctCells(header)) {
    for (let i = 0; i < h.length; i++) {
      const value = cell.inverseDSquared(h[i], k[i], l[i]);
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
  }
  return least <= greatest ? [least, greatest] : undefined;
}

function distinctCells(header: Pick<MtzHeader, "cell" | "datasets">): UnitCell[] {
  const cells = new Map<string, UnitCell>();
  for (const numbers of [header.cell, ...header.datasets.map(({ cell }) => cell)]) {
    const cell = possibleCell(numbers);
    if (cell !== undefined) cells.set(cell.toArray().join(), cell);
  }
  return [...cells.values()];
}

/** A unit cell, or undefined where the numbers are none: files may hold zeros. */
function possibleCell(numbers: readonly number[]): UnitCell | undefined {
  try {
    return UnitCell.of(numbers);
  } catch (error) {
    if (error instanceof FriedelError) return undefined;
    throw error;
  }
}

/** Whether rows ascend by the columns given (bits of reals), the first the slowest. */
export function isSortedByIndex(columns: readonly Uint32Array[]): boolean {
  const values = columns.map((bits) => new Float32Array(bits.buffer, bits.byteOffset, bits.length));
  const count = values[0]?.length ?? 0;
  for (let i = 1; i < count; i++) {
    const first = values.find((column) => column[i - 1] !== column[i]);
    if (first !== undefined && !(first[i - 1] < first[i])) return false;
  }
  return count > 0;
}

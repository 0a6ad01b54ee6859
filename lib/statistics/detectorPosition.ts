/** Where on the detector observations were measured, under the names that integration programs give the columns. */
import type { ReflectionTable } from "../table/reflectionTable.js";

/** Coordinates of each row, in the file's units: pixels, or mm. */
export interface DetectorPosition {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Labels of the columns taken. */
  readonly labels: readonly [x: string, y: string];
}

/** MTZ of XDS, DIALS and Mosflm; what converters and stream readers write; predicted positions. */
const known: readonly (readonly [x: string, y: string])[] = [
  ["XDET", "YDET"],
  ["X", "Y"],
  ["xdet", "ydet"],
  ["XCAL", "YCAL"],
  ["xcal", "ycal"],
];

/** The positions of a table's rows; undefined where it has none, or only the same one throughout. */
export function detectorPosition(table: ReflectionTable): DetectorPosition | undefined {
  const labels = known.find(([x, y]) => table.has(x) && table.has(y));
  if (labels === undefined) return undefined;
  const [x, y] = labels.map((label) => table.values(label));
  return isSpread(x) && isSpread(y) ? { x, y, labels } : undefined;
}

function isSpread(values: ArrayLike<number>): boolean {
  let first = Number.NaN;
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(first)) first = values[i];
    else if (Number.isFinite(values[i]) && values[i] !== first) return true;
  }
  return false;
}

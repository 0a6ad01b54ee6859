/** Small unmerged tables: by hand, and simulated. */
import { type RotationData, type RotationOptions, simulateRotation } from "../../../lib/simulate/index.js";
import { type ColumnInit, ReflectionTable } from "../../../lib/table/reflectionTable.js";

/** An observation of a table made by hand. */
export interface Row {
  readonly hkl: readonly [number, number, number];
  readonly intensity: number;
  /** Default 1. */
  readonly sigma?: number;
  /** Default 1. */
  readonly batch?: number;
}

/** An unmerged table with columns H K L BATCH I SIGI and others; P 21 21 21, 30 × 32 × 34 Å. */
export function unmerged(
  rows: readonly Row[],
  others: Readonly<Record<string, ArrayLike<number>>> = {},
  name = "made.mtz",
): ReflectionTable {
  const of = (label: string, type: ColumnInit["type"], value: (row: Row) => number): ColumnInit => ({
    label,
    type,
    data: type === "H" || type === "B" ? Int32Array.from(rows, value) : Float32Array.from(rows, value),
  });
  return new ReflectionTable({
    columns: [
      of("H", "H", ({ hkl }) => hkl[0]),
      of("K", "H", ({ hkl }) => hkl[1]),
      of("L", "H", ({ hkl }) => hkl[2]),
      of("BATCH", "B", ({ batch = 1 }) => batch),
      of("I", "J", ({ intensity }) => intensity),
      of("SIGI", "Q", ({ sigma = 1 }) => sigma),
      ...Object.entries(others).map(
        ([label, values]): ColumnInit => ({ label, type: "R", data: Float32Array.from(values) }),
      ),
    ],
    cell: [30, 32, 34, 90, 90, 90],
    spaceGroup: "P 21 21 21",
    merged: false,
    name,
  });
}

const simulated = new Map<string, RotationData>();

/** A simulated data set of some 2,000 observations of 360 reflections on 180 images, unless told otherwise; made once. */
export function rotation(options: RotationOptions = {}): RotationData {
  const key = JSON.stringify(options);
  const found = simulated.get(key);
  if (found !== undefined) return found;
  const data = simulateRotation({
    seed: 1,
    dMin: 4,
    rotationRange: 180,
    randomAtoms: { cell: [30, 32, 34, 90, 90, 90], atomCount: 80 },
    ...options,
  });
  simulated.set(key, data);
  return data;
}

/** A table with a column's numbers changed. */
export function changed(
  table: ReflectionTable,
  label: string,
  value: (old: number, row: number) => number,
): ReflectionTable {
  const { type } = table.column(label);
  return table.with({ label, type, data: Float32Array.from(table.values(label), value) });
}

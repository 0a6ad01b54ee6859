/** Small tables for the tests of this room. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type ColumnType, ReflectionTable } from "../../lib/table/index.js";

/** Columns as a reference file has them: null where a value is missing. */
export type PlainColumns = Record<string, (number | null)[]>;

const types: Record<string, ColumnType> = {
  H: "H",
  K: "H",
  L: "H",
  "M/ISYM": "Y",
  BATCH: "B",
  F: "F",
  I: "J",
  SIGF: "Q",
  SIGI: "Q",
  PHI: "P",
};

/** The reference values of one generator beside this room's tests. */
export function reference<T>(name: string): T {
  return JSON.parse(
    readFileSync(join(import.meta.dirname, "../reference/table", `${name}.json`), "utf8"),
  ) as T;
}

/** Numbers of a reference column, NaN where null. */
export function filled(values: readonly (number | null)[]): number[] {
  return values.map((value) => value ?? Number.NaN);
}

/** A table of plain columns; types by label, R for others. */
export function tableOf(
  columns: PlainColumns,
  init: { cell?: readonly number[]; spaceGroup?: string; merged?: boolean; name?: string } = {},
): ReflectionTable {
  return new ReflectionTable({
    columns: Object.entries(columns).map(([label, values]) => ({
      label,
      type: types[label] ?? "R",
      data: filled(values),
    })),
    cell: init.cell ?? [10, 20, 30],
    spaceGroup: init.spaceGroup ?? "P 21 21 21",
    merged: init.merged,
    name: init.name,
  });
}

/** Values of a column as a plain array. */
export function plain(table: ReflectionTable, label: string): number[] {
  return Array.from(table.values(label));
}

/** Four reflections of P 21 21 21, the last the Friedel mate of the first. */
export function fourReflections(): ReflectionTable {
  return tableOf({
    H: [1, 2, 3, -1],
    K: [1, 2, 3, -1],
    L: [4, 2, 3, -4],
    F: [4.5, 2, null, 7],
    SIGF: [0.5, 0.25, 5, 0.75],
  });
}

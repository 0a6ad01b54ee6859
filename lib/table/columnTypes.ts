/**
 * The CCP4 column types of a reflection table: what each letter means, and which hold integers.
 * Source: CCP4 MTZ format documentation (mtzformat, "Column types").
 */
import { InputError } from "../errors.js";
import type { ColumnType } from "../formats/mtzTypes.js";

export type { ColumnType };

/** Values of one column. Missing floats are NaN; an `Int32Array` misses nothing. */
export type ColumnData = Int32Array | Float32Array | Float64Array;

/** One typed column of a {@link ReflectionTable}. */
export interface Column {
  readonly label: string;
  readonly type: ColumnType;
  readonly data: ColumnData;
  /** Id of the MTZ data set it belongs to. */
  readonly datasetId: number;
}

/** What a table is made from: a column, whose values may also be a plain array. */
export interface ColumnInit {
  readonly label: string;
  readonly type: ColumnType;
  readonly data: ColumnData | readonly number[];
  readonly datasetId?: number;
}

/** What each CCP4 column type means. */
export const columnTypeMeanings: Readonly<Record<ColumnType, string>> = {
  H: "Miller index",
  J: "intensity",
  F: "structure factor amplitude",
  D: "anomalous difference",
  Q: "standard deviation",
  G: "structure factor amplitude of one Friedel mate",
  L: "standard deviation of a Friedel mate's amplitude",
  K: "intensity of one Friedel mate",
  M: "standard deviation of a Friedel mate's intensity",
  E: "normalised structure factor amplitude",
  P: "phase, degrees",
  W: "weight or figure of merit",
  A: "phase probability coefficient (Hendrickson-Lattman)",
  B: "batch number",
  Y: "M/ISYM: partiality flag and symmetry operation",
  I: "integer",
  R: "real number",
};

/** Whether `type` holds integers: Miller index, batch, M/ISYM, integer. */
export function isIntegerType(type: ColumnType): boolean {
  return type === "H" || type === "B" || type === "Y" || type === "I";
}

/** Whether `type` is one of the CCP4 column types. */
export function isColumnType(type: string): type is ColumnType {
  return Object.hasOwn(columnTypeMeanings, type);
}

/**
 * The values of a column as a table keeps them: integer types as `Int32Array` where nothing is missing, else
 * `Float32Array` (`Float64Array` where such was given); other types as the typed array given, plain arrays as
 * `Float32Array`. An integer-typed column that holds something that is no 32-bit integer stays as it is.
 */
export function normaliseColumnData(type: ColumnType, data: ColumnData | readonly number[]): ColumnData {
  if (data instanceof Int32Array) return data;
  if (isIntegerType(type)) {
    const integers = toInt32(data);
    if (integers !== undefined) return integers;
  }
  return data instanceof Float32Array || data instanceof Float64Array ? data : Float32Array.from(data);
}

function toInt32(data: ArrayLike<number>): Int32Array | undefined {
  const integers = new Int32Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    integers[i] = value;
    if (integers[i] !== value) return undefined;
  }
  return integers;
}

/** Rows `rows` of `data`, as a new array of the same kind. A row of −1 is missing (NaN; integers become floats). */
export function takeValues(data: ColumnData, rows: ArrayLike<number>): ColumnData {
  const count = rows.length;
  if (data instanceof Int32Array) {
    const integers = new Int32Array(count);
    for (let i = 0; i < count; i++) {
      if (rows[i] < 0) return takeWithMissing(data, rows);
      integers[i] = data[rows[i]];
    }
    return integers;
  }
  return takeWithMissing(data, rows);
}

function takeWithMissing(data: ColumnData, rows: ArrayLike<number>): ColumnData {
  const count = rows.length;
  const out = data instanceof Float64Array ? new Float64Array(count) : new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = rows[i] < 0 ? Number.NaN : data[rows[i]];
  return out;
}

/** Throws unless `column` could stand in a table of `length` rows. */
export function checkColumn(column: ColumnInit, length: number): void {
  if (typeof column.label !== "string" || column.label.length === 0) {
    throw new InputError(`label of a column: got ${JSON.stringify(column.label)}, expected a name`);
  }
  if (!isColumnType(column.type)) {
    throw new InputError(
      `type of column ${column.label}: got ${JSON.stringify(column.type)}, expected one of the CCP4 types ` +
        Object.keys(columnTypeMeanings).join(" "),
    );
  }
  const data = column.data;
  if (!(Array.isArray(data) || data instanceof Int32Array || isFloatArray(data))) {
    throw new InputError(
      `data of column ${column.label}: got ${describe(data)}, expected an Int32Array, Float32Array, Float64Array ` +
        "or array of numbers",
    );
  }
  if (data.length !== length) {
    throw new InputError(
      `length of column ${column.label}: got ${data.length} values, expected ${length} as in the first column`,
    );
  }
}

function isFloatArray(data: unknown): boolean {
  return data instanceof Float32Array || data instanceof Float64Array;
}

function describe(value: unknown): string {
  return typeof value === "object" && value !== null ? (value.constructor?.name ?? "object") : typeof value;
}

/**
 * The reflections of an MTZ file: rows of four-byte reals, one for each column. Values move as bits, so that every NaN
 * keeps the bits it has in the file. A value is missing where it is NaN or equals the file's flag (VALM), except that a
 * Miller index (type H) is never missing by a flag that is a number: 0 is a good index.
 */
import { InputError } from "../errors.js";
import type { ColumnType } from "./mtzTypes.js";

/** Rows as they stand in the file. */
export interface MtzRows {
  /** `4 × rowCount × columnCount` bytes, at an offset of its buffer that is a multiple of 4. */
  readonly bytes: Uint8Array;
  readonly rowCount: number;
  readonly columnCount: number;
  readonly bigEndian: boolean;
}

const hostIsBigEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/** The bits that a missing value gets where the flag is NaN: the quiet NaN that numpy and gemmi write. */
const nanBits = 0x7fc00000;

/** The bits of one column, in the byte order of this machine, rows `from` to `to`. */
export function columnBits(rows: MtzRows, index: number, from = 0, to: number = rows.rowCount): Uint32Array {
  const { bytes, columnCount } = rows;
  const all = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const bits = new Uint32Array(to - from);
  for (let i = 0, at = from * columnCount + index; i < bits.length; i++, at += columnCount) bits[i] = all[at];
  if (rows.bigEndian !== hostIsBigEndian) swapWords(bits);
  return bits;
}

/** Turns the bytes of each word round, in place. */
export function swapWords(bits: Uint32Array): void {
  for (let i = 0; i < bits.length; i++) {
    const word = bits[i];
    bits[i] = (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
  }
}

/** The values of a column from its bits (whose memory it takes over), NaN where missing. */
export function valuesOfBits(bits: Uint32Array, type: ColumnType, missingValue: number): Float32Array {
  const values = new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  if (isFlagged(type, missingValue)) {
    for (let i = 0; i < values.length; i++) if (values[i] === missingValue) bits[i] = nanBits;
  }
  return values;
}

/** Whether a value of a column stands for a missing one. */
export function isMissing(value: number, type: ColumnType, missingValue: number): boolean {
  return Number.isNaN(value) || (value === missingValue && isFlagged(type, missingValue));
}

function isFlagged(type: ColumnType, missingValue: number): boolean {
  return type !== "H" && !Number.isNaN(missingValue);
}

/** Columns of bits, put together as rows. */
export function rowsOfColumns(
  columns: readonly Uint32Array[],
  rowCount: number,
  bigEndian: boolean,
): MtzRows {
  const columnCount = columns.length;
  const all = new Uint32Array(rowCount * columnCount);
  columns.forEach((bits, index) => {
    for (let i = 0, at = index; i < rowCount; i++, at += columnCount) all[at] = bits[i];
  });
  if (bigEndian !== hostIsBigEndian) swapWords(all);
  return { bytes: new Uint8Array(all.buffer), rowCount, columnCount, bigEndian };
}

/** Values of a column as a user gives them. */
export type ColumnValues = Float32Array | Float64Array | Int32Array | readonly number[];

/**
 * The bits of a column that is to be written: NaN becomes the file's flag.
 * @param old the bits that stood there before: where both are missing, they stay
 * @throws InputError for an integer that a float32 cannot hold, or a value that equals the flag for missing ones
 */
export function bitsOfValues(
  column: { readonly label: string; readonly type: ColumnType; readonly data: ColumnValues },
  missingValue: number,
  old?: { readonly bits: Uint32Array; readonly missingValue: number; readonly type: ColumnType },
): Uint32Array {
  const { label, type, data } = column;
  const values = Float32Array.from(data);
  const bits = new Uint32Array(values.buffer);
  const flagged = isFlagged(type, missingValue);
  const flag = flagged ? new Uint32Array(Float32Array.of(missingValue).buffer)[0] : nanBits;
  for (let i = 0; i < bits.length; i++) {
    if (Number.isNaN(values[i])) bits[i] = flag;
    else if (flagged && values[i] === missingValue) {
      throw new InputError(
        `column ${label}, row ${i}: got ${missingValue}, which stands for a missing value in this file (VALM), ` +
          "expected another number, or NaN if it is missing (or set missingValue to NaN)",
      );
    }
  }
  if (data instanceof Int32Array) checkExact(data, values, label);
  if (old !== undefined && sameFlag(old.missingValue, missingValue)) keepMissingBits(bits, values, old);
  return bits;
}

function checkExact(data: Int32Array, values: Float32Array, label: string): void {
  const row = data.findIndex((value, i) => value !== values[i] && !Number.isNaN(values[i]));
  if (row >= 0) {
    throw new InputError(
      `column ${label}, row ${row}: got ${data[row]}, expected an integer that a float32 holds (up to 16777216)`,
    );
  }
}

function keepMissingBits(
  bits: Uint32Array,
  values: Float32Array,
  old: { readonly bits: Uint32Array; readonly missingValue: number; readonly type: ColumnType },
): void {
  const before = valuesOfBits(old.bits.slice(), old.type, old.missingValue);
  const count = Math.min(bits.length, before.length);
  for (let i = 0; i < count; i++) {
    // bits were set to the flag above, so only NaN flags still show in values
    const missing = Number.isNaN(values[i]) || values[i] === old.missingValue;
    if (missing && Number.isNaN(before[i])) bits[i] = old.bits[i];
  }
}

/** Whether two flags for missing values are the same. */
export function sameFlag(one: number, other: number): boolean {
  return Object.is(one, other) || one === other;
}

/** The least and the greatest value that is not missing; NaN and NaN where there is none. */
export function rangeOfBits(
  bits: Uint32Array,
  type: ColumnType,
  missingValue: number,
): { min: number; max: number } {
  const values = new Float32Array(bits.buffer, bits.byteOffset, bits.length);
  const flagged = isFlagged(type, missingValue);
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (flagged && value === missingValue) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: Number.NaN, max: Number.NaN };
}

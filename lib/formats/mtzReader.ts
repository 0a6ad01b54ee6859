/**
 * An MTZ file read on demand: its header at once, its rows in blocks as they are asked for, so that a file larger than
 * memory can be looked at, and a new file from some of the rows, whose bits are kept.
 * Source: CCP4's "MTZ format" documentation.
 */
import { FormatError, InputError } from "../errors.js";
import { type ByteSource, readRange } from "./byteSource.js";
import { Mtz, type MtzChanges } from "./mtz.js";
import type { MtzParts } from "./mtzParts.js";
import { makePreamble, preambleLength } from "./mtzPreamble.js";
import { type HeaderParts, readHeaderParts } from "./mtzRead.js";
import { columnRecord, countsRecord, replaceRecords, resolutionRecord } from "./mtzRecordEdit.js";
import { keyOf, words } from "./mtzRecords.js";
import { inverseDSquaredLimits } from "./mtzResolution.js";
import { columnBits, isMissing, type MtzRows, rangeOfBits, valuesOfBits } from "./mtzRows.js";
import type { MtzHeader } from "./mtzTypes.js";

/** Some rows of a file, one behind the other. */
export interface MtzBlock {
  /** Number of the first row in the file. */
  readonly from: number;
  readonly rowCount: number;
  /** The rows as they stand in the file: `4 × rowCount × columns` bytes. */
  readonly bytes: Uint8Array;
  /** The values of a column by its number from 0, NaN where missing; a copy. */
  column(index: number): Float32Array;
  /** One value: row `row` of the block, from 0, column `index`; NaN where missing. */
  value(row: number, index: number): number;
}

/** An MTZ file whose rows are read when they are asked for. Made by {@link openMtz}. */
export class MtzReader {
  readonly header: MtzHeader;
  /** Bytes of one row. */
  readonly rowBytes: number;
  readonly #source: ByteSource;
  readonly #parts: HeaderParts["parts"];

  /** @internal Use {@link openMtz}. */
  constructor(source: ByteSource, { header, parts }: HeaderParts) {
    this.header = header;
    this.rowBytes = 4 * header.columnInfos.length;
    this.#source = source;
    this.#parts = parts;
  }

  /**
   * Rows `from` (inclusive) to `to` (exclusive).
   * @throws InputError for rows that the file does not have
   * @throws FormatError if the source does not give them
   */
  async readBlock(from: number, to: number): Promise<MtzBlock> {
    const { name, rowCount } = this.header;
    if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= rowCount)) {
      throw new InputError(`rows of ${name}: got ${from} to ${to}, expected 0 to ${rowCount}`);
    }
    const at = preambleLength + from * this.rowBytes;
    return this.blockOf(from, await readRange(this.#source, at, at + (to - from) * this.rowBytes));
  }

  /** A block from bytes that were read before: whole rows, the first of which is row `from`. */
  blockOf(from: number, bytes: Uint8Array): MtzBlock {
    const { columnInfos, missingValue } = this.header;
    const rows = this.#rowsOf(bytes);
    const view = new DataView(rows.bytes.buffer, rows.bytes.byteOffset, rows.bytes.byteLength);
    return {
      from,
      rowCount: rows.rowCount,
      bytes: rows.bytes,
      column: (index) => valuesOfBits(columnBits(rows, index), columnInfos[index].type, missingValue),
      value: (row, index) => {
        const value = view.getFloat32(row * this.rowBytes + 4 * index, !rows.bigEndian);
        return isMissing(value, columnInfos[index].type, missingValue) ? Number.NaN : value;
      },
    };
  }

  /**
   * A new file with other rows and the same header: counts, column ranges and resolution limits follow the rows.
   * @param bytes whole rows as they stand in this file, in its order if its sort order is to stay true
   * @param changes what else is to differ
   * @throws InputError as `Mtz.with`
   */
  withRows(bytes: Uint8Array, changes: Pick<MtzChanges, "title" | "history" | "batches"> = {}): Mtz {
    const rows = this.#rowsOf(bytes);
    const { header } = this;
    const { preamble } = this.#parts;
    const headerStart = preambleLength + rows.bytes.length;
    const parts: MtzParts = {
      ...this.#parts,
      rows,
      gap: new Uint8Array(0),
      preamble: {
        bytes: makePreamble(headerStart, preamble.bigEndian, preamble),
        bigEndian: preamble.bigEndian,
        headerStart,
      },
      records: recordsOfRows(this.#parts.records, header, rows),
    };
    const mtz = new Mtz(parts);
    return Object.keys(changes).length === 0 ? mtz : mtz.with(changes);
  }

  #rowsOf(bytes: Uint8Array): MtzRows {
    const { name, columnInfos, bigEndian } = this.header;
    const rowCount = this.rowBytes === 0 ? 0 : bytes.length / this.rowBytes;
    if (!Number.isInteger(rowCount)) {
      throw new FormatError(
        `rows of ${name}: got ${bytes.length} bytes, expected a multiple of ${this.rowBytes}`,
      );
    }
    // columns are taken as words, which must lie at a multiple of 4
    const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return { bytes: aligned, rowCount, columnCount: columnInfos.length, bigEndian };
  }
}

/** The main header for other rows: NCOL, COLUMN and RESO follow them. */
function recordsOfRows(records: readonly string[], header: MtzHeader, rows: MtzRows): readonly string[] {
  let column = 0;
  const edited = records.map((text) => {
    if (keyOf(text) !== "COLU") return text;
    const info = header.columnInfos[column];
    const { min, max } = rangeOfBits(columnBits(rows, column++), info.type, header.missingValue);
    // a letter that is no CCP4 type stays as the file has it
    return columnRecord({ ...info, min, max }, words(text)[1]);
  });
  const counts = countsRecord(rows.columnCount, rows.rowCount, header.batches.length);
  const counted = replaceRecords(edited, ["NCOL"], [counts]);
  const limits = inverseDSquaredLimits(header, rows);
  return limits === undefined ? counted : replaceRecords(counted, ["RESO"], [resolutionRecord(limits)]);
}

/**
 * Opens an MTZ file: reads its header (the first 80 bytes and those from the header on), no row.
 * @throws FormatError if it is not the header of a sound MTZ file
 */
export async function openMtz(source: ByteSource): Promise<MtzReader> {
  return new MtzReader(source, await readHeaderParts(source));
}

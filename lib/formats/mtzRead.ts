/**
 * Reading MTZ files. The first 80 bytes say where the header is, the header says what the rows between the two mean.
 * Nothing is allocated by a count of the header before that count was held against the length of the file.
 * Source: CCP4's "MTZ format" documentation.
 */
import { FormatError, InputError, MissingColumnError } from "../errors.js";
import { type ByteSource, readRange } from "./byteSource.js";
import { Mtz } from "./mtz.js";
import { parseMainHeader, splitMainRecords } from "./mtzHeader.js";
import { headerOf, type MtzParts } from "./mtzParts.js";
import { preambleLength, readPreamble } from "./mtzPreamble.js";
import { latin1, recordLength } from "./mtzRecords.js";
import { columnBits, valuesOfBits } from "./mtzRows.js";
import { parseTrailer } from "./mtzTrailer.js";
import type { MtzHeader } from "./mtzTypes.js";

const blockBytes = 4 << 20;

/**
 * Reads a whole MTZ file, merged or unmerged. Takes the memory of the file once.
 * @throws FormatError if the bytes are not a sound MTZ file
 */
export async function readMtz(source: ByteSource): Promise<Mtz> {
  const { header, parts } = await readHeaderParts(source);
  const { headerStart, bigEndian } = parts.preamble;
  const between = await readRange(source, preambleLength, headerStart);
  const size = rowBytes(header) * header.rowCount;
  const rows = {
    bytes: between.subarray(0, size),
    rowCount: header.rowCount,
    columnCount: header.columnInfos.length,
    bigEndian,
  };
  return new Mtz({ ...parts, rows, gap: between.subarray(size) }, header);
}

/**
 * Reads the header of an MTZ file: only the first 80 bytes and those from the header on are asked for.
 * @throws FormatError if they are not those of a sound MTZ file
 */
export async function readMtzHeader(source: ByteSource): Promise<MtzHeader> {
  return (await readHeaderParts(source)).header;
}

/** Which rows to read: `from` (inclusive, by default 0) to `to` (exclusive, by default all). */
export interface RowRange {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Reads some columns of an MTZ file, NaN where missing, block by block: memory for these columns and one block of 4 MiB.
 * @param labels of the columns; of several of one label the first is read
 * @throws FormatError if the file is not sound
 * @throws MissingColumnError for a label that the file does not have
 * @throws InputError for rows that it does not have
 */
export async function readMtzColumns(
  source: ByteSource,
  labels: readonly string[],
  rows: RowRange = {},
): Promise<Map<string, Float32Array>> {
  const { header, parts } = await readHeaderParts(source);
  const { from = 0, to = header.rowCount } = rows;
  if (!(Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from <= to && to <= header.rowCount)) {
    throw new InputError(`rows of ${header.name}: got ${from} to ${to}, expected 0 to ${header.rowCount}`);
  }
  const all = header.columnInfos.map(({ label }) => label);
  const wanted = [...new Set(labels)].map((label) => {
    const index = all.indexOf(label);
    if (index < 0) throw new MissingColumnError(label, all, header.name);
    return { label, index, bits: new Uint32Array(to - from) };
  });
  const stride = rowBytes(header);
  const perBlock = Math.max(1, Math.floor(blockBytes / Math.max(1, stride)));
  for (let start = from; start < to; start += perBlock) {
    const count = Math.min(perBlock, to - start);
    const at = preambleLength + start * stride;
    const block = {
      bytes: await readRange(source, at, at + count * stride),
      rowCount: count,
      columnCount: all.length,
      bigEndian: parts.preamble.bigEndian,
    };
    for (const { index, bits } of wanted) bits.set(columnBits(block, index), start - from);
  }
  return new Map(
    wanted.map(({ label, index, bits }) => [
      label,
      valuesOfBits(bits, header.columnInfos[index].type, header.missingValue),
    ]),
  );
}

/** The header of a file, and the parts that it was read from. */
export interface HeaderParts {
  readonly header: MtzHeader;
  readonly parts: Omit<MtzParts, "rows" | "gap">;
}

/** Reads all but the rows. @throws FormatError if it is not the header of a sound MTZ file */
export async function readHeaderParts(source: ByteSource): Promise<HeaderParts> {
  const name = source.name ?? "MTZ";
  const fileLength = source.byteLength;
  const first = await readRange(source, 0, Math.min(preambleLength, fileLength));
  const preamble = readPreamble(first, name, fileLength);
  const { records, behind } = await readMainRecords(source, preamble.headerStart, name);
  const main = parseMainHeader(records, name);
  checkRows(main, preamble.headerStart, name);
  const trailer = parseTrailer(behind, main.batchCount, preamble.bigEndian, name);
  const parts = { name, preamble, records, trailer: trailer.parts, appended: behind.slice(trailer.end) };
  return { header: headerOf(parts, main), parts };
}

/** The main header, and a copy of what is behind it: the bytes of the main header are not held any longer. */
async function readMainRecords(
  source: ByteSource,
  headerStart: number,
  name: string,
): Promise<{ records: string[]; behind: Uint8Array }> {
  const bytes = await readRange(source, headerStart, source.byteLength);
  const decode = (start: number): string =>
    latin1(bytes, start, Math.min(start + recordLength, bytes.length));
  const { records, end } = splitMainRecords(bytes.length, decode, name);
  return { records, behind: bytes.slice(end) };
}

function rowBytes(header: Pick<MtzHeader, "columnInfos">): number {
  return 4 * header.columnInfos.length;
}

function checkRows(
  header: Pick<MtzHeader, "columnInfos" | "rowCount">,
  headerStart: number,
  name: string,
): void {
  const room = headerStart - preambleLength;
  const needed = rowBytes(header) * header.rowCount;
  // with no columns any count of rows would fit
  const impossible = header.columnInfos.length === 0 && header.rowCount > 0;
  if (needed <= room && !impossible) return;
  throw new FormatError(
    `${name}, NCOL record: got ${header.columnInfos.length} columns and ${header.rowCount} reflections, ` +
      `that is ${needed} bytes, expected at most the ${room} bytes before the header`,
  );
}

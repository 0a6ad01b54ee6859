/**
 * An MTZ file cut into its parts, each as it stands in the file: what is not changed is written back byte for byte.
 */
import { batchLength, writeBatch } from "./mtzBatch.js";
import { type MtzMainHeader, parseMainHeader } from "./mtzHeader.js";
import type { MtzPreamble } from "./mtzPreamble.js";
import { writeLatin1 } from "./mtzRecords.js";
import type { MtzRows } from "./mtzRows.js";
import { batchesOf, historyOf, type TrailerPart } from "./mtzTrailer.js";
import type { MtzHeader } from "./mtzTypes.js";

/** The parts of an MTZ file, in file order. */
export interface MtzParts {
  /** What errors call the file. */
  readonly name: string;
  readonly preamble: MtzPreamble;
  readonly rows: MtzRows;
  /** Bytes between the reflections and the header; usually none. */
  readonly gap: Uint8Array;
  /** The main header, VERS to END. */
  readonly records: readonly string[];
  /** What is behind END, up to MTZENDOFHEADERS. */
  readonly trailer: readonly TrailerPart[];
  /** What is behind MTZENDOFHEADERS: text or XML that some programs append. */
  readonly appended: Uint8Array;
}

/**
 * The bytes of the file, piece by piece, so that the rows need not be copied.
 * @throws InputError if a batch header has a field of the wrong length
 */
export function* piecesOf(parts: MtzParts): Generator<Uint8Array> {
  yield parts.preamble.bytes;
  yield parts.rows.bytes;
  yield parts.gap;
  yield textBytes(parts.records);
  for (const part of parts.trailer) yield* trailerBytes(part, parts.preamble.bigEndian);
  yield parts.appended;
}

function textBytes(records: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(records.reduce((sum, text) => sum + text.length, 0));
  let at = 0;
  for (const text of records) {
    writeLatin1(bytes, at, text);
    at += text.length;
  }
  return bytes;
}

function* trailerBytes(part: TrailerPart, bigEndian: boolean): Generator<Uint8Array> {
  yield textBytes(part.kind === "history" ? [part.head, ...part.lines] : [part.head]);
  if (part.kind !== "batches") return;
  const bytes = new Uint8Array(part.batches.length * batchLength);
  part.batches.forEach((batch, i) => {
    writeBatch(bytes, i * batchLength, batch, bigEndian);
  });
  yield bytes;
}

/** What the header of a file says. @throws FormatError if its main header is not sound */
export function headerOf(
  parts: Omit<MtzParts, "rows" | "gap">,
  main: MtzMainHeader = parseMainHeader(parts.records, parts.name),
): MtzHeader {
  const batches = batchesOf(parts.trailer);
  const [least, greatest] = main.inverseDSquaredLimits;
  return {
    name: parts.name,
    version: main.version,
    title: main.title,
    rowCount: main.rowCount,
    columnInfos: main.columnInfos,
    cell: main.cell,
    sortOrder: main.sortOrder,
    symmetry: main.symmetry,
    inverseDSquaredLimits: main.inverseDSquaredLimits,
    missingValue: main.missingValue,
    datasets: main.datasets,
    resolutionLimits: [1 / Math.sqrt(least), 1 / Math.sqrt(greatest)],
    batches,
    history: historyOf(parts.trailer),
    bigEndian: parts.preamble.bigEndian,
    merged: batches.length === 0 && !main.columnInfos.some(({ type }) => type === "Y" || type === "B"),
  };
}

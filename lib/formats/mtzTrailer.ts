/**
 * What follows the main header of an MTZ file: the history (MTZHIST and a count), the batch headers (MTZBATS), and
 * MTZENDOFHEADERS. Kept as a list of parts, so that records of other programs stay where they are.
 * Source: CCP4's "MTZ format" documentation.
 */
import { FormatError } from "../errors.js";
import { batchLength, parseBatch } from "./mtzBatch.js";
import { keyOf, latin1, parseInteger, recordLength, trimmedEnd, words } from "./mtzRecords.js";
import type { MtzBatch } from "./mtzTypes.js";

/** One part behind the main header. `head` is its first record, as read. */
export type TrailerPart =
  | { readonly kind: "record"; readonly head: string }
  | { readonly kind: "history"; readonly head: string; readonly lines: readonly string[] }
  | { readonly kind: "batches"; readonly head: string; readonly batches: readonly MtzBatch[] };

/** The parts behind the main header, MTZENDOFHEADERS last, and the byte behind them. */
export interface Trailer {
  readonly parts: readonly TrailerPart[];
  readonly end: number;
}

/**
 * Reads what follows END.
 * @param bytes from the byte behind END to the end of the file
 * @param batchCount how many batches NCOL promises
 * @throws FormatError if MTZENDOFHEADERS is not there, or the batch headers are not sound or not as many as promised
 */
export function parseTrailer(
  bytes: Uint8Array,
  batchCount: number,
  bigEndian: boolean,
  name: string,
): Trailer {
  const parts: TrailerPart[] = [];
  const textAt = (at: number): string => latin1(bytes, at, Math.min(at + recordLength, bytes.length));
  let at = 0;
  let found = 0;
  while (at < bytes.length) {
    const head = textAt(at);
    at = Math.min(at + recordLength, bytes.length);
    const key = keyOf(head);
    if (key === "MTZH") {
      const lines = historyLines(parseInteger(words(head)[0]) ?? 0, (i) => textAt(at + i * recordLength));
      at = Math.min(at + lines.length * recordLength, bytes.length);
      parts.push({ kind: "history", head, lines });
    } else if (key === "MTZB") {
      const batches = parseBatches(bytes, at, batchCount - found, bigEndian, name);
      at += batches.length * batchLength;
      found += batches.length;
      parts.push({ kind: "batches", head, batches });
    } else {
      parts.push({ kind: "record", head });
      if (key === "MTZE") {
        checkBatchCount(found, batchCount, name);
        return { parts, end: at };
      }
    }
  }
  throw new FormatError(
    `${name}, header: got the end of the file behind END, expected MTZENDOFHEADERS (is the file cut off?)`,
  );
}

/** At most `count` lines; fewer where the headers end before, as after a wrong count. */
function historyLines(count: number, lineAt: (i: number) => string): string[] {
  const lines: string[] = [];
  for (let i = 0; i < count; i++) {
    const line = lineAt(i);
    if (line === "" || line.startsWith("MTZENDOFHEADERS") || line.startsWith("MTZBATS")) break;
    lines.push(line);
  }
  return lines;
}

function parseBatches(
  bytes: Uint8Array,
  start: number,
  count: number,
  bigEndian: boolean,
  name: string,
): MtzBatch[] {
  const batches: MtzBatch[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * batchLength;
    if (at >= bytes.length) checkBatchCount(i, count, name);
    batches.push(parseBatch(bytes, at, bigEndian, name));
  }
  return batches;
}

function checkBatchCount(found: number, expected: number, name: string): void {
  if (found === expected) return;
  throw new FormatError(`${name}, batch headers: got ${found}, expected ${expected} as the NCOL record says`);
}

/** The history, line by line. */
export function historyOf(parts: readonly TrailerPart[]): string[] {
  return parts.flatMap((part) => (part.kind === "history" ? part.lines.map(trimmedEnd) : []));
}

/** The batch headers. */
export function batchesOf(parts: readonly TrailerPart[]): MtzBatch[] {
  return parts.flatMap((part) => (part.kind === "batches" ? part.batches : []));
}

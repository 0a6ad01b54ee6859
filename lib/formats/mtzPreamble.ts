/**
 * The first 80 bytes of an MTZ file: "MTZ ", the position of the header in words of four bytes counted from 1, the
 * machine stamp, and, where the position does not fit into 32 bits, that position as a 64-bit integer at byte 12 (the
 * 32-bit one is then −1). Source: CCP4's "MTZ format" and "library_file" documentation (machine stamp: one half-byte
 * each for real, complex, integer and character format; 1 big-endian IEEE, 2 VAX, 3 Cray, 4 little-endian IEEE,
 * 5 Convex).
 */
import { FormatError } from "../errors.js";
import { latin1, writeLatin1 } from "./mtzRecords.js";

/** Bytes before the reflections: 20 words. */
export const preambleLength = 80;

/** What the first bytes of a file say. */
export interface MtzPreamble {
  readonly bytes: Uint8Array;
  readonly bigEndian: boolean;
  /** Byte at which the header starts. */
  readonly headerStart: number;
}

const otherNumbers: Readonly<Record<number, string>> = { 2: "VAX", 3: "Cray", 5: "Convex" };

/**
 * Reads the first 80 bytes (fewer, where the file is shorter).
 * @param name what errors call the file
 * @param fileLength in bytes
 * @throws FormatError if this is no MTZ file, its numbers are neither kind of IEEE, or the header would lie outside
 */
export function readPreamble(bytes: Uint8Array, name: string, fileLength: number): MtzPreamble {
  if (bytes.length === 0) throw new FormatError(`${name}: got an empty file, expected an MTZ file`);
  if (latin1(bytes, 0, 4) !== "MTZ ") {
    throw new FormatError(`${name}: got "${shown(bytes)}" at byte 0, expected "MTZ "${likelyFormat(bytes)}`);
  }
  if (bytes.length < preambleLength) {
    throw new FormatError(
      `${name}: got ${fileLength} bytes, expected at least ${preambleLength} before the reflections (is it cut off?)`,
    );
  }
  const bigEndian = byteOrder(bytes, name, fileLength);
  const headerStart = headerStartOf(bytes, bigEndian);
  if (!isInside(headerStart, fileLength)) {
    throw new FormatError(
      `${name}, position of the header: got byte ${headerStart} of ${fileLength}, ` +
        `expected one from ${preambleLength} to the end (is the file cut off?)`,
    );
  }
  return { bytes, bigEndian, headerStart };
}

function byteOrder(bytes: Uint8Array, name: string, fileLength: number): boolean {
  const [real, integer] = [bytes[8] >> 4, bytes[9] >> 4];
  const other = otherNumbers[real] ?? otherNumbers[integer];
  if (other !== undefined) {
    throw new FormatError(
      `${name}, machine stamp: got 0x${hex(bytes[8])}${hex(bytes[9])} (numbers of a ${other}), expected IEEE numbers ` +
        "(0x4441 little-endian or 0x1111 big-endian); convert the file with CCP4 on a machine of its kind",
    );
  }
  if (integer === 1) return true;
  if (integer === 4) return false;
  // some old programs leave the stamp empty: the order in which the header lies inside the file
  return (
    !isInside(headerStartOf(bytes, false), fileLength) && isInside(headerStartOf(bytes, true), fileLength)
  );
}

function headerStartOf(bytes: Uint8Array, bigEndian: boolean): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, preambleLength);
  const word = view.getInt32(4, !bigEndian);
  return 4 * ((word === -1 ? Number(view.getBigInt64(12, !bigEndian)) : word) - 1);
}

function isInside(headerStart: number, fileLength: number): boolean {
  return headerStart >= preambleLength && headerStart < fileLength;
}

/**
 * The first 80 bytes for a header at byte `headerStart`. With `model`, the first bytes of the same file before, all else
 * stays as it was there: a machine stamp of the same byte order, a 64-bit position.
 */
export function makePreamble(headerStart: number, bigEndian: boolean, model?: MtzPreamble): Uint8Array {
  const bytes = new Uint8Array(preambleLength);
  const view = new DataView(bytes.buffer);
  if (model === undefined) writeLatin1(bytes, 0, "MTZ ");
  else bytes.set(model.bytes);
  if (model?.bigEndian !== bigEndian) bytes.set(bigEndian ? [0x11, 0x11] : [0x44, 0x41], 8);
  const position = headerStart / 4 + 1;
  const wide = view.getInt32(4) === -1 || position > 0x7fffffff;
  view.setInt32(4, wide ? -1 : position, !bigEndian);
  if (wide) view.setBigInt64(12, BigInt(position), !bigEndian);
  return bytes;
}

function shown(bytes: Uint8Array): string {
  return latin1(bytes, 0, Math.min(4, bytes.length)).replace(
    /[^ -~]/g,
    (character) => `\\x${hex(character.charCodeAt(0))}`,
  );
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0");
}

const signatures: readonly [readonly string[], string][] = [
  [["\x1f\x8b"], "it is compressed by gzip: unpack it first, gunzip FILE"],
  [["BZh"], "it is compressed by bzip2: unpack it first, bunzip2 FILE"],
  [["\xfd7zXZ"], "it is compressed by xz: unpack it first, unxz FILE"],
  [["PK"], "it is a ZIP archive: unpack it first"],
  [["\x89HDF"], "it is an HDF5 file"],
  [["data_", "loop_", "#"], "it looks like an mmCIF file"],
  [["HEADER", "CRYST1", "ATOM  ", "REMARK", "TITLE ", "HETATM", "MODEL"], "it looks like a PDB file"],
  [["!FORMAT=XDS"], "it looks like an XDS_ASCII file"],
  [["CrystFEL"], "it looks like a CrystFEL stream"],
  [["<"], "it looks like HTML or XML: was the download refused?"],
];

function likelyFormat(bytes: Uint8Array): string {
  const start = latin1(bytes).trimStart();
  const found = signatures.find(([starts]) => starts.some((text) => start.startsWith(text)));
  return found === undefined ? " (it is no MTZ file)" : ` (${found[1]})`;
}

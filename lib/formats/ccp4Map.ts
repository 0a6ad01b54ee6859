/**
 * Maps in the CCP4 and MRC format: a header of 256 words (counts, cell, axis order, space group, statistics, labels),
 * NSYMBT bytes that in crystallography hold symmetry operations in lines of 80 characters, and the values of a box of
 * the unit cell's grid, columns fastest, then rows, then sections. Source: the MRC2014 description (Cheng et al.,
 * J. Struct. Biol. 192 (2015) 146–150) and CCP4's maplib documentation. Word numbers in comments count from 1.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { FormatError, InputError } from "../errors.js";
import type { ByteSource } from "./byteSource.js";

export { type Ccp4GridOptions, gridOfCcp4Map } from "./ccp4MapGrid.js";
export { type WriteCcp4Options, writeCcp4Map } from "./ccp4MapWriter.js";

/** Three numbers along x, y, z, or along columns, rows, sections. */
export type Triple = readonly [number, number, number];

/** What a CCP4 map file holds: a box of the grid of a unit cell. Triples are along x, y, z, whatever the file's order. */
export interface Ccp4Map {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Points along the whole cell: NX, NY, NZ. */
  readonly sampling: Triple;
  /** First grid point of the box; may be negative. */
  readonly start: Triple;
  /** Points of the box. */
  readonly size: Triple;
  /** Values of the box, x slowest, z fastest. */
  readonly data: Float32Array;
  /** 0 int8, 1 int16, 2 float32, 6 uint16. */
  readonly mode: number;
  /** MAPC, MAPR, MAPS: which axis (1, 2, 3 = x, y, z) is the columns (fastest), rows and sections of the file. */
  readonly axisOrder: Triple;
  readonly bigEndian: boolean;
  /** AMIN, AMAX, AMEAN and ARMS as the file states them. */
  readonly stated: {
    readonly minimum: number;
    readonly maximum: number;
    readonly mean: number;
    readonly rms: number;
  };
  readonly labels: readonly string[];
  /** The symmetry records, as written; empty where there are none. */
  readonly symmetryRecords: readonly string[];
  /** True where LSKFLG says that the map was made in a frame skewed against the cell's. */
  readonly skewed: boolean;
}

const headerBytes = 1024;
const bytesOfMode: Readonly<Record<number, number>> = { 0: 1, 1: 2, 2: 4, 6: 2 };
const chunkBytes = 1 << 20;
/** The group with the most operations, Fm-3m and its kin, has 192. */
const mostOperations = 192;

/**
 * Reads a CCP4 or MRC map.
 * @throws FormatError if the bytes are not such a map, say more than there is, or name an unknown space group or mode
 */
export async function readCcp4Map(source: ByteSource): Promise<Ccp4Map> {
  const name = source.name ?? "CCP4 map";
  if (source.byteLength < headerBytes) {
    throw new FormatError(`${name}: got ${source.byteLength} bytes, expected a header of ${headerBytes}`);
  }
  const header = new DataView(await bytes(source, name, 0, headerBytes));
  const littleEndian = isLittleEndian(header, name);
  const words = readWords(header, littleEndian, name);
  const itemBytes = bytesOfMode[words.mode];
  const items = words.counts[0] * words.counts[1] * words.counts[2];
  const dataStart = headerBytes + words.extendedBytes;
  const expected = dataStart + items * itemBytes;
  if (!(expected <= source.byteLength)) {
    throw new FormatError(
      `${name}: got ${source.byteLength} bytes, expected ${expected} for ${words.counts.join(" × ")} values of mode ` +
        `${words.mode} after ${dataStart} bytes of headers; the file may be truncated`,
    );
  }
  const symmetryRecords = hasSymmetryRecords(header, words)
    ? recordsOf(await bytes(source, name, headerBytes, dataStart), name)
    : [];
  const spaceGroup = spaceGroupOf(words.spaceGroupNumber, symmetryRecords, name);
  const { size, strides } = boxOf(words.counts, words.axisOrder);
  const data = await readBox(source, name, dataStart, words, strides, littleEndian);
  return {
    cell: words.cell,
    spaceGroup,
    sampling: words.sampling,
    start: inXyz(words.starts, words.axisOrder),
    size,
    data,
    mode: words.mode,
    axisOrder: words.axisOrder,
    bigEndian: !littleEndian,
    stated: words.stated,
    labels: words.labels,
    symmetryRecords,
    skewed: words.skewed,
  };
}

/** The bytes [start, end) of the source, of which there must be as many as asked for. */
async function bytes(source: ByteSource, name: string, start: number, end: number): Promise<ArrayBuffer> {
  const got = await source.slice(start, end);
  if (got.byteLength !== end - start) {
    throw new FormatError(
      `${name}: got ${got.byteLength} bytes from byte ${start}, expected ${end - start}; the file may be truncated`,
    );
  }
  return got;
}

/** Byte order from the machine stamp (word 54); where that is blank, from which order makes MAPC, MAPR, MAPS an order. */
function isLittleEndian(header: DataView, name: string): boolean {
  const signature = ascii(new Uint8Array(header.buffer, 208, 4));
  if (signature !== "MAP ") {
    throw new FormatError(`${name}: got ${JSON.stringify(signature)} in bytes 208 to 211, expected "MAP "`);
  }
  const stamp = header.getUint8(212);
  if (stamp === 0x44) return true;
  if (stamp === 0x11) return false;
  for (const little of [true, false]) {
    const order = [64, 68, 72].map((at) => header.getInt32(at, little));
    if (order.slice().sort().join() === "1,2,3") return little;
  }
  throw new FormatError(
    `${name}: got machine stamp 0x${stamp.toString(16)}, expected 0x44 (little endian) or 0x11 (big endian)`,
  );
}

interface Words {
  readonly counts: Triple;
  readonly mode: number;
  readonly starts: Triple;
  readonly sampling: Triple;
  readonly cell: UnitCell;
  readonly axisOrder: Triple;
  readonly spaceGroupNumber: number;
  readonly extendedBytes: number;
  readonly skewed: boolean;
  readonly stated: Ccp4Map["stated"];
  readonly labels: string[];
}

function readWords(header: DataView, littleEndian: boolean, name: string): Words {
  const integer = (word: number) => header.getInt32(4 * (word - 1), littleEndian);
  const real = (word: number) => header.getFloat32(4 * (word - 1), littleEndian);
  const triple = (word: number): Triple => [integer(word), integer(word + 1), integer(word + 2)];
  const words: Words = {
    counts: triple(1),
    mode: integer(4),
    starts: triple(5),
    sampling: triple(8),
    cell: cellOf([11, 12, 13, 14, 15, 16].map(real), name),
    axisOrder: triple(17),
    spaceGroupNumber: integer(23),
    extendedBytes: integer(24),
    skewed: integer(25) === 1,
    stated: { minimum: real(20), maximum: real(21), mean: real(22), rms: real(55) },
    labels: labelsOf(header, integer(56)),
  };
  for (const [what, values] of Object.entries({
    "NC, NR, NS": words.counts,
    "NX, NY, NZ": words.sampling,
  })) {
    if (values.some((n) => n < 1))
      throw new FormatError(`${name}, ${what}: got ${values.join(", ")}, expected positive counts`);
  }
  if (bytesOfMode[words.mode] === undefined) {
    throw new FormatError(
      `${name}, MODE: got ${words.mode}, expected 0 (int8), 1 (int16), 2 (float32) or 6 (uint16)`,
    );
  }
  if (words.axisOrder.slice().sort().join() !== "1,2,3") {
    throw new FormatError(
      `${name}, MAPC, MAPR, MAPS: got ${words.axisOrder.join(", ")}, expected 1, 2, 3 in some order`,
    );
  }
  if (words.extendedBytes < 0) {
    throw new FormatError(`${name}, NSYMBT: got ${words.extendedBytes}, expected a number of bytes`);
  }
  return words;
}

function cellOf(parameters: readonly number[], name: string): UnitCell {
  try {
    return UnitCell.of(parameters);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FormatError(`${name}, CELLA and CELLB: ${error.message}`);
  }
}

function labelsOf(header: DataView, count: number): string[] {
  const labels: string[] = [];
  for (let i = 0; i < Math.min(10, count); i++) {
    labels.push(ascii(new Uint8Array(header.buffer, 224 + 80 * i, 80)).replace(/[\0 ]+$/, ""));
  }
  return labels;
}

function ascii(characters: Uint8Array): string {
  return Array.from(characters, (c) => String.fromCharCode(c)).join("");
}

/** What MRC's EXTTYP (word 27) calls extended headers that hold something other than symmetry operations. */
const otherExtensions: ReadonlySet<string> = new Set(["SERI", "AGAR", "FEI1", "FEI2", "HDF5", "MRCO"]);

/** Whether the extended header is to be read as symmetry operations; those of P1 say nothing. */
function hasSymmetryRecords(header: DataView, { spaceGroupNumber, skewed }: Words): boolean {
  // Word 27 is an element of the skew matrix where there is one.
  const type = skewed ? "" : ascii(new Uint8Array(header.buffer, 104, 4));
  return spaceGroupNumber > 1 && !otherExtensions.has(type);
}

function recordsOf(extended: ArrayBuffer, name: string): string[] {
  const records: string[] = [];
  for (let at = 0; at + 80 <= extended.byteLength; at += 80) {
    const line = ascii(new Uint8Array(extended, at, 80)).replace(/[\0 ]+$/, "");
    if (line !== "") records.push(line);
    if (records.length > mostOperations) {
      throw new FormatError(
        `${name}, NSYMBT: got ${extended.byteLength} bytes of symmetry records, expected at most ${mostOperations} lines of 80`,
      );
    }
  }
  return records;
}

/** The space group of the symmetry records where there are some, which also say the setting; else of ISPG. */
function spaceGroupOf(number: number, records: readonly string[], name: string): SpaceGroup {
  // ISPG is 0 for a stack of images and is left blank by some programs: a box without symmetry.
  if (number === 0) return SpaceGroup.fromNumber(1);
  try {
    if (records.length === 0) return SpaceGroup.fromNumber(number);
    const spaceGroup = SpaceGroup.fromOperations(records.flatMap((line) => line.split("*")));
    // CCP4 adds thousands to the number for other settings.
    if (spaceGroup.number === number % 1000) return spaceGroup;
    throw new FormatError(
      `${name}: got ISPG ${number} and symmetry records of ${spaceGroup.name} (number ${spaceGroup.number}), expected the same`,
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new FormatError(`${name}, ISPG and symmetry records: ${error.message}`);
  }
}

/** A triple along columns, rows, sections put in the order x, y, z. */
function inXyz(values: Triple, axisOrder: Triple): [number, number, number] {
  const xyz: [number, number, number] = [0, 0, 0];
  for (let i = 0; i < 3; i++) xyz[axisOrder[i] - 1] = values[i];
  return xyz;
}

/** Points of the box along x, y, z, and by how much the index into its data steps per column, row and section. */
function boxOf(counts: Triple, axisOrder: Triple): { size: Triple; strides: Triple } {
  const size = inXyz(counts, axisOrder);
  const xyzStrides = [size[1] * size[2], size[2], 1];
  return {
    size,
    strides: [xyzStrides[axisOrder[0] - 1], xyzStrides[axisOrder[1] - 1], xyzStrides[axisOrder[2] - 1]],
  };
}

async function readBox(
  source: ByteSource,
  name: string,
  dataStart: number,
  words: Words,
  strides: Triple,
  littleEndian: boolean,
): Promise<Float32Array> {
  const [columns, rows, sections] = words.counts;
  const itemBytes = bytesOfMode[words.mode];
  const items = columns * rows * sections;
  const data = new Float32Array(items);
  const chunkItems = chunkBytes / itemBytes;
  let [column, row, section] = [0, 0, 0];
  for (let first = 0; first < items; first += chunkItems) {
    const count = Math.min(chunkItems, items - first);
    const start = dataStart + first * itemBytes;
    const chunk = new DataView(await bytes(source, name, start, start + count * itemBytes));
    const value = valueReader(chunk, words.mode, littleEndian);
    for (let i = 0; i < count; i++) {
      data[column * strides[0] + row * strides[1] + section * strides[2]] = value(i * itemBytes);
      if (++column === columns) {
        column = 0;
        if (++row === rows) {
          row = 0;
          section++;
        }
      }
    }
  }
  return data;
}

function valueReader(chunk: DataView, mode: number, littleEndian: boolean): (at: number) => number {
  if (mode === 0) return (at) => chunk.getInt8(at);
  if (mode === 1) return (at) => chunk.getInt16(at, littleEndian);
  if (mode === 6) return (at) => chunk.getUint16(at, littleEndian);
  return (at) => chunk.getFloat32(at, littleEndian);
}

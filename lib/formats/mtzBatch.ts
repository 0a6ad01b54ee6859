/**
 * Batch headers of unmerged MTZ files. Each is a BH record (number and counts of words), a TITLE record, an orientation
 * block of 29 integers and 156 reals, and a BHCH record with the names of the goniostat axes. Source: CCP4's "MTZ
 * format" documentation; the place of each word as in CCP4's C library (MtzArrayToBatch).
 */
import { FormatError, InputError } from "../errors.js";
import {
  asLatin1,
  integerField,
  keyOf,
  latin1,
  parseInteger,
  record,
  recordLength,
  trimmedEnd,
  words,
  writeLatin1,
} from "./mtzRecords.js";
import type { MtzBatch } from "./mtzTypes.js";

const integerCount = 29;
const realCount = 156;
const blockLength = 4 * (integerCount + realCount);

/** Bytes of one batch header. */
export const batchLength: number = 3 * recordLength + blockLength;

/** Where a named field of numbers begins among the reals, and how many there are. */
const realFields = {
  cell: [0, 6],
  missettingAngles: [15, 6],
  scanAxis: [38, 3],
  beam: [83, 3],
  detectorLimits: [113, 4],
} as const;

/** Where a named number stands among the reals. */
const realWords = {
  mosaicity: 21,
  phiStart: 36,
  phiEnd: 37,
  timeStart: 41,
  timeEnd: 42,
  scale: 43,
  bFactor: 44,
  phiRange: 47,
  wavelength: 86,
  detectorDistance: 111,
} as const;

/** NBSETID: the data set of a batch, among the integers. */
const datasetWord = 20;
/** U stands column by column: U11, U21, U31, U12 … */
const uMatrixWord = 6;

/**
 * The batch header that starts at byte `start`.
 * @throws FormatError if it is cut off, does not begin with BH, or its counts are not 29 and 156
 */
export function parseBatch(bytes: Uint8Array, start: number, bigEndian: boolean, name: string): MtzBatch {
  const head = latin1(bytes, start, Math.min(start + recordLength, bytes.length));
  const [number, total, integerWords, realWordCount] = words(head).map(parseInteger);
  if (keyOf(head) !== "BH" || number === undefined) {
    throw new FormatError(
      `${name}, batch headers: got "${trimmedEnd(head).slice(0, 20)}", expected BH and a batch number`,
    );
  }
  if (integerWords !== integerCount || realWordCount !== realCount || total !== integerCount + realCount) {
    throw new FormatError(
      `${name}, header of batch ${number}: got ${total} words, ${integerWords} integers and ${realWordCount} reals, ` +
        `expected ${integerCount + realCount}, ${integerCount} and ${realCount}`,
    );
  }
  if (bytes.length < start + batchLength) {
    throw new FormatError(
      `${name}, header of batch ${number}: got ${bytes.length - start} bytes up to the end of the file, ` +
        `expected ${batchLength} (is the file cut off?)`,
    );
  }
  const titleStart = start + recordLength;
  const blockStart = titleStart + recordLength;
  const axesStart = blockStart + blockLength;
  const title = latin1(bytes, titleStart, blockStart);
  const axes = latin1(bytes, axesStart, axesStart + recordLength);
  if (keyOf(axes) !== "BHCH") {
    throw new FormatError(
      `${name}, header of batch ${number}: got "${trimmedEnd(axes).slice(0, 20)}" behind the orientation block, ` +
        "expected BHCH and the names of the axes",
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + blockStart, blockLength);
  const { integers, reals } = readBlock(view, bigEndian);
  return fromBlock(integers, reals, {
    number,
    title: trimmedEnd(title.slice(6, 76)),
    axes: words(axes).slice(0, 3),
    records: [head, title, axes],
  });
}

function readBlock(view: DataView, bigEndian: boolean): { integers: Int32Array; reals: Float32Array } {
  const integers = new Int32Array(integerCount);
  // bits, not numbers: a number may lose the bits of a NaN
  const bits = new Int32Array(realCount);
  for (let i = 0; i < integerCount; i++) integers[i] = view.getInt32(4 * i, !bigEndian);
  for (let i = 0; i < realCount; i++) bits[i] = view.getInt32(4 * (integerCount + i), !bigEndian);
  return { integers, reals: new Float32Array(bits.buffer) };
}

type TextFields = Pick<MtzBatch, "number" | "title" | "axes" | "records">;

function fromBlock(integers: Int32Array, reals: Float32Array, text: TextFields): MtzBatch {
  const field = (name: keyof typeof realFields): number[] => {
    const [from, count] = realFields[name];
    return Array.from(reals.subarray(from, from + count));
  };
  const u = reals.subarray(uMatrixWord, uMatrixWord + 9);
  return {
    number: text.number,
    title: text.title,
    datasetId: integers[datasetWord],
    axes: text.axes,
    cell: field("cell"),
    uMatrix: [u[0], u[3], u[6], u[1], u[4], u[7], u[2], u[5], u[8]],
    missettingAngles: field("missettingAngles"),
    mosaicity: reals[realWords.mosaicity],
    phiStart: reals[realWords.phiStart],
    phiEnd: reals[realWords.phiEnd],
    phiRange: reals[realWords.phiRange],
    scanAxis: field("scanAxis"),
    timeStart: reals[realWords.timeStart],
    timeEnd: reals[realWords.timeEnd],
    scale: reals[realWords.scale],
    bFactor: reals[realWords.bFactor],
    beam: field("beam"),
    wavelength: reals[realWords.wavelength],
    detectorDistance: reals[realWords.detectorDistance],
    detectorLimits: field("detectorLimits"),
    integers,
    reals,
    records: text.records,
  };
}

/** What {@link makeBatch} takes: a batch number and whatever else is known. */
export type MtzBatchInit = Pick<MtzBatch, "number"> & Partial<MtzBatch>;

/**
 * A batch header from its number and whatever else is known; the rest as CCP4 programs leave it: zeros, a scale of 1.
 * @throws InputError if the number is no integer from 0, or a field has the wrong count of numbers
 */
export function makeBatch(init: MtzBatchInit): MtzBatch {
  if (!Number.isInteger(init.number) || init.number < 0 || init.number > 0x7fffffff) {
    throw new InputError(`number of a batch: got ${init.number}, expected an integer from 0 to 2147483647`);
  }
  const integers = init.integers?.slice() ?? new Int32Array(integerCount);
  const reals = init.reals?.slice() ?? new Float32Array(realCount);
  if (integers.length !== integerCount || reals.length !== realCount) {
    throw new InputError(
      `orientation block of batch ${init.number}: got ${integers.length} integers and ${reals.length} reals, ` +
        `expected ${integerCount} and ${realCount}`,
    );
  }
  if (init.integers === undefined) integers.set([integerCount + realCount, integerCount, realCount]);
  if (init.reals === undefined) reals[realWords.scale] = 1;
  const { number, title = "", axes = [], records } = init;
  const batch = { ...fromBlock(integers, reals, { number, title, axes, records }), ...definedFields(init) };
  const block = blockOf(batch);
  return fromBlock(block.integers, block.reals, { number, title, axes: batch.axes, records });
}

function definedFields(init: MtzBatchInit): Partial<MtzBatch> {
  return Object.fromEntries(Object.entries(init).filter(([, value]) => value !== undefined));
}

/** The orientation block that says what the named fields say. */
function blockOf(batch: MtzBatch): { integers: Int32Array; reals: Float32Array } {
  const integers = batch.integers.slice();
  const reals = batch.reals.slice();
  const put = (at: number, value: number): void => {
    // an equal number is left alone, with all its bits
    if (!Object.is(reals[at], Math.fround(value))) reals[at] = value;
  };
  const putAll = (name: string, at: number, count: number, values: readonly number[]): void => {
    if (values.length !== count) {
      throw new InputError(
        `${name} of batch ${batch.number}: got ${values.length} numbers, expected ${count}`,
      );
    }
    for (let i = 0; i < count; i++) put(at + i, values[i]);
  };
  integers[datasetWord] = batch.datasetId;
  for (const name of ["cell", "missettingAngles", "scanAxis", "beam", "detectorLimits"] as const) {
    putAll(name, realFields[name][0], realFields[name][1], batch[name]);
  }
  const u = batch.uMatrix;
  const byColumns = u.length === 9 ? [u[0], u[3], u[6], u[1], u[4], u[7], u[2], u[5], u[8]] : u;
  putAll("uMatrix", uMatrixWord, 9, byColumns);
  put(realWords.mosaicity, batch.mosaicity);
  put(realWords.phiStart, batch.phiStart);
  put(realWords.phiEnd, batch.phiEnd);
  put(realWords.phiRange, batch.phiRange);
  put(realWords.timeStart, batch.timeStart);
  put(realWords.timeEnd, batch.timeEnd);
  put(realWords.scale, batch.scale);
  put(realWords.bFactor, batch.bFactor);
  put(realWords.wavelength, batch.wavelength);
  put(realWords.detectorDistance, batch.detectorDistance);
  return { integers, reals };
}

/**
 * Writes a batch header to `target` from byte `start`; records that still say the same stay as they were read.
 * @throws InputError if a field has the wrong count of numbers
 */
export function writeBatch(target: Uint8Array, start: number, batch: MtzBatch, bigEndian: boolean): void {
  const [head, title, axes] = batchRecords(batch);
  const blockStart = start + 2 * recordLength;
  writeLatin1(target, start, head);
  writeLatin1(target, start + recordLength, title);
  writeLatin1(target, blockStart + blockLength, axes);
  const { integers, reals } = blockOf(batch);
  const bits = new Int32Array(reals.buffer, reals.byteOffset, realCount);
  const view = new DataView(target.buffer, target.byteOffset + blockStart, blockLength);
  for (let i = 0; i < integerCount; i++) view.setInt32(4 * i, integers[i], !bigEndian);
  for (let i = 0; i < realCount; i++) view.setInt32(4 * (integerCount + i), bits[i], !bigEndian);
}

function batchRecords(batch: MtzBatch): [string, string, string] {
  const { number, title, axes, records } = batch;
  const [oldHead, oldTitle, oldAxes] = records ?? [];
  const counts = [integerCount + realCount, integerCount, realCount]
    .map((n) => ` ${integerField(n, 7)}`)
    .join("");
  const sameHead = oldHead !== undefined && parseInteger(words(oldHead)[0]) === number;
  const sameTitle = oldTitle !== undefined && trimmedEnd(oldTitle.slice(6, 76)) === title;
  const sameAxes = oldAxes !== undefined && words(oldAxes).slice(0, 3).join(" ") === axes.join(" ");
  const names = axes.slice(0, 3).map((axis) => asLatin1(axis).slice(0, 7).padStart(8));
  return [
    sameHead ? oldHead : record(`BH ${integerField(number, 8)}${counts}`),
    sameTitle ? oldTitle : record(`TITLE ${asLatin1(title).slice(0, 70)}`),
    sameAxes ? oldAxes : record(`BHCH ${names.join("")}`),
  ];
}

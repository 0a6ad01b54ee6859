/**
 * The main header of an MTZ file: records from VERS to END, read as free text of words as CCP4's library reads them.
 * Source: CCP4's "MTZ format" documentation. Only what is needed to find the reflections (NCOL, COLUMN, END) must be
 * there and sound; everything else is kept as it stands, and reads as empty, 0 or NaN where it says nothing.
 */
import { FormatError } from "../errors.js";
import {
  keyOf,
  parseInteger,
  parseNumber,
  recordLength,
  rest,
  trimmed,
  trimmedEnd,
  words,
} from "./mtzRecords.js";
import type { ColumnType, MtzColumn, MtzDataset, MtzHeader, MtzSymmetry } from "./mtzTypes.js";

/** What the main header says: {@link MtzHeader} without the parts that stand elsewhere. */
export type MtzMainHeader = Omit<
  MtzHeader,
  "name" | "resolutionLimits" | "batches" | "history" | "bigEndian" | "merged"
> & {
  /** How many batches NCOL promises. */
  readonly batchCount: number;
};

/** Letters of the CCP4 column types. */
export const columnTypes = "HJFDQGLKMEPWABYIR";

/**
 * What the records of a main header say.
 * @param name what errors call the file
 * @throws FormatError if NCOL is not there or senseless, a COLUMN record is, or there are more or fewer than NCOL says
 */
export function parseMainHeader(records: readonly string[], name: string): MtzMainHeader {
  const byKey = new Map<string, string>();
  let stated = 0;
  for (const text of records) {
    const key = keyOf(text);
    if (!byKey.has(key)) byKey.set(key, text);
    if (key === "COLU") stated += 1;
  }
  const one = (key: string): string | undefined => byKey.get(key);
  const { columnCount, rowCount, batchCount } = parseCounts(one("NCOL"), name);
  if (stated !== columnCount) {
    throw new FormatError(
      `${name}, COLUMN records: got ${stated}, expected ${columnCount} as the NCOL record says`,
    );
  }
  const cell = parseCell(words(one("CELL") ?? "")) ?? noCell;
  const limits = words(one("RESO") ?? "").map(parseNumber);
  return {
    version: rest(one("VERS") ?? ""),
    title: trimmed((one("TITL") ?? "").slice(6, 76)),
    rowCount,
    batchCount,
    columnInfos: parseColumns(records, name),
    cell,
    sortOrder: parseSortOrder(words(one("SORT") ?? "")),
    symmetry: parseSymmetry(records, one("SYMI") ?? ""),
    inverseDSquaredLimits: [limits[0] ?? Number.NaN, limits[1] ?? Number.NaN],
    missingValue: Math.fround(parseNumber(words(one("VALM") ?? "")[0])),
    datasets: parseDatasets(records, cell),
  };
}

const noCell: readonly number[] = [0, 0, 0, 90, 90, 90];

interface Counts {
  readonly columnCount: number;
  readonly rowCount: number;
  readonly batchCount: number;
}

function parseCounts(text: string | undefined, name: string): Counts {
  const [columnCount, rowCount, batchCount = 0] = text === undefined ? [] : words(text).map(parseInteger);
  const sound = (count: number | undefined): count is number => count !== undefined && count >= 0;
  if (!sound(columnCount) || !sound(rowCount) || !sound(batchCount)) {
    const got = text === undefined ? "none" : `"${trimmedEnd(text)}"`;
    throw new FormatError(
      `${name}, NCOL record: got ${got}, expected counts of columns, reflections and batches`,
    );
  }
  return { columnCount, rowCount, batchCount };
}

/** Six numbers from words, or undefined where fewer than six words are there. */
function parseCell(texts: readonly string[]): readonly number[] | undefined {
  if (texts.length < 6) return undefined;
  const n = parseNumber;
  // written out, it is kept as plain doubles: files of many data sets have many cells
  return [n(texts[0]), n(texts[1]), n(texts[2]), n(texts[3]), n(texts[4]), n(texts[5])];
}

function parseSortOrder(texts: readonly string[]): number[] {
  return [0, 1, 2, 3, 4].map((i) => parseInteger(texts[i]) ?? 0);
}

function parseSymmetry(records: readonly string[], info: string): MtzSymmetry {
  // SYMINF 8 4 C 20 'C 2 2 21' PG222 S: the name in quotes may hold blanks
  const [before, quoted, after = ""] = splitQuoted(rest(info));
  const [, primitive, lattice = "", number, ...more] = before.split(/\s+/);
  const behind = quoted === undefined ? more.slice(1) : after.split(/\s+/).filter((word) => word !== "");
  return {
    name: trimmed(quoted ?? more[0] ?? ""),
    number: parseInteger(number) ?? 0,
    operations: records.filter((text) => keyOf(text) === "SYMM").map(rest),
    primitiveCount: parseInteger(primitive) ?? 0,
    lattice,
    pointGroup: (behind[0] ?? "").replace(/^PG/i, ""),
  };
}

function splitQuoted(text: string): [string, string | undefined, string | undefined] {
  const open = text.indexOf("'");
  const close = text.indexOf("'", open + 1);
  if (open < 0 || close < 0) return [text, undefined, undefined];
  return [trimmed(text.slice(0, open)), text.slice(open + 1, close), text.slice(close + 1)];
}

function parseColumns(records: readonly string[], name: string): MtzColumn[] {
  const sources = new Map<string, string>();
  for (const text of records) {
    if (keyOf(text) !== "COLS") continue;
    const [label, source, dataset] = words(text);
    if (source !== undefined) sources.set(`${label} ${parseInteger(dataset) ?? 0}`, source);
  }
  const columns: MtzColumn[] = [];
  for (const text of records) {
    if (keyOf(text) !== "COLU") continue;
    const [label, letter, min, max, dataset] = words(text);
    // very old files name no data set
    const datasetId = dataset === undefined ? 0 : parseInteger(dataset);
    if (letter === undefined || datasetId === undefined) {
      throw new FormatError(
        `${name}, COLUMN record ${columns.length + 1}: got "${trimmedEnd(text)}", ` +
          "expected a label, a type, least and greatest value and a data set",
      );
    }
    const type = columnTypeOf(letter);
    const column = { label, type, min: parseNumber(min), max: parseNumber(max), datasetId };
    const source = sources.get(`${label} ${datasetId}`);
    columns.push(source === undefined ? column : { ...column, source });
  }
  return columns;
}

function columnTypeOf(letter: string): ColumnType {
  return isColumnType(letter) ? letter : "R";
}

function isColumnType(letter: string): letter is ColumnType {
  return letter.length === 1 && columnTypes.includes(letter);
}

interface MutableDataset {
  id: number;
  project: string;
  crystal: string;
  name: string;
  cell: readonly number[];
  wavelength: number;
}

function parseDatasets(records: readonly string[], cell: readonly number[]): MtzDataset[] {
  const byId = new Map<number, MutableDataset>();
  for (const text of records) {
    const key = keyOf(text);
    if (!isDatasetKey(key)) continue;
    const [number, ...values] = words(text);
    const id = parseInteger(number);
    if (id === undefined) continue;
    let dataset = byId.get(id);
    if (dataset === undefined) {
      dataset = { id, project: "", crystal: "", name: "", cell, wavelength: 0 };
      byId.set(id, dataset);
    }
    const [value = ""] = values;
    if (key === "PROJ") dataset.project = value;
    else if (key === "CRYS") dataset.crystal = value;
    else if (key === "DATA") dataset.name = value;
    else if (key === "DCEL") dataset.cell = parseCell(values) ?? cell;
    else dataset.wavelength = parseNumber(value);
  }
  return [...byId.values()];
}

/** Whether records of this key describe one data set, whose id comes first. */
export function isDatasetKey(key: string): boolean {
  return key === "PROJ" || key === "CRYS" || key === "DATA" || key === "DCEL" || key === "DWAV";
}

/** The records of a main header up to and including END, and the byte behind them. */
export interface MainRecords {
  readonly records: string[];
  readonly end: number;
}

/**
 * Cuts the main header into records.
 * @param decode gives one record from its first byte
 * @throws FormatError if there is no END record
 */
export function splitMainRecords(
  byteLength: number,
  decode: (start: number) => string,
  name: string,
): MainRecords {
  const records: string[] = [];
  for (let at = 0; at < byteLength; at += recordLength) {
    const text = decode(at);
    records.push(text);
    if (keyOf(text).slice(0, 3) === "END") return { records, end: Math.min(at + recordLength, byteLength) };
  }
  throw new FormatError(
    `${name}, header: got ${records.length} records without END, expected END behind the data sets ` +
      "(is the file cut off, or the position of the header wrong?)",
  );
}

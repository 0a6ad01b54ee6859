/**
 * DIALS reflection tables (.refl): MessagePack, ["dials::af::reflection_table", version, {"identifiers": {id: text},
 * "nrows": n, "data": {column: [type, [n, values]]}}]. Values are the bytes of a C++ array, little endian; texts are a
 * list. Versions 1 and 2 differ in the masks of shoeboxes alone. Columns are read one by one, only those asked for; pixels
 * (`Shoebox<>`) are left in the file and their place noted.
 * Source: DIALS, reflection_table_msgpack_adapter.h (dials/dials, BSD licence), for the layout and the names of types.
 */
import { FormatError } from "../errors.js";
import { type ByteSource, readRange } from "./byteSource.js";
import type { DialsColumn, DialsData, DialsReflections, DialsUnread } from "./dialsTypes.js";
import { MsgpackBinary, type MsgpackMap, type MsgpackValue, readMsgpack } from "./msgpack.js";

/** Text at the start of every file. */
export const dialsReflectionsMark = "dials::af::reflection_table";
const versions: readonly unknown[] = [1, 2];

interface ColumnType {
  readonly components: number;
  /** Bytes of a component. */
  readonly width: number;
  readonly decode: (bytes: ArrayBuffer) => DialsData;
}

const doubles = (bytes: ArrayBuffer): Float64Array => new Float64Array(bytes);
const integers = (bytes: ArrayBuffer): Int32Array => new Int32Array(bytes);

/** Column types of fixed size, by their names in the file. */
const types: ReadonlyMap<string, ColumnType> = new Map([
  ["bool", { components: 1, width: 1, decode: (bytes) => new Uint8Array(bytes) }],
  ["int", { components: 1, width: 4, decode: integers }],
  ["std::size_t", { components: 1, width: 8, decode: sizes }],
  ["double", { components: 1, width: 8, decode: doubles }],
  ["vec2<double>", { components: 2, width: 8, decode: doubles }],
  ["vec3<double>", { components: 3, width: 8, decode: doubles }],
  ["mat3<double>", { components: 9, width: 8, decode: doubles }],
  ["int6", { components: 6, width: 4, decode: integers }],
  ["cctbx::miller::index<>", { components: 3, width: 4, decode: integers }],
]);

const textType = "std::string";
const shoeboxType = "Shoebox<>";

function sizes(bytes: ArrayBuffer): Float64Array {
  return Float64Array.from(new BigUint64Array(bytes), Number);
}

/** What to read of a reflection table. */
export interface DialsReflectionOptions {
  /** Names of the columns; those that the file lacks are passed over. By default all. */
  readonly columns?: readonly string[];
}

/**
 * Reads a reflection table.
 * @throws FormatError for a file that is none, is broken, or of a version other than 1 and 2
 */
export async function readDialsReflections(
  source: ByteSource,
  options: DialsReflectionOptions = {},
): Promise<DialsReflections> {
  const name = source.name ?? "DIALS reflections";
  const { version, contents } = headOf(await readMsgpack(source), name);
  const rowCount = contents.get("nrows");
  const data = contents.get("data");
  if (typeof rowCount !== "number" || !Number.isSafeInteger(rowCount) || rowCount < 0)
    throw new FormatError(`${name}, nrows: got ${kindOf(rowCount)}, expected the number of reflections`);
  if (!isMap(data)) throw new FormatError(`${name}, data: got ${kindOf(data)}, expected columns by name`);
  const columns = new Map<string, DialsColumn>();
  const shoeboxes: DialsUnread[] = [];
  const unknown: DialsUnread[] = [];
  for (const [key, value] of data) {
    const column = String(key);
    const type = typeOf(value, `${name}, column ${short(column)}`);
    if (!types.has(type) && type !== textType) {
      const list = type === shoeboxType ? shoeboxes : unknown;
      list.push({ name: column, type, place: placeOf(value) });
      continue;
    }
    const stored = storedColumn(column, type, value, rowCount, name);
    if (options.columns?.includes(column) ?? true) columns.set(column, await read(source, stored));
  }
  return {
    name,
    version,
    rowCount,
    identifiers: identifiersOf(contents.get("identifiers"), name),
    columnNames: [...data.keys()].map(String),
    columns,
    shoeboxes,
    unknown,
  };
}

function headOf(file: MsgpackValue, name: string): { version: number; contents: MsgpackMap } {
  const [mark, version, contents] = isList(file) ? file : [];
  if (!isList(file) || file.length !== 3 || mark !== dialsReflectionsMark)
    throw new FormatError(
      `${name}: got no "${dialsReflectionsMark}" at its start, expected DIALS reflections`,
    );
  if (typeof version !== "number" || !versions.includes(version))
    throw new FormatError(
      `${name}: got version ${kindOf(version)} of DIALS's reflection table, expected ${versions.join(" or ")}; ` +
        "write an MTZ file with the DIALS that made it (dials.export)",
    );
  if (!isMap(contents))
    throw new FormatError(
      `${name}: got ${kindOf(contents)} behind the version, expected nrows, data and identifiers`,
    );
  return { version, contents };
}

function identifiersOf(value: MsgpackValue | undefined, name: string): Map<number, string> {
  const identifiers = new Map<number, string>();
  if (value === undefined) return identifiers;
  if (!isMap(value))
    throw new FormatError(`${name}, identifiers: got ${kindOf(value)}, expected texts by experiment`);
  for (const [id, text] of value) {
    if (typeof id !== "number" || typeof text !== "string")
      throw new FormatError(
        `${name}, identifiers: got ${kindOf(text)} for ${short(String(id))}, expected a text for a number`,
      );
    identifiers.set(id, text);
  }
  return identifiers;
}

/** A column as it stands in the file. */
interface StoredColumn {
  readonly name: string;
  readonly type: string;
  readonly values: MsgpackBinary | readonly MsgpackValue[];
}

function typeOf(value: MsgpackValue, where: string): string {
  if (!isList(value) || value.length !== 2 || typeof value[0] !== "string")
    throw new FormatError(`${where}: got ${kindOf(value)}, expected [type, [count, values]]`);
  return value[0];
}

/** Where the bytes of a column that is not read lie, if it is built as the others are. */
function placeOf(value: MsgpackValue): MsgpackBinary | undefined {
  const content = isList(value) ? value[1] : undefined;
  const place = isList(content) ? content[1] : undefined;
  return place instanceof MsgpackBinary ? place : undefined;
}

/** A column of a known type, whose count and bytes fit. */
function storedColumn(
  name: string,
  type: string,
  value: MsgpackValue,
  rowCount: number,
  file: string,
): StoredColumn {
  const where = `${file}, column ${short(name)}`;
  const content = isList(value) ? value[1] : undefined;
  const [count, values] = isList(content) && content.length === 2 ? content : [];
  if (!(values instanceof MsgpackBinary || isList(values)))
    throw new FormatError(`${where}: got ${kindOf(content)}, expected [count, values]`);
  if (count !== rowCount)
    throw new FormatError(
      `${where}: got ${kindOf(count)} as its count, expected ${rowCount}, one for each reflection`,
    );
  const fixed = types.get(type);
  if (fixed === undefined) {
    const isText = isList(values) && values.every((text) => typeof text === "string");
    if (!isText || values.length !== rowCount)
      throw new FormatError(`${where}: got ${kindOf(values)}, expected ${rowCount} texts`);
    return { name, type, values };
  }
  const expected = rowCount * fixed.components * fixed.width;
  if (!(values instanceof MsgpackBinary) || values.byteLength !== expected)
    throw new FormatError(
      `${where}: got ${kindOf(values)}, expected ${expected} bytes for ${rowCount} of type ${type}`,
    );
  return { name, type, values };
}

async function read(source: ByteSource, { name, type, values }: StoredColumn): Promise<DialsColumn> {
  const fixed = types.get(type);
  if (fixed === undefined || !(values instanceof MsgpackBinary))
    return { name, type, components: 1, data: isList(values) ? values.map(String) : [] };
  // in a buffer of its own, since a typed array must start at a multiple of its element's size
  const bytes = await readRange(source, values.start, values.start + values.byteLength);
  return { name, type, components: fixed.components, data: fixed.decode(bytes.buffer as ArrayBuffer) };
}

function isList(value: MsgpackValue | undefined): value is readonly MsgpackValue[] {
  return Array.isArray(value);
}

function isMap(value: MsgpackValue | undefined): value is MsgpackMap {
  return value instanceof Map;
}

/** What a value is, for a sentence. */
function kindOf(value: MsgpackValue | undefined): string {
  if (value === undefined) return "nothing";
  if (value === null) return "nil";
  if (value instanceof MsgpackBinary) return `${value.byteLength} bytes`;
  if (isMap(value)) return `a map of ${value.size}`;
  if (isList(value)) return `a list of ${value.length}`;
  return typeof value === "string" ? `"${short(value)}"` : String(value);
}

function short(text: string): string {
  const line = text.slice(0, 60).replace(/\p{Cc}/gu, " ");
  return text.length > 60 ? `${line}…` : line;
}

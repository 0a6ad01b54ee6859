/**
 * safetensors: named arrays in one file, nothing in it can be run. Layout: the length n of the header (uint64, little
 * endian), n bytes of JSON, {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [begin, end]}, …}, with texts under
 * "__metadata__", then the values, little endian, which the offsets must cover without gap or overlap.
 * Source: the format's description in its repository (huggingface/safetensors, README "Format"); the order of the arrays
 * (by descending type, then by name) and the spaces that bring the header to a multiple of 8 are those of its own writer.
 */
import { FormatError, InputError } from "../errors.js";
import { isObject } from "../json.js";
import { type ByteSource, readRange } from "./byteSource.js";
import { duplicateKey } from "./jsonKeys.js";

/** The arrays that are read and written; of other types a file is refused. */
export type SafetensorsArray =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | BigInt64Array;

/** An array with its shape; the last index runs fastest. */
export interface SafeTensor {
  readonly data: SafetensorsArray;
  readonly shape: readonly number[];
}

/** The contents of a safetensors file, arrays in the order of their values in it. */
export interface Safetensors {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** In the order in which the format's own writer puts them. */
const types = [
  { name: "I64", array: BigInt64Array },
  { name: "F64", array: Float64Array },
  { name: "F32", array: Float32Array },
  { name: "U32", array: Uint32Array },
  { name: "I32", array: Int32Array },
  { name: "U8", array: Uint8Array },
] as const;

type ArrayType = (typeof types)[number];

/** As the format's own reader: no header is longer. */
const longestHeader = 100_000_000;
const metadataKey = "__metadata__";

/**
 * Writes arrays as a safetensors file.
 * @param tensors by name; an array alone has one dimension
 * @throws InputError for a shape that does not fit its array, and for the name "__metadata__"
 */
export function writeSafetensors(
  tensors: Readonly<Record<string, SafeTensor | SafetensorsArray>>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const entries = Object.entries(tensors).map(([name, tensor]) => entryOf(name, tensor));
  entries.sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
  // a list of pairs, since an object would put names such as "12" first
  const parts: string[] = [];
  if (Object.keys(metadata).length > 0)
    parts.push(`${JSON.stringify(metadataKey)}:${JSON.stringify(metadata)}`);
  let length = 0;
  for (const { name, rank, shape, data } of entries) {
    const data_offsets = [length, length + data.byteLength];
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype: types[rank].name, shape, data_offsets })}`);
    length += data.byteLength;
  }
  const json = new TextEncoder().encode(`{${parts.join(",")}}`);
  const dataStart = 8 + 8 * Math.ceil(json.length / 8);
  const file = new Uint8Array(dataStart + length);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - 8), true);
  file.fill(0x20, 8, dataStart);
  file.set(json, 8);
  let at = dataStart;
  for (const { data } of entries) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

interface Entry extends SafeTensor {
  readonly name: string;
  /** Place of its type in {@link types}. */
  readonly rank: number;
}

function entryOf(name: string, tensor: SafeTensor | SafetensorsArray): Entry {
  const { data, shape } = "data" in tensor ? tensor : { data: tensor, shape: [tensor.length] };
  const rank = types.findIndex(({ array }) => data instanceof array);
  if (rank < 0 || name === metadataKey)
    throw new InputError(
      `safetensors, tensor ${name}: got ${rank < 0 ? "another kind of array" : "a name that the format uses itself"}, expected a ${types.map(({ array }) => array.name).join(", ")} with a name of its own`,
    );
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || product(shape) !== data.length)
    throw new InputError(
      `safetensors, tensor ${name}: got the shape ${shape.join(" × ")} for ${data.length} values, expected one that holds as many`,
    );
  return { name, rank, data, shape };
}

function product(shape: readonly number[]): number {
  return shape.reduce((total, size) => total * size, 1);
}

/**
 * Reads a safetensors file whole.
 * @throws FormatError for a file that is broken, or has arrays of other types than those of {@link SafetensorsArray}
 */
export async function readSafetensors(source: ByteSource): Promise<Safetensors> {
  const name = source.name ?? "safetensors";
  const { header, dataStart } = await readHeader(source, name);
  const metadata = new Map<string, string>();
  const places: Place[] = [];
  for (const [key, value] of Object.entries(header)) {
    if (key === metadataKey) readMetadata(value, metadata, name);
    else places.push(placeOf(key, value, name));
  }
  places.sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkCovered(places, source.byteLength - dataStart, name);
  const tensors = new Map<string, SafeTensor>();
  for (const { key, type, shape, begin, end } of places) {
    // each in a buffer of its own, since a typed array must start at a multiple of its element's size
    const bytes = await readRange(source, dataStart + begin, dataStart + end);
    tensors.set(key, { data: new type.array(bytes.buffer as ArrayBuffer), shape });
  }
  return { tensors, metadata };
}

type Json = Readonly<Record<string, unknown>>;

async function readHeader(source: ByteSource, name: string): Promise<{ header: Json; dataStart: number }> {
  if (source.byteLength < 8)
    throw new FormatError(
      `${name}: got ${source.byteLength} bytes, expected a safetensors file of at least 10`,
    );
  const first = await readRange(source, 0, 8);
  const length = Number(new DataView(first.buffer, first.byteOffset, 8).getBigUint64(0, true));
  const room = Math.min(source.byteLength - 8, longestHeader);
  if (length > room)
    throw new FormatError(
      `${name}: got a header of ${length} bytes, expected at most ${room} (is it a safetensors file?)`,
    );
  const bytes = await readRange(source, 8, 8 + length);
  let header: unknown;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(
      `${name}, header: got no JSON (${short(reason)}), expected that of a safetensors file`,
    );
  }
  if (!isObject(header))
    throw new FormatError(`${name}, header: got no JSON object, expected names with their arrays`);
  const twice = duplicateKey(text);
  if (twice !== undefined)
    throw new FormatError(`${name}, header: got the name ${short(twice)} twice, expected each once`);
  return { header, dataStart: 8 + length };
}

function readMetadata(value: unknown, metadata: Map<string, string>, name: string): void {
  if (!isObject(value))
    throw new FormatError(`${name}, ${metadataKey}: got no object, expected texts by name`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string")
      throw new FormatError(`${name}, ${metadataKey}, ${short(key)}: got a ${typeof text}, expected a text`);
    metadata.set(key, text);
  }
}

/** Where an array lies, and what it is. */
interface Place {
  readonly key: string;
  readonly type: ArrayType;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function placeOf(key: string, value: unknown, name: string): Place {
  const where = `${name}, tensor ${short(key)}`;
  if (!isObject(value))
    throw new FormatError(`${where}: got no object, expected dtype, shape and data_offsets`);
  const { dtype, shape, data_offsets } = value;
  const type = types.find((candidate) => candidate.name === dtype);
  if (type === undefined)
    throw new FormatError(
      `${where}, dtype: got ${short(JSON.stringify(dtype) ?? "none")}, expected one of ${types.map((t) => t.name).join(", ")}`,
    );
  if (!isSizes(shape))
    throw new FormatError(
      `${where}, shape: got ${short(JSON.stringify(shape) ?? "none")}, expected whole numbers`,
    );
  if (!isSizes(data_offsets) || data_offsets.length !== 2 || data_offsets[0] > data_offsets[1])
    throw new FormatError(
      `${where}, data_offsets: got ${short(JSON.stringify(data_offsets) ?? "none")}, expected begin and end`,
    );
  const [begin, end] = data_offsets;
  const bytes = product(shape) * type.array.BYTES_PER_ELEMENT;
  if (bytes !== end - begin)
    throw new FormatError(
      `${where}: got ${end - begin} bytes, expected ${bytes} of a ${type.name} array of shape ${short(shape.join(" × ") || "scalar")}`,
    );
  return { key, type, shape, begin, end };
}

/** The arrays, in the order of their offsets, cover the data without gap or overlap. */
function checkCovered(places: readonly Place[], length: number, name: string): void {
  let at = 0;
  for (const { key, begin, end } of places) {
    if (begin !== at || end > length)
      throw new FormatError(
        `${name}, tensor ${short(key)}: got bytes ${begin} to ${end}, expected them to start at ${at} and end within ${length}`,
      );
    at = end;
  }
  if (at !== length)
    throw new FormatError(`${name}: got ${length} bytes of values, expected ${at} as the header says`);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

/** A text of a hostile file, for one line of a sentence. */
function short(text: string): string {
  const line = text.slice(0, 60).replace(/\p{Cc}/gu, " ");
  return text.length > 60 ? `${line}…` : line;
}

/**
 * MessagePack, read strictly and without its binary payloads: of these only the place in the file is noted, so that a
 * table of gigabytes costs no more than its headings, and a payload is read when it is wanted. A count that the rest of
 * the file cannot hold is refused before anything is made for it; so are a key that stands twice, text that is no UTF-8,
 * integers beyond 2⁵³, extension types, and bytes behind the end.
 * Source: the format's specification (msgpack/msgpack, spec.md). The library @msgpack/msgpack 3.1.3 was measured and not
 * taken: it wants the whole file in memory, names no place in its errors, takes 3.2 GB for 20 MB of nested lists, keeps the
 * last of two equal keys, and reads broken UTF-8 as if it were text.
 */
import { FormatError } from "../errors.js";
import { type ByteSource, readRange } from "./byteSource.js";

/** Where a binary payload lies in its file. */
export class MsgpackBinary {
  constructor(
    /** Its first byte, counted from the start of the file. */
    readonly start: number,
    readonly byteLength: number,
  ) {}
}

/** A value; lists and maps hold further ones. */
export type MsgpackValue =
  | null
  | boolean
  | number
  | string
  | MsgpackBinary
  | readonly MsgpackValue[]
  | MsgpackMap;

/** A map. Its keys are texts or integers. */
export type MsgpackMap = ReadonlyMap<string | number, MsgpackValue>;

/** What a file may ask for. */
export interface MsgpackLimits {
  /** Lists and maps within each other. Default 16. */
  readonly depth?: number;
  /** Values altogether: the bound on memory, about 24 bytes each. Default 10 million. */
  readonly values?: number;
  /** Bytes of one text. Default 1 MiB. */
  readonly textLength?: number;
}

/**
 * The one value that a file holds.
 * @throws FormatError naming the file and the byte where it breaks the format or a limit
 */
export async function readMsgpack(source: ByteSource, limits: MsgpackLimits = {}): Promise<MsgpackValue> {
  const { depth = 16, values = 10_000_000, textLength = 1 << 20 } = limits;
  const cursor = new Cursor(source, { depth, values, textLength });
  const value = await cursor.value(0);
  if (cursor.position !== source.byteLength)
    throw cursor.error(
      `${source.byteLength - cursor.position} bytes behind the end of the value`,
      "the end of the file",
    );
  return value;
}

/** Bytes that are read at once. */
const windowLength = 1 << 16;

class Cursor {
  position = 0;
  readonly #source: ByteSource;
  readonly #limits: Required<MsgpackLimits>;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #windowStart = 0;
  #values = 0;

  constructor(source: ByteSource, limits: Required<MsgpackLimits>) {
    this.#source = source;
    this.#limits = limits;
  }

  /** @param depth of the lists and maps around */
  async value(depth: number): Promise<MsgpackValue> {
    const start = this.position;
    if (++this.#values > this.#limits.values)
      throw this.error("one value more", `at most ${this.#limits.values} in a file`, start);
    const tag = await this.#unsigned(1);
    if (tag < 0x80) return tag;
    if (tag >= 0xe0) return tag - 0x100;
    if (tag < 0x90) return this.#map(tag & 0x0f, depth, start);
    if (tag < 0xa0) return this.#list(tag & 0x0f, depth, start);
    if (tag < 0xc0) return this.#text(tag & 0x1f, start);
    switch (tag) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return tag === 0xc3;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return this.#binary(await this.#unsigned(1 << (tag - 0xc4)), start);
      case 0xca:
      case 0xcb:
        return this.#float(tag === 0xca ? 4 : 8);
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.#unsigned(1 << (tag - 0xcc));
      case 0xd0:
      case 0xd1:
      case 0xd2:
        return this.#signed(1 << (tag - 0xd0));
      case 0xcf:
      case 0xd3:
        return this.#long(tag === 0xd3, start);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#text(await this.#unsigned(1 << (tag - 0xd9)), start);
      case 0xdc:
      case 0xdd:
        return this.#list(await this.#unsigned(2 << (tag - 0xdc)), depth, start);
      case 0xde:
      case 0xdf:
        return this.#map(await this.#unsigned(2 << (tag - 0xde)), depth, start);
      default:
        throw this.error(
          `the type byte 0x${tag.toString(16)}`,
          "a MessagePack value that is no extension",
          start,
        );
    }
  }

  error(got: string, expected: string, at: number = this.position): FormatError {
    const { name = "MessagePack", byteLength } = this.#source;
    return new FormatError(`${name}, byte ${at} of ${byteLength}: got ${got}, expected ${expected}`);
  }

  async #list(count: number, depth: number, start: number): Promise<MsgpackValue[]> {
    this.#checkNest(count, count, depth, start);
    const list: MsgpackValue[] = [];
    for (let i = 0; i < count; i++) list.push(await this.value(depth + 1));
    return list;
  }

  async #map(count: number, depth: number, start: number): Promise<MsgpackMap> {
    this.#checkNest(count, 2 * count, depth, start);
    const map = new Map<string | number, MsgpackValue>();
    for (let i = 0; i < count; i++) {
      const keyStart = this.position;
      const key = await this.value(depth + 1);
      if (typeof key !== "string" && !Number.isSafeInteger(key))
        throw this.error("another kind of key", "a text or an integer", keyStart);
      if (map.has(key as string | number))
        throw this.error(`the key ${shortened(String(key))} twice`, "each key of a map once", keyStart);
      map.set(key as string | number, await this.value(depth + 1));
    }
    return map;
  }

  /** Each value takes at least a byte, so that a count beyond the rest of the file is a lie. */
  #checkNest(count: number, leastBytes: number, depth: number, start: number): void {
    const rest = this.#source.byteLength - this.position;
    if (leastBytes > rest)
      throw this.error(`a list or map of ${count} in the ${rest} bytes left`, "as many as fit", start);
    if (depth >= this.#limits.depth)
      throw this.error("one more list or map within the others", `at most ${this.#limits.depth}`, start);
  }

  #binary(length: number, start: number): MsgpackBinary {
    const place = new MsgpackBinary(this.position, length);
    this.#checkLength(length, "binary data", start);
    this.position += length;
    return place;
  }

  async #text(length: number, start: number): Promise<string> {
    this.#checkLength(length, "a text", start);
    if (length > this.#limits.textLength)
      throw this.error(`a text of ${length} bytes`, `at most ${this.#limits.textLength}`, start);
    await this.#need(length);
    const { buffer, byteOffset } = this.#window;
    const bytes = new Uint8Array(buffer, byteOffset + this.position - this.#windowStart, length);
    this.position += length;
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.error("a text that is no UTF-8", "UTF-8", start);
    }
  }

  #checkLength(length: number, what: string, start: number): void {
    const rest = this.#source.byteLength - this.position;
    if (length > rest)
      throw this.error(
        `${what} of ${length} bytes`,
        `at most the ${rest} left (is the file cut off?)`,
        start,
      );
  }

  async #unsigned(length: number): Promise<number> {
    const at = await this.#take(length);
    if (length === 1) return this.#window.getUint8(at);
    return length === 2 ? this.#window.getUint16(at) : this.#window.getUint32(at);
  }

  async #signed(length: number): Promise<number> {
    const at = await this.#take(length);
    if (length === 1) return this.#window.getInt8(at);
    return length === 2 ? this.#window.getInt16(at) : this.#window.getInt32(at);
  }

  async #float(length: number): Promise<number> {
    const at = await this.#take(length);
    return length === 4 ? this.#window.getFloat32(at) : this.#window.getFloat64(at);
  }

  async #long(signed: boolean, start: number): Promise<number> {
    const at = await this.#take(8);
    const value = Number(signed ? this.#window.getBigInt64(at) : this.#window.getBigUint64(at));
    if (!Number.isSafeInteger(value)) throw this.error("an integer beyond 2^53", "a smaller one", start);
    return value;
  }

  /** Goes on by `length` bytes. @returns where in the window they start */
  async #take(length: number): Promise<number> {
    await this.#need(length);
    const at = this.position - this.#windowStart;
    this.position += length;
    return at;
  }

  /** Has the next `length` bytes in the window. */
  async #need(length: number): Promise<void> {
    const { position } = this;
    const total = this.#source.byteLength;
    if (position + length > total)
      throw this.error("the end of the file", `${length} more bytes (is the file cut off?)`);
    if (position >= this.#windowStart && position + length <= this.#windowStart + this.#window.byteLength)
      return;
    const bytes = await readRange(
      this.#source,
      position,
      Math.min(total, position + Math.max(length, windowLength)),
    );
    this.#window = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#windowStart = position;
  }
}

/** A text of a hostile file, for one line of a sentence. */
function shortened(text: string): string {
  const line = text.slice(0, 60).replace(/\p{Cc}/gu, " ");
  return text.length > 60 ? `${line}…` : line;
}

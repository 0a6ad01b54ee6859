/**
 * The one I/O abstraction of every reader: something with a length from which ranges of bytes can be taken. Node
 * files, browser Blobs and HTTP Range requests all have this shape, so they share the readers.
 */
import { FormatError } from "../errors.js";

/** Random access to bytes. `slice` returns `end - start` bytes from byte `start`, as `ArrayBuffer.slice` does. */
export interface ByteSource {
  /** Length in bytes. */
  readonly byteLength: number;
  /** What errors call it: a path or URL. */
  readonly name?: string;
  /** Bytes `start` (inclusive) to `end` (exclusive; by default the end of the source). */
  slice(start: number, end?: number): ArrayBuffer | Promise<ArrayBuffer>;
}

/** A byte source over bytes in memory. An `ArrayBuffer` is one already; this gives it a name and takes views too. */
export function bytesSource(bytes: ArrayBufferLike | ArrayBufferView, name?: string): ByteSource {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  return {
    byteLength: view.byteLength,
    name,
    slice: (start, end = view.byteLength) => view.slice(start, end).buffer as ArrayBuffer,
  };
}

/**
 * A byte source over a URL that answers HTTP Range requests.
 * @param url what to read; also the name in errors
 * @param options.fetch replaces the global `fetch` (authentication headers, tests)
 * @throws FormatError if the server does not give a length or ignores `Range`
 */
export async function urlSource(url: string, options: { fetch?: typeof fetch } = {}): Promise<ByteSource> {
  const get = options.fetch ?? fetch;
  const head = await get(url, { method: "HEAD" });
  const length = Number(head.headers.get("content-length"));
  if (!head.ok || !(length > 0)) {
    throw new FormatError(
      `${url}: got HTTP ${head.status} and no length, expected a file that can be read in ranges`,
    );
  }
  return {
    byteLength: length,
    name: url,
    async slice(start, end = length) {
      const answer = await get(url, { headers: { Range: `bytes=${start}-${end - 1}` } });
      const body = await answer.arrayBuffer();
      if (answer.status === 200 && body.byteLength === length) return body.slice(start, end);
      if (answer.status !== 206 || body.byteLength !== end - start) {
        throw new FormatError(
          `${url}: got HTTP ${answer.status} with ${body.byteLength} bytes, expected bytes ${start} to ${end}`,
        );
      }
      return body;
    },
  };
}

/**
 * Bytes `start` (inclusive) to `end` (exclusive) of a source.
 * @throws FormatError if the range does not lie inside the source, or the source gives another count of bytes
 */
export async function readRange(source: ByteSource, start: number, end: number): Promise<Uint8Array> {
  const name = source.name ?? "input";
  if (!(start >= 0 && start <= end && end <= source.byteLength)) {
    throw new FormatError(
      `${name}: got bytes ${start} to ${end} asked for, expected a range within its ${source.byteLength} bytes`,
    );
  }
  const bytes = new Uint8Array(await source.slice(start, end));
  if (bytes.length !== end - start) {
    throw new FormatError(
      `${name}: got ${bytes.length} bytes from byte ${start}, expected ${end - start} (did the file change meanwhile?)`,
    );
  }
  return bytes;
}

/** All bytes of a source. */
export async function readAll(source: ByteSource): Promise<Uint8Array> {
  return new Uint8Array(await source.slice(0, source.byteLength));
}

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

/** A byte source over a browser's Blob or File: read range by range. */
export function blobSource(blob: Blob, name?: string): ByteSource {
  const own = "name" in blob && typeof blob.name === "string" ? blob.name : undefined;
  return {
    byteLength: blob.size,
    name: name ?? own,
    slice: (start, end = blob.size) => blob.slice(start, end).arrayBuffer(),
  };
}

/**
 * A byte source over a URL that answers HTTP Range requests. A server that ignores `Range` sends the whole file once,
 * which is then kept.
 * @param url what to read; also the name in errors
 * @param options.fetch replaces the global `fetch` (authentication headers, tests)
 * @throws FormatError if the server cannot be reached, refuses, or says no length
 */
export async function urlSource(url: string, options: { fetch?: typeof fetch } = {}): Promise<ByteSource> {
  const get = options.fetch ?? fetch;
  // one byte: some servers know no HEAD, and a length of HEAD may be that of a compressed body
  const first = await answerOf(get, url, 0, 1);
  if (first.status === 200) return bytesSource(await first.arrayBuffer(), url);
  const length = Number(/\/(\d+)$/.exec(first.headers.get("content-range") ?? "")?.[1]);
  if (first.status !== 206 || !(length > 0)) {
    throw new FormatError(
      `${url}: got HTTP ${first.status} and no length, expected a file that can be read in ranges`,
    );
  }
  return {
    byteLength: length,
    name: url,
    async slice(start, end = length) {
      if (end <= start) return new ArrayBuffer(0);
      const answer = await answerOf(get, url, start, end);
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

async function answerOf(get: typeof fetch, url: string, start: number, end: number): Promise<Response> {
  try {
    return await get(url, { headers: { Range: `bytes=${start}-${end - 1}` } });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new FormatError(`${url}: got no answer (${reason}), expected a file`, { cause: error });
  }
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

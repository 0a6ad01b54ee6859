/** Files of the disk as byte sources: ranges are read when asked for, the file stays open until it is closed. */
import { type FileHandle, open, readdir, stat } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { FormatError, InputError, nearestName } from "../errors.js";
import type { ByteSource } from "../formats/byteSource.js";
import { errorCode } from "./writeFile.js";

/** A byte source over a file. */
export interface FileSource extends ByteSource {
  readonly name: string;
  /** Closes the file; `slice` fails afterwards. May be called again. */
  close(): Promise<void>;
}

/**
 * Opens a file for reading.
 * @throws InputError if there is no such file, it is a folder, or it may not be read
 * @throws FormatError if it is empty
 */
export async function fileSource(path: string): Promise<FileSource> {
  const handle = await openForReading(path);
  let byteLength: number;
  try {
    byteLength = (await handle.stat()).size;
    if (byteLength === 0) throw new FormatError(`${path}: got an empty file, expected data`);
  } catch (error) {
    await handle.close();
    throw error;
  }
  let closing: Promise<void> | undefined;
  return {
    byteLength,
    name: path,
    slice(start, end = byteLength) {
      if (closing !== undefined) throw new InputError(`${path}: got a read after close, expected it open`);
      return readBytes(handle, path, start, Math.min(end, byteLength));
    },
    close() {
      closing ??= handle.close();
      return closing;
    },
  };
}

/**
 * Opens a file, hands it to `use`, and closes it whatever happens.
 * @throws what {@link fileSource} and `use` throw
 */
export async function withFile<T>(path: string, use: (source: FileSource) => T | Promise<T>): Promise<T> {
  const source = await fileSource(path);
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    if ((await stat(path)).isDirectory()) {
      throw new InputError(`${path}: got a folder, expected a file`);
    }
    return await open(path, "r");
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(await whyNotOpened(path, errorCode(error)));
  }
}

async function whyNotOpened(path: string, code: string): Promise<string> {
  if (code === "ENOENT" || code === "ENOTDIR") {
    const names = await readdir(dirname(path)).catch(() => undefined);
    if (names === undefined) return `${path}: got no such folder as ${dirname(path)}, expected a file in it`;
    const nearest = nearestName(basename(path), names);
    return `${path}: got no such file, expected one to read${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
  }
  if (code === "EACCES" || code === "EPERM") {
    return `${path}: got no permission to read it, expected a file that you may read`;
  }
  return `${path}: got ${code} when opening it, expected a file that can be read`;
}

/** One read call takes at most this many bytes: Node refuses 2 GiB and more. */
const longestRead = 1 << 30;

async function readBytes(handle: FileHandle, path: string, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(Math.max(0, end - start));
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(longestRead, bytes.length - done);
    const { bytesRead } = await handle.read(bytes, done, length, start + done).catch((error: unknown) => {
      throw new InputError(`${path}: got ${errorCode(error)} at byte ${start + done}, expected to read on`);
    });
    if (bytesRead === 0) {
      throw new FormatError(
        `${path}: got the end at byte ${start + done}, expected bytes up to ${end} (did the file change meanwhile?)`,
      );
    }
    done += bytesRead;
  }
  return bytes.buffer;
}

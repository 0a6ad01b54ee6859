/**
 * Writing files whole or not at all: to a temporary name in the same folder, flushed to the disk, then renamed. Whoever
 * reads the path sees the old file or the new one, never a part of it, even after a power cut.
 */
import * as nodeFiles from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError } from "../errors.js";

/** What {@link writeFileAtomic} takes: bytes, or pieces of them that are written one after the other. */
export type FileContents = Uint8Array | string | Iterable<Uint8Array>;

/** The calls to the file system that writing needs. */
export type WritingCalls = Pick<typeof nodeFiles, "open" | "realpath" | "rename" | "rm" | "stat">;

let made = 0;

/**
 * Writes `contents` to `path`, replacing what is there. A symbolic link stays one: its target is replaced. An existing
 * file's mode is kept.
 * @param calls replaces the file system, in tests
 * @throws InputError if the folder does not exist, the disk is full, the folder may not be written to, or `path` is a
 * folder; the old file then stands as before, and nothing else is left
 */
export async function writeFileAtomic(
  path: string,
  contents: FileContents,
  calls: WritingCalls = nodeFiles,
): Promise<void> {
  let temporary: string | undefined;
  try {
    const target = await calls.realpath(path).catch(() => path);
    const old = await calls.stat(target).catch(() => undefined);
    if (old?.isDirectory())
      throw new InputError(`${path}: got a folder, expected the name of a file to write`);
    made += 1;
    const unique = `${process.pid}-${made}-${Math.random().toString(36).slice(2, 8)}`;
    temporary = join(dirname(target), `.${basename(target).slice(0, 100)}.${unique}.tmp`);
    await writeTemporary(temporary, contents, old?.mode, calls);
    await calls.rename(temporary, target);
    temporary = undefined;
    await flushFolder(dirname(target), calls);
  } catch (error) {
    if (temporary !== undefined) await calls.rm(temporary, { force: true }).catch(() => undefined);
    throw asWriteError(path, error);
  }
}

async function writeTemporary(
  temporary: string,
  contents: FileContents,
  mode: number | undefined,
  calls: WritingCalls,
): Promise<void> {
  const handle = await calls.open(temporary, "wx");
  try {
    if (mode !== undefined) await handle.chmod(mode & 0o7777);
    const pieces = typeof contents === "string" || contents instanceof Uint8Array ? [contents] : contents;
    for (const piece of pieces) if (piece.length > 0) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the new name itself last; not every file system can, and the file is whole either way. */
async function flushFolder(folder: string, calls: WritingCalls): Promise<void> {
  const handle = await calls.open(folder, "r").catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close().catch(() => undefined);
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "a full disk, expected room for the file; free some space",
  EDQUOT: "a full quota, expected room for the file; free some space",
  EACCES: "no permission to write there, expected a folder that you may write to",
  EPERM: "no permission to write there, expected a folder that you may write to",
  EROFS: "a read-only disk, expected one that can be written to",
  ENAMETOOLONG: "a name that is too long, expected a shorter one",
  EISDIR: "a folder, expected the name of a file to write",
  EMFILE: "too many open files, expected fewer; close some",
};

/** One sentence for an error of writing; errors that have one already, and bugs, stay as they are. */
export function asWriteError(path: string, error: unknown): unknown {
  const code = errorCode(error);
  if (error instanceof InputError || code === unknownCode) return error;
  if (code === "ENOENT") {
    return new InputError(
      `${path}: got no such folder as ${dirname(path)}, expected one to write to; create it first`,
    );
  }
  if (code === "ENOTDIR") {
    return new InputError(
      `${path}: got a file where ${dirname(path)} should be a folder, expected a folder to write to`,
    );
  }
  const reason = reasons[code] ?? `${code} when writing, expected to write the file`;
  return new InputError(`${path}: got ${reason}`);
}

const unknownCode = "an unknown error";

/** The system's code of an error, such as ENOENT; not Node's own, such as ERR_INVALID_ARG_TYPE. */
export function errorCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && /^E[A-Z\d]+$/.test(code) ? code : unknownCode;
}

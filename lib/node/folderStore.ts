/**
 * A run folder on the disk. Files are written whole or not at all (writeFile.ts); the history is appended to, and a line
 * that the disk had no room for is taken back.
 */
import * as nodeFiles from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { InputError } from "../errors.js";
import type { RunStore } from "../training/index.js";
import { lockFile, lockFolder, lockHolder } from "./folderLock.js";
import { asWriteError, errorCode, writeFileAtomic } from "./writeFile.js";

/** The calls to the file system that a folder store needs. */
export type FolderCalls = Pick<
  typeof nodeFiles,
  "mkdir" | "open" | "readdir" | "readFile" | "realpath" | "rename" | "rm" | "stat"
>;

/**
 * The store of a run in a folder, which is made (with those above it) when something is written.
 * @param path of the folder
 * @param calls replaces the file system, in tests
 */
export function folderStore(path: string, calls: FolderCalls = nodeFiles): RunStore {
  const fileOf = (name: string) => join(path, checkedName(name));
  return {
    name: path,
    path: resolve(path),
    read: (name) => readIfThere(fileOf(name), calls),
    list: () => listFiles(path, calls),
    async write(name, bytes) {
      await makeFolder(dirname(fileOf(name)), calls);
      await writeFileAtomic(fileOf(name), bytes, calls);
    },
    async append(name, text, durable = false) {
      await makeFolder(dirname(fileOf(name)), calls);
      await appendText(fileOf(name), text, durable, calls);
    },
    async remove(name) {
      const file = fileOf(name);
      await calls.rm(file, { force: true }).catch((error: unknown) => {
        throw asWriteError(file, error);
      });
    },
    async lock() {
      await makeFolder(path, calls);
      const unlock = await lockFolder(path).catch((error: unknown) => {
        throw asWriteError(join(path, lockFile), error);
      });
      await removeTemporaries(path, calls);
      return unlock;
    },
    holder: () => lockHolder(path),
  };
}

/** Names are ours, but one that leaves the folder would be a bug with consequences. */
function checkedName(name: string): string {
  if (!/^[\w-][\w.-]*(\/[\w-][\w.-]*)?$/.test(name))
    throw new InputError(
      `run folder: got the file name ${name}, expected letters, digits and at most one "/"`,
    );
  return name;
}

async function readIfThere(file: string, calls: FolderCalls): Promise<Uint8Array | undefined> {
  try {
    return await calls.readFile(file);
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return undefined;
    if (code === "ENOTDIR") throw notAFolder(dirname(file));
    throw new InputError(`${file}: got ${code} when reading, expected a file that can be read`);
  }
}

function notAFolder(path: string): InputError {
  return new InputError(`${path}: got a file, expected a folder for the run; choose another name`);
}

/** Files of the folder and of those in it; names of what is being written start with a dot. */
async function listFiles(path: string, calls: FolderCalls): Promise<readonly string[]> {
  const names: string[] = [];
  for (const entry of await entriesOf(path, calls)) {
    if (entry.isFile()) names.push(entry.name);
    else if (entry.isDirectory())
      for (const inner of await entriesOf(join(path, entry.name), calls))
        if (inner.isFile()) names.push(`${entry.name}/${inner.name}`);
  }
  return names.filter((name) => !name.startsWith(lockFile) && !/(^|\/)\.|\.tmp$/.test(name)).sort();
}

async function entriesOf(path: string, calls: FolderCalls) {
  try {
    return await calls.readdir(path, { withFileTypes: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === "ENOENT") return [];
    if (code === "ENOTDIR") throw notAFolder(path);
    throw new InputError(`${path}: got ${code} when listing it, expected a folder that can be read`);
  }
}

async function makeFolder(folder: string, calls: FolderCalls): Promise<void> {
  try {
    await calls.mkdir(folder, { recursive: true });
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST" || code === "ENOTDIR") throw notAFolder(folder);
    throw asWriteError(folder, error);
  }
}

async function appendText(file: string, text: string, durable: boolean, calls: FolderCalls): Promise<void> {
  try {
    const handle = await calls.open(file, "a");
    try {
      const { size } = await handle.stat();
      await handle.appendFile(text).catch(async (error: unknown) => {
        // half a line in the middle would spoil the file for its readers
        await handle.truncate(size).catch(() => undefined);
        throw error;
      });
      if (durable) await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw asWriteError(file, error);
  }
}

/** What a killed process was writing. Whoever has the lock knows that nobody is writing now. */
async function removeTemporaries(path: string, calls: FolderCalls): Promise<void> {
  for (const folder of [path, join(path, "checkpoints")])
    for (const { name } of await entriesOf(folder, calls))
      if (/^(\.|lock\.).*\.tmp$/.test(name))
        await calls.rm(join(folder, name), { force: true }).catch(() => undefined);
}

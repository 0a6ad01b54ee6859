/**
 * Reflection files by their path: read by what they contain, not by their ending, and written so that a path holds
 * either the old file or the whole new one.
 */
import { FormatError, InputError } from "../errors.js";
import type { ByteSource } from "../formats/byteSource.js";
import { detectFormat, formatNames } from "../formats/detectFormat.js";
import { readMtz } from "../formats/mtzRead.js";
import { progressOf } from "../progress.js";
import { type ConcatOptions, concat } from "../table/concat.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { withFile } from "./fileSource.js";
import { writeFileAtomic } from "./writeFile.js";

/**
 * Reads reflections; several files are put one under the other.
 * @param paths of MTZ files, merged or unmerged, all of one kind
 * @param options how cells and space groups of several files are compared
 * @throws FormatError for a file that is not an MTZ, or a broken one; InputError for a path that cannot be read or files
 *   that do not belong together; SymmetryError for an unknown space group
 */
export async function readReflections(
  paths: string | readonly string[],
  options: ConcatOptions = {},
): Promise<ReflectionTable> {
  const list = typeof paths === "string" ? [paths] : paths;
  if (list.length === 0) throw new InputError("reflections: got no file, expected at least one");
  const tables: ReflectionTable[] = [];
  for (const path of list) tables.push(await readOne(path));
  return tables.length === 1 ? tables[0] : concat(tables, options);
}

async function readOne(path: string): Promise<ReflectionTable> {
  return withFile(path, async (source) => {
    const format = await detectFormat(source);
    if (format !== "mtz") {
      throw new FormatError(`${path}: got ${formatNames[format]}, expected reflections in an MTZ file`);
    }
    return ReflectionTable.fromMtz(await readMtz(counted(source)));
  });
}

/** Bytes that are read at once, so that the progress of a large file is seen. */
const pieceLength = 1 << 25;

/** A source that says how much of it has been read. */
function counted(source: ByteSource): ByteSource {
  const { byteLength, name } = source;
  const progress = progressOf(`reading ${name}`);
  let read = 0;
  const piece = async (start: number, end: number) => {
    const bytes = await source.slice(start, end);
    read = Math.min(byteLength, read + bytes.byteLength);
    progress(read, byteLength);
    return bytes;
  };
  return {
    byteLength,
    name,
    async slice(start, end = byteLength) {
      if (end - start <= pieceLength) return piece(start, end);
      const all = new Uint8Array(Math.min(end, byteLength) - start);
      for (let from = 0; from < all.length; from += pieceLength)
        all.set(new Uint8Array(await piece(start + from, Math.min(end, start + from + pieceLength))), from);
      return all.buffer;
    },
  };
}

/**
 * Writes a table as an MTZ file. A table that was read and not changed gives the same bytes.
 * @throws InputError where the file cannot be written; the path then holds what it held before
 */
export async function writeReflections(table: ReflectionTable, path: string): Promise<void> {
  await writeFileAtomic(path, table.toMtz().pieces());
}

declare module "../table/reflectionTable.js" {
  interface ReflectionTable {
    /** Writes the table as an MTZ file; see {@link writeReflections}. */
    write(path: string): Promise<void>;
  }
}

ReflectionTable.prototype.write = function (this: ReflectionTable, path: string): Promise<void> {
  return writeReflections(this, path);
};

/**
 * Reflection files by their path: read by what they contain, not by their ending, and written so that a path holds
 * either the old file or the whole new one.
 */
import { type SpaceGroupLike, UnitCell, type UnitCellLike } from "../crystal/index.js";
import { FormatError, InputError } from "../errors.js";
import type { ByteSource } from "../formats/byteSource.js";
import { readCrystfel } from "../formats/crystfel.js";
import { detectFormat, type FileFormat, formatNames } from "../formats/detectFormat.js";
import type { CoordinateOptions } from "../formats/modelCrystal.js";
import type { Mtz } from "../formats/mtz.js";
import { readMtz } from "../formats/mtzRead.js";
import { readXds } from "../formats/xds.js";
import { progressOf } from "../progress.js";
import { type ConcatOptions, concat } from "../table/concat.js";
import { fromCrystfel } from "../table/crystfel.js";
import { type CrystalCellOptions, cellText, leavesOut, likeTheFirst } from "../table/isomorphism.js";
import { statesSpaceGroup } from "../table/mtz.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { inSpaceGroup } from "../table/reindex.js";
import { fromXds } from "../table/xds.js";
import { type DialsFileOptions, readDials, splitExperiments } from "./dialsFiles.js";
import { withFile } from "./fileSource.js";
import { writeFileAtomic } from "./writeFile.js";

/** Options of {@link readReflections}. */
export interface ReadReflectionsOptions
  extends ConcatOptions,
    Pick<DialsFileOptions, "intensity" | "experiments">,
    CrystalCellOptions {
  /** Takes the place of the files' cell: Å and degrees. */
  readonly cell?: UnitCellLike;
  /** Takes the place of the files' space group, which a CrystFEL stream does not state, nor each MTZ; indices are mapped to its asu. */
  readonly spaceGroup?: SpaceGroupLike;
}

type Reader = (source: ByteSource, options: ReadReflectionsOptions) => Promise<ReflectionTable>;

/** How each format is read. */
const readers: Partial<Record<FileFormat, Reader>> = {
  mtz: async (source, options) => fromMtz(await readMtz(source), options),
  xds: async (source, options) => fromXds(await readXds(source, crystalOf(options))),
  crystfel: async (source, options) => fromCrystfel(await readCrystfel(source), options),
  "dials-refl": async (source, options) => inCrystal(await readDials(source, options), options),
};

/**
 * Reads reflections; several files, also of different formats, are put one under the other.
 * @param paths of MTZ files, XDS_ASCII.HKL or INTEGRATE.HKL, CrystFEL streams and DIALS's .refl with their .expt: merged or
 *   unmerged, all of one kind
 * @param options a cell or space group instead of the files'; how cells and space groups of several files are compared
 * @throws FormatError for a file of another format, or a broken one; InputError for a path that cannot be read or files
 *   that do not belong together; SymmetryError for an unknown space group
 */
export async function readReflections(
  paths: string | readonly string[],
  options: ReadReflectionsOptions = {},
): Promise<ReflectionTable> {
  const list = typeof paths === "string" ? [paths] : paths;
  if (list.length === 0) throw new InputError("reflections: got no file, expected at least one");
  const split = await splitExperiments(list);
  const experiments = options.experiments ?? split.experiments;
  const tables: ReflectionTable[] = [];
  for (const path of split.paths) tables.push(await readOne(path, { ...options, experiments }));
  return together(tables, options);
}

/** One under the other; with `otherCells` "leave out" without those of another cell or space group than the first. */
function together(all: readonly ReflectionTable[], options: ReadReflectionsOptions): ReflectionTable {
  const alike = leavesOut(options) && options.allowMixed !== true ? likeTheFirst(all, options) : undefined;
  const tables = all.filter((_, i) => alike?.[i] ?? true);
  const table = tables.length === 1 ? tables[0] : concat(tables, options);
  if (tables.length === all.length) return table;
  const others = all.filter((_, i) => !alike?.[i]);
  const lines = others.map(({ name, cell }) => `left out ${name}, of another crystal: ${cellText(cell)}`);
  return table.derive({ history: [...table.history, ...lines.map((line) => line.slice(0, 80))] });
}

async function readOne(path: string, options: ReadReflectionsOptions): Promise<ReflectionTable> {
  return withFile(path, async (source) => {
    const format = await detectFormat(source);
    const read = readers[format];
    if (read !== undefined) {
      const { source: pieces, finish } = counted(source);
      const table = await read(pieces, options);
      finish();
      return table;
    }
    const known = Object.keys(readers).map((name) => formatNames[name as FileFormat]);
    throw new FormatError(
      `${path}: got ${formatNames[format]}, expected ${known.join(", ").replace(/, ([^,]*)$/, " or $1")}`,
    );
  });
}

function crystalOf({ cell, spaceGroup }: ReadReflectionsOptions): CoordinateOptions {
  return { cell, spaceGroup };
}

/** A file that says nothing of its space group has the one that is given, its M/ISYM among that group's operations. */
function fromMtz(mtz: Mtz, options: ReadReflectionsOptions): ReflectionTable {
  const { spaceGroup } = options;
  if (spaceGroup === undefined || statesSpaceGroup(mtz))
    return inCrystal(ReflectionTable.fromMtz(mtz), options);
  const table = ReflectionTable.fromMtz(mtz.with({ spaceGroup }));
  return inCrystal(table, table.merged ? { cell: options.cell } : options);
}

/** The table with the cell and the space group asked for. */
function inCrystal(table: ReflectionTable, { cell, spaceGroup }: ReadReflectionsOptions): ReflectionTable {
  const celled = cell === undefined ? table : table.derive({ cell: UnitCell.of(cell) });
  return spaceGroup === undefined ? celled : inSpaceGroup(celled, spaceGroup);
}

/** Bytes that are read at once, so that the progress of a large file is seen. */
const pieceLength = 1 << 25;

/** A source that says how much of it has been read; a reader need not take all: pixels of DIALS stay where they are. */
function counted(source: ByteSource): { readonly source: ByteSource; readonly finish: () => void } {
  const { byteLength, name } = source;
  const progress = progressOf(`reading ${name}`);
  let read = 0;
  const piece = async (start: number, end: number) => {
    const bytes = await source.slice(start, end);
    read = Math.min(byteLength, read + bytes.byteLength);
    progress(read, byteLength);
    return bytes;
  };
  const slice = async (start: number, end: number = byteLength) => {
    if (end - start <= pieceLength) return piece(start, end);
    const all = new Uint8Array(Math.min(end, byteLength) - start);
    for (let from = 0; from < all.length; from += pieceLength)
      all.set(new Uint8Array(await piece(start + from, Math.min(end, start + from + pieceLength))), from);
    return all.buffer;
  };
  const finish = () => {
    if (read < byteLength) progress(byteLength, byteLength);
  };
  return { source: { byteLength, name, slice }, finish };
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

/**
 * Passes through the rows of a file, block by block: which rows a filter keeps, the values of columns in any order of
 * rows, the rows' bytes. Between blocks the page gets its turn, progress is told, and an AbortSignal is heeded.
 */
import type { MtzBlock } from "friedel/browser";
import type { BlockCache } from "./blockCache.js";
import type { ViewColumn } from "./columns.js";
import { evaluatorOf } from "./evaluate.js";
import type { Expression } from "./expression.js";

/** How a pass is watched and ended. */
export interface PassOptions {
  readonly signal?: AbortSignal;
  /** Called after each block with the part done, 0 to 1. */
  readonly onProgress?: (part: number) => void;
}

/** Rows of a block of a pass: a request of about 4 MiB, a multiple of the cache's blocks. */
const passBytes = 4 << 20;

/** Calls `visit` with each block of the file, in order. @throws the signal's reason if it aborts */
export async function forEachBlock(
  cache: BlockCache,
  visit: (block: MtzBlock) => void,
  options: PassOptions = {},
): Promise<void> {
  const { signal, onProgress } = options;
  const { rowCount, blockRows } = cache;
  const rowBytes = Math.max(4, cache.rowBytes);
  const step = blockRows * Math.max(1, Math.floor(passBytes / rowBytes / blockRows));
  signal?.throwIfAborted();
  for (let from = 0; from < rowCount; from += step) {
    const block = await cache.read(from, Math.min(from + step, rowCount));
    signal?.throwIfAborted();
    visit(block);
    onProgress?.(Math.min(1, (from + step) / rowCount));
    await pageTurn();
    signal?.throwIfAborted();
  }
}

/** Lets the page paint and take its events. */
function pageTurn(): Promise<void> {
  return new Promise((done) => setTimeout(done, 0));
}

/** The rows that a filter keeps, ascending. */
export async function filterRows(
  cache: BlockCache,
  columns: readonly ViewColumn[],
  filter: Expression,
  options?: PassOptions,
): Promise<Int32Array> {
  const evaluator = evaluatorOf(filter);
  const needed = evaluator.columns.map((name) => columnNamed(columns, name));
  const kept = new Int32Array(cache.rowCount);
  let count = 0;
  const visit = (block: MtzBlock): void => {
    evaluator.load(needed.map((column) => column.values(block)));
    for (let row = 0; row < block.rowCount; row++) {
      if (evaluator.value(row) !== 0) kept[count++] = block.from + row;
    }
  };
  await forEachBlock(cache, visit, options);
  return kept.slice(0, count);
}

/**
 * The values of columns at some rows, in the order of those rows; of all rows without `rows`.
 * @returns one array for each column
 */
export async function gather(
  cache: BlockCache,
  columns: readonly ViewColumn[],
  rows: Int32Array | undefined,
  options?: PassOptions,
): Promise<Float32Array[]> {
  const length = rows?.length ?? cache.rowCount;
  const gathered = columns.map(() => new Float32Array(length));
  const places = rows === undefined ? undefined : placesOf(rows, cache.rowCount);
  const visit = (block: MtzBlock): void => {
    columns.forEach((column, i) => {
      const [values, out] = [column.values(block), gathered[i]];
      if (places === undefined) {
        out.set(values, block.from);
        return;
      }
      for (let row = 0; row < values.length; row++) {
        const place = places[block.from + row];
        if (place >= 0) out[place] = values[row];
      }
    });
  };
  await forEachBlock(cache, visit, options);
  return gathered;
}

/** For each row of the file its place in `rows`, −1 where it is not there. */
export function placesOf(rows: Int32Array, rowCount: number): Int32Array {
  const places = new Int32Array(rowCount).fill(-1);
  for (let i = 0; i < rows.length; i++) places[rows[i]] = i;
  return places;
}

/** The bytes of some rows (of all without `rows`), in the order of the file. */
export async function gatherBytes(
  cache: BlockCache,
  rows: Int32Array | undefined,
  options?: PassOptions,
): Promise<Uint8Array> {
  const { rowBytes } = cache;
  const bytes = new Uint8Array((rows?.length ?? cache.rowCount) * rowBytes);
  const places = rows === undefined ? undefined : placesOf(rows, cache.rowCount);
  let at = 0;
  const visit = (block: MtzBlock): void => {
    for (let row = 0; row < block.rowCount; row++) {
      if (places !== undefined && places[block.from + row] < 0) continue;
      bytes.set(block.bytes.subarray(row * rowBytes, (row + 1) * rowBytes), at);
      at += rowBytes;
    }
  };
  await forEachBlock(cache, visit, options);
  return bytes;
}

/** The column of a name that is known to be there. */
export function columnNamed(columns: readonly ViewColumn[], name: string): ViewColumn {
  const found = columns.find((column) => column.name === name);
  if (found === undefined)
    throw new RangeError(`column ${name}: got none of this name, expected one that was parsed`);
  return found;
}

/**
 * The rows of a file in memory, as far as they are needed: blocks of a fixed number of rows, of which the least recently
 * used are dropped beyond a budget of bytes. What is looked at is asked for by `want`, neighbours included; a new wish
 * takes the place of an old one that has not been sent yet, so that a fast scroll does not queue what has gone by. Blocks
 * beside each other travel in one request.
 */
import type { MtzBlock, MtzHeader, MtzReader } from "friedel/browser";

/** What a cache needs of a reader. */
export type BlockReader = Pick<MtzReader, "header" | "rowBytes" | "readBlock" | "blockOf">;

export interface BlockCacheOptions {
  /** Bytes of a block, rounded to whole rows; default 128 KiB. */
  readonly blockBytes?: number;
  /** Bytes kept; default 128 MiB. */
  readonly budget?: number;
  /** Bytes of the largest request; default 4 MiB. */
  readonly requestBytes?: number;
  /** Requests under way at a time; default 4. */
  readonly requests?: number;
  /** A file of at most so many bytes is fetched whole once it is looked at, after what is in sight; default 16 MiB. */
  readonly eagerBytes?: number;
}

/** Rows of a file, kept block by block. */
export class BlockCache {
  /** Rows of a block. */
  readonly blockRows: number;
  /** Called when wanted rows have come: the first of them and the one behind the last. */
  onLoad: (from: number, to: number) => void = () => {};
  /** Called when a request failed; nothing wanted is fetched any more until {@link retry}. */
  onError: (error: unknown) => void = () => {};

  readonly #reader: BlockReader;
  readonly #kept = new Map<number, MtzBlock>();
  readonly #blocksKept: number;
  readonly #blocksAtOnce: number;
  readonly #requests: number;
  readonly #eager: boolean;
  readonly #underWay = new Set<number>();
  #active = 0;
  #wanted: number[] = [];
  #failed = false;
  #disposed = false;

  constructor(reader: BlockReader, options: BlockCacheOptions = {}) {
    const { blockBytes = 128 << 10, budget = 128 << 20, requestBytes = 4 << 20, requests = 4 } = options;
    const { eagerBytes = 16 << 20 } = options;
    this.#reader = reader;
    this.blockRows = Math.max(1, Math.floor(blockBytes / Math.max(4, reader.rowBytes)));
    const bytes = this.blockRows * Math.max(4, reader.rowBytes);
    this.#blocksKept = Math.max(2, Math.floor(budget / bytes));
    this.#blocksAtOnce = Math.max(1, Math.min(this.#blocksKept, Math.floor(requestBytes / bytes)));
    this.#requests = requests;
    this.#eager = reader.header.rowCount * reader.rowBytes <= eagerBytes && this.holdsAll;
  }

  get rowCount(): number {
    return this.#reader.header.rowCount;
  }

  get header(): MtzHeader {
    return this.#reader.header;
  }

  /** Bytes of a row. */
  get rowBytes(): number {
    return this.#reader.rowBytes;
  }

  /** Whether all rows fit into the budget, so that what was read once is never read again. */
  get holdsAll(): boolean {
    return this.rowCount <= this.#blocksKept * this.blockRows;
  }

  /** Blocks in memory. */
  get size(): number {
    return this.#kept.size;
  }

  /** The value of a cell, NaN where missing; undefined where its row is not in memory. */
  value(row: number, column: number): number | undefined {
    const block = this.#kept.get(Math.floor(row / this.blockRows));
    return block?.value(row - block.from, column);
  }

  /** The block that holds a row, if it is in memory. */
  peek(row: number): MtzBlock | undefined {
    return this.#kept.get(Math.floor(row / this.blockRows));
  }

  /** Fetches the blocks of these rows, the first ones first, unless they are in memory or on their way. */
  want(rows: Iterable<number>): void {
    const numbers = new Set<number>();
    for (const row of rows) {
      if (row >= 0 && row < this.rowCount) numbers.add(Math.floor(row / this.blockRows));
    }
    if (this.#eager && numbers.size > 0) {
      for (let number = 0; number * this.blockRows < this.rowCount; number++) numbers.add(number);
    }
    const wanted: number[] = [];
    for (const number of numbers) {
      if (this.#kept.has(number)) this.#touch(number);
      else if (!this.#underWay.has(number)) wanted.push(number);
    }
    this.#wanted = wanted;
    this.#send();
  }

  /**
   * Rows for a pass through the file: from memory where they are there. What is read is kept only where all rows find
   * room, so that a pass does not drive out what is looked at.
   */
  async read(from: number, to: number): Promise<MtzBlock> {
    const [first, last] = [Math.floor(from / this.blockRows), Math.ceil(to / this.blockRows)];
    const kept: MtzBlock[] = [];
    for (let number = first; number < last; number++) {
      const block = this.#kept.get(number);
      if (block === undefined) break;
      kept.push(block);
    }
    if (kept.length === last - first && kept.length > 0) return this.#joined(kept, from, to);
    const block = await this.#reader.readBlock(from, to);
    if (this.holdsAll && from % this.blockRows === 0) this.#keep(block);
    return block;
  }

  /** Goes on after a failure. */
  retry(): void {
    this.#failed = false;
    this.#send();
  }

  /** Drops everything; nothing is fetched any more. */
  dispose(): void {
    this.#disposed = true;
    this.#wanted = [];
    this.#kept.clear();
  }

  #joined(blocks: readonly MtzBlock[], from: number, to: number): MtzBlock {
    const { rowBytes } = this.#reader;
    const start = blocks[0].from;
    if (blocks.length === 1) {
      return this.#reader.blockOf(
        from,
        blocks[0].bytes.subarray((from - start) * rowBytes, (to - start) * rowBytes),
      );
    }
    const bytes = new Uint8Array(blocks.reduce((sum, block) => sum + block.bytes.length, 0));
    let at = 0;
    for (const block of blocks) {
      bytes.set(block.bytes, at);
      at += block.bytes.length;
    }
    return this.#reader.blockOf(from, bytes.subarray((from - start) * rowBytes, (to - start) * rowBytes));
  }

  #send(): void {
    while (!this.#failed && !this.#disposed && this.#active < this.#requests && this.#wanted.length > 0) {
      void this.#fetch(this.#nextRun());
    }
  }

  /** The first wanted block and those wanted behind it without a gap. */
  #nextRun(): { readonly first: number; readonly count: number } {
    const first = this.#wanted[0];
    const left = new Set(this.#wanted);
    let count = 0;
    while (count < this.#blocksAtOnce && left.has(first + count)) left.delete(first + count++);
    this.#wanted = [...left];
    for (let i = 0; i < count; i++) this.#underWay.add(first + i);
    return { first, count };
  }

  async #fetch({ first, count }: { readonly first: number; readonly count: number }): Promise<void> {
    this.#active++;
    const from = first * this.blockRows;
    const to = Math.min((first + count) * this.blockRows, this.rowCount);
    try {
      const block = await this.#reader.readBlock(from, to);
      if (this.#disposed) return;
      this.#keep(block);
      this.onLoad(from, to);
    } catch (error) {
      if (this.#disposed) return;
      const before = this.#failed;
      this.#failed = true;
      // what failed is wanted still
      for (let i = 0; i < count; i++) this.#wanted.push(first + i);
      if (!before) this.onError(error);
    } finally {
      this.#active--;
      for (let i = 0; i < count; i++) this.#underWay.delete(first + i);
      this.#send();
    }
  }

  /** Cuts a block into those of the cache, each with bytes of its own so that it can be dropped alone. */
  #keep(block: MtzBlock): void {
    const { rowBytes } = this.#reader;
    for (let row = 0; row < block.rowCount; row += this.blockRows) {
      const number = (block.from + row) / this.blockRows;
      const end = Math.min(row + this.blockRows, block.rowCount);
      // the last block of a pass may be cut off before its end
      if (end - row < this.blockRows && block.from + end < this.rowCount) return;
      if (this.#kept.has(number)) continue;
      const bytes = block.bytes.slice(row * rowBytes, end * rowBytes);
      this.#kept.set(number, this.#reader.blockOf(block.from + row, bytes));
    }
    for (const number of this.#kept.keys()) {
      if (this.#kept.size <= this.#blocksKept) break;
      this.#kept.delete(number);
    }
  }

  #touch(number: number): void {
    const block = this.#kept.get(number);
    if (block === undefined) return;
    this.#kept.delete(number);
    this.#kept.set(number, block);
  }
}

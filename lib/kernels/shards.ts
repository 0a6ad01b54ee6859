/**
 * How the rows of a run are cut: into blocks of 32 rows, which are worked forward and backward at once, and into
 * shards of whole blocks, each with its own gradient sums. The cut is a function of the number of rows alone, and
 * shards are added in order, so no result depends on how many threads there are.
 */

/** Rows that are worked together. */
export const BLOCK_ROWS = 32;

/** A run has no more shards than this. */
export const MAXIMUM_SHARDS = 32;

const MINIMUM_BLOCKS_PER_SHARD = 4;

export interface Shard {
  /** The shard's rows are those from `start` to `end` − 1. */
  readonly start: number;
  readonly end: number;
}

/** Shards of whole blocks for a number of rows: at most 32, and none where there are no rows. */
export function planShards(rows: number): Shard[] {
  const blocks = Math.ceil(rows / BLOCK_ROWS);
  const count = Math.min(MAXIMUM_SHARDS, Math.ceil(blocks / MINIMUM_BLOCKS_PER_SHARD));
  const shards: Shard[] = [];
  for (let s = 0; s < count; s++) {
    const start = Math.floor((s * blocks) / count) * BLOCK_ROWS;
    const end = Math.min(rows, Math.floor(((s + 1) * blocks) / count) * BLOCK_ROWS);
    shards.push({ start, end });
  }
  return shards;
}

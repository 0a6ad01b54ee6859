import { expect, test } from "vitest";
import { BLOCK_ROWS, planShards } from "../../lib/kernels/shards.js";

test("shards follow one another, of whole blocks, and cover every row", () => {
  for (const rows of [0, 1, 31, 32, 33, 1000, 2048, 4097, 100_000]) {
    const shards = planShards(rows);
    expect(shards.length).toBeLessThanOrEqual(32);
    let end = 0;
    for (const shard of shards) {
      expect(shard.start).toBe(end);
      expect(shard.start % BLOCK_ROWS).toBe(0);
      expect(shard.end).toBeGreaterThan(shard.start);
      end = shard.end;
    }
    expect(end).toBe(rows);
  }
});

test("shards are about equal", () => {
  const sizes = planShards(100_000).map(({ start, end }) => end - start);
  expect(sizes.length).toBe(32);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(2 * BLOCK_ROWS);
});

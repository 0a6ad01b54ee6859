/** The cache of rows: what is asked of the source, what is kept, what happens when the source fails. */
import { describe, expect, test } from "vitest";
import { BlockCache, type BlockCacheOptions } from "../../../labextension/src/mtz/blockCache.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { openMtz } from "../../../lib/formats/mtzReader.js";
import { mergedSample } from "./samples.js";

const mtz = mergedSample(1000);
const bytes = mtz.toBytes();
const rowBytes = 4 * mtz.columnInfos.length;

/** A cache of blocks of ten rows over a source that can be made to fail or wait. */
async function cacheOf(options: BlockCacheOptions = {}) {
  const asked: [number, number][] = [];
  const inner = bytesSource(bytes, "sample.mtz");
  const state = { fail: false, gate: Promise.resolve() };
  const reader = await openMtz({
    byteLength: bytes.length,
    name: "sample.mtz",
    async slice(start, end = bytes.length) {
      if (start >= 80 && start < 80 + 1000 * rowBytes) {
        asked.push([(start - 80) / rowBytes, (end - 80) / rowBytes]);
        await state.gate;
        if (state.fail) throw new Error("gone");
      }
      return inner.slice(start, end);
    },
  });
  const cache = new BlockCache(reader, { blockBytes: 10 * rowBytes, eagerBytes: 0, ...options });
  const loaded: [number, number][] = [];
  let tell: () => void = () => {};
  cache.onLoad = (from, to) => {
    loaded.push([from, to]);
    tell();
  };
  const untilLoaded = (count: number): Promise<void> =>
    new Promise((done) => {
      tell = () => {
        if (loaded.length >= count) done();
      };
      tell();
    });
  return { cache, asked, loaded, state, untilLoaded };
}

test("wanted rows come in whole blocks, neighbours in one request", async () => {
  const { cache, asked, loaded, untilLoaded } = await cacheOf();
  expect(cache.blockRows).toBe(10);
  expect(cache.value(0, 3)).toBeUndefined();
  cache.want([5, 12, 28, 500]);
  await untilLoaded(2);
  expect(asked).toEqual([
    [0, 30],
    [500, 510],
  ]);
  expect(loaded).toEqual(asked);
  expect(cache.value(12, 3)).toBe(mtz.column("F")[12]);
  expect(cache.value(5, 3)).toBeNaN();
  expect(cache.peek(505)?.from).toBe(500);
  cache.want([3, 29]);
  expect(asked.length).toBe(2);
});

test("no request is larger than allowed, nor are there more at a time", async () => {
  const { cache, asked, untilLoaded } = await cacheOf({ requestBytes: 20 * rowBytes, requests: 2 });
  cache.want(Array.from({ length: 100 }, (_, row) => row));
  expect(asked.length).toBe(2);
  await untilLoaded(5);
  expect(asked).toEqual([0, 20, 40, 60, 80].map((from) => [from, from + 20]));
});

test("a small file comes whole, what is in sight first", async () => {
  const { cache, asked, untilLoaded } = await cacheOf({
    eagerBytes: 1000 * rowBytes,
    requestBytes: 100 * rowBytes,
  });
  cache.want([555]);
  await untilLoaded(1);
  expect(asked[0][0]).toBe(550);
  await untilLoaded(11);
  expect(cache.size).toBe(100);
  expect(asked.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(1000);
  const before = asked.length;
  cache.want([0, 999]);
  expect(asked.length).toBe(before);
});

test("a new wish replaces what has not been sent", async () => {
  const { cache, asked, state, untilLoaded } = await cacheOf({ requests: 1 });
  let open: () => void = () => {};
  state.gate = new Promise((done) => {
    open = done;
  });
  cache.want([0]);
  cache.want([300]);
  cache.want([900]);
  open();
  await untilLoaded(2);
  expect(asked).toEqual([
    [0, 10],
    [900, 910],
  ]);
});

test("the least recently wanted blocks go beyond the budget", async () => {
  const { cache, untilLoaded } = await cacheOf({ budget: 30 * rowBytes, requests: 1 });
  for (const [i, row] of [0, 100, 200].entries()) {
    cache.want([row]);
    await untilLoaded(i + 1);
  }
  cache.want([0]);
  cache.want([300]);
  await untilLoaded(4);
  expect(cache.size).toBe(3);
  expect(cache.value(100, 0)).toBeUndefined();
  expect(cache.value(0, 0)).toBe(mtz.column("H")[0]);
  expect(cache.holdsAll).toBe(false);
});

describe("a pass through the file", () => {
  test("keeps what it read where all rows find room", async () => {
    const { cache, asked } = await cacheOf();
    const block = await cache.read(0, 500);
    expect(block.column(3)).toEqual(mtz.column("F").slice(0, 500));
    expect(cache.holdsAll).toBe(true);
    expect((await cache.read(100, 255)).column(0)).toEqual(mtz.column("H").slice(100, 255));
    expect((await cache.read(103, 104)).column(0)).toEqual(mtz.column("H").slice(103, 104));
    expect(asked).toEqual([[0, 500]]);
    expect((await cache.read(990, 1000)).rowCount).toBe(10);
    expect(cache.value(999, 0)).toBe(mtz.column("H")[999]);
  });

  test("keeps nothing where they do not", async () => {
    const { cache } = await cacheOf({ budget: 30 * rowBytes });
    await cache.read(0, 500);
    expect(cache.size).toBe(0);
  });

  test("a part of a block at the end of what was read is not kept", async () => {
    const { cache } = await cacheOf();
    await cache.read(0, 15);
    expect(cache.value(9, 0)).toBe(mtz.column("H")[9]);
    expect(cache.value(12, 0)).toBeUndefined();
  });
});

test("after a failure nothing is asked until a retry, which brings what was wanted", async () => {
  const { cache, asked, state, untilLoaded } = await cacheOf();
  state.fail = true;
  const failed = new Promise<unknown>((done) => {
    cache.onError = done;
  });
  cache.want([0, 200, 400]);
  expect(String(await failed)).toContain("gone");
  cache.want([0, 200, 400]);
  const before = asked.length;
  state.fail = false;
  cache.want([0, 600]);
  expect(asked.length).toBe(before);
  cache.retry();
  await untilLoaded(2);
  expect(cache.value(0, 0)).toBe(mtz.column("H")[0]);
  expect(cache.value(600, 0)).toBe(mtz.column("H")[600]);
});

test("what comes after it was closed is let go", async () => {
  const { cache, state, loaded } = await cacheOf();
  let open: () => void = () => {};
  state.gate = new Promise((done) => {
    open = done;
  });
  cache.want([0]);
  cache.dispose();
  open();
  await state.gate;
  await new Promise((done) => setImmediate(done));
  expect(loaded).toEqual([]);
  expect(cache.size).toBe(0);
});

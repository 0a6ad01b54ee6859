/** Passes through a file in small blocks against the columns of the whole file. */
import { expect, test } from "vitest";
import { BlockCache } from "../../../labextension/src/mtz/blockCache.js";
import { columnKinds, crystalOf, viewColumns } from "../../../labextension/src/mtz/columns.js";
import { parseFilter } from "../../../labextension/src/mtz/expression.js";
import {
  columnNamed,
  filterRows,
  forEachBlock,
  gather,
  gatherBytes,
  placesOf,
} from "../../../labextension/src/mtz/passes.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { openMtz } from "../../../lib/formats/mtzReader.js";
import { mergedSample } from "./samples.js";

// larger than one request of a pass, so that there are several blocks
const mtz = mergedSample(150_000);
const reader = openMtz(bytesSource(mtz.toBytes(), "sample.mtz"));

async function opened() {
  const open = await reader;
  const columns = viewColumns(open.header, crystalOf(open.header));
  return { open, columns, cache: new BlockCache(open) };
}

test("blocks cover all rows once, progress ends at 1", async () => {
  const { cache } = await opened();
  const parts: number[] = [];
  const starts: number[] = [];
  let rows = 0;
  await forEachBlock(
    cache,
    (block) => {
      expect(block.from).toBe(rows);
      starts.push(block.from);
      rows += block.rowCount;
    },
    { onProgress: (part) => parts.push(part) },
  );
  expect(rows).toBe(150_000);
  expect(starts.length).toBeGreaterThan(1);
  expect(parts.at(-1)).toBe(1);
  expect(parts).toEqual([...parts].sort((a, b) => a - b));
});

test("a filter keeps the rows that it should", async () => {
  const { cache, columns } = await opened();
  const filter = parseFilter("F/SIGF > 30 && H % 2 == 0 && !centric", columnKinds(columns));
  const rows = await filterRows(cache, columns, filter);
  const [h, f, s, k, l] = ["H", "F", "SIGF", "K", "L"].map((label) => mtz.column(label));
  const centric = (i: number): boolean => h[i] === 0 || k[i] === 0 || l[i] === 0;
  const expected = [...h.keys()].filter((i) => f[i] / s[i] > 30 && h[i] % 2 === 0 && !centric(i));
  expect(expected.length).toBeGreaterThan(100);
  expect([...rows]).toEqual(expected);
});

test("values in the order of the rows asked for", async () => {
  const { cache, columns } = await opened();
  const rows = Int32Array.from({ length: 1000 }, (_, i) => (i * 7919) % 150_000);
  const [f, l] = await gather(cache, [columnNamed(columns, "F"), columnNamed(columns, "L")], rows);
  expect(f).toEqual(Float32Array.from(rows, (row) => mtz.column("F")[row]));
  expect(l).toEqual(Float32Array.from(rows, (row) => mtz.column("L")[row]));
  const [all] = await gather(cache, [columnNamed(columns, "PHI")], undefined);
  expect(all).toEqual(mtz.column("PHI"));
});

test("bytes of rows, in the order of the file", async () => {
  const { cache, open } = await opened();
  const rows = Int32Array.of(140_000, 3, 70_000);
  const block = open.blockOf(0, await gatherBytes(cache, rows));
  expect(block.column(2)).toEqual(
    Float32Array.of(...[3, 70_000, 140_000].map((row) => mtz.column("L")[row])),
  );
  expect((await gatherBytes(cache, undefined)).length).toBe(150_000 * open.rowBytes);
});

test("places of rows", () => {
  expect([...placesOf(Int32Array.of(3, 0), 5)]).toEqual([1, -1, -1, 0, -1]);
});

test("a pass ends when it is told to", async () => {
  const { cache } = await opened();
  const controller = new AbortController();
  let blocks = 0;
  const pass = forEachBlock(
    cache,
    () => {
      blocks++;
      controller.abort();
    },
    { signal: controller.signal },
  );
  await expect(pass).rejects.toMatchObject({ name: "AbortError" });
  expect(blocks).toBe(1);
});

test("a column that nobody checked", async () => {
  const { columns } = await opened();
  expect(() => columnNamed(columns, "NONE")).toThrow("column NONE: got none of this name");
});

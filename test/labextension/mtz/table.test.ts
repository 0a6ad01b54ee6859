/** The table of the viewer: filter, order, statistics and exports together, on samples and on real files. */
import { tableFromIPC } from "apache-arrow";
import { describe, expect, test } from "vitest";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import type { Mtz } from "../../../lib/formats/mtz.js";
import { readMtz } from "../../../lib/formats/mtzRead.js";
import { withFile } from "../../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../../data.js";
import { mergedSample, unmergedSample } from "./samples.js";

const opened = (mtz: Mtz) => MtzTable.open(bytesSource(mtz.toBytes(), "sample.mtz"));
const rowsOf = (table: MtzTable): number[] => Array.from({ length: table.length }, (_, i) => table.rowAt(i));

describe("filter and order", () => {
  test("together, in either order, and taken back", async () => {
    const mtz = mergedSample(1000);
    const f = mtz.column("F");
    const table = await opened(mtz);
    expect(rowsOf(table)).toEqual([...f.keys()]);
    await table.setFilter("FreeR_flag == 3");
    const kept = [...f.keys()].filter((i) => i % 20 === 3);
    expect(rowsOf(table)).toEqual(kept);
    await table.setSort({ name: "F", descending: true });
    const missingLast = (i: number): number => (Number.isNaN(f[i]) ? -1 : f[i]);
    const sorted = [...kept].sort((i, j) => missingLast(j) - missingLast(i) || i - j);
    expect(rowsOf(table)).toEqual(sorted);
    await table.setFilter("");
    expect(table.length).toBe(1000);
    expect(f[table.rowAt(0)]).toBe(Math.max(...f.filter((value) => !Number.isNaN(value))));
    expect(f[table.rowAt(999)]).toBeNaN();
    await table.setSort(undefined);
    expect(rowsOf(table)).toEqual([...f.keys()]);
  });

  test("an expression that cannot be read, or a pass that is ended, leaves the table as it was", async () => {
    const table = await opened(mergedSample(1000));
    await table.setFilter("H > 3");
    const before = rowsOf(table);
    await expect(table.setFilter("H >")).rejects.toThrow("filter, character 4");
    await expect(table.setFilter("H > 4", { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(rowsOf(table)).toEqual(before);
    expect(table.filter).toBe("H > 3");
  });

  test("no row left", async () => {
    const table = await opened(mergedSample(100));
    await table.setSort({ name: "L", descending: false });
    await table.setFilter("H > 1e6");
    expect(table.length).toBe(0);
    await expect(table.mtz()).rejects.toThrow("got no rows to export, expected at least one");
    expect((await table.statistics("F")).count).toBe(0);
  });
});

test("statistics are those of the rows shown", async () => {
  const mtz = mergedSample(1000);
  const table = await opened(mtz);
  expect(await table.statistics("FreeR_flag")).toMatchObject({ count: 1000, min: 0, max: 19, median: 9.5 });
  await table.setFilter("FreeR_flag < 2");
  expect(await table.statistics("FreeR_flag")).toMatchObject({ count: 100, max: 1, mean: 0.5 });
  expect(await table.statistics("EMPTY")).toMatchObject({ count: 0, missing: 100 });
});

describe("exports", () => {
  test("MTZ: the rows kept in the order of the file, a line of history, the batches that have rows", async () => {
    const { mtz } = unmergedSample(4);
    const table = await opened(mtz);
    await table.setFilter("BATCH >= 3 && BATCH < 6 && I/SIGI > 2");
    await table.setSort({ name: "I", descending: true });
    const back = await readMtz(bytesSource((await table.mtz()).toBytes()));
    const [batch, i, s] = ["BATCH", "I", "SIGI"].map((label) => mtz.column(label));
    const kept = [...batch.keys()].filter((row) => batch[row] >= 3 && batch[row] < 6 && i[row] / s[row] > 2);
    expect(back.rowCount).toBe(kept.length);
    for (const label of mtz.labels) {
      expect(back.column(label)).toEqual(Float32Array.from(kept, (row) => mtz.column(label)[row]));
    }
    expect(back.batches.map(({ number }) => number)).toEqual([3, 4, 5]);
    expect(back.history[0]).toMatch(/^From Friedel .*: \d+ of \d+ rows, those with BATCH >= 3/);
    expect(back.history[1]).toBe("made by the tests of the viewer");
    expect(back.datasets).toEqual(mtz.datasets);
    expect(back.cell).toEqual(mtz.cell);
    expect(back.symmetry).toEqual(mtz.symmetry);
  });

  test("CSV and Arrow: the columns and the order shown", async () => {
    const mtz = mergedSample(500);
    const table = await opened(mtz);
    await table.setFilter("!missing(F)");
    await table.setSort({ name: "F", descending: false });
    const columns = ["H", "F", "dHKL"].map((name) => table.column(name));
    const lines = (await table.csv(columns)).join("").trimEnd().split("\n");
    expect(lines[0]).toBe("H,F,dHKL");
    expect(lines.length).toBe(table.length + 1);
    const f = lines.slice(1).map((line) => Math.fround(Number(line.split(",")[1])));
    expect(f).toEqual([...mtz.column("F")].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b));
    const arrow = tableFromIPC(await table.arrow(columns));
    expect([...(arrow.getChild("F")?.toArray() ?? [])]).toEqual(f);
  });

  test("rows that are copied", async () => {
    const mtz = mergedSample(50);
    const table = await opened(mtz);
    await table.setSort({ name: "L", descending: true });
    const text = await table.tsv([table.column("H"), table.column("L"), table.column("EMPTY")], [0, 2]);
    const row = (place: number): string =>
      ["H", "L"].map((label) => mtz.column(label)[table.rowAt(place)]).join("\t");
    expect(text).toBe(`H\tL\tEMPTY\n${row(0)}\t\n${row(2)}\t\n`);
  });
});

test("many rows are copied by a pass, in the order shown", async () => {
  const mtz = mergedSample(1000);
  const table = await opened(mtz);
  await table.setSort({ name: "L", descending: true });
  const places = Array.from({ length: 300 }, (_, i) => 3 * i);
  const lines = (await table.tsv([table.column("L")], places)).trimEnd().split("\n");
  expect(lines.slice(1).map(Number)).toEqual(places.map((place) => mtz.column("L")[table.rowAt(place)]));
});

test("the index of a row, in memory or not", async () => {
  const mtz = mergedSample(100);
  const table = await opened(mtz);
  const at = (row: number) => ["H", "K", "L"].map((label) => mtz.column(label)[row]);
  expect(await table.hklOf(42)).toEqual(at(42));
  await table.statistics("F");
  expect(table.cache.peek(42)).toBeDefined();
  expect(await table.hklOf(99)).toEqual(at(99));
});

describe("what cannot be opened", () => {
  test.each([
    ["empty", new Uint8Array(0), "a.mtz: got an empty file, expected an MTZ file"],
    ["text", new TextEncoder().encode("hello"), 'expected "MTZ "'],
    ["cut off", mergedSample(100).toBytes().slice(0, 2000), "is the file cut off?"],
  ])("%s", async (_, bytes, message) => {
    await expect(MtzTable.open(bytesSource(bytes, "a.mtz"))).rejects.toThrow(message);
  });
});

dataTest.each([
  ["gamma/HKLOUT_unmerged.mtz", "I/SIGI > 10 && dHKL < 3"],
  ["gamma/freeR.mtz", "FREER == 0 && !centric"],
])("real data: %s with %s", async (path, filter) => {
  await withFile(dataFile(path), async (source) => {
    const table = await MtzTable.open(source);
    expect(table.crystal.problems).toEqual([]);
    await table.setFilter(filter);
    expect(table.length).toBeGreaterThan(0);
    expect(table.length).toBeLessThan(table.header.rowCount);
    await table.setSort({ name: "dHKL", descending: true });
    const back = await readMtz(bytesSource((await table.mtz()).toBytes()));
    expect(back.rowCount).toBe(table.length);
    const at = table.rowAt(0);
    const hkl = (await table.cache.read(at, at + 1)).bytes;
    expect(hkl.length).toBe(table.cache.rowBytes);
    const [h, k, l] = [0, 1, 2].map((axis) => table.columns[axis]);
    const block = await table.cache.read(at, at + 1);
    const wanted = [h.value(block, 0), k.value(block, 0), l.value(block, 0)] as const;
    expect(await table.find(wanted)).toMatchObject({ match: "exact" });
    const list = await table.observations(wanted);
    expect(list?.observations.length).toBeGreaterThan(0);
  });
});

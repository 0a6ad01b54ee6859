/**
 * Every MTZ file of the data folder, against what gemmi 0.7.5 reads from it (test/reference/formats/mtz.py): header,
 * columns, batches, values; and written back byte for byte, also after a way through the other byte order.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { bytesSource } from "../../lib/formats/byteSource.js";
import type { Mtz, MtzBatch } from "../../lib/formats/mtz.js";
import { readMtz, readMtzColumns, readMtzHeader } from "../../lib/formats/mtzRead.js";
import { dataFile, dataTest, hasData } from "../data.js";

interface GoldenColumn {
  label: string;
  type: string;
  datasetId: number;
  source: string;
  min: number | null;
  max: number | null;
  nan: number;
  sum: number;
  rows: (number | null)[];
  sha: string;
}

interface GoldenBatch {
  number: number;
  title: string;
  axes: string[];
  datasetId: number;
  wavelength: number;
  cell: number[];
  integers: number[];
  reals: number[];
}

interface GoldenFile {
  bytes: number;
  title: string;
  rowCount: number;
  cell: number[];
  sortOrder: number[];
  spaceGroupName: string;
  spaceGroupNumber: number;
  operationCount: number;
  inverseDSquaredLimits: [number, number];
  missingValue: number | null;
  datasets: {
    id: number;
    project: string;
    crystal: string;
    name: string;
    cell: number[];
    wavelength: number;
  }[];
  columns: GoldenColumn[];
  history: string[];
  appendedText: string;
  batchCount: number;
  batchIntegers: string | null;
  batchReals: string | null;
  batches: GoldenBatch[];
}

const folder = join(import.meta.dirname, "../reference/formats/mtz");
const goldens = readdirSync(folder).flatMap((name) => {
  const { files }: { files: Record<string, GoldenFile> } = JSON.parse(
    readFileSync(join(folder, name), "utf8"),
  );
  return Object.entries(files);
});

function digest(arrays: readonly (Float32Array | Int32Array)[]): string {
  const hash = createHash("sha256");
  for (const array of arrays) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return hash.digest("hex").slice(0, 24);
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);

function columnSummary(mtz: Mtz, index: number): Omit<GoldenColumn, "sum"> {
  const { label, type, datasetId, source = "", min, max } = mtz.columnInfos[index];
  const values = mtz.column(index);
  const rows = [0, Math.floor(values.length / 2), values.length - 1].map((i) => orNull(values[i]));
  const nan = values.reduce((count, value) => count + (Number.isNaN(value) ? 1 : 0), 0);
  const range = { min: orNull(Math.fround(min)), max: orNull(Math.fround(max)) };
  return { label, type, datasetId, source, ...range, nan, rows, sha: digest([values]) };
}

function batchSummary(batch: MtzBatch): GoldenBatch {
  const { number, title, axes, datasetId, wavelength, cell, integers, reals } = batch;
  return {
    number,
    title,
    axes: [...axes],
    datasetId,
    wavelength,
    cell: [...cell],
    integers: Array.from(integers),
    reals: Array.from(reals),
  };
}

async function read(path: string): Promise<{ bytes: Uint8Array; mtz: Mtz }> {
  const bytes = new Uint8Array(readFileSync(dataFile(path)));
  return { bytes, mtz: await readMtz(bytesSource(bytes, path)) };
}

test("there is a golden entry for every MTZ file of the data folder", () => {
  expect(goldens.length).toBe(107);
});

dataTest("every MTZ file of the data folder has its golden entry", () => {
  const root = join(dataFile("README.md"), "..");
  const found = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".mtz"),
  );
  expect(found.sort()).toEqual(goldens.map(([path]) => path).sort());
});

describe.each(hasData ? goldens : goldens.slice(0, 1))("%s", (path, golden) => {
  dataTest("header, data sets and history as gemmi reads them", async () => {
    const { bytes, mtz } = await read(path);
    expect(bytes.length).toBe(golden.bytes);
    const { title, rowCount, cell, sortOrder, spaceGroupName, spaceGroupNumber, history } = mtz;
    expect({ title, rowCount, cell, sortOrder, spaceGroupName, spaceGroupNumber, history }).toEqual({
      title: golden.title,
      rowCount: golden.rowCount,
      cell: golden.cell,
      sortOrder: golden.sortOrder,
      spaceGroupName: golden.spaceGroupName,
      spaceGroupNumber: golden.spaceGroupNumber,
      history: golden.history,
    });
    expect(mtz.symmetryOperations.length).toBe(golden.operationCount);
    expect(mtz.inverseDSquaredLimits).toEqual(golden.inverseDSquaredLimits);
    expect(orNull(mtz.missingValue)).toBe(golden.missingValue);
    expect(mtz.datasets).toEqual(golden.datasets);
    expect(mtz.appendedText).toBe(golden.appendedText);
  });

  dataTest("columns and values as gemmi reads them", async () => {
    const { mtz } = await read(path);
    const summaries = mtz.columnInfos.map((_, i) => columnSummary(mtz, i));
    expect(summaries).toEqual(golden.columns.map(({ sum: _, ...column }) => column));
    golden.columns.forEach(({ sum }, i) => {
      const values = mtz.column(i).filter((value) => !Number.isNaN(value));
      const size = values.reduce((total, value) => total + Math.abs(value), 0);
      const total = values.reduce((all, value) => all + value, 0);
      expect(Math.abs(total - sum)).toBeLessThanOrEqual(1e-12 * size);
    });
  });

  dataTest("batch headers as gemmi reads them", async () => {
    const { mtz } = await read(path);
    expect(mtz.batches.length).toBe(golden.batchCount);
    if (golden.batchCount === 0) return;
    expect(digest(mtz.batches.map(({ integers }) => integers))).toBe(golden.batchIntegers);
    expect(digest(mtz.batches.map(({ reals }) => reals))).toBe(golden.batchReals);
    const ends = [mtz.batches[0], mtz.batches[mtz.batches.length - 1]];
    expect(ends.slice(0, golden.batches.length).map(batchSummary)).toEqual(golden.batches);
  });

  dataTest("written back byte for byte, also by way of the other byte order", async () => {
    const { bytes, mtz } = await read(path);
    expect(Buffer.compare(mtz.toBytes(), bytes)).toBe(0);
    const swapped = mtz.with({ bigEndian: true }).toBytes();
    expect(swapped.length).toBe(bytes.length);
    const twin = await readMtz(bytesSource(swapped, path));
    expect(twin.bigEndian).toBe(true);
    expect(twin.columnInfos.map((_, i) => columnSummary(twin, i))).toEqual(
      mtz.columnInfos.map((_, i) => columnSummary(mtz, i)),
    );
    expect(twin.batches).toEqual(mtz.batches);
    expect(Buffer.compare(twin.with({ bigEndian: false }).toBytes(), bytes)).toBe(0);
  });

  dataTest("header and columns alone say the same", async () => {
    const { bytes, mtz } = await read(path);
    const source = bytesSource(bytes, path);
    const header = await readMtzHeader(source);
    expect(header.columnInfos).toEqual(mtz.columnInfos);
    expect(header.batches).toEqual(mtz.batches);
    const label = mtz.labels[mtz.labels.length - 1];
    const columns = await readMtzColumns(source, [label, "L"]);
    expect(digest([columns.get(label) ?? new Float32Array(0)])).toBe(digest([mtz.column(label)]));
    expect(digest([columns.get("L") ?? new Float32Array(0)])).toBe(digest([mtz.column("L")]));
  });
});

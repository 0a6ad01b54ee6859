/**
 * An MTZ file read on demand gives the very values and bytes of the whole file read at once; a file of some of its rows
 * says what the whole-file reader (whose oracle is gemmi, mtzGolden.test.ts) finds in those rows.
 */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { openMtz } from "../../lib/formats/mtzReader.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { sampleMtz, sampleNames } from "./mtzSamples.js";

/** The same bytes at an odd offset of their buffer. */
function shifted(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length + 1);
  wide.set(bytes, 1);
  return wide.subarray(1);
}

describe.each(sampleNames)("%s", (name) => {
  const mtz = sampleMtz(name);
  const open = () => openMtz(bytesSource(mtz.toBytes(), "sample.mtz"));

  test("blocks hold the columns of the whole file", async () => {
    const reader = await open();
    const values = mtz.labels.map(() => [] as number[]);
    for (let from = 0; from < mtz.rowCount; from += 7) {
      const block = await reader.readBlock(from, Math.min(from + 7, mtz.rowCount));
      expect(block.from).toBe(from);
      values.forEach((list, column) => {
        const own = block.column(column);
        list.push(...own);
        expect(Float32Array.from(own, (_, row) => block.value(row, column))).toEqual(own);
      });
    }
    values.forEach((list, column) => {
      expect(Float32Array.from(list)).toEqual(mtz.column(column));
    });
  });

  test("all rows give the same file, to the byte", async () => {
    const reader = await open();
    const all = await reader.readBlock(0, mtz.rowCount);
    expect(reader.withRows(all.bytes).toBytes()).toEqual(mtz.toBytes());
    expect(reader.withRows(shifted(all.bytes)).toBytes()).toEqual(mtz.toBytes());
  });

  test("every second row: values, counts and ranges are those of the rows", async () => {
    const reader = await open();
    const { bytes } = await reader.readBlock(0, mtz.rowCount);
    const size = reader.rowBytes;
    const kept = Array.from({ length: mtz.rowCount >> 1 }, (_, i) => 2 * i + 1);
    const some = new Uint8Array(kept.length * size);
    kept.forEach((row, i) => {
      some.set(bytes.subarray(row * size, (row + 1) * size), i * size);
    });
    const written = reader.withRows(some, { history: ["every second row", ...mtz.history] }).toBytes();
    const back = await readMtz(bytesSource(written));
    expect(back.rowCount).toBe(kept.length);
    expect(back.batches).toEqual(reader.header.batches);
    expect(back.history).toEqual(["every second row", ...mtz.history].slice(0, 30));
    mtz.labels.forEach((_, column) => {
      const values = back.column(column);
      expect(values).toEqual(Float32Array.from(kept, (row) => mtz.column(column)[row]));
      const present = [...values].filter((value) => !Number.isNaN(value));
      if (present.length === 0) return;
      expect(back.columnInfos[column].min).toBeCloseTo(Math.min(...present), 4);
      expect(back.columnInfos[column].max).toBeCloseTo(Math.max(...present), 4);
    });
  });
});

test("batches of the rows that are kept", async () => {
  const mtz = sampleMtz("unmerged");
  const reader = await openMtz(bytesSource(mtz.toBytes()));
  const { bytes } = await reader.readBlock(0, 1);
  const back = await readMtz(
    bytesSource(reader.withRows(bytes, { batches: mtz.batches.slice(0, 1) }).toBytes()),
  );
  expect(back.batches.map(({ number }) => number)).toEqual([1]);
  expect(back.rowCount).toBe(1);
});

test("rows that are not there, bytes that are no rows", async () => {
  const reader = await openMtz(bytesSource(sampleMtz("merged").toBytes(), "a.mtz"));
  await expect(reader.readBlock(40, 49)).rejects.toThrow(
    new InputError("rows of a.mtz: got 40 to 49, expected 0 to 48"),
  );
  expect(() => reader.blockOf(0, new Uint8Array(29))).toThrow(
    new FormatError("rows of a.mtz: got 29 bytes, expected a multiple of 28"),
  );
});

test("a file that became shorter", async () => {
  const bytes = sampleMtz("merged").toBytes();
  let length = bytes.length;
  const reader = await openMtz({
    byteLength: bytes.length,
    name: "short.mtz",
    slice: (start, end = length) => bytes.slice(start, Math.min(end, length)).buffer as ArrayBuffer,
  });
  length = 200;
  await expect(reader.readBlock(0, 48)).rejects.toThrow(
    "short.mtz: got 120 bytes from byte 80, expected 1344 (did the file change meanwhile?)",
  );
});

dataTest("a real unmerged file", async () => {
  await withFile(dataFile("gamma/HKLOUT_unmerged.mtz"), async (source) => {
    const [reader, mtz] = [await openMtz(source), await readMtz(source)];
    const block = await reader.readBlock(1000, 1010);
    mtz.labels.forEach((_, column) => {
      expect(block.column(column)).toEqual(mtz.column(column).slice(1000, 1010));
    });
  });
});

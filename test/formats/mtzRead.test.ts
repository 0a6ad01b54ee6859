/**
 * Reading MTZ files: only what is needed, block by block, and one sentence for what is not sound. The real files, with
 * gemmi as oracle, are in mtzGolden.test.ts; spoiled ones in test/fuzz/mtz.test.ts.
 */
import { describe, expect, test } from "vitest";
import { FormatError, InputError, MissingColumnError } from "../../lib/errors.js";
import { type ByteSource, bytesSource } from "../../lib/formats/byteSource.js";
import { Mtz } from "../../lib/formats/mtz.js";
import { readMtz, readMtzColumns, readMtzHeader } from "../../lib/formats/mtzRead.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { sampleMtz, sampleNames } from "./mtzSamples.js";

/** A source that keeps what it was asked for. */
function watched(bytes: Uint8Array): { source: ByteSource; asked: [number, number][] } {
  const asked: [number, number][] = [];
  const inner = bytesSource(bytes, "watched.mtz");
  const slice = (start: number, end = bytes.length): ReturnType<ByteSource["slice"]> => {
    asked.push([start, end]);
    return inner.slice(start, end);
  };
  return { source: { ...inner, slice }, asked };
}

/** The sample with `text` (filled to 80 characters) instead of the record that begins with `key`. */
function withRecord(name: string, key: string, text: string): Uint8Array {
  const bytes = Buffer.from(sampleMtz(name).toBytes());
  const at = bytes.indexOf(key);
  if (at < 0) throw new Error(`${name} has no ${key}`);
  bytes.write(text.padEnd(80), at, "latin1");
  return bytes;
}

describe("only the bytes that are needed are asked for", () => {
  test("header", async () => {
    const { source, asked } = watched(sampleMtz("merged").toBytes());
    const header = await readMtzHeader(source);
    const headerStart = 80 + 28 * 48;
    expect(asked).toEqual([
      [0, 80],
      [headerStart, source.byteLength],
    ]);
    expect(header.columnInfos.map(({ label }) => label)).toEqual([
      "H",
      "K",
      "L",
      "F",
      "SIGF",
      "PHI",
      "FreeR_flag",
    ]);
    expect(header.name).toBe("watched.mtz");
  });

  test("the whole file: each byte once", async () => {
    const { source, asked } = watched(sampleMtz("unmerged").toBytes());
    await readMtz(source);
    expect(asked.reduce((sum, [start, end]) => sum + end - start, 0)).toBe(source.byteLength);
  });

  test("some rows of some columns", async () => {
    const mtz = sampleMtz("bigEndian");
    const { source, asked } = watched(mtz.toBytes());
    const columns = await readMtzColumns(source, ["F", "H", "F"], { from: 10, to: 15 });
    expect([...columns.keys()]).toEqual(["F", "H"]);
    expect(columns.get("F")).toEqual(mtz.column("F").subarray(10, 15));
    expect(columns.get("H")).toEqual(mtz.column("H").subarray(10, 15));
    expect(asked[2]).toEqual([80 + 280, 80 + 420]);
    expect(asked.length).toBe(3);
  });

  test("large files block by block, of at most 4 MiB", async () => {
    const rowCount = 500_000;
    const data = Float32Array.from({ length: rowCount }, (_, i) => i % 1000);
    const columns = (["H", "K", "L"] as const).map((label) => ({ label, type: "H" as const, data }));
    const value = {
      label: "I",
      type: "J" as const,
      data: data.map((x, i) => (i % 10 === 0 ? Number.NaN : x / 8)),
    };
    const mtz = Mtz.create({
      cell: [50, 60, 70, 90, 90, 90],
      spaceGroup: 19,
      columns: [...columns, value],
      missingValue: -1,
    });
    const { source, asked } = watched(mtz.toBytes());
    const read = await readMtzColumns(source, ["I"]);
    expect(read.get("I")).toEqual(value.data);
    const blocks = asked.slice(2).map(([start, end]) => end - start);
    expect(blocks.length).toBe(2);
    expect(Math.max(...blocks)).toBeLessThanOrEqual(4 << 20);
    expect(blocks.reduce((sum, size) => sum + size, 0)).toBe(16 * rowCount);
  });

  dataTest("a file of the disk", async () => {
    const path = dataFile("gamma/HKLOUT_unmerged.mtz");
    const mtz = await withFile(path, readMtz);
    expect(mtz.name).toBe(path);
    const columns = await withFile(path, (source) => readMtzColumns(source, ["SIGI"], { from: 44000 }));
    expect(columns.get("SIGI")).toEqual(mtz.column("SIGI").subarray(44000));
  });
});

test.each(sampleNames)("%s: header, columns and file say the same", async (name) => {
  const mtz = sampleMtz(name);
  const source = bytesSource(mtz.toBytes());
  const header = await readMtzHeader(source);
  const { columnInfos, datasets, cell, symmetry, history, title, rowCount, sortOrder, merged } = mtz;
  expect(header).toMatchObject({
    columnInfos,
    datasets,
    cell,
    symmetry,
    history,
    title,
    rowCount,
    sortOrder,
    merged,
  });
  const columns = await readMtzColumns(source, mtz.labels);
  for (const label of mtz.labels) expect(columns.get(label)).toEqual(mtz.column(label));
});

describe("merged or not", () => {
  const unmerged = [
    "gamma/HKLOUT_unmerged.mtz",
    "insulin/insulin_dials_scaled_unmerged.mtz",
    "pyp/off.mtz",
    "pyp/2ms.mtz",
    "thermolysin/friedel_plus_n395.mtz",
    "thermolysin/friedel_minus_n395.mtz",
    "stills/data_unmerged.mtz",
    "stills/conventional.mtz",
  ];
  const merged = [
    "gamma/freeR.mtz",
    "stills/data_merged.mtz",
    "structure_factors/4xof.mtz",
    "fmodel/1CTJ.mtz",
  ];
  dataTest.each([
    ...unmerged.map((path): [string, boolean] => [path, false]),
    ...merged.map((path): [string, boolean] => [path, true]),
  ])("%s: %s", async (path, isMerged) => {
    const header = await withFile(dataFile(path), readMtzHeader);
    expect(header.merged).toBe(isMerged);
  });
});

describe("old and odd files that are clear", () => {
  test("columns without a data set, no data sets at all", async () => {
    const bytes = Buffer.from(sampleMtz("merged").toBytes());
    for (let at = bytes.indexOf("COLUMN"); at >= 0; at = bytes.indexOf("COLUMN", at + 1))
      bytes.fill(" ", at + 75, at + 80);
    for (const key of ["PROJECT", "CRYSTAL", "DATASET", "DCELL", "DWAVEL"]) {
      for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key))
        bytes.write("REMARK ", at, "latin1");
    }
    const mtz = await readMtz(bytesSource(bytes));
    expect(mtz.columnInfos.map(({ datasetId }) => datasetId)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(mtz.datasets).toEqual([]);
    expect(mtz.toBytes()).toEqual(new Uint8Array(bytes));
  });

  test("a data set without a cell has the file's", async () => {
    const bytes = withRecord("merged", "DCELL         1", "DCELL 1");
    const mtz = await readMtz(bytesSource(bytes));
    expect(mtz.datasets[1].cell).toEqual(mtz.cell);
  });

  test("a space group without quotes, with a letter of confidence", async () => {
    const plain = await readMtz(bytesSource(withRecord("merged", "SYMINF", "SYMINF 4 4 P 19 P212121 222")));
    expect(plain.symmetry).toMatchObject({ name: "P212121", number: 19, lattice: "P", pointGroup: "222" });
    const quoted = await readMtz(
      bytesSource(withRecord("merged", "SYMINF", "SYMINF 4 4 P 19 'P 21 21 21' PG222 S")),
    );
    expect(quoted.symmetry).toMatchObject({ name: "P 21 21 21", primitiveCount: 4, pointGroup: "222" });
  });

  test("keywords in small letters, a history that promises too many lines", async () => {
    const bytes = withRecord("merged", "MTZHIST", "mtzhist 30");
    const mtz = await readMtz(bytesSource(bytes));
    expect(mtz.history).toEqual(["made by Friedel's tests", "second line"]);
    expect(mtz.toBytes()).toEqual(new Uint8Array(bytes));
  });

  test("an end of the headers without blanks behind it", async () => {
    const bytes = sampleMtz("merged").toBytes();
    const cut = bytes.subarray(0, bytes.length - 65);
    expect((await readMtz(bytesSource(cut))).toBytes()).toEqual(cut);
  });
});

describe("one sentence for what is not sound", () => {
  const cases: [string, () => Uint8Array, string][] = [
    [
      "no NCOL",
      () => withRecord("merged", "NCOL", "NOCOL"),
      "foo.mtz, NCOL record: got none, expected counts of columns, reflections and batches",
    ],
    [
      "a negative count",
      () => withRecord("merged", "NCOL", "NCOL 7 -48 0"),
      'foo.mtz, NCOL record: got "NCOL 7 -48 0", expected counts',
    ],
    [
      "more columns than records",
      () => withRecord("merged", "NCOL", "NCOL 8 48 0"),
      "foo.mtz, COLUMN records: got 7, expected 8 as the NCOL record says",
    ],
    [
      "more rows than bytes",
      () => withRecord("merged", "NCOL", "NCOL 7 49 0"),
      "foo.mtz, NCOL record: got 7 columns and 49 reflections, that is 1372 bytes, expected at most the 1344 bytes before the header",
    ],
    [
      "a column without type",
      () => withRecord("merged", "COLUMN F ", "COLUMN F"),
      'foo.mtz, COLUMN record 4: got "COLUMN F", expected a label, a type, least and greatest value and a data set',
    ],
    ["no END", () => withRecord("merged", "END ", "XND "), "without END, expected END behind the data sets"],
    ["cut off in the header", () => sampleMtz("merged").toBytes().subarray(0, 2000), "without END"],
    [
      "cut off behind END",
      () => sampleMtz("merged").toBytes().subarray(0, -100),
      "foo.mtz, header: got the end of the file behind END, expected MTZENDOFHEADERS (is the file cut off?)",
    ],
    [
      "fewer batches than promised",
      () => withRecord("unmerged", "NCOL", "NCOL 8 40 4"),
      'batch headers: got "MTZENDOFHEADERS", expected BH and a batch number',
    ],
    [
      "no batch headers",
      () => withRecord("merged", "NCOL", "NCOL 7 48 3"),
      "foo.mtz, batch headers: got 0, expected 3 as the NCOL record says",
    ],
    [
      "a batch of other counts",
      () => withRecord("unmerged", "BH ", "BH 1 185 30 155"),
      "foo.mtz, header of batch 1: got 185 words, 30 integers and 155 reals, expected 185, 29 and 156",
    ],
    [
      "a batch without BHCH",
      () => withRecord("unmerged", "BHCH", "XXCH"),
      'header of batch 1: got "XXCH" behind the orientation block, expected BHCH',
    ],
    [
      "cut off in a batch",
      () => sampleMtz("oneBatch").toBytes().subarray(0, -500),
      "up to the end of the file, expected 980 (is the file cut off?)",
    ],
  ];
  test.each(cases)("%s", async (_, make, message) => {
    const error = await readMtz(bytesSource(make(), "foo.mtz")).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(FormatError);
    expect(String(error)).toContain(message);
  });

  test("rows without columns", async () => {
    const bytes = Buffer.from(withRecord("noRows", "NCOL", "NCOL 0 5 0"));
    for (let at = bytes.indexOf("COLUMN"); at >= 0; at = bytes.indexOf("COLUMN"))
      bytes.write("REMARK", at, "latin1");
    await expect(readMtz(bytesSource(bytes))).rejects.toThrow("got 0 columns and 5 reflections");
  });

  test("columns and rows that are not there", async () => {
    const source = bytesSource(sampleMtz("merged").toBytes(), "foo.mtz");
    await expect(readMtzColumns(source, ["FP"])).rejects.toThrow(MissingColumnError);
    await expect(readMtzColumns(source, ["F"], { from: 40, to: 49 })).rejects.toThrow(InputError);
    await expect(readMtzColumns(source, ["F"], { from: 40, to: 49 })).rejects.toThrow(
      "rows of foo.mtz: got 40 to 49, expected 0 to 48",
    );
  });
});

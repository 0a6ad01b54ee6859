/**
 * The first 80 bytes of MTZ files, against CCP4's description: stamp 0x4441 little-endian, 0x1111 big-endian, position
 * of the header in words from 1, and at byte 12 as a 64-bit integer where the 32-bit one is −1.
 */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import type { ByteSource } from "../../lib/formats/byteSource.js";
import { makePreamble, readPreamble } from "../../lib/formats/mtzPreamble.js";
import { readMtzColumns, readMtzHeader } from "../../lib/formats/mtzRead.js";
import { sampleMtz } from "./mtzSamples.js";

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text.padEnd(80, "\n"), "latin1"));

describe("position and byte order", () => {
  test.each([false, true])("big-endian %s", (bigEndian) => {
    const bytes = makePreamble(1764, bigEndian);
    const view = new DataView(bytes.buffer);
    expect(view.getInt32(4, !bigEndian)).toBe(442);
    expect([...bytes.subarray(8, 12)]).toEqual(bigEndian ? [0x11, 0x11, 0, 0] : [0x44, 0x41, 0, 0]);
    expect(readPreamble(bytes, "a.mtz", 5000)).toEqual({ bytes, bigEndian, headerStart: 1764 });
  });

  test.each([false, true])("64 bits, big-endian %s", (bigEndian) => {
    const headerStart = 4 * 2 ** 31;
    const bytes = makePreamble(headerStart, bigEndian);
    const view = new DataView(bytes.buffer);
    expect(view.getInt32(4, !bigEndian)).toBe(-1);
    expect(view.getBigInt64(12, !bigEndian)).toBe(2n ** 31n + 1n);
    expect(readPreamble(bytes, "a.mtz", headerStart + 800).headerStart).toBe(headerStart);
    const last = makePreamble(4 * (2 ** 31 - 2), bigEndian);
    expect(new DataView(last.buffer).getInt32(4, !bigEndian)).toBe(0x7fffffff);
  });

  test("a 64-bit position and an odd stamp of the same byte order stay", () => {
    const bytes = makePreamble(4 * 2 ** 31, false);
    bytes.set([0x44, 0x44, 7, 9], 8);
    const model = { bytes, bigEndian: false, headerStart: 4 * 2 ** 31 };
    const made = makePreamble(160, false, model);
    expect(readPreamble(made, "a.mtz", 1000).headerStart).toBe(160);
    expect(new DataView(made.buffer).getInt32(4, true)).toBe(-1);
    expect([...made.subarray(8, 12)]).toEqual([0x44, 0x44, 7, 9]);
    expect([...makePreamble(160, true, model).subarray(8, 12)]).toEqual([0x11, 0x11, 7, 9]);
  });

  test.each([false, true])(
    "an empty stamp: the order that puts the header into the file, big-endian %s",
    (big) => {
      const bytes = makePreamble(1764, big);
      bytes.fill(0, 8, 12);
      expect(readPreamble(bytes, "a.mtz", 5000)).toMatchObject({ bigEndian: big, headerStart: 1764 });
    },
  );
});

test("a file of more than 2³¹ words is read where it is needed, and nowhere else", async () => {
  const small = sampleMtz("merged");
  const rowCount = 400_000_000;
  const headerStart = 80 + 28 * rowCount;
  const tail = Buffer.from(small.toBytes().subarray(80 + 28 * small.rowCount));
  tail.write(`NCOL        7 ${String(rowCount).padStart(12)}        0`, tail.indexOf("NCOL "), "latin1");
  const head = makePreamble(headerStart, false);
  const asked: [number, number][] = [];
  const source: ByteSource = {
    byteLength: headerStart + tail.length,
    name: "huge.mtz",
    slice(start, end = 0) {
      asked.push([start, end]);
      if (start >= headerStart)
        return Uint8Array.from(tail.subarray(start - headerStart, end - headerStart)).buffer;
      if (end <= 80) return head.slice(start, end).buffer as ArrayBuffer;
      // row i holds the number i in every column
      const rows = new Float32Array((end - start) / 4);
      return rows.map((_, i) => Math.floor((start - 80) / 28 + i / 7)).buffer as ArrayBuffer;
    },
  };
  const header = await readMtzHeader(source);
  expect(header.rowCount).toBe(rowCount);
  expect(asked).toEqual([
    [0, 80],
    [headerStart, source.byteLength],
  ]);
  asked.length = 0;
  const from = 399_999_000;
  const columns = await readMtzColumns(source, ["F"], { from, to: from + 4 });
  expect(columns.get("F")).toEqual(Float32Array.of(from, from + 1, from + 2, from + 3));
  expect(asked[2]).toEqual([80 + 28 * from, 80 + 28 * (from + 4)]);
});

describe("what is no MTZ file, in one sentence", () => {
  test.each([
    [
      "\x1f\x8b\x08\0",
      'got "\\x1f\\x8b\\x08\\x00" at byte 0, expected "MTZ " (it is compressed by gzip: unpack it first, gunzip FILE)',
    ],
    ["PK\x03\x04", 'got "PK\\x03\\x04" at byte 0, expected "MTZ " (it is a ZIP archive: unpack it first)'],
    ["BZh9", "bunzip2"],
    ["\xfd7zXZ\0", "unxz"],
    ["\x89HDF\r\n", "it is an HDF5 file"],
    ["data_1abc\n", "it looks like an mmCIF file"],
    ["\n# comment\ndata_", "it looks like an mmCIF file"],
    ["HEADER    HYDROLASE", "it looks like a PDB file"],
    ["CRYST1   34.150", "it looks like a PDB file"],
    ["!FORMAT=XDS_ASCII", "it looks like an XDS_ASCII file"],
    ["CrystFEL stream format 2.3", "it looks like a CrystFEL stream"],
    ["<!DOCTYPE html>", "it looks like HTML or XML"],
    ["hello", 'got "hell" at byte 0, expected "MTZ " (it is no MTZ file)'],
  ])("%j", (text, message) => {
    const read = (): unknown => readPreamble(bytesOf(text), "foo.mtz", 1000);
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^foo\.mtz: got ".*" at byte 0, expected "MTZ " \(.*\)$/);
  });

  test("an empty file, a short one, two bytes", () => {
    expect(() => readPreamble(new Uint8Array(0), "foo.mtz", 0)).toThrow(
      "foo.mtz: got an empty file, expected an MTZ file",
    );
    expect(() => readPreamble(bytesOf("MTZ ").subarray(0, 20), "foo.mtz", 20)).toThrow(
      "foo.mtz: got 20 bytes, expected at least 80 before the reflections (is it cut off?)",
    );
    expect(() => readPreamble(bytesOf("MT").subarray(0, 2), "foo.mtz", 2)).toThrow('got "MT" at byte 0');
  });

  test.each([
    [0x22, 0x41, "VAX"],
    [0x44, 0x21, "VAX"],
    [0x33, 0x31, "Cray"],
    [0x55, 0x51, "Convex"],
  ])("numbers of another machine: 0x%x 0x%x", (real, integer, machine) => {
    const bytes = makePreamble(80, false);
    bytes.set([real, integer], 8);
    const read = (): unknown => readPreamble(bytes, "foo.mtz", 1000);
    expect(read).toThrow(FormatError);
    expect(read).toThrow(`numbers of a ${machine}), expected IEEE numbers`);
  });

  test.each([0, 76, 1000, 4 * (2 ** 31 - 2)])("a header at byte %i of 1000", (headerStart) => {
    const read = (): unknown => readPreamble(makePreamble(headerStart, false), "foo.mtz", 1000);
    expect(read).toThrow(FormatError);
    expect(read).toThrow(
      `foo.mtz, position of the header: got byte ${headerStart} of 1000, expected one from 80`,
    );
  });
});

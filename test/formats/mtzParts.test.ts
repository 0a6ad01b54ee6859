/** A file cut into parts, and put together again; oracle: the layout of CCP4's "MTZ format" documentation. */
import { describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { batchLength } from "../../lib/formats/mtzBatch.js";
import { parseMainHeader } from "../../lib/formats/mtzHeader.js";
import { headerOf, type MtzParts, piecesOf } from "../../lib/formats/mtzParts.js";
import { sampleMtz, sampleNames, sampleParts } from "./mtzSamples.js";

const lengths = (parts: MtzParts): number[] => [...piecesOf(parts)].map((piece) => piece.length);

describe("pieces", () => {
  test.each(sampleNames)("%s: together the file", (name) => {
    const together = Buffer.concat([...piecesOf(sampleParts(name))]);
    expect(Buffer.compare(together, sampleMtz(name).toBytes())).toBe(0);
  });

  test("in file order; the rows are not copied", () => {
    const appended = Uint8Array.of(60, 62);
    const parts = { ...sampleParts("unmerged"), gap: new Uint8Array(8), appended };
    const [, rows, gap] = [...piecesOf(parts)];
    expect(rows).toBe(parts.rows.bytes);
    expect(gap).toBe(parts.gap);
    const header = 80 * parts.records.length;
    // history of one line, MTZBATS, three batches, MTZENDOFHEADERS
    expect(lengths(parts)).toEqual([80, 4 * 8 * 40, 8, header, 160, 80, 3 * batchLength, 80, 2]);
  });

  test("a batch with a field of the wrong length", () => {
    const parts = sampleParts("oneBatch");
    const trailer = parts.trailer.map((part) =>
      part.kind === "batches"
        ? { ...part, batches: part.batches.map((batch) => ({ ...batch, beam: [1, 0] })) }
        : part,
    );
    expect(() => lengths({ ...parts, trailer })).toThrow(InputError);
    expect(() => lengths({ ...parts, trailer })).toThrow("beam of batch 1: got 2 numbers, expected 3");
  });
});

describe("what the header says", () => {
  test("limits in Å, history, batches, byte order", () => {
    const parts = sampleParts("manyBatches");
    const header = headerOf(parts);
    expect(header.batches.map(({ number }) => number)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
    expect(header).toMatchObject({ history: [], bigEndian: true, merged: false, rowCount: 40 });
    const [least, greatest] = header.inverseDSquaredLimits;
    expect(header.resolutionLimits).toEqual(
      [least ** -0.5, greatest ** -0.5].map((d) => expect.closeTo(d, 9)),
    );
    expect(headerOf(sampleParts("merged")).history).toEqual(["made by Friedel's tests", "second line"]);
  });

  test("merged: no batches, no M/ISYM, no batch numbers", () => {
    const parts = sampleParts("merged");
    const main = parseMainHeader(parts.records, "MTZ");
    expect(headerOf(parts).merged).toBe(true);
    for (const type of ["Y", "B"] as const) {
      const columnInfos = main.columnInfos.map((info, i) => (i === 6 ? { ...info, type } : info));
      expect(headerOf(parts, { ...main, columnInfos }).merged).toBe(false);
    }
    expect(headerOf({ ...parts, trailer: sampleParts("oneBatch").trailer }).merged).toBe(false);
  });

  test("a main header that is not sound", () => {
    const parts = { ...sampleParts("merged"), name: "a.mtz", records: [] };
    expect(() => headerOf(parts)).toThrow(FormatError);
    expect(() => headerOf(parts)).toThrow("a.mtz, NCOL record: got none, expected counts");
  });
});

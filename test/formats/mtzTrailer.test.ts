/** What follows END: history, batch headers, other programs' records; oracle: the bytes put in. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { batchLength, makeBatch, writeBatch } from "../../lib/formats/mtzBatch.js";
import { record, writeLatin1 } from "../../lib/formats/mtzRecords.js";
import { batchesOf, historyOf, parseTrailer } from "../../lib/formats/mtzTrailer.js";

const end = record("MTZENDOFHEADERS");

function bytesOf(...pieces: (string | Uint8Array)[]): Uint8Array {
  return new Uint8Array(
    Buffer.concat(
      pieces.map((piece) => {
        if (typeof piece !== "string") return piece;
        const bytes = new Uint8Array(piece.length);
        writeLatin1(bytes, 0, piece);
        return bytes;
      }),
    ),
  );
}

function batch(number: number, bigEndian = false): Uint8Array {
  const bytes = new Uint8Array(batchLength);
  writeBatch(bytes, 0, makeBatch({ number, title: `image ${number}`, datasetId: 1 }), bigEndian);
  return bytes;
}

test("only the end, with text behind it", () => {
  expect(parseTrailer(bytesOf(end, "<xml/>"), 0, false, "a.mtz")).toEqual({
    parts: [{ kind: "record", head: end }],
    end: 80,
  });
});

test.each([false, true])("history, batches and another record, in their order, big-endian %s", (big) => {
  const other = record("MTZOTHER record");
  const heads = [record("MTZHIST   2"), record("MTZBATS")];
  const lines = [record("one"), record("two")];
  const bytes = bytesOf(heads[0], ...lines, other, heads[1], batch(4, big), batch(9, big), end);
  const { parts, end: behind } = parseTrailer(bytes, 2, big, "a.mtz");
  expect(behind).toBe(bytes.length);
  expect(parts.map(({ kind, head }) => [kind, head])).toEqual([
    ["history", heads[0]],
    ["record", other],
    ["batches", heads[1]],
    ["record", end],
  ]);
  expect(historyOf(parts)).toEqual(["one", "two"]);
  expect(batchesOf(parts).map(({ number, title, datasetId }) => [number, title, datasetId])).toEqual([
    [4, "image 4", 1],
    [9, "image 9", 1],
  ]);
});

test("a history that promises too many lines ends with the headers; one without a count has none", () => {
  const many = parseTrailer(bytesOf(record("MTZHIST 30"), record("one"), end), 0, false, "a.mtz");
  expect(historyOf(many.parts)).toEqual(["one"]);
  expect(many.parts.length).toBe(2);
  const none = parseTrailer(bytesOf(record("MTZHIST"), end), 0, false, "a.mtz");
  expect(historyOf(none.parts)).toEqual([]);
  expect(batchesOf(none.parts)).toEqual([]);
});

describe("refused in one sentence", () => {
  test.each<[string, Uint8Array, number, string]>([
    [
      "no end",
      bytesOf(record("MTZHIST   1"), record("one")),
      0,
      "a.mtz, header: got the end of the file behind END, expected MTZENDOFHEADERS (is the file cut off?)",
    ],
    ["nothing at all", bytesOf(), 0, "a.mtz, header: got the end of the file behind END"],
    ["no batch headers", bytesOf(end), 2, "a.mtz, batch headers: got 0, expected 2 as the NCOL record says"],
    [
      "the file ends behind the first of two batches",
      bytesOf(record("MTZBATS"), batch(1)),
      2,
      "a.mtz, batch headers: got 1, expected 2 as the NCOL record says",
    ],
    [
      "more batches promised than there are",
      bytesOf(record("MTZBATS"), batch(1), end),
      2,
      'a.mtz, batch headers: got "MTZENDOFHEADERS", expected BH and a batch number',
    ],
  ])("%s", (_, bytes, count, message) => {
    const read = (): unknown => parseTrailer(bytes, count, false, "a.mtz");
    expect(read).toThrow(FormatError);
    expect(read).toThrow(message);
  });
});

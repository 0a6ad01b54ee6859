/** Columns to be written, and their records; oracle: the records and bits that stood there before. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import {
  checkWord,
  type MtzColumnInit,
  newColumns,
  presentColumns,
  replaceColumnRecords,
} from "../../lib/formats/mtzColumnChange.js";
import { headerOf, type MtzParts } from "../../lib/formats/mtzParts.js";
import { sampleParts } from "./mtzSamples.js";

const parts = sampleParts("merged");
const header = headerOf(parts);
const present = presentColumns(parts, header);
const [h, k, l, f] = present;

function made(columns: readonly MtzColumnInit[], from: MtzParts = parts) {
  const { datasets, missingValue } = headerOf(from);
  return newColumns(from, headerOf(from), columns, { datasets, missingValue, inOrder: false });
}

const records = (columns: readonly MtzColumnInit[]): string[] =>
  replaceColumnRecords(parts.records, header.columnInfos, made(columns));

const columnRecords = (texts: readonly string[]): string[] => texts.filter((text) => text.startsWith("COL"));

describe("columns", () => {
  test("the file's own: the same bits, the same places, NaN where flagged", () => {
    for (const [i, column] of made(present).entries())
      expect(column).toMatchObject({ oldIndex: i, sameBits: true, ...header.columnInfos[i] });
    const flagged = sampleParts("flagged");
    expect(presentColumns(flagged, headerOf(flagged))[3].data).toEqual(f.data);
  });

  test("a new one: its range, the last data set; a Miller index in the base one", () => {
    const data = Float32Array.from(f.data, (_, i) => (i === 0 ? Number.NaN : i));
    const columns = made([h, k, l, { label: "NEW", type: "F", data }]);
    expect(columns[3]).toMatchObject({ min: 1, max: 47, datasetId: 1, oldIndex: -1, sameBits: false });
    const { label, type, data: index } = h;
    expect(made([{ label, type, data: index }, k, l])[0].datasetId).toBe(0);
  });

  test("one with other values continues the one of its label", () => {
    const doubled = { ...f, data: Float32Array.from(f.data, (value) => 2 * value) };
    expect(made([h, k, l, doubled])[3]).toMatchObject({
      oldIndex: 3,
      sameBits: false,
      min: 2 * header.columnInfos[3].min,
      max: 2 * header.columnInfos[3].max,
    });
  });
});

describe("records", () => {
  test("all stay where nothing changed", () => {
    expect(records(present)).toEqual(parts.records);
  });

  test("those of the columns that changed, in the new order", () => {
    const before = columnRecords(parts.records);
    const after = columnRecords(records([h, k, l, present[5], { ...f, type: "G" }]));
    expect(after.slice(0, 4)).toEqual([...before.slice(0, 3), before[5]]);
    expect(after[4]).toBe(before[3].replace(/^(COLUMN F +) F/, "$1 G"));
    expect(after.length).toBe(5);
  });

  test("a source comes behind its column, and goes where it is no longer said", () => {
    const before = sampleParts("manyDatasets");
    const old = headerOf(before).columnInfos;
    const all = presentColumns(before, headerOf(before));
    const replaced = (columns: readonly MtzColumnInit[]) =>
      columnRecords(replaceColumnRecords(before.records, old, made(columns, before))).map((text) =>
        text.split(/ +/).slice(0, 2).join(" "),
      );
    const index = ["COLUMN H", "COLUMN K", "COLUMN L"];
    expect(replaced(all.slice(0, 4))).toEqual([...index, "COLUMN F1", "COLSRC F1"]);
    const without = [...all.slice(0, 3), { ...all[3], source: undefined }];
    expect(replaced(without)).toEqual([...index, "COLUMN F1"]);
  });

  test("a source of more than one word", () => {
    const make = (): unknown => records([h, k, l, { ...f, source: "by me" }]);
    expect(make).toThrow(InputError);
    expect(make).toThrow(
      'source of column F: got "by me", expected one word of at most 36 printable ASCII characters',
    );
  });
});

describe("refused in one sentence", () => {
  test.each<[string, MtzColumnInit[], string]>([
    ["no columns", [], "first columns of an MTZ file: got none, expected three of type H, the Miller index"],
    [
      "no Miller index in front",
      [h, f, k, l],
      "first columns of an MTZ file: got H (type H), F (type F), K (type H), expected three of type H",
    ],
    ["an empty label", [h, k, l, { ...f, label: "" }], 'label of a column: got "", expected one word'],
    ["a label twice", [h, k, l, f, f], "columns of data set 1: got two named F, expected every label once"],
    ["lengths that differ", [h, k, l, { ...f, data: [1] }], "column F: got 1 values, expected 48 as in H"],
    [
      "an unknown data set",
      [h, k, l, { ...f, datasetId: 9 }],
      "data set of column F: got 9, expected one of 0, 1",
    ],
    [
      "an unknown type",
      [h, k, l, { ...f, type: JSON.parse('"Z"') }],
      "type of column F: got Z, expected one of H J F D Q G L K M E P W A B Y I R",
    ],
  ])("%s", (_, columns, message) => {
    expect(() => made(columns)).toThrow(InputError);
    expect(() => made(columns)).toThrow(message);
  });

  test("words", () => {
    checkWord("F(+)", "label", 4);
    for (const text of ["F obs", "F\t", "", "Fµ", "FOBS5"])
      expect(() => checkWord(text, "label", 4)).toThrow(
        `label: got ${JSON.stringify(text)}, expected one word of at most 4 printable ASCII characters`,
      );
  });
});

/** The main header from its records; oracle: CCP4's "MTZ format" documentation, values by hand. */
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { columnTypes, isDatasetKey, parseMainHeader, splitMainRecords } from "../../lib/formats/mtzHeader.js";
import { record } from "../../lib/formats/mtzRecords.js";

const least = ["NCOL 1 5 0", "COLUMN H H -3 7 0", "END"];
const parse = (...texts: string[]) => parseMainHeader(texts.map(record), "a.mtz");

test("a whole header", () => {
  const header = parse(
    "VERS MTZ:V1.1",
    "TITLE two words",
    "NCOL 2 5 3",
    "CELL 10 20. 30.5 90 91.25 90",
    "SORT 2 1 0 0 0",
    "SYMINF 2 1 C 5 'C 1 2 1' PG2",
    "SYMM X,Y,Z",
    "SYMM X+1/2,Y+1/2,Z",
    "RESO 0.01 0.25",
    "VALM -999",
    "COLUMN H H -3 7 0",
    "COLUMN F F nan nan 1",
    "COLSRC F CREATED_today 1",
    "COLSRC H elsewhere 1",
    "NDIF 1",
    "PROJECT 1 lysozyme",
    "CRYSTAL 1 native",
    "DATASET 1 set",
    "DCELL 1 11 21 31 90 90 90",
    "DWAVEL 1 0.9763",
    "END",
  );
  expect(header).toEqual({
    version: "MTZ:V1.1",
    title: "two words",
    rowCount: 5,
    batchCount: 3,
    columnInfos: [
      { label: "H", type: "H", min: -3, max: 7, datasetId: 0 },
      { label: "F", type: "F", min: Number.NaN, max: Number.NaN, datasetId: 1, source: "CREATED_today" },
    ],
    cell: [10, 20, 30.5, 90, 91.25, 90],
    sortOrder: [2, 1, 0, 0, 0],
    symmetry: {
      name: "C 1 2 1",
      number: 5,
      operations: ["X,Y,Z", "X+1/2,Y+1/2,Z"],
      primitiveCount: 1,
      lattice: "C",
      pointGroup: "2",
    },
    inverseDSquaredLimits: [0.01, 0.25],
    missingValue: -999,
    datasets: [
      {
        id: 1,
        project: "lysozyme",
        crystal: "native",
        name: "set",
        cell: [11, 21, 31, 90, 90, 90],
        wavelength: 0.9763,
      },
    ],
  });
});

test("what is not said is empty, 0 or NaN", () => {
  expect(parse(...least)).toMatchObject({
    version: "",
    title: "",
    batchCount: 0,
    cell: [0, 0, 0, 90, 90, 90],
    sortOrder: [0, 0, 0, 0, 0],
    symmetry: { name: "", number: 0, operations: [], primitiveCount: 0, lattice: "", pointGroup: "" },
    inverseDSquaredLimits: [Number.NaN, Number.NaN],
    missingValue: Number.NaN,
    datasets: [],
  });
});

test.each([
  ["VALM NAN", Number.NaN],
  ["VALM nan", Number.NaN],
  ["VALM -999.000000", -999],
  ["VALM -0.1E+11", Math.fround(-1e10)],
  ["VALM", Number.NaN],
])("flags as programs write them: %s", (text, value) => {
  expect(parse(text, ...least).missingValue).toBe(value);
});

test("of two records of one kind the first counts; an unknown type reads as R", () => {
  const header = parse("TITLE one", "TITLE two", "NCOL 1 5 0", "COLUMN X ? 1 2", "END");
  expect(header.title).toBe("one");
  expect(header.columnInfos).toEqual([{ label: "X", type: "R", min: 1, max: 2, datasetId: 0 }]);
});

test("a data set without a cell has the file's", () => {
  const { datasets, cell } = parse("CELL 1 2 3 90 90 90", ...least.slice(0, 2), "DATASET 4 x", "END");
  expect(datasets).toEqual([{ id: 4, project: "", crystal: "", name: "x", cell, wavelength: 0 }]);
});

test("keys of data sets, letters of types", () => {
  expect(["PROJ", "CRYS", "DATA", "DCEL", "DWAV"].every(isDatasetKey)).toBe(true);
  expect(["NDIF", "COLU", ""].some(isDatasetKey)).toBe(false);
  expect(new Set(columnTypes).size).toBe(17);
});

describe("refused in one sentence", () => {
  test.each([
    ["no NCOL", ["END"], "a.mtz, NCOL record: got none, expected counts of columns, reflections and batches"],
    ["a count below 0", ["NCOL 1 -5 0"], 'a.mtz, NCOL record: got "NCOL 1 -5 0", expected counts of columns'],
    ["a count that is no integer", ["NCOL 1 5.5 0"], 'a.mtz, NCOL record: got "NCOL 1 5.5 0"'],
    [
      "fewer columns than promised",
      ["NCOL 2 5 0", "COLUMN H H -3 7 0"],
      "a.mtz, COLUMN records: got 1, expected 2 as the NCOL record says",
    ],
    [
      "a column without type",
      ["NCOL 1 5 0", "COLUMN H"],
      'a.mtz, COLUMN record 1: got "COLUMN H", expected a label, a type, least and greatest value and a data set',
    ],
    ["a data set that is no number", ["NCOL 1 5 0", "COLUMN H H 1 2 x"], 'got "COLUMN H H 1 2 x", expected'],
  ])("%s", (_, texts, message) => {
    expect(() => parse(...texts)).toThrow(FormatError);
    expect(() => parse(...texts)).toThrow(message);
  });
});

describe("cut into records", () => {
  const cut = (text: string) =>
    splitMainRecords(text.length, (start) => text.slice(start, start + 80), "a.mtz");

  test("up to END, wherever the file ends", () => {
    const text = least.map(record).join("");
    expect(cut(`${text}MTZENDOFHEADERS`)).toEqual({ records: least.map(record), end: 240 });
    expect(cut(`${record("VERS")}end`)).toEqual({ records: [record("VERS"), "end"], end: 83 });
  });

  test("no END", () => {
    const read = (): unknown => cut(record("VERS") + record("TITLE"));
    expect(read).toThrow(FormatError);
    expect(read).toThrow(
      "a.mtz, header: got 2 records without END, expected END behind the data sets " +
        "(is the file cut off, or the position of the header wrong?)",
    );
  });
});

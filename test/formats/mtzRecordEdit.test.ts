/** Records of the main header as they are written; oracle: the formats of CCP4's C library (cmtzlib.c), by hand. */
import { expect, test } from "vitest";
import {
  batchListRecords,
  cellRecord,
  columnRecord,
  countsRecord,
  datasetRecords,
  missingRecord,
  replaceDatasets,
  replaceRecords,
  resolutionRecord,
  sortRecord,
  sourceRecord,
  symmetryRecords,
} from "../../lib/formats/mtzRecordEdit.js";
import { keyOf, record, words } from "../../lib/formats/mtzRecords.js";
import type { MtzDataset } from "../../lib/formats/mtzTypes.js";

const set = (id: number, name: string): MtzDataset => ({
  id,
  project: "lysozyme",
  crystal: "native",
  name,
  cell: [34.15, 54.81, 68, 90, 90, 90],
  wavelength: 0.9763,
});

test("counts, cell, sort order, limits, flag", () => {
  expect(countsRecord(7, 48, 3)).toBe(record("NCOL        7           48        3"));
  expect(cellRecord([34.15, 54.81, 68, 90, 104.25, 90])).toBe(
    record("CELL    34.1500   54.8100   68.0000   90.0000  104.2500   90.0000"),
  );
  expect(sortRecord([1, 2, 3])).toBe(record("SORT    1   2   3   0   0"));
  expect(resolutionRecord([0.0002, 0.25])).toBe(record("RESO 0.0002000000000000   0.2500000000000000"));
  expect(missingRecord(Number.NaN)).toBe(record("VALM NAN"));
  expect(missingRecord(-999)).toBe(record("VALM -999"));
});

test("symmetry: SYMINF and one SYMM for each operation, in capitals", () => {
  const symmetry = {
    name: "C 1 2 1",
    number: 5,
    operations: ["x,y,z", "x+1/2,y+1/2,z"],
    primitiveCount: 1,
    lattice: "C",
    pointGroup: "2",
  };
  expect(symmetryRecords(symmetry)).toEqual([
    record(`SYMINF   2  1 C     5 ${"'C 1 2 1'".padStart(22)} PG2`),
    record("SYMM X,Y,Z"),
    record("SYMM X+1/2,Y+1/2,Z"),
  ]);
});

test("a column, with the letter of the file, and its source", () => {
  const column = { label: "FOBS", type: "F" as const, min: 0.5, max: 100, datasetId: 2 };
  const behind = `${"0.5".padStart(17)} ${"100".padStart(17)}    2`;
  expect(columnRecord(column)).toBe(`COLUMN ${"FOBS".padEnd(30)} F ${behind}`);
  expect(columnRecord(column, "?")).toBe(`COLUMN ${"FOBS".padEnd(30)} ? ${behind}`);
  expect(sourceRecord(column, "made")).toBe(`COLSRC ${"FOBS".padEnd(30)} ${"made".padEnd(36)}     2`);
});

test("a data set", () => {
  expect(datasetRecords(set(1, "peak"))).toEqual([
    record("PROJECT       1 lysozyme"),
    record("CRYSTAL       1 native"),
    record("DATASET       1 peak"),
    record("DCELL         1    34.1500   54.8100   68.0000   90.0000   90.0000   90.0000"),
    record("DWAVEL        1    0.97630"),
  ]);
});

test("batch numbers: twelve to a record, fewer of large ones, none cut", () => {
  const few = batchListRecords(Array.from({ length: 13 }, (_, i) => i + 1));
  expect(few.map((text) => words(text).length)).toEqual([12, 1]);
  expect(few[1]).toBe(record("BATCH     13"));
  const large = Array.from({ length: 9 }, (_, i) => 2147483639 + i);
  expect(batchListRecords(large).flatMap(words).map(Number)).toEqual(large);
  expect(batchListRecords(large).length).toBe(2);
  expect(batchListRecords([])).toEqual([]);
});

test("replaced at the place of the first, or at the usual place; others stay", () => {
  const old = ["VERS", "SYMM b", "ODD", "SYMM c", "COLUMN x", "END"].map(record);
  expect(replaceRecords(old, ["SYMM"], ["new 1", "new 2"])).toEqual([
    ...old.slice(0, 1),
    "new 1",
    "new 2",
    old[2],
    ...old.slice(4),
  ]);
  expect(replaceRecords(old, ["VALM"], ["VALM"]).map(keyOf)).toEqual([
    "VERS",
    "SYMM",
    "ODD",
    "SYMM",
    "VALM",
    "COLU",
    "END",
  ]);
  expect(replaceRecords(old, ["SYMM"], []).map(keyOf)).toEqual(["VERS", "ODD", "COLU", "END"]);
  expect(replaceRecords([record("VERS")], ["TITL"], ["TITLE"])).toEqual([record("VERS"), "TITLE"]);
});

test("data sets that did not change keep their records, however they were written", () => {
  const own = ["PROJECT 1 lysozyme", "DATASET 1  odd", "DWAVEL 1 0.97630000"].map(record);
  const one = { ...set(1, "odd"), crystal: "" };
  const two = set(2, "peak");
  const old = [record("VERS"), record("NDIF 2"), ...own, ...datasetRecords(two), record("END")];
  const changed = replaceDatasets(old, [one, two], [{ ...two, wavelength: 1 }, one, set(3, "new")]);
  expect(changed).toEqual([
    record("VERS"),
    record("NDIF        3"),
    ...datasetRecords({ ...two, wavelength: 1 }),
    ...own,
    ...datasetRecords(set(3, "new")),
    record("END"),
  ]);
});

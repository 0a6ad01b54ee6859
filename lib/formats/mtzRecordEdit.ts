/**
 * Changes to the records of an MTZ main header: each kind of record is written as CCP4's library writes it and stands
 * where that library puts it; records of a kind that is not changed stay where and as they are.
 */

import { isDatasetKey } from "./mtzHeader.js";
import { fixedField, generalField, integerField, keyOf, parseInteger, record, words } from "./mtzRecords.js";
import type { MtzColumn, MtzDataset, MtzSymmetry } from "./mtzTypes.js";

/** The usual order of records. */
const order = ["VERS", "TITL", "NCOL", "CELL", "SORT", "SYMI", "SYMM", "RESO", "VALM"];
const laterKeys: Readonly<Record<string, number>> = {
  COLU: 9,
  COLS: 9,
  COLG: 9,
  NDIF: 10,
  PROJ: 11,
  CRYS: 11,
  DATA: 11,
  DCEL: 11,
  DWAV: 11,
  BATC: 12,
  END: 13,
};

function rank(key: string): number {
  const place = order.indexOf(key);
  return place >= 0 ? place : (laterKeys[key] ?? -1);
}

/** `records` with those of the kinds `keys` replaced by `made`, at the place of the first, or at their usual place. */
export function replaceRecords(
  records: readonly string[],
  keys: readonly string[],
  made: readonly string[],
): string[] {
  const isOld = (text: string): boolean => keys.includes(keyOf(text));
  const kept = records.filter((text) => !isOld(text));
  const first = records.findIndex(isOld);
  const usual = rank(keys[0]);
  const later = kept.findIndex((text) => rank(keyOf(text)) > usual);
  const at = first >= 0 ? first : later >= 0 ? later : kept.length;
  return [...kept.slice(0, at), ...made, ...kept.slice(at)];
}

/** NCOL: columns, reflections, batches. */
export function countsRecord(columnCount: number, rowCount: number, batchCount: number): string {
  const counts = [integerField(columnCount, 8), integerField(rowCount, 12), integerField(batchCount, 8)];
  return record(`NCOL ${counts.join(" ")}`);
}

/** CELL: a, b, c (Å), alpha, beta, gamma (degrees) to four decimals. */
export function cellRecord(cell: readonly number[]): string {
  return record(`CELL  ${cell.map((value) => fixedField(value, 9, 4)).join(" ")}`);
}

/** SORT: numbers of the columns that the rows are sorted by. */
export function sortRecord(sortOrder: readonly number[]): string {
  return record(`SORT  ${[0, 1, 2, 3, 4].map((i) => integerField(sortOrder[i] ?? 0, 3)).join(" ")}`);
}

/** SYMINF and one SYMM for each operation. */
export function symmetryRecords(symmetry: MtzSymmetry): string[] {
  const { name, number, operations, primitiveCount, lattice, pointGroup } = symmetry;
  const counts = `${integerField(operations.length, 3)} ${integerField(primitiveCount, 2)}`;
  const info = `SYMINF ${counts} ${lattice} ${integerField(number, 5)} ${`'${name}'`.padStart(22)} PG${pointGroup}`;
  return [record(info), ...operations.map((operation) => record(`SYMM ${operation.toUpperCase()}`))];
}

/** RESO: least and greatest 1/d² (Å⁻²). */
export function resolutionRecord(limits: readonly [number, number]): string {
  return record(`RESO ${limits.map((value) => value.toFixed(16).padEnd(20)).join(" ")}`);
}

/** VALM: the flag for missing values. */
export function missingRecord(missingValue: number): string {
  return record(`VALM ${Number.isNaN(missingValue) ? "NAN" : generalField(missingValue, 0)}`);
}

/** COLUMN; `letter` is the type as the file has it. */
export function columnRecord(column: MtzColumn, letter: string = column.type): string {
  const { label, min, max, datasetId } = column;
  const range = `${generalField(min, 17)} ${generalField(max, 17)}`;
  return record(`COLUMN ${label.padEnd(30)} ${letter} ${range} ${integerField(datasetId, 4)}`);
}

/** COLSRC: what made a column. */
export function sourceRecord(column: MtzColumn, source: string): string {
  return record(
    `COLSRC ${column.label.padEnd(30)} ${source.padEnd(36)}  ${integerField(column.datasetId, 4)}`,
  );
}

/** All records of one data set. */
export function datasetRecords(dataset: MtzDataset): string[] {
  const { id, project, crystal, name, cell, wavelength } = dataset;
  const number = integerField(id, 7);
  return [
    record(`PROJECT ${number} ${project}`),
    record(`CRYSTAL ${number} ${crystal}`),
    record(`DATASET ${number} ${name}`),
    record(`DCELL   ${number} ${cell.map((value) => fixedField(value, 10, 4)).join("")}`),
    record(`DWAVEL  ${number} ${fixedField(wavelength, 10, 5)}`),
  ];
}

/** BATCH: all batch numbers, twelve to a record (fewer where they have more than five digits). */
export function batchListRecords(numbers: readonly number[]): string[] {
  const width = numbers.reduce((most, number) => Math.max(most, String(number).length + 1), 6);
  const perRecord = Math.min(12, Math.floor(74 / width));
  const lines: string[] = [];
  for (let i = 0; i < numbers.length; i += perRecord) {
    const some = numbers.slice(i, i + perRecord).map((number) => integerField(number, width));
    lines.push(record(`BATCH ${some.join("")}`));
  }
  return lines;
}

/** `records` with the data sets `datasets` instead of `old`; those that did not change keep their records. */
export function replaceDatasets(
  records: readonly string[],
  old: readonly MtzDataset[],
  datasets: readonly MtzDataset[],
): string[] {
  const own = datasets.flatMap((dataset) => {
    const before = old.find(({ id }) => id === dataset.id);
    if (before === undefined || !sameDataset(before, dataset)) return datasetRecords(dataset);
    return records.filter((text) => isDatasetKey(keyOf(text)) && parseInteger(words(text)[0]) === dataset.id);
  });
  const count = record(`NDIF ${integerField(datasets.length, 8)}`);
  return replaceRecords(records, ["NDIF", "PROJ", "CRYS", "DATA", "DCEL", "DWAV"], [count, ...own]);
}

function sameDataset(one: MtzDataset, other: MtzDataset): boolean {
  return (
    one.project === other.project &&
    one.crystal === other.crystal &&
    one.name === other.name &&
    Object.is(one.wavelength, other.wavelength) &&
    one.cell.every((value, i) => Object.is(value, other.cell[i]))
  );
}

/**
 * New columns for an MTZ file: their bits, their ranges and their records. A column whose bits did not change keeps
 * its record; a list of the same columns keeps all records in place.
 */
import { InputError } from "../errors.js";
import { columnTypes } from "./mtzHeader.js";
import type { MtzParts } from "./mtzParts.js";
import { columnRecord, replaceRecords, sourceRecord } from "./mtzRecordEdit.js";
import { keyOf, parseInteger, words } from "./mtzRecords.js";
import {
  bitsOfValues,
  type ColumnValues,
  columnBits,
  rangeOfBits,
  sameFlag,
  valuesOfBits,
} from "./mtzRows.js";
import type { ColumnType, MtzColumn, MtzDataset, MtzHeader } from "./mtzTypes.js";

/** A column to be written. */
export interface MtzColumnInit {
  /** At most 30 printable ASCII characters without blanks. */
  readonly label: string;
  readonly type: ColumnType;
  /** One number for each row, NaN where missing. */
  readonly data: ColumnValues;
  /** By default 0 for Miller indices, else the last data set's. */
  readonly datasetId?: number;
  /** What made the column (COLSRC): one word of at most 36 characters. */
  readonly source?: string;
}

/** A column as it will stand in the file. */
export interface NewColumn extends MtzColumn {
  readonly bits: Uint32Array;
  /** Number of the column of the old file that this one continues; −1 for none. */
  readonly oldIndex: number;
  /** Whether its bits are those of the old file. */
  readonly sameBits: boolean;
}

/** The columns that the file has, as ones to be written. */
export function presentColumns(parts: MtzParts, header: MtzHeader): MtzColumnInit[] {
  return header.columnInfos.map((info, i) => ({
    ...info,
    data: valuesOfBits(columnBits(parts.rows, i), info.type, header.missingValue),
  }));
}

/**
 * The columns to be written.
 * @param inOrder whether `columns` are the file's own, one by one
 * @throws InputError for labels the format cannot hold, unknown types or data sets, unequal lengths, or a list that does
 * not begin with three columns of type H
 */
export function newColumns(
  parts: MtzParts,
  header: MtzHeader,
  columns: readonly MtzColumnInit[],
  context: {
    readonly datasets: readonly MtzDataset[];
    readonly missingValue: number;
    readonly inOrder: boolean;
  },
): NewColumn[] {
  const { datasets, missingValue, inOrder } = context;
  const home = datasets[datasets.length - 1]?.id ?? 0;
  const withIds = columns.map((column) => ({
    ...column,
    datasetId: column.datasetId ?? (column.type === "H" ? 0 : home),
  }));
  if (!inOrder) checkColumns(withIds, datasets);
  return withIds.map((column, i) => {
    const oldIndex = inOrder ? i : oldColumn(header, column);
    const info = header.columnInfos[oldIndex];
    const old =
      info === undefined
        ? undefined
        : { bits: columnBits(parts.rows, oldIndex), missingValue: header.missingValue, type: info.type };
    const bits = bitsOfValues(column, missingValue, old);
    const sameBits =
      old !== undefined && sameFlag(old.missingValue, missingValue) && equalBits(bits, old.bits);
    const { label, type, datasetId, source } = column;
    const range = sameBits ? info : rangeOfBits(bits, type, missingValue);
    const { min, max } = range;
    return { label, type, min, max, datasetId, source, bits, oldIndex, sameBits };
  });
}

function oldColumn(header: MtzHeader, { label, datasetId }: { label: string; datasetId: number }): number {
  const exact = header.columnInfos.findIndex((info) => info.label === label && info.datasetId === datasetId);
  return exact >= 0 ? exact : header.columnInfos.findIndex((info) => info.label === label);
}

function equalBits(one: Uint32Array, other: Uint32Array): boolean {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}

function checkColumns(
  columns: readonly Required<Pick<MtzColumnInit, "label" | "type" | "data" | "datasetId">>[],
  datasets: readonly MtzDataset[],
): void {
  if (columns.length < 3 || columns.slice(0, 3).some(({ type }) => type !== "H")) {
    throw new InputError(
      `first columns of an MTZ file: got ${
        columns
          .slice(0, 3)
          .map(({ label, type }) => `${label} (type ${type})`)
          .join(", ") || "none"
      }, ` + "expected three of type H, the Miller index",
    );
  }
  const seen = new Set<string>();
  for (const { label, type, data, datasetId } of columns) {
    checkWord(label, "label of a column", 30);
    if (!columnTypes.includes(type)) {
      throw new InputError(
        `type of column ${label}: got ${type}, expected one of ${[...columnTypes].join(" ")}`,
      );
    }
    if (data.length !== columns[0].data.length) {
      throw new InputError(
        `column ${label}: got ${data.length} values, expected ${columns[0].data.length} as in ${columns[0].label}`,
      );
    }
    if (!datasets.some(({ id }) => id === datasetId)) {
      throw new InputError(
        `data set of column ${label}: got ${datasetId}, expected one of ${datasets.map(({ id }) => id).join(", ")}`,
      );
    }
    const key = `${datasetId} ${label}`;
    if (seen.has(key)) {
      throw new InputError(
        `columns of data set ${datasetId}: got two named ${label}, expected every label once`,
      );
    }
    seen.add(key);
  }
}

/** @throws InputError unless `text` is one word of printable ASCII, not longer than `longest` */
export function checkWord(text: string, what: string, longest: number): void {
  if (text.length <= longest && /^[!-~]+$/.test(text)) return;
  throw new InputError(
    `${what}: got ${JSON.stringify(text)}, expected one word of at most ${longest} printable ASCII characters`,
  );
}

/** The records of the header with those of the columns `columns`. */
export function replaceColumnRecords(
  records: readonly string[],
  old: readonly MtzColumn[],
  columns: readonly NewColumn[],
): string[] {
  const oldRecords = records.filter((text) => keyOf(text) === "COLU");
  const made = columns.map((column) => {
    const before = old[column.oldIndex];
    const text = oldRecords[column.oldIndex];
    if (before === undefined) return columnRecord(column);
    const same = column.sameBits && before.type === column.type && before.datasetId === column.datasetId;
    return same ? text : columnRecord(column, before.type === column.type ? words(text)[1] : column.type);
  });
  const inPlace =
    columns.length === old.length &&
    columns.every((column, i) => column.oldIndex === i && sameIdentity(column, old[i]));
  if (inPlace) {
    let next = 0;
    return records.map((text) => (keyOf(text) === "COLU" ? made[next++] : text));
  }
  const all = columns.flatMap((column, i) => [made[i], ...companions(records, old[column.oldIndex], column)]);
  return replaceRecords(records, ["COLU", "COLS", "COLG"], all);
}

function sameIdentity(one: MtzColumn, other: MtzColumn): boolean {
  return one.datasetId === other.datasetId && one.source === other.source;
}

/** The COLSRC and COLGRP records that go with a column. */
function companions(records: readonly string[], old: MtzColumn | undefined, column: MtzColumn): string[] {
  const { source } = column;
  const kept =
    old === undefined || old.datasetId !== column.datasetId
      ? []
      : records.filter((text) => {
          const key = keyOf(text);
          const texts = key === "COLS" || key === "COLG" ? words(text) : [];
          if (texts[0] !== column.label || parseInteger(texts[texts.length - 1]) !== column.datasetId)
            return false;
          return key === "COLG" || old.source === source;
        });
  if (source === undefined || kept.some((text) => keyOf(text) === "COLS")) return kept;
  checkWord(source, `source of column ${column.label}`, 36);
  return [sourceRecord(column, source), ...kept];
}

/**
 * Changes to an MTZ file. Each touches the records and bytes that it must; all else stays as it stands in the file.
 */
import type { SpaceGroupLike } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { type MtzBatchInit, makeBatch } from "./mtzBatch.js";
import {
  checkWord,
  type MtzColumnInit,
  type NewColumn,
  newColumns,
  presentColumns,
  replaceColumnRecords,
} from "./mtzColumnChange.js";
import { headerOf, type MtzParts } from "./mtzParts.js";
import { makePreamble, preambleLength } from "./mtzPreamble.js";
import {
  batchListRecords,
  cellRecord,
  countsRecord,
  missingRecord,
  replaceDatasets,
  replaceRecords,
  resolutionRecord,
  sortRecord,
  symmetryRecords,
} from "./mtzRecordEdit.js";
import { asLatin1, integerField, record, trimmed } from "./mtzRecords.js";
import { inverseDSquaredLimits, isSortedByIndex } from "./mtzResolution.js";
import { type MtzRows, rowsOfColumns, sameFlag } from "./mtzRows.js";
import { mtzSymmetryOf } from "./mtzSymmetry.js";
import type { TrailerPart } from "./mtzTrailer.js";
import type { MtzBatch, MtzDataset, MtzHeader, MtzSymmetry } from "./mtzTypes.js";

export type { MtzColumnInit };

/** What of an MTZ file is to be changed; what is not named stays. */
export interface MtzChanges {
  /** The first 70 characters are kept. */
  readonly title?: string;
  /** Newest line first; the first 30 lines of 80 characters are kept, as CCP4 does. */
  readonly history?: readonly string[];
  /** a, b, c (Å), alpha, beta, gamma (degrees). */
  readonly cell?: UnitCell | readonly number[];
  /** A space group, its name or number, or what SYMINF and SYMM are to say. */
  readonly spaceGroup?: SpaceGroupLike | MtzSymmetry;
  /** All data sets. */
  readonly datasets?: readonly MtzDataset[];
  /** All columns, the Miller index first. */
  readonly columns?: readonly MtzColumnInit[];
  /** All batch headers. */
  readonly batches?: readonly MtzBatchInit[];
  /** Numbers, from 1, of the columns that the rows are sorted by. By default what can be seen from the rows. */
  readonly sortOrder?: readonly number[];
  /** What stands for a missing value in the file. */
  readonly missingValue?: number;
  readonly bigEndian?: boolean;
}

/**
 * The parts of the file after the changes.
 * @throws InputError for what the format cannot hold
 * @throws SymmetryError for an unknown space group
 */
export function applyChanges(parts: MtzParts, changes: MtzChanges): MtzParts {
  const header = headerOf(parts);
  const batches = changes.batches?.map(makeBatch);
  const missingValue = Math.fround(changes.missingValue ?? header.missingValue);
  const bigEndian = changes.bigEndian ?? header.bigEndian;
  const datasets = changes.datasets ?? header.datasets;
  if (changes.datasets !== undefined) checkDatasets(datasets);
  const columns = changedColumns(parts, header, changes, { datasets, missingValue, bigEndian });
  const rows = columns === undefined ? parts.rows : changedRows(parts.rows, columns, bigEndian);

  let records = editText(parts.records, header, changes);
  if (!sameFlag(missingValue, header.missingValue)) {
    records = replaceRecords(records, ["VALM"], [missingRecord(missingValue)]);
  }
  if (columns !== undefined) records = replaceColumnRecords(records, header.columnInfos, columns);
  if (changes.datasets !== undefined) records = replaceDatasets(records, header.datasets, datasets);
  if (batches !== undefined) {
    records = replaceRecords(records, ["BATC"], batchListRecords(batches.map(({ number }) => number)));
  }
  const batchCount = batches?.length ?? header.batches.length;
  const counts = [rows.columnCount, rows.rowCount, batchCount];
  const before = [header.columnInfos.length, header.rowCount, header.batches.length];
  if (counts.some((count, i) => count !== before[i])) {
    records = replaceRecords(records, ["NCOL"], [countsRecord(counts[0], counts[1], counts[2])]);
  }
  const trailer = editTrailer(parts.trailer, header, changes.history, batches);
  const edited = { ...parts, rows, records, trailer, preamble: changedPreamble(parts, rows) };
  return followRows(edited, header, changes, columns);
}

function changedPreamble(parts: MtzParts, rows: MtzRows): MtzParts["preamble"] {
  const { preamble, gap } = parts;
  const { bigEndian } = rows;
  const headerStart = preambleLength + rows.bytes.length + gap.length;
  if (headerStart === preamble.headerStart && bigEndian === preamble.bigEndian) return preamble;
  return { bytes: makePreamble(headerStart, bigEndian, preamble), bigEndian, headerStart };
}

function changedColumns(
  parts: MtzParts,
  header: MtzHeader,
  changes: MtzChanges,
  after: { datasets: readonly MtzDataset[]; missingValue: number; bigEndian: boolean },
): NewColumn[] | undefined {
  const inOrder = changes.columns === undefined;
  const sameFlags = sameFlag(after.missingValue, header.missingValue);
  if (inOrder && sameFlags && after.bigEndian === header.bigEndian) return undefined;
  const columns = changes.columns ?? presentColumns(parts, header);
  return newColumns(parts, header, columns, { ...after, inOrder });
}

function changedRows(old: MtzRows, columns: readonly NewColumn[], bigEndian: boolean): MtzRows {
  const same =
    bigEndian === old.bigEndian &&
    columns.length === old.columnCount &&
    columns.every((column, i) => column.sameBits && column.oldIndex === i);
  return same
    ? old
    : rowsOfColumns(
        columns.map(({ bits }) => bits),
        columns[0]?.bits.length ?? old.rowCount,
        bigEndian,
      );
}

/** Title, cell and symmetry; a value that is the file's own leaves its record alone. */
function editText(records: readonly string[], header: MtzHeader, changes: MtzChanges): readonly string[] {
  let edited = records;
  const title = changes.title === undefined ? undefined : trimmed(asLatin1(changes.title).slice(0, 70));
  if (title !== undefined && title !== header.title) {
    edited = replaceRecords(edited, ["TITL"], [record(`TITLE ${title}`)]);
  }
  if (changes.cell !== undefined) {
    const cell = UnitCell.of(changes.cell).toArray();
    if (cell.some((value, i) => value !== header.cell[i])) {
      edited = replaceRecords(edited, ["CELL"], [cellRecord(cell)]);
    }
  }
  if (changes.spaceGroup !== undefined && changes.spaceGroup !== header.symmetry) {
    const made = symmetryRecords(mtzSymmetryOf(changes.spaceGroup));
    // SYMM records stand behind SYMINF, wherever they were
    edited = replaceRecords(edited, ["SYMI", "SYMM"], made);
  }
  return edited;
}

function editTrailer(
  trailer: readonly TrailerPart[],
  header: MtzHeader,
  history: readonly string[] | undefined,
  batches: readonly MtzBatch[] | undefined,
): readonly TrailerPart[] {
  let edited = trailer;
  if (history !== undefined && history !== header.history) {
    const lines = history.slice(0, 30).map(record);
    const head = record(`MTZHIST ${integerField(lines.length, 3)}`);
    edited = replacePart(edited, { kind: "history", head, lines }, lines.length === 0);
  }
  if (batches !== undefined) {
    edited = replacePart(edited, { kind: "batches", head: record("MTZBATS"), batches }, batches.length === 0);
  }
  return edited;
}

/** `parts` with `made` instead of those of its kind: at the place of the first, else history first, batches before the end. */
function replacePart(parts: readonly TrailerPart[], made: TrailerPart, drop: boolean): TrailerPart[] {
  const first = parts.findIndex((part) => part.kind === made.kind);
  const kept = parts.filter((part) => part.kind !== made.kind);
  if (drop) return kept;
  const at = first >= 0 ? first : made.kind === "history" ? 0 : kept.length - 1;
  return [...kept.slice(0, at), made, ...kept.slice(at)];
}

/** What the header says of the rows: sort order and resolution limits. */
function followRows(
  parts: MtzParts,
  before: MtzHeader,
  changes: MtzChanges,
  columns: readonly NewColumn[] | undefined,
): MtzParts {
  let { records } = parts;
  const sortOrder = changes.sortOrder ?? (columns === undefined ? undefined : seenSortOrder(before, columns));
  if (sortOrder !== undefined && before.sortOrder.some((value, i) => value !== (sortOrder[i] ?? 0))) {
    records = replaceRecords(records, ["SORT"], [sortRecord(sortOrder)]);
  }
  const sameIndex =
    columns === undefined ||
    columns.slice(0, 3).every((column, i) => column.sameBits && column.oldIndex === i);
  if (!sameIndex || changes.cell !== undefined || changes.datasets !== undefined) {
    const after = headerOf({ ...parts, records });
    const limits = inverseDSquaredLimits(after, parts.rows);
    if (limits !== undefined) records = replaceRecords(records, ["RESO"], [resolutionRecord(limits)]);
  }
  return { ...parts, records };
}

/** The old order where its columns are as they were, else H, K, L where the rows are sorted by them. */
function seenSortOrder(before: MtzHeader, columns: readonly NewColumn[]): readonly number[] {
  const keys = before.sortOrder.filter((number) => number > 0);
  const kept =
    keys.length > 0 &&
    keys.every((number) => columns[number - 1]?.oldIndex === number - 1 && columns[number - 1].sameBits);
  if (kept) return before.sortOrder;
  if (before.columnInfos.length > 0 && keys.length === 0) return before.sortOrder;
  return isSortedByIndex(columns.slice(0, 3).map(({ bits }) => bits)) ? [1, 2, 3, 0, 0] : [0, 0, 0, 0, 0];
}

function checkDatasets(datasets: readonly MtzDataset[]): void {
  const seen = new Set<number>();
  for (const { id, project, crystal, name, cell, wavelength } of datasets) {
    if (!Number.isInteger(id) || id < 0 || id > 9999 || seen.has(id)) {
      throw new InputError(`id of a data set: got ${id}, expected an integer from 0 to 9999, each once`);
    }
    seen.add(id);
    for (const text of [project, crystal, name]) {
      if (text !== "") checkWord(text, `name in data set ${id}`, 64);
    }
    if (cell.length !== 6) {
      throw new InputError(`cell of data set ${id}: got ${cell.length} numbers, expected 6`);
    }
    if (!(wavelength >= 0)) {
      throw new InputError(`wavelength of data set ${id}: got ${wavelength}, expected Å, 0 where unknown`);
    }
  }
}

/**
 * An MTZ reflection file, CCP4's binary format: typed columns of float32 with a cell, a symmetry, data sets and, for
 * unmerged data, batch headers. Source: CCP4's "MTZ format" documentation. Immutable: a change gives a new file in
 * which all that was not changed stands as before, to the byte.
 */
import { InputError, MissingColumnError } from "../errors.js";
import { applyChanges, type MtzChanges } from "./mtzChange.js";
import { emptyParts, type MtzInit, withDefaults } from "./mtzCreate.js";
import { headerOf, type MtzParts, piecesOf } from "./mtzParts.js";
import { latin1 } from "./mtzRecords.js";
import { columnBits, valuesOfBits } from "./mtzRows.js";
import type { MtzBatch, MtzColumn, MtzDataset, MtzHeader, MtzSymmetry } from "./mtzTypes.js";

export type { MtzBatchInit } from "./mtzBatch.js";
export type { MtzChanges, MtzColumnInit } from "./mtzChange.js";
export type { MtzDatasetInit, MtzInit } from "./mtzCreate.js";
export type { ColumnValues } from "./mtzRows.js";
export type { ColumnType, MtzBatch, MtzColumn, MtzDataset, MtzHeader, MtzSymmetry } from "./mtzTypes.js";

/** A whole MTZ file: its header and its reflections. Immutable. */
export class Mtz implements MtzHeader {
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly rowCount: number;
  readonly columnInfos: readonly MtzColumn[];
  readonly cell: readonly number[];
  readonly sortOrder: readonly number[];
  readonly symmetry: MtzSymmetry;
  readonly inverseDSquaredLimits: readonly [number, number];
  readonly resolutionLimits: readonly [number, number];
  readonly missingValue: number;
  readonly datasets: readonly MtzDataset[];
  readonly batches: readonly MtzBatch[];
  readonly history: readonly string[];
  readonly bigEndian: boolean;
  readonly merged: boolean;
  readonly #parts: MtzParts;

  /** @internal Use {@link Mtz.create} or `readMtz`. @throws FormatError if the header is not sound */
  constructor(parts: MtzParts, header: MtzHeader = headerOf(parts)) {
    this.#parts = parts;
    this.name = header.name;
    this.version = header.version;
    this.title = header.title;
    this.rowCount = header.rowCount;
    this.columnInfos = header.columnInfos;
    this.cell = header.cell;
    this.sortOrder = header.sortOrder;
    this.symmetry = header.symmetry;
    this.inverseDSquaredLimits = header.inverseDSquaredLimits;
    this.resolutionLimits = header.resolutionLimits;
    this.missingValue = header.missingValue;
    this.datasets = header.datasets;
    this.batches = header.batches;
    this.history = header.history;
    this.bigEndian = header.bigEndian;
    this.merged = header.merged;
  }

  /**
   * A new file. Column ranges, resolution limits and, where the rows are sorted by H, K, L, the sort order are computed.
   * @throws InputError for an impossible cell, columns of unequal length, labels that the format cannot hold, …
   * @throws SymmetryError for an unknown space group
   */
  static create(init: MtzInit): Mtz {
    return new Mtz(applyChanges(emptyParts(init), withDefaults(init)));
  }

  /**
   * The same file with some parts changed; what depends on them (counts, column ranges, resolution limits) follows,
   * all else stays as it is, to the byte.
   * @throws InputError as {@link Mtz.create}
   */
  with(changes: MtzChanges): Mtz {
    return new Mtz(applyChanges(this.#parts, changes));
  }

  /**
   * The values of one column: `rowCount` numbers, NaN where missing. A copy, free to be changed.
   * @param label its label or its number from 0
   * @param datasetId tells columns of the same label apart; by default the first is taken
   * @throws MissingColumnError if there is none
   */
  column(label: string | number, datasetId?: number): Float32Array {
    const index = typeof label === "number" ? label : this.columnIndex(label, datasetId);
    const info = this.columnInfos[index];
    if (info === undefined) {
      throw new InputError(
        `column of ${this.name}: got number ${label}, expected 0 to ${this.columnInfos.length - 1}`,
      );
    }
    return valuesOfBits(columnBits(this.#parts.rows, index), info.type, this.missingValue);
  }

  /** The number, from 0, of the column `label`. @throws MissingColumnError */
  columnIndex(label: string, datasetId?: number): number {
    const index = this.columnInfos.findIndex(
      (info) => info.label === label && (datasetId === undefined || info.datasetId === datasetId),
    );
    if (index < 0) throw new MissingColumnError(label, this.labels, this.name);
    return index;
  }

  /** Labels of the columns, in file order. */
  get labels(): string[] {
    return this.columnInfos.map((info) => info.label);
  }

  /** Hermann-Mauguin symbol as the file has it; may be empty. */
  get spaceGroupName(): string {
    return this.symmetry.name;
  }

  /** Number in International Tables (or CCP4's own for other settings); 0 where the file has none. */
  get spaceGroupNumber(): number {
    return this.symmetry.number;
  }

  /** Symmetry operations as the file has them, "X,Y,Z" first; M/ISYM counts in this order. */
  get symmetryOperations(): readonly string[] {
    return this.symmetry.operations;
  }

  /** The records of the main header as they stand in the file, each of 80 characters, END last. */
  get headerRecords(): readonly string[] {
    return this.#parts.records;
  }

  /** What stands behind the end of the headers, where programs append text; usually empty. */
  get appendedText(): string {
    return latin1(this.#parts.appended);
  }

  /** The bytes of the file, piece by piece: together what {@link Mtz.toBytes} gives, without a copy of the rows. */
  pieces(): Iterable<Uint8Array> {
    return piecesOf(this.#parts);
  }

  /** The bytes of the file. What was read and not changed is the same to the byte. */
  toBytes(): Uint8Array {
    const pieces = [...this.pieces()];
    const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }
}

/** The bytes of an MTZ file. */
export function writeMtz(mtz: Mtz): Uint8Array {
  return mtz.toBytes();
}

/**
 * The reflection table: equally long typed columns with their CCP4 types, a unit cell and a space group. Immutable:
 * every verb returns a new table that shares the columns it did not change. The verbs live one per file beside this
 * one; the methods here only name them.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError, MissingColumnError } from "../errors.js";
import type { Mtz, MtzBatch, MtzDataset } from "../formats/mtz.js";
import {
  type Column,
  type ColumnData,
  type ColumnInit,
  checkColumn,
  normaliseColumnData,
  takeValues,
} from "./columnTypes.js";

export type { Column, ColumnData, ColumnInit, ColumnType } from "./columnTypes.js";

/** What a table is made from. */
export interface ReflectionTableInit {
  readonly columns: readonly ColumnInit[];
  /** Å and degrees. */
  readonly cell: UnitCell | readonly number[];
  /** A space group, its Hermann-Mauguin symbol ("P 21 21 21") or its number. */
  readonly spaceGroup: SpaceGroup | string | number;
  /** Whether each Miller index stands once. By default: whether there is no M/ISYM (type Y) column. */
  readonly merged?: boolean;
  readonly datasets?: readonly MtzDataset[];
  readonly batches?: readonly MtzBatch[];
  readonly history?: readonly string[];
  readonly title?: string;
  /** What errors call the table: usually the path it was read from. */
  readonly name?: string;
  /** The MTZ that this table says in other words, unchanged; verbs drop it. */
  readonly source?: Mtz;
}

/** Typed columns of reflections with a cell and a space group. Immutable. */
export class ReflectionTable {
  /** Number of rows. */
  readonly length: number;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly merged: boolean;
  readonly columns: readonly Column[];
  readonly labels: readonly string[];
  readonly datasets: readonly MtzDataset[];
  readonly batches: readonly MtzBatch[];
  readonly history: readonly string[];
  readonly title: string;
  /** What errors call the table: usually the path it was read from. */
  readonly name: string;
  /** @internal the MTZ that this table equals, while nothing was changed */
  readonly source: Mtz | undefined;
  private readonly byLabel: ReadonlyMap<string, Column>;

  /**
   * @throws InputError for columns of unequal length, a label used twice, an unknown column type
   * @throws SymmetryError for an unknown space group
   */
  constructor(init: ReflectionTableInit) {
    this.cell = UnitCell.of(init.cell);
    this.spaceGroup = SpaceGroup.of(init.spaceGroup);
    this.datasets = init.datasets ?? [];
    this.batches = init.batches ?? [];
    this.history = init.history ?? [];
    this.title = init.title ?? "";
    this.name = init.name ?? "table";
    this.source = init.source;
    this.length = init.columns[0]?.data.length ?? 0;
    const byLabel = new Map<string, Column>();
    const home = this.datasets[this.datasets.length - 1]?.id ?? 1;
    for (const column of init.columns) {
      checkColumn(column, this.length);
      if (byLabel.has(column.label)) {
        throw new InputError(
          `columns of the ${this.name}: got two named ${column.label}, expected every label once`,
        );
      }
      byLabel.set(column.label, {
        label: column.label,
        type: column.type,
        data: normaliseColumnData(column.type, column.data),
        datasetId: column.datasetId ?? (column.type === "H" ? (this.datasets[0]?.id ?? 0) : home),
      });
    }
    this.byLabel = byLabel;
    this.columns = [...byLabel.values()];
    this.labels = [...byLabel.keys()];
    this.merged = init.merged ?? !this.columns.some((column) => column.type === "Y");
  }

  /** Whether there is a column named `label`. */
  has(label: string): boolean {
    return this.byLabel.has(label);
  }

  /** The column named `label`. @throws MissingColumnError, which names those that are there and the nearest */
  column(label: string): Column {
    const column = this.byLabel.get(label);
    if (column === undefined) throw new MissingColumnError(label, this.labels, this.name);
    return column;
  }

  /** The values of the column named `label`: shared, not to be written to. @throws MissingColumnError */
  values(label: string): ColumnData {
    return this.column(label).data;
  }

  /** Labels of the three columns of Miller indices: H, K, L, else the first three of type H. @throws InputError */
  get millerLabels(): [string, string, string] {
    const typed = this.columns.filter((column) => column.type === "H").map((column) => column.label);
    const [h, k, l] = ["H", "K", "L"].every((label) => typed.includes(label)) ? ["H", "K", "L"] : typed;
    if (l === undefined) {
      throw new InputError(
        `Miller index of the ${this.name}: got ${typed.length} columns of type H among ${this.labels.join(", ") || "none"}, ` +
          "expected three (H, K, L)",
      );
    }
    return [h, k, l];
  }

  /** Miller indices, interleaved: h₀ k₀ l₀ h₁ …, length 3 × rows. @throws InputError where one is missing */
  hkl(): Int32Array {
    const out = new Int32Array(3 * this.length);
    this.millerLabels.forEach((label, axis) => {
      const data = this.values(label);
      if (!(data instanceof Int32Array)) {
        const row = data.findIndex((value: number) => !Number.isInteger(value));
        throw new InputError(
          `Miller index ${label} in row ${row} of the ${this.name}: got ${data[row]}, expected an integer`,
        );
      }
      for (let i = 0; i < data.length; i++) out[3 * i + axis] = data[i];
    });
    return out;
  }

  /** The same table with the given parts replaced; what is not named stays. */
  derive(changes: Partial<ReflectionTableInit>): ReflectionTable {
    const { columns, cell, spaceGroup, merged, datasets, batches, history, title, name } = this;
    return new ReflectionTable({
      columns,
      cell,
      spaceGroup,
      merged,
      datasets,
      batches,
      history,
      title,
      name,
      ...changes,
    });
  }

  /** With these columns: those whose label is there already are replaced in place, others are added at the end. */
  with(...columns: ColumnInit[]): ReflectionTable {
    const byLabel = new Map<string, ColumnInit>(this.byLabel);
    for (const column of columns) {
      const datasetId = column.datasetId ?? this.byLabel.get(column.label)?.datasetId;
      byLabel.set(column.label, { ...column, datasetId });
    }
    return this.derive({ columns: [...byLabel.values()] });
  }

  /** Without these columns. @throws MissingColumnError */
  without(...labels: string[]): ReflectionTable {
    for (const label of labels) this.column(label);
    return this.derive({ columns: this.columns.filter((column) => !labels.includes(column.label)) });
  }

  /** With other labels: `{ old: "new" }`. @throws MissingColumnError; InputError where two would share a label */
  rename(labels: Readonly<Record<string, string>>): ReflectionTable {
    for (const label of Object.keys(labels)) this.column(label);
    const renamed = (label: string): string => (Object.hasOwn(labels, label) ? labels[label] : label);
    return this.derive({
      columns: this.columns.map((column) => ({ ...column, label: renamed(column.label) })),
    });
  }

  /** Only these columns, in this order. @throws MissingColumnError */
  select(labels: readonly string[]): ReflectionTable {
    return this.derive({ columns: labels.map((label) => this.column(label)) });
  }

  /** Rows where `keep` says so: a mask of `length` values, or a function of the row's number. */
  filter(keep: ArrayLike<number | boolean> | ((row: number) => boolean)): ReflectionTable {
    if (typeof keep !== "function" && keep.length !== this.length) {
      throw new InputError(
        `mask for the ${this.name}: got ${keep.length} values, expected ${this.length}, one for each row`,
      );
    }
    const rows = new Int32Array(this.length);
    let count = 0;
    for (let i = 0; i < this.length; i++) {
      if (typeof keep === "function" ? keep(i) : keep[i]) rows[count++] = i;
    }
    return count === this.length ? this.derive({}) : this.takeChecked(rows.subarray(0, count));
  }

  /** Rows by number, in the order given; a number may stand more than once. @throws InputError */
  take(rows: ArrayLike<number>): ReflectionTable {
    for (let i = 0; i < rows.length; i++) {
      if (!(rows[i] >= 0 && rows[i] < this.length && Number.isInteger(rows[i]))) {
        throw new InputError(
          `row of the ${this.name}: got ${rows[i]}, expected an integer from 0 to ${this.length - 1}`,
        );
      }
    }
    return this.takeChecked(rows);
  }

  /** Rows `start` to `end` (exclusive), as `Array.prototype.slice`: negative numbers count from the end. */
  slice(start = 0, end: number = this.length): ReflectionTable {
    const columns = this.columns.map((column) => ({ ...column, data: column.data.slice(start, end) }));
    return this.derive({ columns });
  }

  private takeChecked(rows: ArrayLike<number>): ReflectionTable {
    return this.derive({
      columns: this.columns.map((column) => ({ ...column, data: takeValues(column.data, rows) })),
    });
  }
}

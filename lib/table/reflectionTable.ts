/**
 * The reflection table: equally long typed columns with their CCP4 types, a unit cell and a space group. Immutable:
 * every verb returns a new table that shares the columns it did not change. The verbs live one per file beside this
 * one; this file is long because it names each of them once more, as a method with its documentation.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError, MissingColumnError } from "../errors.js";
import type { Mtz } from "../formats/mtz.js";
import type { MtzBatch, MtzDataset } from "../formats/mtzTypes.js";
import { type StackOptions, stackAnomalous, type UnstackOptions, unstackAnomalous } from "./anomalous.js";
import { type AsuOptions, hklToAsu, hklToObserved } from "./asu.js";
import {
  computeEpsilon,
  computeMultiplicity,
  labelAbsences,
  labelCentrics,
  removeAbsences,
} from "./centric.js";
import {
  type Column,
  type ColumnData,
  type ColumnInit,
  checkColumn,
  normaliseColumnData,
  takeValues,
} from "./columnTypes.js";
import { type ConcatOptions, concat } from "./concat.js";
import { type DanfoFrame, type DanfoLike, type FromDanfoOptions, initFromDanfo, toDanfo } from "./danfo.js";
import { type DisplayOptions, tableToHtml, tableToText } from "./display.js";
import { type Groups, groupBy } from "./groupBy.js";
import { type JoinOptions, join } from "./join.js";
import { initFromMtz, seemsMerged, toMtz } from "./mtz.js";
import { inSpaceGroup, reindex } from "./reindex.js";
import { assignShells, computeDHKL, type ShellOptions } from "./resolution.js";
import { type SortKey, sort } from "./sort.js";
import { type TensorflowLike, toTf } from "./tensorflow.js";

export type { Column, ColumnData, ColumnInit, ColumnType } from "./columnTypes.js";

/** What a table is made from. */
export interface ReflectionTableInit {
  readonly columns: readonly ColumnInit[];
  /** Å and degrees. */
  readonly cell: UnitCell | readonly number[];
  /** A space group, its Hermann-Mauguin symbol ("P 21 21 21") or its number. */
  readonly spaceGroup: SpaceGroup | string | number;
  /** Whether each Miller index stands once. By default: whether there are no batches and no M/ISYM column. */
  readonly merged?: boolean;
  readonly datasets?: readonly MtzDataset[];
  readonly batches?: readonly MtzBatch[];
  readonly history?: readonly string[];
  readonly title?: string;
  /** What errors call the table: usually the path it was read from. */
  readonly name?: string;
  /** @internal the MTZ that the table was read from, and into which its changes are written */
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
  /** @internal */
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
    this.name = init.name ?? "the table";
    this.source = init.source;
    this.length = init.columns[0]?.data?.length ?? 0;
    const byLabel = new Map<string, Column>();
    const home = this.datasets[this.datasets.length - 1]?.id ?? 1;
    for (const column of init.columns) {
      checkColumn(column, this.length);
      if (byLabel.has(column.label)) {
        throw new InputError(
          `columns of ${this.name}: got two named ${column.label}, expected every label once`,
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
    this.merged = init.merged ?? seemsMerged(this);
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
        `Miller index of ${this.name}: got ${typed.length} columns of type H among ${this.labels.join(", ") || "none"}, ` +
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
          `Miller index ${label} in row ${row} of ${this.name}: got ${data[row]}, expected an integer`,
        );
      }
      for (let i = 0; i < data.length; i++) out[3 * i + axis] = data[i];
    });
    return out;
  }

  /** The same table with the given parts replaced; what is not named stays. */
  derive(changes: Partial<ReflectionTableInit>): ReflectionTable {
    const { columns, cell, spaceGroup, merged, datasets, batches, history, title, name, source } = this;
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
      source,
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
        `mask for ${this.name}: got ${keep.length} values, expected ${this.length}, one for each row`,
      );
    }
    const rows = new Int32Array(this.length);
    let count = 0;
    for (let i = 0; i < this.length; i++) {
      if (typeof keep === "function" ? keep(i) : keep[i]) rows[count++] = i;
    }
    return count === this.length ? this.derive({}) : this.takeRows(rows.subarray(0, count));
  }

  /** Rows by number, in the order given; a number may stand more than once. @throws InputError */
  take(rows: ArrayLike<number>): ReflectionTable {
    for (let i = 0; i < rows.length; i++) {
      if (!(rows[i] >= 0 && rows[i] < this.length && Number.isInteger(rows[i]))) {
        throw new InputError(
          `row of ${this.name}: got ${rows[i]}, expected an integer from 0 to ${this.length - 1}`,
        );
      }
    }
    return this.takeRows(rows);
  }

  /** Rows `start` to `end` (exclusive), as `Array.prototype.slice`: negative numbers count from the end. */
  slice(start = 0, end: number = this.length): ReflectionTable {
    const columns = this.columns.map((column) => ({ ...column, data: column.data.slice(start, end) }));
    return this.derive({ columns });
  }

  /** @internal {@link take} of numbers known to be rows */
  takeRows(rows: ArrayLike<number>): ReflectionTable {
    return this.derive({
      columns: this.columns.map((column) => ({ ...column, data: takeValues(column.data, rows) })),
    });
  }

  /** Sorted rows; by default by Miller index. Stable, missing values last. @throws MissingColumnError */
  sort(by?: SortKey | readonly SortKey[]): ReflectionTable {
    return sort(this, by);
  }

  /** Groups of rows that share the values of `keys`, by default the Miller index. @throws MissingColumnError */
  groupBy(keys?: string | readonly string[]): Groups {
    return groupBy(this, keys);
  }

  /** This table and `other` side by side where their Miller indices (or `options.on`) agree. See {@link JoinOptions}. */
  join(other: ReflectionTable, options?: JoinOptions): ReflectionTable {
    return join(this, other, options);
  }

  /** The rows of this table, then those of the others. @throws InputError where cells or space groups differ */
  concat(others: ReflectionTable | readonly ReflectionTable[], options?: ConcatOptions): ReflectionTable {
    return concat([this, ...(others instanceof ReflectionTable ? [others] : others)], options);
  }

  /** Miller indices in the CCP4 asu, with an M/ISYM column; phases move along. */
  hklToAsu(options?: AsuOptions): ReflectionTable {
    return hklToAsu(this, options);
  }

  /** Miller indices as observed, by the M/ISYM column, which goes away; phases move along. @throws InputError */
  hklToObserved(): ReflectionTable {
    return hklToObserved(this);
  }

  /** With another indexing of the same crystal, `"k,h,-l"`: indices, cell, space group, M/ISYM, batches. @throws InputError */
  reindex(operator: string): ReflectionTable {
    return reindex(this, operator);
  }

  /** Unmerged observations taken in another space group, with indices in its asu. @throws InputError, SymmetryError */
  inSpaceGroup(group: SpaceGroup | string | number): ReflectionTable {
    return inSpaceGroup(this, group);
  }

  /** From a row for each Friedel mate to a row for each pair, with columns F(+), F(-). @throws InputError if unmerged */
  unstackAnomalous(options?: UnstackOptions): ReflectionTable {
    return unstackAnomalous(this, options);
  }

  /** From a row for each Friedel pair to a row for each mate. @throws InputError if unmerged */
  stackAnomalous(options?: StackOptions): ReflectionTable {
    return stackAnomalous(this, options);
  }

  /** With the column dHKL: resolution in Å. */
  computeDHKL(): ReflectionTable {
    return computeDHKL(this);
  }

  /** With an integer column of resolution shells, 0 the lowest resolution; −1 outside of the limits. */
  assignShells(options?: ShellOptions & { readonly label?: string }): ReflectionTable {
    return assignShells(this, options);
  }

  /** With the column CENTRIC: 1 or 0. */
  labelCentrics(): ReflectionTable {
    return labelCentrics(this);
  }

  /** With the column ABSENT: 1 where systematically absent, else 0. */
  labelAbsences(): ReflectionTable {
    return labelAbsences(this);
  }

  /** Without systematically absent reflections. */
  removeAbsences(): ReflectionTable {
    return removeAbsences(this);
  }

  /** With the column EPSILON: how many operations leave the index as it is. */
  computeEpsilon(options?: { centring?: boolean }): ReflectionTable {
    return computeEpsilon(this, options);
  }

  /** With the column MULTIPLICITY: how many rows have the same Miller index. */
  computeMultiplicity(): ReflectionTable {
    return computeMultiplicity(this);
  }

  /** The MTZ of this table: the very one it was read from if nothing was changed. @throws InputError */
  toMtz(): Mtz {
    return toMtz(this);
  }

  /** The table of an MTZ. @param options.name what errors call it */
  static fromMtz(mtz: Mtz, options?: { readonly name?: string }): ReflectionTable {
    return new ReflectionTable(initFromMtz(mtz, options));
  }

  /** A Danfo DataFrame. @param danfo the module; by default danfojs-node if installed @throws InputError if it is not */
  toDanfo<Frame = DanfoFrame>(danfo?: DanfoLike<Frame>): Promise<Frame> {
    return toDanfo(this, danfo);
  }

  /** The table of a Danfo DataFrame. @throws InputError */
  static fromDanfo(frame: DanfoFrame, options: FromDanfoOptions): ReflectionTable {
    return new ReflectionTable(initFromDanfo(frame, options));
  }

  /** A float32 tensor [rows, labels] of TensorFlow.js. @param tf the module; by default whichever build is installed */
  toTf<Tensor2D>(labels?: readonly string[], tf?: TensorflowLike<unknown, Tensor2D>): Promise<Tensor2D> {
    return toTf(this, labels, tf);
  }

  /** As aligned text: size, cell, space group, resolution, first and last rows. */
  toString(options?: DisplayOptions): string {
    return tableToText(this, options);
  }

  /** As HTML for a notebook, in the page's own colours. */
  toHtml(options?: DisplayOptions): string {
    return tableToHtml(this, options);
  }
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(ReflectionTable.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: ReflectionTable): string {
    return this.toString();
  },
});

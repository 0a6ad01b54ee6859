/**
 * An MTZ file as a table that is filtered and sorted: which rows are shown in which order, and what is asked of them.
 * Rows are numbers of an Int32Array; no reflection is ever an object. Each question is a pass through the file.
 */
import {
  type ByteSource,
  FormatError,
  InputError,
  type Mtz,
  type MtzBlock,
  type MtzHeader,
  type MtzReader,
  openMtz,
  version,
} from "friedel/browser";
import { BlockCache, type BlockCacheOptions } from "./blockCache.js";
import { type ColumnStatistics, columnStatistics } from "./columnStatistics.js";
import {
  columnKinds,
  crystalOf,
  millerColumns,
  type ViewColumn,
  type ViewCrystal,
  viewColumns,
} from "./columns.js";
import { arrowBytes } from "./exportArrow.js";
import { separatedText } from "./exportText.js";
import { parseFilter } from "./expression.js";
import { type FoundIndex, findIndex, type Hkl } from "./findIndex.js";
import { type ObservationList, observationsOf } from "./observations.js";
import { columnNamed, filterRows, gather, gatherBytes, type PassOptions } from "./passes.js";
import { sortRows } from "./sortRows.js";

/** More rows than this are not asked for one by one, but in a pass through the file. */
const rowsAlone = 200;

/** The column that the rows are sorted by. */
export interface SortOrder {
  readonly name: string;
  readonly descending: boolean;
}

export class MtzTable {
  readonly header: MtzHeader;
  readonly crystal: ViewCrystal;
  /** All columns, those of the file first. */
  readonly columns: readonly ViewColumn[];
  readonly cache: BlockCache;
  /** The filter as typed; empty for none. */
  filter = "";
  sort: SortOrder | undefined;
  readonly #reader: MtzReader;
  /** Rows that the filter keeps, ascending; undefined for all. */
  #kept: Int32Array | undefined;
  /** Rows shown, in their order; undefined for all in the order of the file. */
  #order: Int32Array | undefined;

  private constructor(reader: MtzReader, options: BlockCacheOptions | undefined) {
    this.#reader = reader;
    this.header = reader.header;
    this.crystal = crystalOf(reader.header);
    this.columns = viewColumns(reader.header, this.crystal);
    this.cache = new BlockCache(reader, options);
  }

  /**
   * Opens a file: its header is read, no row yet.
   * @throws FormatError if it is not a sound MTZ file
   */
  static async open(source: ByteSource, options?: BlockCacheOptions): Promise<MtzTable> {
    if (source.byteLength === 0) {
      throw new FormatError(`${source.name ?? "MTZ"}: got an empty file, expected an MTZ file`);
    }
    return new MtzTable(await openMtz(source), options);
  }

  /** Rows shown. */
  get length(): number {
    return this.#order?.length ?? this.header.rowCount;
  }

  /** The row of the file, from 0, at a place of the table. */
  rowAt(place: number): number {
    return this.#order === undefined ? place : this.#order[place];
  }

  /** The place of a row of the file; −1 where the filter keeps it out. */
  placeOf(row: number): number {
    return this.#order === undefined ? row : this.#order.indexOf(row);
  }

  column(name: string): ViewColumn {
    return columnNamed(this.columns, name);
  }

  /**
   * Shows the rows that an expression keeps; all of them where it is empty. The order stays.
   * @throws ExpressionError where it cannot be read; the table stays as it was
   */
  async setFilter(text: string, options?: PassOptions): Promise<void> {
    const filter = text.trim();
    const parsed = filter === "" ? undefined : parseFilter(filter, columnKinds(this.columns));
    const kept = parsed && (await filterRows(this.cache, this.columns, parsed, options));
    const order = await this.#sorted(kept, this.sort, options);
    this.filter = filter;
    this.#kept = kept;
    this.#order = order;
  }

  /** Sorts the rows shown by a column, missing values last; undefined gives the order of the file. */
  async setSort(sort: SortOrder | undefined, options?: PassOptions): Promise<void> {
    const order = await this.#sorted(this.#kept, sort, options);
    this.sort = sort;
    this.#order = order;
  }

  async #sorted(
    kept: Int32Array | undefined,
    sort: SortOrder | undefined,
    options?: PassOptions,
  ): Promise<Int32Array | undefined> {
    if (sort === undefined) return kept;
    const [values] = await gather(this.cache, [this.column(sort.name)], kept, options);
    const rows = kept ?? Int32Array.from({ length: this.header.rowCount }, (_, row) => row);
    return sortRows(rows, values, sort.descending);
  }

  /** Statistics of a column over the rows shown. */
  async statistics(name: string, options?: PassOptions): Promise<ColumnStatistics> {
    const column = this.column(name);
    const [values] = await gather(this.cache, [column], this.#kept, options);
    return columnStatistics(values, column.integer);
  }

  /** Where an index, an equivalent or the nearest one stands among the rows shown. */
  find(hkl: Hkl, options?: PassOptions): Promise<FoundIndex | undefined> {
    return findIndex(this.cache, this.crystal, hkl, this.#order, options);
  }

  /** All observations of an index in the file, whatever the filter. */
  observations(hkl: Hkl, options?: PassOptions): Promise<ObservationList | undefined> {
    return observationsOf(this.cache, this.crystal, hkl, options);
  }

  /** The rows shown as an MTZ file of the same header: in the order of the file, with the batches that have rows. */
  async mtz(options?: PassOptions): Promise<Mtz> {
    this.#demandRows();
    const bytes = await gatherBytes(this.cache, this.#kept, options);
    const of = `${this.length} of ${this.header.rowCount} rows`;
    const which = this.filter === "" ? "" : `, those with ${this.filter}`;
    const line = `From Friedel ${version}: ${of}${which}`.slice(0, 80);
    const history = [line, ...this.header.history];
    if (this.header.batches.length === 0) return this.#reader.withRows(bytes, { history });
    const column = this.header.columnInfos.findIndex(({ type }) => type === "B");
    const present = new Set(column < 0 ? [] : this.#reader.blockOf(0, bytes).column(column));
    const batches = this.header.batches.filter(({ number }) => column < 0 || present.has(number));
    return this.#reader.withRows(bytes, { history, batches });
  }

  /** The rows shown as comma-separated text, in the order shown, piece by piece. */
  async csv(columns: readonly ViewColumn[], options?: PassOptions): Promise<string[]> {
    this.#demandRows();
    const values = await gather(this.cache, columns, this.#order, options);
    return [
      ...separatedText(
        columns.map(({ name }) => name),
        values,
        ",",
      ),
    ];
  }

  /** The rows shown as an Arrow file, in the order shown. */
  async arrow(columns: readonly ViewColumn[], options?: PassOptions): Promise<Uint8Array> {
    this.#demandRows();
    const values = await gather(this.cache, columns, this.#order, options);
    const { title, name } = this.header;
    return arrowBytes(columns, values, { ...this.crystal, title, name });
  }

  /** Some places as tab-separated text with a line of names. */
  async tsv(
    columns: readonly ViewColumn[],
    places: readonly number[],
    options?: PassOptions,
  ): Promise<string> {
    const names = columns.map(({ name }) => name);
    const rows = Int32Array.from(places, (place) => this.rowAt(place));
    if (rows.length > rowsAlone) {
      const values = await gather(this.cache, columns, rows, options);
      return [...separatedText(names, values, "\t")].join("");
    }
    const values = columns.map(() => new Float32Array(rows.length));
    for (const [i, row] of rows.entries()) {
      const block = await this.blockOf(row);
      columns.forEach((column, c) => {
        values[c][i] = column.value(block, row - block.from);
      });
    }
    return [...separatedText(names, values, "\t")].join("");
  }

  /** The index of a row of the file; undefined where the file has none, or none in this row. */
  async hklOf(row: number): Promise<Hkl | undefined> {
    const miller = millerColumns(this.header);
    if (miller === undefined) return undefined;
    const block = await this.blockOf(row);
    const [h, k, l] = miller.map((column) => block.value(row - block.from, column));
    return Number.isNaN(h + k + l) ? undefined : [h, k, l];
  }

  /** A block that holds a row: that in memory, else the row alone. */
  async blockOf(row: number): Promise<MtzBlock> {
    return this.cache.peek(row) ?? (await this.cache.read(row, row + 1));
  }

  dispose(): void {
    this.cache.dispose();
  }

  #demandRows(): void {
    if (this.length > 0) return;
    throw new InputError(
      `${this.header.name}: got no rows to export, expected at least one; change the filter`,
    );
  }
}

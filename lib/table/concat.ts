/**
 * Tables one under the other. Columns are matched by label; a column that a table lacks is missing (NaN) there. Batch
 * numbers of unmerged files are kept apart where they would collide.
 */
import { InputError } from "../errors.js";
import type { MtzBatch, MtzDataset } from "../formats/mtzTypes.js";
import { findIsym, sameOrder } from "./asu.js";
import type { ColumnData, ColumnInit } from "./columnTypes.js";
import { checkIsomorphous, type IsomorphismOptions } from "./isomorphism.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** Options of {@link concat}. */
export interface ConcatOptions extends IsomorphismOptions {
  /** Which columns: those in all tables, or those in any. Default "any". */
  readonly columns?: "all" | "any";
  /** Adds an integer column of this name with the number of the table that each row comes from. */
  readonly sourceLabel?: string;
}

/**
 * Rows of all tables. Cell, space group and title come from the first; data sets are matched by project, crystal and
 * name; batches of later tables are renumbered by a multiple of 1000 where a number is taken.
 * @throws InputError for no tables, cells or space groups that differ, a label with different types, merged beside unmerged
 */
export function concat(given: readonly ReflectionTable[], options: ConcatOptions = {}): ReflectionTable {
  if (given.length === 0) throw new InputError("tables to put together: got none, expected at least one");
  checkIsomorphous(given, options);
  const [first] = given;
  const tables = given.map((table) => inOrderOf(first, table));
  const odd = tables.find((table) => table.merged !== first.merged);
  if (odd !== undefined) {
    throw new InputError(
      `tables to put together: got ${first.name} ${first.merged ? "merged" : "unmerged"} and ${odd.name} ` +
        `${odd.merged ? "merged" : "unmerged"}, expected all of one kind`,
    );
  }
  const datasets = uniteDatasets(tables);
  const batches = uniteBatches(tables, datasets.idOf);
  const columns = uniteLabels(tables, options.columns ?? "any").map((label) =>
    stackColumn(tables, label, datasets.idOf, batches.offsets),
  );
  if (options.sourceLabel !== undefined) {
    const data = new Int32Array(tables.reduce((sum, table) => sum + table.length, 0));
    let start = 0;
    tables.forEach((table, t) => {
      data.fill(t, start, start + table.length);
      start += table.length;
    });
    columns.push({ label: options.sourceLabel, type: "I", data });
  }
  return first.derive({
    columns,
    datasets: datasets.all,
    batches: batches.all,
    history: [...new Set(tables.flatMap((table) => table.history))],
    name: tables.map((table) => table.name).join(" + "),
  });
}

/** The table with an M/ISYM that counts the operations as `first` does: files list those of one space group in any order. */
function inOrderOf(first: ReflectionTable, table: ReflectionTable): ReflectionTable {
  const comparable = first.spaceGroup.equals(table.spaceGroup) && findIsym(table) !== undefined;
  if (!comparable || sameOrder(first.spaceGroup, table.spaceGroup)) return table;
  return table.hklToObserved().derive({ spaceGroup: first.spaceGroup }).hklToAsu().select(table.labels);
}

function uniteLabels(tables: readonly ReflectionTable[], which: "all" | "any"): string[] {
  if (which === "all") return tables[0].labels.filter((label) => tables.every((table) => table.has(label)));
  return [...new Set(tables.flatMap((table) => table.labels))];
}

type DatasetMap = (t: number, id: number) => number | undefined;

function uniteDatasets(tables: readonly ReflectionTable[]): { all: MtzDataset[]; idOf: DatasetMap } {
  const all: MtzDataset[] = [];
  const maps = tables.map((table) => {
    const map = new Map<number, number>();
    for (const dataset of table.datasets) {
      const same = all.find(
        (other) =>
          other.project === dataset.project &&
          other.crystal === dataset.crystal &&
          other.name === dataset.name,
      );
      const taken = all.some((other) => other.id === dataset.id);
      const id = same?.id ?? (taken ? 1 + Math.max(...all.map((other) => other.id)) : dataset.id);
      if (same === undefined) all.push({ ...dataset, id });
      map.set(dataset.id, id);
    }
    return map;
  });
  return { all, idOf: (t, id) => maps[t].get(id) ?? (tables[t].datasets.length === 0 ? id : undefined) };
}

function uniteBatches(
  tables: readonly ReflectionTable[],
  idOf: DatasetMap,
): { all: MtzBatch[]; offsets: readonly number[] } {
  const all: MtzBatch[] = [];
  const taken = new Set<number>();
  const offsets = tables.map((table, t) => {
    const label = batchLabel(table);
    const numbers = new Set<number>(table.batches.map((batch) => batch.number));
    if (label !== undefined) for (const number of table.values(label)) numbers.add(number);
    numbers.delete(Number.NaN);
    let offset = 0;
    while ([...numbers].some((number) => taken.has(number + offset))) offset += 1000;
    for (const number of numbers) taken.add(number + offset);
    for (const batch of table.batches) {
      all.push({
        ...batch,
        number: batch.number + offset,
        datasetId: idOf(t, batch.datasetId) ?? batch.datasetId,
      });
    }
    return offset;
  });
  return { all, offsets };
}

function batchLabel(table: ReflectionTable): string | undefined {
  return table.columns.find((column) => column.type === "B")?.label;
}

function stackColumn(
  tables: readonly ReflectionTable[],
  label: string,
  idOf: DatasetMap,
  offsets: readonly number[],
): ColumnInit {
  const home = tables.findIndex((table) => table.has(label));
  const model = tables[home].column(label);
  const parts = tables.map((table): ColumnData | undefined =>
    table.has(label) ? table.values(label) : undefined,
  );
  for (const table of tables) {
    if (!table.has(label) || table.column(label).type === model.type) continue;
    throw new InputError(
      `type of column ${label}: got ${model.type} in ${tables[home].name} and ${table.column(label).type} in ` +
        `${table.name}, expected the same; rename one`,
    );
  }
  const length = tables.reduce((sum, table) => sum + table.length, 0);
  const whole = parts.every((part) => part instanceof Int32Array);
  const double = parts.some((part) => part instanceof Float64Array);
  const data = whole ? new Int32Array(length) : double ? new Float64Array(length) : new Float32Array(length);
  let start = 0;
  parts.forEach((part, t) => {
    const end = start + tables[t].length;
    if (part === undefined) data.fill(Number.NaN, start, end);
    else data.set(part, start);
    if (model.type === "B") for (let i = start; i < end; i++) data[i] += offsets[t];
    start = end;
  });
  return { label, type: model.type, data, datasetId: idOf(home, model.datasetId) };
}

/**
 * Tables from MTZ files and back. A table remembers the file it came from: what the verbs left alone is written as it
 * stood there, and a table that was not changed gives the very same file.
 */
import { SpaceGroup } from "../crystal/spaceGroup.js";
import { UnitCell } from "../crystal/unitCell.js";
import { InputError, SymmetryError } from "../errors.js";
import { Mtz, type MtzChanges, type MtzColumnInit, type MtzHeader } from "../formats/mtz.js";
import { findIsym, hklToAsu, sameOrder } from "./asu.js";
import type { Column } from "./columnTypes.js";
import { groupBy } from "./groupBy.js";
import type { ReflectionTable, ReflectionTableInit } from "./reflectionTable.js";

/**
 * What the table of an MTZ is made from. A label that several data sets use gets the name of its data set,
 * "F@native". Integer columns without missing values are `Int32Array`.
 * @throws SymmetryError where the file's space group is unknown or missing; InputError for an impossible cell
 */
export function initFromMtz(mtz: Mtz, options: { readonly name?: string } = {}): ReflectionTableInit {
  const name = options.name ?? mtz.name;
  const labels = mtzColumnNames(mtz);
  const columns = mtz.columnInfos.map(({ type, datasetId }, i) => ({
    label: labels[i],
    type,
    data: mtz.column(i),
    datasetId,
  }));
  const { datasets, batches, history, title } = mtz;
  return {
    columns,
    cell: mtzCell(mtz, name),
    spaceGroup: mtzSpaceGroup(mtz, name),
    merged: mtz.merged || undefined,
    datasets,
    batches,
    history,
    title,
    name,
    source: mtz,
  };
}

/**
 * Whether a table that does not say so is merged: it has neither batch headers nor an M/ISYM column; where it has
 * another column of type Y (Ctruncate's ISYM) or a batch number, each Miller index stands once.
 */
export function seemsMerged(table: ReflectionTable): boolean {
  if (table.batches.length > 0) return false;
  if (table.columns.some(({ type, label }) => type === "Y" && label === "M/ISYM")) return false;
  if (!table.columns.some(({ type }) => type === "Y" || type === "B")) return true;
  const indexed = table.columns.filter(({ type }) => type === "H").length >= 3;
  return indexed && groupBy(table).length === table.length;
}

/** Names of the columns of a file, each once: their labels; where a label stands for several data sets, all but the first get "@" and the name of theirs. */
export function mtzColumnNames(mtz: Pick<MtzHeader, "columnInfos" | "datasets">): string[] {
  const used = new Set<string>();
  return mtz.columnInfos.map(({ label, datasetId }) => {
    const dataset = mtz.datasets.find(({ id }) => id === datasetId)?.name || String(datasetId);
    let free = used.has(label) ? `${label}@${dataset}` : label;
    for (let n = 2; used.has(free); n++) free = `${label}@${dataset}_${n}`;
    used.add(free);
    return free;
  });
}

/** The cell of a file. @throws InputError if it is impossible */
export function mtzCell(mtz: Pick<MtzHeader, "cell" | "name">, name: string = mtz.name): UnitCell {
  try {
    return UnitCell.of(mtz.cell);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${name}: ${error.message}`);
    throw error;
  }
}

/**
 * The space group of a file, its operations in the order of the file.
 * @throws SymmetryError if it is unknown or missing
 */
export function mtzSpaceGroup(
  { symmetry, name: own }: Pick<MtzHeader, "symmetry" | "name">,
  name: string = own,
): SpaceGroup {
  try {
    if (symmetry.operations.length > 0) return SpaceGroup.fromOperations(symmetry.operations);
    if (symmetry.name.trim() !== "") return SpaceGroup.fromName(symmetry.name);
    if (statesSpaceGroup({ symmetry })) return SpaceGroup.fromNumber(symmetry.number);
  } catch (error) {
    if (error instanceof SymmetryError) throw new SymmetryError(`${name}: ${error.message}`);
    throw error;
  }
  throw new SymmetryError(
    `${name}: got no space group in the header, expected its name, number or operations; give it as the option spaceGroup, e.g. "P 21 21 21"`,
  );
}

/** Whether a file says anything of its space group. */
export function statesSpaceGroup({ symmetry }: Pick<MtzHeader, "symmetry">): boolean {
  return symmetry.operations.length > 0 || symmetry.name.trim() !== "" || symmetry.number > 0;
}

/**
 * The MTZ of a table: that it came from with what was changed, else a new one. Unmerged observations without M/ISYM
 * column are mapped to the asu, as the format demands; a merged table has no batch headers. Values become float32.
 * @throws InputError where the format cannot hold the table (no Miller indices, labels over 30 letters or with blanks)
 */
export function toMtz(table: ReflectionTable): Mtz {
  const mapped = !table.merged && findIsym(table) === undefined ? hklToAsu(table) : table;
  const columns = columnsFirstMiller(mapped);
  const { cell, spaceGroup, title, name, history } = mapped;
  const datasets = mapped.datasets.length > 0 ? mapped.datasets : undefined;
  const batches = mapped.merged ? [] : mapped.batches;
  const source = mapped.source;
  if (source === undefined) {
    return Mtz.create({ columns, cell, spaceGroup, title, name, history, datasets, batches });
  }
  const changes: { -readonly [K in keyof MtzChanges]: MtzChanges[K] } = {};
  const infos = mtzColumnNames(source);
  const same = columns.length === infos.length && columns.every(({ label }, i) => label === infos[i]);
  if (!same || columns.some((column, i) => differs(column, source, i))) {
    changes.columns = columns.map((column): MtzColumnInit => {
      const old = source.columnInfos[infos.indexOf(column.label)];
      return old === undefined ? column : { ...column, label: old.label, source: old.source };
    });
  }
  if (!cell.equals(UnitCell.of(source.cell), { length: 0, angle: 0 })) changes.cell = cell;
  const before = mtzSpaceGroup(source, name);
  if (!spaceGroup.equals(before) || !sameOrder(spaceGroup, before)) changes.spaceGroup = spaceGroup;
  if (title !== source.title) changes.title = title;
  if (history !== source.history) changes.history = history;
  if (datasets !== undefined && datasets !== source.datasets) changes.datasets = datasets;
  if (batches !== source.batches && batches.length + source.batches.length > 0) changes.batches = batches;
  return Object.keys(changes).length === 0 ? source : source.with(changes);
}

function columnsFirstMiller(table: ReflectionTable): Column[] {
  const miller: readonly string[] = table.millerLabels;
  const others = table.columns.filter(({ label }) => !miller.includes(label));
  return [...miller.map((label) => table.column(label)), ...others];
}

/** Whether column `i` of the file is other than `column` in type, data set or a value. */
function differs(column: Column, source: Mtz, i: number): boolean {
  const info = source.columnInfos[i];
  if (column.type !== info.type || column.datasetId !== info.datasetId) return true;
  if (column.data.length !== source.rowCount) return true;
  const old = source.column(i);
  return old.some(
    (value, row) => !(value === column.data[row] || (Number.isNaN(value) && Number.isNaN(column.data[row]))),
  );
}

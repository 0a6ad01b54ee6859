/**
 * The reflections of a view: indices, columns, and, made when first asked for, what finds equivalents: the index of each
 * reflection in the asymmetric unit, whether it came by way of a Friedel mate, and the rows of each. Unmerged data are shown
 * observation by observation at the index that was observed, or as means over equivalents: v = Σ vᵢ / n, a standard deviation
 * as √(Σ σᵢ²) / n, missing values left out, with the number of observations as a column "count" of its own.
 */
import {
  type Column,
  HklIndex,
  InputError,
  type ReflectionTable,
  type SpaceGroup,
  type UnitCell,
} from "friedel/browser";

/** The parts of a table that a view draws. */
export interface ReflectionsInit {
  readonly name: string;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** 3n integers. */
  readonly hkl: Int32Array;
  /** Without the Miller indices. */
  readonly columns: readonly Column[];
  readonly merged: boolean;
  /** Rows of the whole table, of which these are a sample; as many as these by default. */
  readonly total?: number;
  /** For each reflection its row in the table; by default the reflections are the rows. */
  readonly tableRows?: Int32Array;
}

/** Which types of columns are standard deviations. */
const sigmaTypes = "QLM";

/** Reflections to draw. Immutable but for what is made when first asked for. */
export class Reflections {
  readonly name: string;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly hkl: Int32Array;
  readonly columns: readonly Column[];
  readonly merged: boolean;
  readonly count: number;
  readonly total: number;
  readonly #tableRows: Int32Array | undefined;
  #asu: { readonly index: HklIndex; readonly isym: Int32Array } | undefined;
  #rows: { readonly start: Int32Array; readonly order: Int32Array } | undefined;

  /** @throws InputError where an index is so large that no graphics card takes it */
  constructor(init: ReflectionsInit) {
    this.name = init.name;
    this.cell = init.cell;
    this.spaceGroup = init.spaceGroup;
    this.hkl = init.hkl;
    this.columns = init.columns;
    this.merged = init.merged;
    this.count = init.hkl.length / 3;
    this.total = init.total ?? this.count;
    this.#tableRows = init.tableRows;
    const large = init.hkl.findIndex((index) => index > 32_767 || index < -32_767);
    if (large >= 0)
      throw new InputError(
        `Miller index of row ${Math.floor(large / 3)} of ${init.name}: got ${init.hkl[large]}, expected a whole number from -32767 to 32767`,
      );
  }

  /** Labels of the columns. */
  get labels(): readonly string[] {
    return this.columns.map(({ label }) => label);
  }

  /** The row of the table that a reflection stands for; of a mean, the first of its observations. */
  tableRow(row: number): number {
    return this.#tableRows === undefined ? row : this.#tableRows[row];
  }

  /** The index of one reflection. */
  index(row: number): [number, number, number] {
    return [this.hkl[3 * row], this.hkl[3 * row + 1], this.hkl[3 * row + 2]];
  }

  /** The different reflections of the asymmetric unit, and the way of each row there. */
  get asu(): { readonly index: HklIndex; readonly isym: Int32Array } {
    if (this.#asu === undefined) {
      const mapped = this.spaceGroup.mapToAsu(this.hkl);
      this.#asu = { index: new HklIndex(mapped.hkl), isym: mapped.isym };
    }
    return this.#asu;
  }

  /** The rows that are equivalent to h k l (itself and Friedel mates included), in their order. */
  rowsOf(h: number, k: number, l: number): Int32Array {
    const { index } = this.asu;
    const inside = this.spaceGroup.toAsu(h, k, l);
    const group = index.find(inside.h, inside.k, inside.l);
    if (group < 0) return new Int32Array(0);
    this.#rows ??= rowsByGroup(index);
    return this.#rows.order.subarray(this.#rows.start[group], this.#rows.start[group + 1]);
  }

  /** Whether a reflection equivalent to h k l is there. */
  has(h: number, k: number, l: number): boolean {
    const inside = this.spaceGroup.toAsu(h, k, l);
    return this.asu.index.find(inside.h, inside.k, inside.l) >= 0;
  }

  /** Largest and smallest d in Å; undefined where there is none. */
  get resolution(): readonly [number, number] | undefined {
    let [least, most] = [Number.POSITIVE_INFINITY, 0];
    for (let j = 0; j < this.hkl.length; j += 3) {
      const s = this.cell.inverseDSquared(this.hkl[j], this.hkl[j + 1], this.hkl[j + 2]);
      if (s > 0 && s < least) least = s;
      if (s > most) most = s;
    }
    return most > 0 ? [1 / Math.sqrt(least), 1 / Math.sqrt(most)] : undefined;
  }
}

function rowsByGroup(index: HklIndex): { start: Int32Array; order: Int32Array } {
  const start = new Int32Array(index.size + 1);
  for (const group of index.groups) start[group + 1]++;
  for (let i = 0; i < index.size; i++) start[i + 1] += start[i];
  const next = start.slice(0, -1);
  const order = new Int32Array(index.groups.length);
  index.groups.forEach((group, row) => {
    order[next[group]++] = row;
  });
  return { start, order };
}

/** How the observations of an unmerged table are shown. */
export type ObservationMode = "mean" | "each";

/**
 * The reflections of a table.
 * @param total rows of the table that this one is a sample of
 * @throws InputError where a Miller index is missing or too large
 */
export function reflectionsOf(
  table: ReflectionTable,
  mode: ObservationMode = "mean",
  total: number = table.length,
): Reflections {
  const miller: readonly string[] = table.millerLabels;
  const others = (of: ReflectionTable): Column[] => of.columns.filter(({ label }) => !miller.includes(label));
  const { cell, spaceGroup, name, merged } = table;
  const common = { name, cell, spaceGroup, total };
  const isUnmapped = merged || !table.columns.some(({ type, label }) => type === "Y" && label === "M/ISYM");
  if (merged) return new Reflections({ ...common, hkl: table.hkl(), columns: others(table), merged });
  if (mode === "mean") return new Reflections({ ...common, ...means(table, others(table)), merged });
  const observed = isUnmapped ? table : table.hklToObserved();
  return new Reflections({ ...common, hkl: observed.hkl(), columns: others(observed), merged });
}

/** Means over equivalents, Friedel mates together. */
function means(
  table: ReflectionTable,
  columns: readonly Column[],
): Pick<ReflectionsInit, "hkl" | "columns" | "tableRows"> {
  const index = new HklIndex(table.spaceGroup.mapToAsu(table.hkl()).hkl);
  const counts = new Float32Array(index.size);
  const tableRows = new Int32Array(index.size).fill(-1);
  index.groups.forEach((group, row) => {
    counts[group]++;
    if (tableRows[group] < 0) tableRows[group] = row;
  });
  const averaged = columns
    .filter(({ type }) => type !== "Y")
    .map((column) => ({ ...column, data: mean(column, index) }));
  const count: Column = { label: freeLabel("count", columns), type: "I", data: counts, datasetId: 0 };
  return { hkl: index.unique, columns: [count, ...averaged], tableRows };
}

function mean({ data, type }: Column, { groups, size }: HklIndex): Float32Array {
  const sums = new Float64Array(size);
  const counts = new Int32Array(size);
  const isSigma = sigmaTypes.includes(type);
  for (let row = 0; row < groups.length; row++) {
    const value = data[row];
    if (!Number.isFinite(value)) continue;
    sums[groups[row]] += isSigma ? value * value : value;
    counts[groups[row]]++;
  }
  return Float32Array.from(sums, (sum, i) =>
    counts[i] === 0 ? Number.NaN : (isSigma ? Math.sqrt(sum) : sum) / counts[i],
  );
}

function freeLabel(label: string, columns: readonly Column[]): string {
  return columns.some((column) => column.label === label) ? freeLabel(`${label}_`, columns) : label;
}

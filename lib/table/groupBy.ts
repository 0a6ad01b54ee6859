/**
 * Groups of rows that share the values of key columns, in order of the keys, and sums over them. Rows of a group keep
 * their order. Sums run in float64 in row order; missing values (NaN) do not count. The inverse-variance weighted
 * mean is x̄ = Σ wᵢxᵢ / Σ wᵢ with wᵢ = 1/σᵢ² and σ(x̄) = (Σ wᵢ)^(−1/2) (Bevington & Robinson, Data Reduction and
 * Error Analysis, eq. 4.17 and 4.19).
 */
import { InputError } from "../errors.js";
import type { ColumnInit, ColumnType } from "./columnTypes.js";
import { packKeys, sameKey } from "./keys.js";
import type { ReflectionTable } from "./reflectionTable.js";
import { inOrder, isSorted, radixSort } from "./sort.js";

/** What {@link Groups.aggregate} can say of the values of a group. */
export type Aggregate = "mean" | "sum" | "count" | "min" | "max" | "first";

/** One aggregated column: of which column (by default the label itself), how, and its CCP4 type. */
export interface AggregateColumn {
  readonly column?: string;
  readonly how: Aggregate;
  readonly type?: ColumnType;
}

/** Rows of a table grouped by key. Group g holds rows `permutation[offsets[g]]` … `permutation[offsets[g + 1] − 1]`. */
export class Groups {
  /** Number of groups. */
  readonly length: number;
  /** Row numbers, group after group. Length: rows. */
  readonly permutation: Int32Array;
  /** Where each group starts in `permutation`. Length: groups + 1. */
  readonly offsets: Int32Array;
  readonly table: ReflectionTable;
  /** Labels of the key columns. */
  readonly keys: readonly string[];

  constructor(table: ReflectionTable, keys: readonly string[], permutation: Int32Array, offsets: Int32Array) {
    this.table = table;
    this.keys = keys;
    this.permutation = permutation;
    this.offsets = offsets;
    this.length = offsets.length - 1;
  }

  /** Row numbers of group `g`. */
  rows(g: number): Int32Array {
    if (!(g >= 0 && g < this.length && Number.isInteger(g))) {
      throw new InputError(`group: got ${g}, expected an integer from 0 to ${this.length - 1}`);
    }
    return this.permutation.subarray(this.offsets[g], this.offsets[g + 1]);
  }

  /** For each row of the table, the number of its group. */
  groupOf(): Int32Array {
    const out = new Int32Array(this.permutation.length);
    for (let g = 0; g < this.length; g++) {
      for (let i = this.offsets[g]; i < this.offsets[g + 1]; i++) out[this.permutation[i]] = g;
    }
    return out;
  }

  /** Rows in each group. */
  sizes(): Int32Array {
    const out = new Int32Array(this.length);
    for (let g = 0; g < this.length; g++) out[g] = this.offsets[g + 1] - this.offsets[g];
    return out;
  }

  /** Values of `label` that are not missing, in each group. @throws MissingColumnError */
  count(label: string): Int32Array {
    return this.moments(label).count;
  }

  /** Sum of each group; 0 where all is missing. @throws MissingColumnError */
  sum(label: string): Float64Array {
    return this.moments(label).sum;
  }

  /** Mean of each group; NaN where all is missing. @throws MissingColumnError */
  mean(label: string): Float64Array {
    const { sum, count } = this.moments(label);
    for (let g = 0; g < sum.length; g++) sum[g] /= count[g];
    return sum;
  }

  /** Smallest value of each group; NaN where all is missing. @throws MissingColumnError */
  min(label: string): Float64Array {
    const out = new Float64Array(this.length).fill(Number.NaN);
    this.fold(label, (g, value) => {
      if (!(out[g] <= value)) out[g] = value;
    });
    return out;
  }

  /** Largest value of each group; NaN where all is missing. @throws MissingColumnError */
  max(label: string): Float64Array {
    const out = new Float64Array(this.length).fill(Number.NaN);
    this.fold(label, (g, value) => {
      if (!(out[g] >= value)) out[g] = value;
    });
    return out;
  }

  /** First value of each group that is not missing; NaN where all is. @throws MissingColumnError */
  first(label: string): Float64Array {
    const out = new Float64Array(this.length).fill(Number.NaN);
    this.fold(label, (g, value) => {
      if (Number.isNaN(out[g])) out[g] = value;
    });
    return out;
  }

  /**
   * Σ w x / Σ w of each group over rows where neither is missing; NaN where Σ w is 0.
   * @param weight a column, or a value for each row of the table
   */
  weightedMean(label: string, weight: string | ArrayLike<number>): Float64Array {
    const weights = typeof weight === "string" ? this.table.values(weight) : weight;
    if (weights.length !== this.table.length) {
      throw new InputError(
        `weights: got ${weights.length} values, expected ${this.table.length}, one for each row`,
      );
    }
    const out = new Float64Array(this.length);
    const total = new Float64Array(this.length);
    this.fold(label, (g, value, row) => {
      const w = weights[row];
      if (Number.isNaN(w)) return;
      out[g] += w * value;
      total[g] += w;
    });
    for (let g = 0; g < out.length; g++) out[g] /= total[g];
    return out;
  }

  /**
   * Inverse-variance weighted mean of each group and its standard deviation. Rows whose σ is missing, zero or
   * negative do not count.
   */
  inverseVarianceMean(label: string, sigma: string): { mean: Float64Array; sigma: Float64Array } {
    const deviations = this.table.values(sigma);
    const mean = new Float64Array(this.length);
    const total = new Float64Array(this.length);
    this.fold(label, (g, value, row) => {
      const s = deviations[row];
      if (!(s > 0)) return;
      const w = 1 / (s * s);
      mean[g] += w * value;
      total[g] += w;
    });
    for (let g = 0; g < mean.length; g++) {
      mean[g] /= total[g];
      total[g] = 1 / Math.sqrt(total[g]);
    }
    for (let g = 0; g < mean.length; g++) if (Number.isNaN(mean[g])) total[g] = Number.NaN;
    return { mean, sigma: total };
  }

  /** One row for each group: the key columns only. Grouped by Miller index it is merged and has no batches. */
  keyTable(): ReflectionTable {
    const firsts = new Int32Array(this.length);
    for (let g = 0; g < this.length; g++) firsts[g] = this.permutation[this.offsets[g]];
    const keys = this.table.select(this.keys).takeRows(firsts);
    const merges =
      this.table.millerLabels.every((label) => this.keys.includes(label)) && this.keys.length === 3;
    return merges ? keys.derive({ merged: true, batches: [] }) : keys;
  }

  /**
   * One row for each group: the key columns, then the columns asked for.
   * @param columns new label → how, or `{ column, how, type }`; e.g. `{ I: "mean", N: { column: "I", how: "count" } }`
   * @throws MissingColumnError
   */
  aggregate(columns: Readonly<Record<string, Aggregate | AggregateColumn>>): ReflectionTable {
    const added: ColumnInit[] = Object.entries(columns).map(([label, spec]) => {
      const wanted: AggregateColumn = typeof spec === "string" ? { how: spec } : spec;
      const { column = label, how, type } = wanted;
      const source = this.table.column(column);
      const data = this.aggregateOne(column, how);
      return {
        label,
        type: type ?? (how === "count" ? "I" : source.type),
        data,
        datasetId: source.datasetId,
      };
    });
    return this.keyTable().with(...added);
  }

  private aggregateOne(label: string, how: Aggregate): Int32Array | Float64Array {
    switch (how) {
      case "mean":
        return this.mean(label);
      case "sum":
        return this.sum(label);
      case "count":
        return this.count(label);
      case "min":
        return this.min(label);
      case "max":
        return this.max(label);
      case "first":
        return this.first(label);
      default:
        throw new InputError(
          `aggregate of ${label}: got ${String(how)}, expected mean, sum, count, min, max or first`,
        );
    }
  }

  private moments(label: string): { sum: Float64Array; count: Int32Array } {
    const data = this.table.values(label);
    const { offsets, permutation, length } = this;
    const [sum, count] = [new Float64Array(length), new Int32Array(length)];
    for (let g = 0; g < length; g++) {
      let [total, present] = [0, 0];
      for (let i = offsets[g]; i < offsets[g + 1]; i++) {
        const value = data[permutation[i]];
        if (Number.isNaN(value)) continue;
        total += value;
        present++;
      }
      sum[g] = total;
      count[g] = present;
    }
    return { sum, count };
  }

  private fold(label: string, visit: (group: number, value: number, row: number) => void): void {
    const data = this.table.values(label);
    const { offsets, permutation } = this;
    for (let g = 0; g < this.length; g++) {
      for (let i = offsets[g]; i < offsets[g + 1]; i++) {
        const row = permutation[i];
        const value = data[row];
        if (!Number.isNaN(value)) visit(g, value, row);
      }
    }
  }
}

/**
 * Groups rows that agree in every key column; groups come in ascending order of the keys. Missing values count as
 * equal to each other and come last.
 * @param keys labels; by default the Miller index
 * @throws MissingColumnError
 */
export function groupBy(
  table: ReflectionTable,
  keys: string | readonly string[] = table.millerLabels,
): Groups {
  const labels = typeof keys === "string" ? [keys] : [...keys];
  const [packed] = packKeys([labels.map((label) => table.values(label))]);
  const length = table.length;
  const [first] = packed.words;
  const sorted = isSorted(packed) ? { rows: inOrder(length), firstWord: first } : radixSort(packed);
  const { rows: permutation, firstWord = new Uint32Array(length) } = sorted;
  const oneWord = packed.words.length <= 1;
  const offsets = new Int32Array(length + 1);
  let groups = 0;
  for (let i = 0; i < length; i++) {
    const same =
      i > 0 &&
      firstWord[i] === firstWord[i - 1] &&
      (oneWord || sameKey(packed, permutation[i], packed, permutation[i - 1]));
    if (!same) offsets[groups++] = i;
  }
  offsets[groups] = length;
  return new Groups(table, labels, permutation, offsets.slice(0, groups + 1));
}

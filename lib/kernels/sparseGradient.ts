/**
 * Gradients of gathered parameters at the cost of the batch, not of the parameter: the rows that a run gathered, each
 * once, with the sums of their adjoints. Each sum runs over the same numbers in the same order as that of the dense
 * gradient: same bits.
 */
import type { GatherInstruction, RowProgram } from "./rowProgram.js";

/** What a run adds to a gathered parameter. */
export interface SparseGradient {
  /** The rows of the parameter that were gathered, each once, ascending. */
  readonly rows: Int32Array;
  /** Their gradients, row-major: as many numbers for each row as the parameter is wide. */
  readonly values: Float64Array;
}

/** What a gather instruction of a run read, and the adjoints of it. */
export interface GatheredRows {
  /** Row of the parameter for every row run. */
  readonly picked: Int32Array;
  /** Row-major. */
  readonly adjoints: Float64Array;
}

/** The instructions that gather from a parameter. */
export function gathersOf({ instructions }: RowProgram, parameter: number): GatherInstruction[] {
  return instructions.filter(
    (instruction): instruction is GatherInstruction =>
      instruction.op === "gather" && instruction.vector === parameter,
  );
}

/** The gradient of a gathered parameter, from what each of its gather instructions read. */
export function sparseGradient(parts: readonly GatheredRows[], width: number): SparseGradient {
  const rows = distinct(parts.map(({ picked }) => picked));
  const values = new Float64Array(rows.length * width);
  for (const { picked, adjoints } of parts)
    picked.forEach((row, r) => {
      const to = placeOf(rows, row) * width;
      for (let j = 0; j < width; j++) values[to + j] += adjoints[r * width + j];
    });
  return { rows, values };
}

/** All numbers of the lists, each once, ascending. A training step does this: a set of them would be garbage as large. */
function distinct(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const list of lists) {
    all.set(list, end);
    end += list.length;
  }
  all.sort();
  let count = 0;
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i];
  return all.slice(0, count);
}

/** Where a number stands in an ascending list that has it. */
function placeOf(rows: Int32Array, row: number): number {
  let [low, high] = [0, rows.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

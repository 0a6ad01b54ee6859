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
  const places = new Map<number, number>();
  for (const { picked } of parts) for (const row of picked) places.set(row, 0);
  const rows = Int32Array.from(places.keys()).sort();
  rows.forEach((row, k) => {
    places.set(row, k);
  });
  const values = new Float64Array(rows.length * width);
  for (const { picked, adjoints } of parts)
    picked.forEach((row, r) => {
      const to = (places.get(row) ?? 0) * width;
      for (let j = 0; j < width; j++) values[to + j] += adjoints[r * width + j];
    });
  return { rows, values };
}

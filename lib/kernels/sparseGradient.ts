/**
 * Gradients of gathered parameters at the cost of the batch, not of the parameter: the rows that a run gathered, each
 * once, with the sums of their adjoints. Entries (one for every row run and gather instruction) are sorted by the row
 * they gathered, stably, so each sum runs over the same numbers in the same order as the dense scatter: same bits.
 * Sorting: least significant digit first (Knuth, The Art of Computer Programming 3, section 5.2.5, algorithm R).
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
  /** Row-major; undefined where no output depends on what was gathered. */
  readonly adjoints: Float32Array | Float64Array | undefined;
}

/** Which numbers there are, each once, ascending; and for each entry the place of its number among them. */
export interface RowGroups {
  readonly distinct: Int32Array;
  readonly places: Int32Array;
}

const DIGIT_BITS = 11;

/** Groups equal numbers, of which none is negative. What it needs for the sorting is kept for the next time. */
export class RowGrouping {
  private keys: [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)];
  private entries: [Int32Array, Int32Array] = [new Int32Array(0), new Int32Array(0)];
  private readonly ends = new Int32Array((1 << DIGIT_BITS) + 1);

  /** The places are overwritten by the next call. */
  group(picked: Int32Array): RowGroups {
    const n = picked.length;
    if (this.keys[0].length < n) {
      this.keys = [new Int32Array(n), new Int32Array(n)];
      this.entries = [new Int32Array(n), new Int32Array(n)];
    }
    let greatest = 0;
    for (let i = 0; i < n; i++) if (picked[i] > greatest) greatest = picked[i];
    const bits = 32 - Math.clz32(greatest);
    const passes = Math.max(1, Math.ceil(bits / DIGIT_BITS));
    const digit = Math.ceil(bits / passes);
    const [keys, entries] = [this.keys[passes % 2], this.entries[passes % 2]];
    keys.set(picked);
    for (let i = 0; i < n; i++) entries[i] = i;
    // After as many passes the sorted ones are in the first of each pair.
    for (let pass = 0; pass < passes; pass++)
      this.sortBy(pass * digit, digit, ((passes - pass) % 2) as 0 | 1, n);
    return this.boundaries(n);
  }

  /** Moves keys and entries into the other of each pair, in the order of one digit. */
  private sortBy(shift: number, digit: number, from: 0 | 1, n: number): void {
    const { ends } = this;
    const mask = (1 << digit) - 1;
    const [keys, entries] = [this.keys[from], this.entries[from]];
    const [toKeys, toEntries] = [this.keys[1 - from], this.entries[1 - from]];
    ends.fill(0, 0, mask + 2);
    for (let i = 0; i < n; i++) ends[((keys[i] >>> shift) & mask) + 1]++;
    for (let d = 0; d < mask; d++) ends[d + 1] += ends[d];
    for (let i = 0; i < n; i++) {
      const to = ends[(keys[i] >>> shift) & mask]++;
      toKeys[to] = keys[i];
      toEntries[to] = entries[i];
    }
  }

  private boundaries(n: number): RowGroups {
    const [[keys, places], [entries, distinct]] = [this.keys, this.entries];
    let count = 0;
    for (let i = 0; i < n; i++) {
      if (count === 0 || distinct[count - 1] !== keys[i]) distinct[count++] = keys[i];
      places[entries[i]] = count - 1;
    }
    return { distinct: distinct.slice(0, count), places };
  }
}

/**
 * The gradient of every gathered parameter of a run by name.
 * @param gathered by instruction: what it read
 */
export function sparseGradients(
  program: RowProgram,
  gathered: (instruction: GatherInstruction) => GatheredRows,
  grouping: RowGrouping = new RowGrouping(),
): Record<string, SparseGradient> {
  const results: Record<string, SparseGradient> = {};
  program.parameters.forEach(({ name, use, shape }, p) => {
    if (use !== "gathered") return;
    const parts: GatheredRows[] = [];
    for (const instruction of program.instructions)
      if (instruction.op === "gather" && instruction.vector === p) parts.push(gathered(instruction));
    const { distinct, places } = grouping.group(joined(parts.map(({ picked }) => picked)));
    const values = new Float64Array(distinct.length * shape[0]);
    let first = 0;
    for (const { picked, adjoints } of parts) {
      if (adjoints !== undefined) addRows(values, places, first, picked.length, adjoints, shape[0]);
      first += picked.length;
    }
    results[name] = { rows: distinct, values };
  });
  return results;
}

function addRows(
  sums: Float64Array,
  places: Int32Array,
  first: number,
  count: number,
  adjoints: Float32Array | Float64Array,
  width: number,
): void {
  for (let r = 0; r < count; r++) {
    const to = places[first + r] * width;
    for (let j = 0; j < width; j++) sums[to + j] += adjoints[r * width + j];
  }
}

function joined(parts: readonly Int32Array[]): Int32Array {
  if (parts.length === 1) return parts[0];
  const all = new Int32Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

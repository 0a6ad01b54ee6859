/**
 * Stable sort of a table by any columns: least-significant-digit radix sort of a row permutation on packed keys
 * (Knuth, The Art of Computer Programming 3, 5.2.5), up to 11 bits at a time, so linear in the number of rows.
 */
import { type PackedKeys, packKeys } from "./keys.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** A sort key: a label, ascending, or a label with its direction. */
export type SortKey = string | { readonly label: string; readonly descending?: boolean };

/**
 * Rows ordered by the key columns, the first the most significant; equal rows keep their order, missing values come
 * last in either direction.
 * @param by labels or `{ label, descending }`; by default the Miller index
 * @throws MissingColumnError
 */
export function sort(table: ReflectionTable, by?: SortKey | readonly SortKey[]): ReflectionTable {
  const order = sortPermutation(table, by);
  return order === undefined ? table.derive({}) : table.take(order);
}

/** The row numbers in sorted order; undefined where the table is sorted already. */
export function sortPermutation(
  table: ReflectionTable,
  by: SortKey | readonly SortKey[] = table.millerLabels,
): Int32Array | undefined {
  const keys = (Array.isArray(by) ? by : [by]) as readonly SortKey[];
  const labels = keys.map((key) => (typeof key === "string" ? key : key.label));
  const descending = keys.map((key) => typeof key !== "string" && key.descending === true);
  const [packed] = packKeys([labels.map((label) => table.values(label))], descending);
  return isSorted(packed) ? undefined : radixPermutation(packed);
}

/** Whether the rows stand in order of their keys. */
export function isSorted({ length, words }: PackedKeys): boolean {
  for (let i = 1; i < length; i++) {
    for (const word of words) {
      if (word[i] > word[i - 1]) break;
      if (word[i] < word[i - 1]) return false;
    }
  }
  return true;
}

/** The stable permutation that puts rows in order of their keys. */
export function radixPermutation({ length, words, bits }: PackedKeys): Int32Array {
  let order = new Int32Array(length);
  let spare = new Int32Array(length);
  let fresh = true;
  for (let w = words.length - 1; w >= 0; w--) {
    const passes = Math.ceil(bits[w] / 11);
    const digitBits = Math.ceil(bits[w] / passes);
    for (let pass = 0; pass < passes; pass++) {
      const moved = radixPass(words[w], pass * digitBits, digitBits, fresh ? undefined : order, spare);
      if (!moved) continue;
      [order, spare] = [spare, order];
      fresh = false;
    }
  }
  if (fresh) for (let i = 0; i < length; i++) order[i] = i;
  return order;
}

/** One counting pass on bits `shift` … `shift + digitBits`; false where all rows share the digit, nothing written. */
function radixPass(
  keys: Uint32Array,
  shift: number,
  digitBits: number,
  order: Int32Array | undefined,
  out: Int32Array,
): boolean {
  const size = 1 << digitBits;
  const mask = size - 1;
  const starts = new Int32Array(size);
  const length = keys.length;
  for (let i = 0; i < length; i++) starts[(keys[i] >>> shift) & mask]++;
  let total = 0;
  for (let digit = 0; digit < size; digit++) {
    const count = starts[digit];
    if (count === length) return false;
    starts[digit] = total;
    total += count;
  }
  if (order === undefined) for (let i = 0; i < length; i++) out[starts[(keys[i] >>> shift) & mask]++] = i;
  else {
    for (let i = 0; i < length; i++) {
      const row = order[i];
      out[starts[(keys[row] >>> shift) & mask]++] = row;
    }
  }
  return true;
}

/**
 * Stable sort of a table by any columns: least-significant-digit radix sort of a row permutation on packed keys
 * (Knuth, The Art of Computer Programming 3, 5.2.5), 11 bits at a time or, where that is all, 18: linear in the rows.
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
  return order === undefined ? table.derive({}) : table.takeRows(order);
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
export function radixPermutation(packed: PackedKeys): Int32Array {
  return radixSort(packed).rows;
}

/** The same, with the first word of the keys in that order; undefined where there is no word. */
export function radixSort({ length, words, bits }: PackedKeys): {
  rows: Int32Array;
  firstWord?: Uint32Array;
} {
  // keys travel with their rows: reading them through the permutation in every pass misses the cache
  let rows: Int32Array | undefined;
  let firstWord: Uint32Array | undefined;
  // what the pass before read from is what the next writes to
  let spare: [Uint32Array, Int32Array] | undefined;
  for (let w = words.length - 1; w >= 0; w--) {
    let keys: Uint32Array = rows === undefined ? words[w] : gather(words[w], rows);
    // one table of counts as long as it is no larger than the rows and stays in the cache
    const passes = bits[w] <= Math.min(18, 32 - Math.clz32(length)) ? 1 : Math.ceil(bits[w] / 11);
    const digitBits = Math.ceil(bits[w] / passes);
    for (let pass = 0; pass < passes; pass++) {
      const starts = digitStarts(keys, pass * digitBits, digitBits);
      if (starts === undefined) continue;
      const [movedKeys, movedRows] = spare ?? [new Uint32Array(length), new Int32Array(length)];
      scatter({ keys, rows, shift: pass * digitBits, starts, movedKeys, movedRows });
      spare = rows === undefined ? undefined : [keys, rows];
      [keys, rows] = [movedKeys, movedRows];
    }
    firstWord = keys;
  }
  return { rows: rows ?? inOrder(length), firstWord };
}

/** 0, 1, 2 … */
export function inOrder(length: number): Int32Array {
  const rows = new Int32Array(length);
  for (let i = 0; i < length; i++) rows[i] = i;
  return rows;
}

function gather(word: Uint32Array, rows: Int32Array): Uint32Array {
  const out = new Uint32Array(rows.length);
  for (let i = 0; i < out.length; i++) out[i] = word[rows[i]];
  return out;
}

/** Where rows of each digit begin in the sorted order; undefined where all share one digit. */
function digitStarts(keys: Uint32Array, shift: number, digitBits: number): Int32Array | undefined {
  const starts = new Int32Array(1 << digitBits);
  const mask = starts.length - 1;
  for (let i = 0; i < keys.length; i++) starts[(keys[i] >>> shift) & mask]++;
  let total = 0;
  for (let digit = 0; digit < starts.length; digit++) {
    const count = starts[digit];
    if (count === keys.length) return undefined;
    starts[digit] = total;
    total += count;
  }
  return starts;
}

interface Pass {
  readonly keys: Uint32Array;
  readonly rows: Int32Array | undefined;
  readonly shift: number;
  readonly starts: Int32Array;
  readonly movedKeys: Uint32Array;
  readonly movedRows: Int32Array;
}

function scatter({ keys, rows, shift, starts, movedKeys, movedRows }: Pass): void {
  const mask = starts.length - 1;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    const place = starts[(key >>> shift) & mask]++;
    movedKeys[place] = key;
    movedRows[place] = rows === undefined ? i : rows[i];
  }
}

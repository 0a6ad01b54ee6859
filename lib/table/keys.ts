/**
 * Sort, group and join keys as unsigned 32-bit words. Whole-number columns are offset by their minimum and packed
 * side by side, most significant first, into as few words as hold them (H, K and L of any real crystal: one word);
 * other columns give the bits of their IEEE number, mapped so that unsigned order is numeric order (negative numbers:
 * all bits flipped; others: the sign bit flipped), −0 as 0 and NaN last. Equal keys ⇔ equal words, and words compare
 * as keys do, so a stable radix sort, group boundaries and a hash join all read the same words.
 */
import type { ColumnData } from "./columnTypes.js";

/** Packed keys of one table: `words[w][row]`, most significant word first, and the used bits of each word. */
export interface PackedKeys {
  readonly length: number;
  readonly words: readonly Uint32Array[];
  readonly bits: readonly number[];
}

interface Field {
  /** Width in bits, 1 to 32. */
  readonly bits: number;
  /** Adds (value << shift) of every row of table `t` to `words`. */
  readonly pour: (t: number, words: Uint32Array, shift: number) => void;
}

/**
 * Packs the key columns of one or several tables alike, so that words of different tables compare.
 * @param tables for each table its key columns, in the same order
 * @param descending for each key column, whether large values come first (NaN still last)
 */
export function packKeys(
  tables: readonly (readonly ColumnData[])[],
  descending: readonly boolean[] = [],
): PackedKeys[] {
  const fields: Field[] = [];
  for (let c = 0; c < tables[0].length; c++) {
    const columns = tables.map((table) => table[c]);
    const down = descending[c] ?? false;
    if (columns.every((data) => data instanceof Int32Array))
      fields.push(integerField(columns as Int32Array[], down));
    else if (columns.every((data) => data instanceof Float32Array)) fields.push(singleField(columns, down));
    else fields.push(...doubleFields(columns, down));
  }
  const lengths = tables.map((table) => table[0]?.length ?? 0);
  return pourFields(fields, lengths);
}

function pourFields(fields: readonly Field[], lengths: readonly number[]): PackedKeys[] {
  const groups: Field[][] = [];
  let room = 0;
  for (const field of fields) {
    if (field.bits === 0) continue;
    if (field.bits > room) {
      groups.push([]);
      room = 32;
    }
    groups[groups.length - 1].push(field);
    room -= field.bits;
  }
  const bits = groups.map((group) => group.reduce((sum, field) => sum + field.bits, 0));
  return lengths.map((length, t) => ({
    length,
    bits,
    words: groups.map((group, g) => {
      const words = new Uint32Array(length);
      let shift = bits[g];
      for (const field of group) {
        shift -= field.bits;
        field.pour(t, words, shift);
      }
      return words;
    }),
  }));
}

function integerField(columns: readonly Int32Array[], down: boolean): Field {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const data of columns) {
    for (let i = 0; i < data.length; i++) {
      if (data[i] < low) low = data[i];
      if (data[i] > high) high = data[i];
    }
  }
  const bits = high > low ? 32 - Math.clz32(high - low) : 0;
  return {
    bits,
    pour(t, words, shift) {
      const data = columns[t];
      if (down) for (let i = 0; i < data.length; i++) words[i] |= (high - data[i]) << shift;
      else for (let i = 0; i < data.length; i++) words[i] |= (data[i] - low) << shift;
    },
  };
}

/** Maps bits of a float so that unsigned order is numeric order; `down` reverses it for all but NaN. */
function orderedBits(bits: number, down: boolean): number {
  const up = bits & 0x80000000 ? ~bits : bits | 0x80000000;
  return down ? ~up : up;
}

function singleField(columns: readonly ColumnData[], down: boolean): Field {
  return {
    bits: 32,
    pour(t, words) {
      const data = columns[t];
      const cell = new Float32Array(1);
      const raw = new Int32Array(cell.buffer);
      for (let i = 0; i < data.length; i++) {
        cell[0] = data[i] + 0;
        words[i] = Number.isNaN(data[i]) ? 0xffffffff : orderedBits(raw[0], down);
      }
    },
  };
}

function doubleFields(columns: readonly ColumnData[], down: boolean): Field[] {
  const half = (high: boolean): Field => ({
    bits: 32,
    pour(t, words) {
      const data = columns[t];
      const cell = new Float64Array(1);
      const raw = new Int32Array(cell.buffer);
      const [upper, lower] = littleEndian ? [1, 0] : [0, 1];
      for (let i = 0; i < data.length; i++) {
        cell[0] = data[i] + 0;
        const flip = raw[upper] < 0 !== down;
        if (Number.isNaN(data[i])) words[i] = 0xffffffff;
        else if (high) words[i] = orderedBits(raw[upper], down);
        else words[i] = flip ? ~raw[lower] : raw[lower];
      }
    },
  });
  return [half(true), half(false)];
}

const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Whether rows `i` of `a` and `j` of `b` have equal keys. */
export function sameKey(a: PackedKeys, i: number, b: PackedKeys, j: number): boolean {
  for (let w = 0; w < a.words.length; w++) if (a.words[w][i] !== b.words[w][j]) return false;
  return true;
}

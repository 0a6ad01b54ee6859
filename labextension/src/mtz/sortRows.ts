/**
 * Rows in the order of a column's values: a least-significant-digit radix sort on the bits of float32, which is stable
 * and linear. The bits of a positive float ascend with its value; those of a negative one descend, so all of them are
 * turned round; missing values come last, in either direction.
 */

/** Digits of 16 bits: two passes. */
const digitBits = 16;
const buckets = 1 << digitBits;

/**
 * Sorts rows by their values.
 * @param rows row numbers
 * @param values one for each of `rows`, NaN where missing
 * @returns the rows in the new order; equal ones keep theirs
 */
export function sortRows(rows: Int32Array, values: Float32Array, descending = false): Int32Array {
  const keys = sortKeys(values, descending);
  let order: Int32Array = new Int32Array(rows.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  for (let shift = 0; shift < 32; shift += digitBits) order = byDigit(order, keys, shift);
  return order.map((place) => rows[place]);
}

/** Unsigned integers that ascend as the rows are to. */
function sortKeys(values: Float32Array, descending: boolean): Uint32Array {
  // a copy with −0 as 0, since they are equal
  const plain = values.map((value) => value + 0);
  const keys = new Uint32Array(plain.buffer);
  for (let i = 0; i < keys.length; i++) {
    if (Number.isNaN(plain[i])) {
      keys[i] = 0xffffffff;
      continue;
    }
    const bits = keys[i];
    const ascending = bits >>> 31 === 1 ? ~bits : bits | 0x80000000;
    keys[i] = descending ? ~ascending : ascending;
  }
  return keys;
}

function byDigit(order: Int32Array, keys: Uint32Array, shift: number): Int32Array {
  const starts = new Uint32Array(buckets + 1);
  for (let i = 0; i < keys.length; i++) starts[((keys[i] >>> shift) & (buckets - 1)) + 1]++;
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1] += starts[bucket];
  const sorted = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const place = order[i];
    sorted[starts[(keys[place] >>> shift) & (buckets - 1)]++] = place;
  }
  return sorted;
}

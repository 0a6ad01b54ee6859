/** A pseudo-random list of `count` indices from −largest to largest, the same in every run: 3 · count integers. */
export function someHkl(count: number, largest: number): Int32Array {
  let state = 12345;
  return Int32Array.from({ length: 3 * count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return ((state >>> 8) % (2 * largest + 1)) - largest;
  });
}

// What the shards of a run and its gathered rows add up to.

// Sums of `count` float64 over shards, in their order, as float32.
export function addShards(from: usize, stride: usize, shards: i32, count: i32, to: usize): void {
  const pairs = count & ~1;
  for (let i = 0; i < pairs; i += 2) {
    let sum = f64x2.splat(0), at = from + (<usize>i << 3);
    for (let s = 0; s < shards; s++, at += stride) sum = f64x2.add(sum, v128.load(at));
    v128.store64_lane(to + (<usize>i << 2), f32x4.demote_f64x2_zero(sum), 0);
  }
  if (pairs == count) return;
  let sum: f64 = 0, at = from + (<usize>pairs << 3);
  for (let s = 0; s < shards; s++, at += stride) sum += load<f64>(at);
  store<f32>(to + (<usize>pairs << 2), <f32>sum);
}

// Adds what was gathered, in the order of the rows, to float64 sums of the rows that an index names.
export function scatterRows(sums: usize, adjoints: usize, index: usize, stride: usize, rows: usize, count: i32, width: i32): void {
  for (let r = 0; r < count; r++) {
    const row = rows ? load<u32>(rows + (<usize>r << 2)) : r;
    const to = sums + (<usize>load<u32>(index + <usize>row * stride) * width << 3), from = adjoints + (<usize>r * width << 2);
    for (let j: usize = 0; j < <usize>width; j++)
      store<f64>(to + (j << 3), load<f64>(to + (j << 3)) + <f64>load<f32>(from + (j << 2)));
  }
}

// The rows of a gathered vector that an index picks for the rows run.
export function pickRows(index: usize, stride: usize, rows: usize, count: i32, to: usize): void {
  for (let r: usize = 0; r < <usize>count; r++) {
    const row = rows ? load<u32>(rows + (r << 2)) : <u32>r;
    store<u32>(to + (r << 2), load<u32>(index + <usize>row * stride));
  }
}

const DIGIT: u32 = 11;

// Groups equal numbers: those of the first of four lists (each of `count` words) that stand at `at`. Returns how many
// different ones there are; the third list then holds each once, ascending, and the fourth for each number its place
// there. Behind the lists lie 2^11 + 1 words to sort with. Least significant digit first: Knuth, The Art of Computer
// Programming 3, section 5.2.5, algorithm R.
export function groupRows(at: usize, count: i32): i32 {
  const size = <usize>count << 2, ends = at + 4 * size;
  let greatest: u32 = 0;
  for (let i: usize = 0; i < size; i += 4) greatest = max(greatest, load<u32>(at + i));
  const bits: u32 = 32 - clz(greatest), passes: u32 = max<u32>(1, (bits + DIGIT - 1) / DIGIT), digit = (bits + passes - 1) / passes;
  // After the last pass the sorted lists are the first two.
  let from = at, to = at + 2 * size;
  if (passes & 1) {
    memory.copy(to, from, size);
    from = to;
    to = at;
  }
  for (let i: usize = 0; i < <usize>count; i++) store<u32>(from + size + (i << 2), <u32>i);
  for (let pass: u32 = 0; pass < passes; pass++) {
    sortByDigit(from, to, size, ends, pass * digit, (1 << digit) - 1);
    const swap = from;
    from = to;
    to = swap;
  }
  return listGroups(at, size);
}

// Moves numbers and, behind them, their entries, in the order of one digit.
function sortByDigit(from: usize, to: usize, size: usize, ends: usize, shift: u32, mask: u32): void {
  memory.fill(ends, 0, (<usize>mask + 2) << 2);
  for (let i: usize = 0; i < size; i += 4) {
    const end = ends + (<usize>((load<u32>(from + i) >> shift) & mask) << 2);
    store<u32>(end, load<u32>(end, 4) + 1, 4);
  }
  for (let d: usize = 0; d < <usize>mask << 2; d += 4) store<u32>(ends + d, load<u32>(ends + d, 4) + load<u32>(ends + d), 4);
  for (let i: usize = 0; i < size; i += 4) {
    const number = load<u32>(from + i), end = ends + (<usize>((number >> shift) & mask) << 2);
    const place = load<u32>(end), next = to + (<usize>place << 2);
    store<u32>(end, place + 1);
    store<u32>(next, number);
    store<u32>(next + size, load<u32>(from + size + i));
  }
}

function listGroups(at: usize, size: usize): i32 {
  const numbers = at, entries = at + size, distinct = at + 2 * size, places = at + 3 * size;
  let found: i32 = -1, last: u32 = 0;
  for (let i: usize = 0; i < size; i += 4) {
    const number = load<u32>(numbers + i);
    if (found < 0 || number != last) {
      found++;
      store<u32>(distinct + (<usize>found << 2), number);
      last = number;
    }
    store<i32>(places + (<usize>load<u32>(entries + i) << 2), found);
  }
  return found + 1;
}

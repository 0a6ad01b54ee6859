/**
 * Lists of Miller indices (Int32Array of 3n numbers, h k l interleaved): the unique ones to a resolution, indices as
 * keys of maps, and finding equal ones.
 */
import { InputError } from "../errors.js";
import { rowCount } from "./reflectionSymmetry.js";
import { SpaceGroup, type SpaceGroupLike } from "./spaceGroup.js";
import { UnitCell, type UnitCellLike } from "./unitCell.js";

/** Indices that fit into a packed key lie between minus this and this. */
export const largestPackedIndex = 32767;

/** More reflections than this in the sphere of a resolution are taken for a mistake. */
const largestSphere = 4e9;

/** Rounding of the metric must not lose a reflection that lies exactly at the limit. */
const limitTolerance = 1e-12;

export interface GenerateHklOptions {
  /** Adds the Friedel mates −h −k −l of acentric reflections, after all others; by default false. */
  readonly anomalous?: boolean;
  /** Low-resolution limit in Å; by default none. */
  readonly dMax?: number;
  /** Keeps systematically absent reflections; by default false. */
  readonly absent?: boolean;
}

/**
 * The unique reflections with dMin ≤ d ≤ dMax: those of the CCP4 asymmetric unit, sorted by h, then k, then l; without 0 0 0 and
 * without absences.
 * @param dMin high-resolution limit in Å
 * @returns 3n integers, h k l interleaved
 * @throws InputError if dMin is not positive or so small that there would be billions of reflections
 */
export function generateHkl(
  cell: UnitCellLike,
  spaceGroup: SpaceGroupLike,
  dMin: number,
  options: GenerateHklOptions = {},
): Int32Array {
  const { anomalous = false, dMax = Number.POSITIVE_INFINITY, absent = false } = options;
  const [lattice, group] = [UnitCell.of(cell), SpaceGroup.of(spaceGroup)];
  checkLimits(lattice, dMin, dMax);
  const unique = new GrowingHkl();
  const smallest = (1 - limitTolerance) / (dMax * dMax);
  forEachInSphere(lattice, dMin, (h, k, l, inverseDSquared) => {
    if (inverseDSquared < smallest || !group.isInAsu(h, k, l)) return;
    if (absent || !group.isAbsent(h, k, l)) unique.push(h, k, l);
  });
  const hkl = unique.toArray();
  if (!anomalous) return hkl;
  const centric = group.centricFlags(hkl);
  for (let row = 0, j = 0; row < centric.length; row++, j += 3) {
    if (centric[row] === 0) unique.push(-hkl[j], -hkl[j + 1], -hkl[j + 2]);
  }
  return unique.toArray();
}

function checkLimits(cell: UnitCell, dMin: number, dMax: number): void {
  if (!(dMin > 0 && Number.isFinite(dMin))) {
    throw new InputError(`resolution limit dMin: got ${dMin}, expected a positive number of Å`);
  }
  if (!(dMax >= dMin)) {
    throw new InputError(`resolution limit dMax: got ${dMax}, expected at least dMin, ${dMin} Å`);
  }
  const count = (4 / 3) * Math.PI * (cell.volume / dMin ** 3);
  if (!(count < largestSphere)) {
    throw new InputError(
      `resolution limit dMin: got ${dMin} Å, which is ${count.toExponential(1)} reflections in this cell, expected fewer than ${largestSphere}`,
    );
  }
}

/** Calls back for every index with 0 < 1/d² ≤ 1/dMin², sorted by h, then k, then l. */
function forEachInSphere(
  cell: UnitCell,
  dMin: number,
  call: (h: number, k: number, l: number, inverseDSquared: number) => void,
): void {
  const limit = (1 + limitTolerance) / (dMin * dMin);
  const g = cell.reciprocalMetric;
  // |h| = |s · a| ≤ a/d, likewise for k; the edge of a margin costs nothing, since every index is tested
  const [hEnd, kEnd] = [Math.floor(cell.a / dMin + 1e-6), Math.floor(cell.b / dMin + 1e-6)];
  for (let h = -hEnd; h <= hEnd; h++) {
    for (let k = -kEnd; k <= kEnd; k++) {
      // the l of the sphere solve g33 l² + 2 p l + q ≤ 0
      const p = h * g[2] + k * g[5];
      const q = h * h * g[0] + k * k * g[4] + 2 * h * k * g[1] - limit;
      const middle = -p / g[8];
      const half = Math.sqrt(Math.max(0, middle * middle - q / g[8])) + 1e-6 * Math.abs(middle) + 1e-6;
      for (let l = Math.ceil(middle - half); l <= middle + half; l++) {
        const inverseDSquared = cell.inverseDSquared(h, k, l);
        if (inverseDSquared <= limit && (h !== 0 || k !== 0 || l !== 0)) call(h, k, l, inverseDSquared);
      }
    }
  }
}

/** A list of indices that grows. */
class GrowingHkl {
  #numbers = new Int32Array(3072);
  #length = 0;

  push(h: number, k: number, l: number): void {
    if (this.#length === this.#numbers.length) {
      const larger = new Int32Array(2 * this.#length);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.#length++] = h;
    this.#numbers[this.#length++] = k;
    this.#numbers[this.#length++] = l;
  }

  toArray(): Int32Array {
    return this.#numbers.slice(0, this.#length);
  }
}

/**
 * One number for one Miller index, ordered by h, then k, then l: a key of maps and sorts.
 * @throws InputError if an index is no integer from −32767 to 32767
 */
export function packHkl(h: number, k: number, l: number): number {
  for (const index of [h, k, l]) {
    if (!(Number.isInteger(index) && Math.abs(index) <= largestPackedIndex)) {
      throw new InputError(
        `Miller index: got ${h} ${k} ${l}, expected integers from -${largestPackedIndex} to ${largestPackedIndex}`,
      );
    }
  }
  return ((h + 0x8000) * 0x10000 + (k + 0x8000)) * 0x10000 + (l + 0x8000);
}

/** The Miller index of a key that {@link packHkl} made. */
export function unpackHkl(key: number): [number, number, number] {
  const l = key % 0x10000;
  const k = Math.floor(key / 0x10000) % 0x10000;
  return [Math.floor(key / 0x100000000) - 0x8000, k - 0x8000, l - 0x8000];
}

/** Finds Miller indices in a list: a hash table on typed arrays, for millions of rows. */
export class HklIndex {
  /** The different indices, in the order in which they first occur: 3m integers, h k l interleaved. */
  readonly unique: Int32Array;
  /** For each row of the list, which of the different indices it has: n numbers from 0 to below m. */
  readonly groups: Int32Array;
  /** Number of different indices, m. */
  readonly size: number;
  readonly #slots: Int32Array;

  /**
   * @param hkl 3n integers, h k l interleaved
   * @throws InputError if the length is not a multiple of 3
   */
  constructor(hkl: Int32Array) {
    const rows = rowCount(hkl);
    let capacity = 16;
    while (capacity < 2 * rows) capacity *= 2;
    const slots = new Int32Array(capacity).fill(-1);
    const unique = new Int32Array(hkl.length);
    this.groups = new Int32Array(rows);
    let size = 0;
    for (let row = 0, j = 0; row < rows; row++, j += 3) {
      const [h, k, l] = [hkl[j], hkl[j + 1], hkl[j + 2]];
      const slot = findSlot(slots, unique, h, k, l);
      if (slots[slot] < 0) {
        slots[slot] = size;
        unique[3 * size] = h;
        unique[3 * size + 1] = k;
        unique[3 * size + 2] = l;
        size++;
      }
      this.groups[row] = slots[slot];
    }
    this.#slots = slots;
    this.size = size;
    this.unique = unique.slice(0, 3 * size);
  }

  /** Which of the different indices h k l is, or −1 if it is none. */
  find(h: number, k: number, l: number): number {
    return this.#slots[findSlot(this.#slots, this.unique, h, k, l)];
  }

  /** {@link find} of each row of another list (3n integers). */
  findAll(hkl: Int32Array): Int32Array {
    const found = new Int32Array(rowCount(hkl));
    for (let row = 0, j = 0; row < found.length; row++, j += 3) {
      found[row] = this.find(hkl[j], hkl[j + 1], hkl[j + 2]);
    }
    return found;
  }
}

/** The slot that holds h k l, or the empty one where it belongs. */
function findSlot(slots: Int32Array, unique: Int32Array, h: number, k: number, l: number): number {
  const mask = slots.length - 1;
  let hash = Math.imul(h, 0x9e3779b1) ^ Math.imul(k, 0x85ebca6b) ^ Math.imul(l, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  let slot = (hash ^ (hash >>> 13)) & mask;
  for (;;) {
    const row = slots[slot];
    if (row < 0) return slot;
    if (unique[3 * row] === h && unique[3 * row + 1] === k && unique[3 * row + 2] === l) return slot;
    slot = (slot + 1) & mask;
  }
}

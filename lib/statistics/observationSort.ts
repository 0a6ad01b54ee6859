/**
 * Puts observations in the order that all statistics work on: by Miller index of the asymmetric unit, and within one
 * reflection I(+) before I(−), by a counting sort.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import type { Observations } from "./observations.js";

/** Observations as they come, n rows. */
export interface ObservationRows {
  /** Asymmetric-unit indices, 3n. */
  readonly hkl: Int32Array;
  /** 1 for an I(−). */
  readonly minus: Uint8Array;
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  readonly batch: Int32Array;
  /** 1 where the row may be used. */
  readonly keep: Uint8Array;
}

/** The reflections that rows are of. */
export interface UniqueReflections {
  /** 3r, ascending in h, k, l. */
  readonly hkl: Int32Array;
  /** Number of the reflection of each row; −1 where the row is not kept. */
  readonly reflection: Int32Array;
}

/** The different Miller indices among the rows kept. */
export function uniqueReflections(hkl: Int32Array, keep: Uint8Array): UniqueReflections {
  // Products of three spans stay below 2^53 for |index| < 100,000, which the sizes of real cells never reach.
  let reach = 0;
  for (const index of hkl) reach = Math.max(reach, Math.abs(index));
  const span = 2 * reach + 1;
  const seen = new Map<number, number>();
  const first = new Int32Array(keep.length).fill(-1);
  const keys: number[] = [];
  for (let i = 0; i < keep.length; i++) {
    if (!keep[i]) continue;
    const key = ((hkl[3 * i] + reach) * span + hkl[3 * i + 1] + reach) * span + hkl[3 * i + 2] + reach;
    let number = seen.get(key);
    if (number === undefined) {
      number = keys.length;
      seen.set(key, number);
      keys.push(key);
    }
    first[i] = number;
  }
  const order = Uint32Array.from(keys, (_, i) => i).sort((a, b) => keys[a] - keys[b]);
  const rank = new Int32Array(keys.length);
  const unique = new Int32Array(3 * keys.length);
  order.forEach((number, place) => {
    rank[number] = place;
    const key = keys[number];
    unique[3 * place] = Math.floor(key / (span * span)) - reach;
    unique[3 * place + 1] = (Math.floor(key / span) % span) - reach;
    unique[3 * place + 2] = (key % span) - reach;
  });
  for (let i = 0; i < first.length; i++) if (first[i] >= 0) first[i] = rank[first[i]];
  return { hkl: unique, reflection: first };
}

/** What is known of each reflection, r each. */
export interface DescribedReflections {
  readonly hkl: Int32Array;
  readonly inverseDSquared: Float64Array;
  readonly centric: Uint8Array;
  readonly absent: Uint8Array;
  readonly epsilon: Float64Array;
}

/** The grouped part of {@link Observations}. */
export type SortedObservations = Pick<
  Observations,
  | "reflectionCount"
  | "hkl"
  | "inverseDSquared"
  | "centric"
  | "epsilon"
  | "start"
  | "minusStart"
  | "intensity"
  | "sigma"
  | "batch"
  | "row"
>;

/** Resolution, centricity, absence and ε of reflections. */
export function describeReflections(
  hkl: Int32Array,
  cell: UnitCell,
  spaceGroup: SpaceGroup,
): DescribedReflections {
  const count = hkl.length / 3;
  const inverseDSquared = new Float64Array(count);
  const centric = new Uint8Array(count);
  const absent = new Uint8Array(count);
  const epsilon = new Float64Array(count);
  for (let r = 0; r < count; r++) {
    const h = hkl[3 * r];
    const k = hkl[3 * r + 1];
    const l = hkl[3 * r + 2];
    inverseDSquared[r] = cell.inverseDSquared(h, k, l);
    centric[r] = spaceGroup.isCentric(h, k, l) ? 1 : 0;
    absent[r] = spaceGroup.isAbsent(h, k, l) || (h === 0 && k === 0 && l === 0) ? 1 : 0;
    epsilon[r] = spaceGroup.epsilon(h, k, l);
  }
  return { hkl, inverseDSquared, centric, absent, epsilon };
}

/** Counting sort of the kept rows by reflection and Friedel sign, in the order of rows within each. */
export function sortByReflection(
  gathered: ObservationRows,
  { reflection }: UniqueReflections,
  described: DescribedReflections,
): SortedObservations {
  const { keep, minus, intensity, sigma, batch } = gathered;
  const slots = 2 * described.inverseDSquared.length;
  const slotStart = new Int32Array(slots + 1);
  const slotOf = (row: number): number =>
    2 * reflection[row] + (minus[row] === 1 && described.centric[reflection[row]] === 0 ? 1 : 0);
  for (let row = 0; row < keep.length; row++) if (keep[row]) slotStart[slotOf(row) + 1]++;
  for (let s = 0; s < slots; s++) slotStart[s + 1] += slotStart[s];
  const order = new Int32Array(slotStart[slots]);
  const next = slotStart.slice(0, slots);
  for (let row = 0; row < keep.length; row++) if (keep[row]) order[next[slotOf(row)]++] = row;
  const used: number[] = [];
  for (let r = 0; 2 * r < slots; r++) if (slotStart[2 * r + 2] > slotStart[2 * r]) used.push(r);
  const hkl = new Int32Array(3 * used.length);
  const start = new Int32Array(used.length + 1);
  const minusStart = new Int32Array(used.length);
  used.forEach((r, i) => {
    hkl.set(described.hkl.subarray(3 * r, 3 * r + 3), 3 * i);
    start[i] = slotStart[2 * r];
    minusStart[i] = slotStart[2 * r + 1];
  });
  start[used.length] = order.length;
  return {
    reflectionCount: used.length,
    hkl,
    inverseDSquared: gather(described.inverseDSquared, used, new Float64Array(used.length)),
    centric: gather(described.centric, used, new Uint8Array(used.length)),
    epsilon: gather(described.epsilon, used, new Float64Array(used.length)),
    start,
    minusStart,
    intensity: gather(intensity, order, new Float64Array(order.length)),
    sigma: gather(sigma, order, new Float64Array(order.length)),
    batch: gather(batch, order, new Int32Array(order.length)),
    row: order,
  };
}

/** Elements `at` of `values`, into `out`. */
export function gather<T extends Float64Array | Int32Array | Uint8Array>(
  values: T,
  at: ArrayLike<number>,
  out: T,
): T {
  for (let i = 0; i < at.length; i++) out[i] = values[at[i]];
  return out;
}

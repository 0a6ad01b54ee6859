/**
 * What has an amplitude of its own: a reflection, each of its Friedel mates where they are apart, each again for every
 * data set that is merged apart. Those of one data set stand together, ascending in h, k, l, F(+) before F(−).
 */
import type { Observations } from "../../statistics/index.js";

/** g reflections. */
export interface ReflectionGroups {
  readonly count: number;
  /** Number among the unique reflections of the observations, g. */
  readonly reflection: Int32Array;
  /** 1 for an F(−), g. */
  readonly minus: Uint8Array;
  /** g. */
  readonly dataSet: Int32Array;
  /** The reflection that each observation was indexed as, n. */
  readonly ofObservation: Int32Array;
  /** The reflection of each term, t. */
  readonly ofTerm: Int32Array;
  /** The group of a unique reflection, mate and data set; −1 where there is none. */
  readonly find: (reflection: number, minus: number, dataSet: number) => number;
}

/** Which unique reflection each term is of, and which observation. */
export interface TermReflections {
  readonly observation: Int32Array;
  readonly unique: Int32Array;
}

/** How reflections are kept apart. */
export interface GroupOptions {
  readonly anomalous: boolean;
  /** By observation: the data set (default: all one). */
  readonly dataSet: Int32Array | undefined;
}

export function reflectionGroups(
  observations: Observations,
  terms: TermReflections,
  { anomalous, dataSet }: GroupOptions,
): ReflectionGroups {
  const { reflectionCount, start, minusStart, centric } = observations;
  const n = observations.intensity.length;
  const unique = new Int32Array(n);
  const minus = new Uint8Array(n);
  for (let r = 0; r < reflectionCount; r++) {
    unique.fill(r, start[r], start[r + 1]);
    if (anomalous) minus.fill(1, minusStart[r], start[r + 1]);
  }
  const setOf = (i: number) => (dataSet === undefined ? 0 : dataSet[i]);
  const slotOf = (r: number, mate: number, set: number) =>
    2 * (set * reflectionCount + r) + (mate && !centric[r] ? 1 : 0);
  const sets = dataSet === undefined ? 1 : dataSet.reduce((most, set) => Math.max(most, set), 0) + 1;
  const used = new Int32Array(2 * sets * reflectionCount).fill(-1);
  const ofSlot = (i: number) => slotOf(unique[i], minus[i], setOf(i));
  const termSlot = (t: number) => {
    const i = terms.observation[t];
    return slotOf(terms.unique[t], minus[i], setOf(i));
  };
  for (let i = 0; i < n; i++) used[ofSlot(i)] = 0;
  for (let t = 0; t < terms.unique.length; t++) used[termSlot(t)] = 0;
  const slots: number[] = [];
  used.forEach((there, slot) => {
    if (there === 0) used[slot] = slots.push(slot) - 1;
  });
  return {
    count: slots.length,
    reflection: Int32Array.from(slots, (slot) => (slot >> 1) % reflectionCount),
    minus: Uint8Array.from(slots, (slot) => slot & 1),
    dataSet: Int32Array.from(slots, (slot) => Math.floor((slot >> 1) / reflectionCount)),
    ofObservation: Int32Array.from({ length: n }, (_, i) => used[ofSlot(i)]),
    ofTerm: Int32Array.from({ length: terms.unique.length }, (_, t) => used[termSlot(t)]),
    find: (r, mate, set) => used[slotOf(r, mate, set)],
  };
}

/**
 * Observations with what adds up in each: for Laue data all harmonics of the spot's ray (crystal/harmonics.ts), whichever
 * of them it was indexed as; rows of one image that lie on one ray are one spot, of which the first is kept. Reflections that
 * are met as harmonics only become reflections of the data like others. A spot that was indexed as a systematic absence, 001 of
 * P 21, is a spot of 002 where the beam reaches it: it stands as the lowest of its harmonics that is there.
 * Where a table has its indices in the asymmetric unit and no M/ISYM to lead back, symmetry mates on an image seem to lie on
 * one ray. They are told by their wavelengths: n λ_n is the same for all harmonics of a spot, and differs between mates,
 * since λ = 2 d sin θ, one d, another θ.
 */
import { type HarmonicTerms, harmonicTerms, orderOnRay } from "../../../crystal/harmonics.js";
import { InputError } from "../../../errors.js";
import type { Observations } from "../../../statistics/index.js";
import { describeReflections, gather, uniqueReflections } from "../../../statistics/observationSort.js";
import { observedHkl } from "../../../table/asu.js";
import { packKeys, sameKey } from "../../../table/keys.js";
import type { ReflectionTable } from "../../../table/reflectionTable.js";
import { radixPermutation } from "../../../table/sort.js";
import { rowsWhere } from "../testSplit.js";
import type { LaueData } from "./laueData.js";

/** t terms of n observations. */
export interface HarmonicObservations {
  readonly observations: Observations;
  readonly terms: {
    readonly start: Int32Array;
    readonly observation: Int32Array;
    /** Number among the unique reflections. */
    readonly unique: Int32Array;
    readonly inverseDSquared: Float64Array;
    readonly wavelength: Float64Array | undefined;
    /** Order of the harmonic over that which the spot was indexed as. */
    readonly ratio: Float64Array;
  };
  readonly leftOut: Omit<LeftOutSpots, "outsideRange">;
}

/** Rows of Laue data that were left out, beside those that every merge leaves out. */
export interface LeftOutSpots {
  /** Outside the wavelength range, where these are to be dropped. */
  readonly outsideRange: number;
  /** Another row of the same spot is there. */
  readonly sameSpot: number;
  /** No harmonic is within the limits. */
  readonly withoutHarmonic: number;
}

/** @throws InputError where no observation is left */
export function harmonicObservations(
  tables: readonly ReflectionTable[],
  observations: Observations,
  laue: LaueData | undefined,
): HarmonicObservations {
  const n = observations.intensity.length;
  if (laue === undefined) return singleTerms(observations, undefined);
  const wavelength = gather(laue.wavelength, observations.row, new Float64Array(n));
  if (!laue.harmonics) return singleTerms(observations, wavelength);
  const hkl = uniqueIndices(observations);
  const { cell, spaceGroup } = observations;
  const { dMin } = laue;
  const found = harmonicTerms({ hkl, wavelength, cell, spaceGroup, wavelengthRange: laue.range, dMin });
  const absent = spaceGroup.absenceFlags(hkl);
  const { spots, leftOut, absences } = spotsOf(tables, observations, { found, wavelength, absent });
  if (spots.length === 0)
    throw new InputError(
      `Laue data: got ${n} observations and none with a harmonic within ${laue.range.join(" to ")} Å and ${dMin.toFixed(2)} Å resolution, expected some`,
    );
  const { dropped } = observations;
  const indexed = presentIndices(spots, { hkl, absent, found });
  const kept = inOrderOf(spots, indexed, minusFlags(observations));
  const start = new Int32Array(kept.length + 1);
  kept.forEach((i, k) => {
    start[k + 1] = start[k] + found.start[i + 1] - found.start[i];
  });
  const observation = new Int32Array(start[kept.length]);
  // which of the terms found each is
  const at = new Int32Array(observation.length);
  kept.forEach((i, k) => {
    for (let t = start[k]; t < start[k + 1]; t++) {
      observation[t] = k;
      at[t] = found.start[i] + t - start[k];
    }
  });
  const termHkl = new Int32Array(3 * at.length);
  at.forEach((from, t) => {
    termHkl.set(found.hkl.subarray(3 * from, 3 * from + 3), 3 * t);
  });
  const extended = withReflections(observations, kept, indexed, termHkl);
  const of = (values: Float64Array) => gather(values, at, new Float64Array(at.length));
  return {
    observations: {
      ...extended.observations,
      dropped: { ...dropped, systematicAbsence: dropped.systematicAbsence + absences },
    },
    terms: {
      start,
      observation,
      unique: extended.unique,
      inverseDSquared: of(found.inverseDSquared),
      wavelength: of(found.wavelength),
      ratio: of(found.wavelength).map((own, t) => wavelength[kept[observation[t]]] / own),
    },
    leftOut,
  };
}

/** Each observation a sum of one term: the reflection it was indexed as. */
function singleTerms(observations: Observations, wavelength: Float64Array | undefined): HarmonicObservations {
  const n = observations.intensity.length;
  const unique = new Int32Array(n);
  for (let r = 0; r < observations.reflectionCount; r++)
    unique.fill(r, observations.start[r], observations.start[r + 1]);
  return {
    observations,
    terms: {
      start: Int32Array.from({ length: n + 1 }, (_, i) => i),
      observation: Int32Array.from({ length: n }, (_, i) => i),
      unique,
      inverseDSquared: gather(observations.inverseDSquared, unique, new Float64Array(n)),
      wavelength,
      ratio: new Float64Array(n).fill(1),
    },
    leftOut: { sameSpot: 0, withoutHarmonic: 0 },
  };
}

/** How far the wavelengths of rows of one spot may be apart, as parts of one: they may be refined one by one. */
const SAME_WAVELENGTH = 0.005;

/** Observations to keep: with a harmonic, and the first of each spot (image and ray as observed). */
function spotsOf(
  tables: readonly ReflectionTable[],
  { row, batch }: Observations,
  {
    found,
    wavelength,
    absent,
  }: { readonly found: HarmonicTerms; readonly wavelength: Float64Array; readonly absent: Uint8Array },
) {
  // in the order of the tables' rows: of one spot the row that stands first is kept
  const inOrder = radixPermutation(packKeys([[row]])[0]);
  const { table, ray, order, reduced } = observedRays(tables, row, inOrder);
  const [image] = packKeys([[table, inOrder.map((i) => batch[i]), ...ray]]);
  const byImage = radixPermutation(image);
  const leftOut = { sameSpot: 0, withoutHarmonic: 0 };
  let absences = 0;
  const isSpot = new Uint8Array(row.length);
  // the first-order wavelengths of the spots on one ray of an image: one spot, unless symmetry mates are among them
  const there: number[] = [];
  byImage.forEach((at, place) => {
    if (place > 0 && !sameKey(image, byImage[place - 1], image, at)) there.length = 0;
    const i = inOrder[at];
    const first = wavelength[i] * order[at];
    const isEmpty = found.start[i] === found.start[i + 1];
    if (isEmpty && absent[i]) absences++;
    else if (isEmpty) leftOut.withoutHarmonic++;
    else if (there.some((other) => !reduced[table[at]] || Math.abs(first / other - 1) < SAME_WAVELENGTH))
      leftOut.sameSpot++;
    else {
      there.push(first);
      isSpot[i] = 1;
    }
  });
  return { spots: rowsWhere(isSpot, 1), leftOut, absences };
}

/** By observation, in the order given: its table, its ray as observed (an array for each axis) and its order there. */
function observedRays(tables: readonly ReflectionTable[], row: Int32Array, inOrder: Int32Array) {
  const n = inOrder.length;
  const table = new Int32Array(n);
  const order = new Int32Array(n);
  const ray = [new Int32Array(n), new Int32Array(n), new Int32Array(n)];
  const reduced: boolean[] = [];
  let [at, first] = [0, 0];
  tables.forEach((of, t) => {
    const hkl = observedHkl(of);
    reduced.push(isReduced(of, hkl));
    for (; at < n && row[inOrder[at]] < first + of.length; at++) {
      const j = 3 * (row[inOrder[at]] - first);
      table[at] = t;
      order[at] = orderOnRay(hkl[j], hkl[j + 1], hkl[j + 2]);
      for (let axis = 0; axis < 3; axis++) ray[axis][at] = hkl[j + axis] / order[at];
    }
    first += of.length;
  });
  return { table, ray, order, reduced };
}

/** What observations stand as, 3n: what they were indexed as, or of an absence the lowest harmonic that is there. */
function presentIndices(
  kept: Int32Array,
  of: { readonly hkl: Int32Array; readonly absent: Uint8Array; readonly found: HarmonicTerms },
): Int32Array {
  const indexed = of.hkl.slice();
  for (const i of kept) {
    const first = 3 * of.found.start[i];
    if (of.absent[i]) indexed.set(of.found.hkl.subarray(first, first + 3), 3 * i);
  }
  return indexed;
}

/** Observations by the reflection they stand as, F(+) first: those that stand as another are not yet there. */
function inOrderOf(spots: Int32Array, hkl: Int32Array, minus: Uint8Array): Int32Array {
  const index = (axis: number) => spots.map((i) => hkl[3 * i + axis]);
  const [keys] = packKeys([[index(0), index(1), index(2), spots.map((i) => minus[i])]]);
  return radixPermutation(keys).map((place) => spots[place]);
}

/** 1 for observations of an F(−), n. */
function minusFlags({ intensity, reflectionCount, start, minusStart }: Observations): Uint8Array {
  const minus = new Uint8Array(intensity.length);
  for (let r = 0; r < reflectionCount; r++) minus.fill(1, minusStart[r], start[r + 1]);
  return minus;
}

/** Whether indices were brought to the asymmetric unit, and nothing tells where from. */
function isReduced(table: ReflectionTable, hkl: Int32Array): boolean {
  if (table.columns.some(({ type }) => type === "Y")) return false;
  for (let i = 0; i < hkl.length; i += 3)
    if (!table.spaceGroup.isInAsu(hkl[i], hkl[i + 1], hkl[i + 2])) return false;
  return true;
}

/** Asymmetric-unit indices of each observation, 3n. */
function uniqueIndices({ intensity, reflectionCount, start, hkl }: Observations): Int32Array {
  const all = new Int32Array(3 * intensity.length);
  for (let r = 0; r < reflectionCount; r++)
    for (let i = start[r]; i < start[r + 1]; i++) all.set(hkl.subarray(3 * r, 3 * r + 3), 3 * i);
  return all;
}

/** The observations kept, of the reflections they were indexed as and those that are met as harmonics. */
function withReflections(
  observations: Observations,
  kept: Int32Array,
  indexed: Int32Array,
  termHkl: Int32Array,
): { observations: Observations; unique: Int32Array } {
  const { cell, spaceGroup } = observations;
  const n = kept.length;
  const hkl = new Int32Array(3 * n + termHkl.length);
  kept.forEach((i, k) => {
    hkl.set(indexed.subarray(3 * i, 3 * i + 3), 3 * k);
  });
  hkl.set(termHkl, 3 * n);
  const all = uniqueReflections(hkl, new Uint8Array(hkl.length / 3).fill(1));
  const { inverseDSquared, centric, epsilon } = describeReflections(all.hkl, cell, spaceGroup);
  const count = all.hkl.length / 3;
  const minus = minusFlags(observations);
  // kept is in the order of reflections, F(+) first: what stays is counted
  const start = new Int32Array(count + 1);
  const plus = new Int32Array(count);
  for (let k = 0; k < n; k++) {
    const r = all.reflection[k];
    start[r + 1]++;
    if (!minus[kept[k]]) plus[r]++;
  }
  for (let r = 0; r < count; r++) start[r + 1] += start[r];
  const pick = <T extends Float64Array | Int32Array>(values: T, out: T): T => gather(values, kept, out);
  return {
    unique: all.reflection.slice(n),
    observations: {
      ...observations,
      reflectionCount: count,
      hkl: all.hkl,
      inverseDSquared,
      centric,
      epsilon,
      start,
      minusStart: plus.map((number, r) => start[r] + number),
      intensity: pick(observations.intensity, new Float64Array(n)),
      sigma: pick(observations.sigma, new Float64Array(n)),
      batch: pick(observations.batch, new Int32Array(n)),
      row: pick(observations.row, new Int32Array(n)),
    },
  };
}

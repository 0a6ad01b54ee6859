/**
 * The truth of a simulation: amplitudes and intensities of every unique reflection, Friedel mates apart, summed over the
 * atoms of the model with f′ and f″: F(h) = Σ_j (f_j + f′_j + i f″_j) T_j exp(2πi h·x_j). There is no bulk solvent.
 */
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { InputError } from "../errors.js";
import { type AnomalousFactor, directSummation, type Structure } from "../structure/index.js";

/** F and I of the unique reflections, n of each. */
export interface TrueStructureFactors {
  /** Asymmetric-unit Miller indices, 3n. */
  readonly hkl: Int32Array;
  /** |F(h)| and |F(−h)|, electrons: equal where centric. */
  readonly amplitudePlus: Float64Array;
  readonly amplitudeMinus: Float64Array;
  /** Phase of F(h), degrees. */
  readonly phasePlus: Float64Array;
}

/** Structure factors of `hkl` and of its Friedel mates. */
export function trueStructureFactors(
  structure: Structure,
  hkl: Int32Array,
  anomalous: Readonly<Record<string, AnomalousFactor>>,
): TrueStructureFactors {
  const n = hkl.length / 3;
  const both = new Int32Array(2 * hkl.length);
  both.set(hkl);
  for (let i = 0; i < hkl.length; i++) both[hkl.length + i] = -hkl[i];
  const { re, im } = directSummation(structure, both, { anomalous });
  const amplitude = (i: number): number => Math.hypot(re[i], im[i]);
  return {
    hkl,
    amplitudePlus: Float64Array.from({ length: n }, (_, i) => amplitude(i)),
    amplitudeMinus: Float64Array.from({ length: n }, (_, i) => amplitude(n + i)),
    phasePlus: Float64Array.from({ length: n }, (_, i) => (Math.atan2(im[i], re[i]) * 180) / Math.PI),
  };
}

/** All Miller indices that may diffract between dMin and dMax (Å), every symmetry and Friedel mate, with their asu row. */
export interface FullSphere {
  /** As observed, 3m. */
  readonly hkl: Int32Array;
  /** Row of the unique reflections, m. */
  readonly unique: Int32Array;
  /** M/ISYM: odd for h, even for its Friedel mate, m. */
  readonly isym: Int32Array;
}

/** Unique reflections of a resolution range without absences, and the full sphere that they stand for. */
export function enumerateReflections(
  cell: UnitCell,
  spaceGroup: SpaceGroup,
  dMin: number,
  dMax: number,
): { unique: Int32Array; sphere: FullSphere } {
  const candidates = indicesInSphere(cell, dMin, dMax);
  const absent = spaceGroup.absenceFlags(candidates);
  const present = candidates.filter((_, i) => absent[Math.floor(i / 3)] === 0);
  const mapped = spaceGroup.mapToAsu(present);
  const asu = spaceGroup.asuFlags(present);
  const unique = present.filter((_, i) => asu[Math.floor(i / 3)] === 1);
  const rows = new Map<number, number>();
  for (let i = 0; i < unique.length; i += 3) rows.set(indexKey(unique, i), i / 3);
  const row = Int32Array.from(
    { length: present.length / 3 },
    (_, i) => rows.get(indexKey(mapped.hkl, 3 * i)) ?? -1,
  );
  return { unique, sphere: { hkl: present, unique: row, isym: mapped.isym } };
}

/** One number for the Miller index at `at`; the sphere's loops give indices in ascending h, k, l, and so do its keys. */
function indexKey(hkl: Int32Array, at: number): number {
  return ((hkl[at] + 4096) * 8192 + hkl[at + 1] + 4096) * 8192 + hkl[at + 2] + 4096;
}

/** Beyond this many a simulation would need gigabytes. */
const MOST_INDICES = 10_000_000;

function indicesInSphere(cell: UnitCell, dMin: number, dMax: number): Int32Array {
  const about = (4 * Math.PI * cell.volume) / (3 * dMin ** 3);
  if (about > MOST_INDICES) {
    throw new InputError(
      `resolution of the simulation: got ${dMin} Å, about ${Math.round(about / 1e6)} million Miller indices in this ` +
        `cell, expected at most ${MOST_INDICES / 1e6} million; set dMin higher`,
    );
  }
  const [sMin, sMax] = [1 / (dMax * dMax), 1 / (dMin * dMin)];
  const [hMax, kMax, lMax] = [cell.a, cell.b, cell.c].map((length) => Math.floor(length / dMin));
  const indices: number[] = [];
  for (let h = -hMax; h <= hMax; h++) {
    for (let k = -kMax; k <= kMax; k++) {
      for (let l = -lMax; l <= lMax; l++) {
        const s = cell.inverseDSquared(h, k, l);
        if (s >= sMin && s <= sMax) indices.push(h, k, l);
      }
    }
  }
  return Int32Array.from(indices);
}

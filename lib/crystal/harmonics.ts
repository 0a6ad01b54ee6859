/**
 * Harmonics of Laue spots. The reflections n h, n k, n l (h k l without a common divisor: the ray) diffract into one
 * direction, each at its own wavelength: from 2 d sin θ = λ with d_n = d_1/n follows λ_n = λ_1/n. All of them whose
 * wavelength is in the beam and whose d_n ≥ dMin add up in one spot, whichever of them the spot was indexed as.
 * Sources: Cruickshank, Helliwell & Moffat, Acta Cryst. A43 (1987) 656; the sum over harmonics as in Dalton, Greisman &
 * Hekstra, Nature Communications 13 (2022) 7764 (careless).
 */
import { InputError } from "../errors.js";
import { rowCount } from "./reflectionSymmetry.js";
import type { SpaceGroup } from "./spaceGroup.js";
import { greatestCommonDivisor } from "./symmetryOperation.js";
import type { UnitCell } from "./unitCell.js";

/** Limits read from single-precision columns must not lose the reflections that lie exactly at them; relative. */
const LIMIT_TOLERANCE = 1e-6;

/** What {@link harmonicTerms} takes. */
export interface HarmonicsInput {
  /** Miller indices of the spots as observed, 3n integers: any harmonic of the ray, with its own wavelength. */
  readonly hkl: Int32Array;
  /** Wavelength at which that reflection diffracts, Å, n numbers. */
  readonly wavelength: ArrayLike<number>;
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  /** Shortest and longest wavelength of the beam, Å. */
  readonly wavelengthRange: readonly [number, number];
  /** High-resolution limit, Å. */
  readonly dMin: number;
}

/** The harmonics of n observations: those of observation i are the terms start[i] to start[i + 1] − 1. */
export interface HarmonicTerms {
  /** n + 1 numbers; the last is the number of terms m. */
  readonly start: Int32Array;
  /** Miller indices of the terms, 3m: not mapped to an asymmetric unit. Of each observation by ascending order. */
  readonly hkl: Int32Array;
  /** The harmonic order, m: hkl = order × ray. */
  readonly order: Int32Array;
  /** Å, m. */
  readonly wavelength: Float64Array;
  /** 1/d², Å⁻², m. */
  readonly inverseDSquared: Float64Array;
  /** The primitive index of each observation, 3n: what its harmonics are multiples of. */
  readonly ray: Int32Array;
}

/**
 * The reflections that add up in each Laue spot: all orders n ≥ 1 with λ_1/n in the wavelength range, d_1/n ≥ dMin and
 * n h no systematic absence. A reflection exactly at a limit (within 10⁻⁶) is inside. Rows of one image that are
 * harmonics of each other get the same terms; pooling them is for the caller.
 *
 * An observation none of whose harmonics is left (all beyond dMin, or absent) has no terms: start[i] = start[i + 1].
 * @throws InputError where the limits are impossible, an index is 0 0 0, or a wavelength is outside the range: it names
 *   the first such row, counted from 0
 */
export function harmonicTerms(input: HarmonicsInput): HarmonicTerms {
  const { hkl, wavelength, cell, spaceGroup, dMin } = input;
  const [shortest, longest] = checkedRange(input);
  const rows = rowCount(hkl, wavelength.length);
  const ray = new Int32Array(3 * rows);
  const firstOrder = new Int32Array(rows);
  const start = new Int32Array(rows + 1);
  for (let row = 0, j = 0; row < rows; row++, j += 3) {
    const divisor = orderOnRay(hkl[j], hkl[j + 1], hkl[j + 2]);
    checkRow(row, divisor, wavelength[row], input.wavelengthRange);
    for (let axis = 0; axis < 3; axis++) ray[j + axis] = hkl[j + axis] / divisor;
    const ofRay = wavelength[row] * divisor;
    const d = cell.dSpacing(ray[j], ray[j + 1], ray[j + 2]);
    firstOrder[row] = Math.ceil(ofRay / longest);
    const lastOrder = Math.floor(Math.min(ofRay / shortest, (d / dMin) * (1 + LIMIT_TOLERANCE)));
    start[row + 1] = start[row] + Math.max(0, lastOrder - firstOrder[row] + 1);
  }
  const terms = start[rows];
  const ofTerms: HarmonicTerms = {
    start,
    hkl: new Int32Array(3 * terms),
    order: new Int32Array(terms),
    wavelength: new Float64Array(terms),
    inverseDSquared: new Float64Array(terms),
    ray,
  };
  for (let row = 0, j = 0; row < rows; row++, j += 3) {
    const [h, k, l] = [ray[j], ray[j + 1], ray[j + 2]];
    // Of the observed order: n = divisor gives back the wavelength given, to the bit.
    const divisor = orderOnRay(hkl[j], hkl[j + 1], hkl[j + 2]);
    for (let term = start[row]; term < start[row + 1]; term++) {
      const n = firstOrder[row] + term - start[row];
      ofTerms.hkl.set([n * h, n * k, n * l], 3 * term);
      ofTerms.order[term] = n;
      ofTerms.wavelength[term] = wavelength[row] * (divisor / n);
      ofTerms.inverseDSquared[term] = cell.inverseDSquared(n * h, n * k, n * l);
    }
  }
  return withoutAbsences(ofTerms, spaceGroup);
}

/** The terms that are no systematic absences. */
function withoutAbsences(terms: HarmonicTerms, spaceGroup: SpaceGroup): HarmonicTerms {
  const absent = spaceGroup.absenceFlags(terms.hkl);
  if (absent.indexOf(1) < 0) return terms;
  const start = new Int32Array(terms.start.length);
  for (let row = 0; row + 1 < start.length; row++) {
    start[row + 1] = start[row];
    for (let term = terms.start[row]; term < terms.start[row + 1]; term++) start[row + 1] += 1 - absent[term];
  }
  const count = start[start.length - 1];
  return {
    start,
    hkl: present(terms.hkl, absent, new Int32Array(3 * count)),
    order: present(terms.order, absent, new Int32Array(count)),
    wavelength: present(terms.wavelength, absent, new Float64Array(count)),
    inverseDSquared: present(terms.inverseDSquared, absent, new Float64Array(count)),
    ray: terms.ray,
  };
}

/** The values (one or three a term) of terms that are not absent, into `out`; `filter` would hold each as an object. */
function present<T extends Int32Array | Float64Array>(values: T, absent: Uint8Array, out: T): T {
  const width = values.length / absent.length;
  let at = 0;
  for (let term = 0; term < absent.length; term++)
    for (let k = 0; k < width && absent[term] === 0; k++) out[at++] = values[width * term + k];
  return out;
}

/** The largest number that divides all three indices: the order of a reflection on its ray; 0 for 0 0 0. */
export function orderOnRay(h: number, k: number, l: number): number {
  return Math.abs(greatestCommonDivisor(greatestCommonDivisor(h, k), l));
}

/** The wavelength range, wider by the tolerance. */
function checkedRange({ wavelengthRange: [shortest, longest], dMin }: HarmonicsInput): [number, number] {
  if (!(shortest > 0 && longest >= shortest && Number.isFinite(longest))) {
    throw new InputError(
      `wavelength range: got ${shortest} to ${longest}, expected the shortest and the longest wavelength in Å, both above 0`,
    );
  }
  if (!(dMin > 0 && Number.isFinite(dMin))) {
    throw new InputError(`resolution limit dMin: got ${dMin}, expected a positive number of Å`);
  }
  return [shortest * (1 - LIMIT_TOLERANCE), longest * (1 + LIMIT_TOLERANCE)];
}

function checkRow(row: number, divisor: number, wavelength: number, range: readonly [number, number]): void {
  if (divisor === 0) {
    throw new InputError(`Miller index of row ${row}: got 0 0 0, expected a reflection`);
  }
  const [shortest, longest] = range;
  const inside =
    wavelength >= shortest * (1 - LIMIT_TOLERANCE) && wavelength <= longest * (1 + LIMIT_TOLERANCE);
  if (!inside) {
    throw new InputError(
      `wavelength of row ${row}: got ${wavelength} Å, expected ${shortest} to ${longest} Å, the wavelength range; ` +
        "widen the range or leave such rows out",
    );
  }
}

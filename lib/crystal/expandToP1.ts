/**
 * From the reflections of an asymmetric unit to all of them: h R of every operation, with the phase
 * φ(h R) = φ(h) − 360° h·t, and Friedel mates with φ(−h) = −φ(h) (International Tables B, equation 1.4.2.10).
 */
import { phaseShiftDegrees, wrapPhase } from "./phases.js";
import { isInReferenceAsu } from "./reciprocalAsu.js";
import { rowCount } from "./reflectionSymmetry.js";
import { SpaceGroup, type SpaceGroupLike } from "./spaceGroup.js";

export interface ExpandOptions {
  /** True: both Friedel mates, the full sphere. False (default): the one in the CCP4 asymmetric unit of P 1. */
  readonly friedel?: boolean;
}

/** Reflections expanded to P 1, n of them, each different. */
export interface Expansion {
  /** 3n integers, h k l interleaved. */
  readonly hkl: Int32Array;
  /** For each, the row of the reflection that it comes from: take amplitudes with this. */
  readonly row: Int32Array;
  /** For each, 1, or −1 if it comes by way of a Friedel mate (the phase changes sign, F(+) and F(−) change places). */
  readonly sign: Int8Array;
  /** For each, what to add to sign · phase; degrees. */
  readonly phaseShift: Float64Array;
}

/**
 * All reflections equivalent to those given, which must not be equivalent to each other.
 * @param hkl 3m integers, h k l interleaved
 * @throws InputError if the length is not a multiple of 3
 */
export function expandToP1(
  spaceGroup: SpaceGroupLike,
  hkl: ArrayLike<number>,
  options: ExpandOptions = {},
): Expansion {
  const { friedel = false } = options;
  const operations = SpaceGroup.of(spaceGroup).primitiveOperations;
  const rows = rowCount(hkl);
  const largest = rows * operations.length * (friedel ? 2 : 1);
  const expanded = new Int32Array(3 * largest);
  const row = new Int32Array(largest);
  const sign = new Int8Array(largest);
  const phaseShift = new Float64Array(largest);
  let count = 0;
  for (let source = 0; source < rows; source++) {
    const [h, k, l] = [hkl[3 * source], hkl[3 * source + 1], hkl[3 * source + 2]];
    const start = count;
    for (const { rotation: r, translation } of operations) {
      const p = h * r[0] + k * r[3] + l * r[6];
      const q = h * r[1] + k * r[4] + l * r[7];
      const s = h * r[2] + k * r[5] + l * r[8];
      const shift = phaseShiftDegrees(translation, h, k, l);
      if (friedel || isInReferenceAsu(0, p, q, s)) add(start, source, p, q, s, 1, shift);
      if (friedel || !isInReferenceAsu(0, p, q, s)) add(start, source, -p, -q, -s, -1, -shift);
    }
  }
  return {
    hkl: expanded.slice(0, 3 * count),
    row: row.slice(0, count),
    sign: sign.slice(0, count),
    phaseShift: phaseShift.slice(0, count),
  };

  function add(
    start: number,
    source: number,
    h: number,
    k: number,
    l: number,
    friedelSign: number,
    shift: number,
  ): void {
    for (let j = 3 * start; j < 3 * count; j += 3) {
      if (expanded[j] === h && expanded[j + 1] === k && expanded[j + 2] === l) return;
    }
    expanded[3 * count] = h;
    expanded[3 * count + 1] = k;
    expanded[3 * count + 2] = l;
    row[count] = source;
    sign[count] = friedelSign;
    phaseShift[count] = shift;
    count++;
  }
}

/**
 * The phases of expanded reflections.
 * @param phases of the reflections they come from, degrees
 * @returns n phases in (−180, 180], degrees
 */
export function expandPhases(expansion: Expansion, phases: ArrayLike<number>): Float64Array {
  const { row, sign, phaseShift } = expansion;
  return Float64Array.from(row, (source, i) => wrapPhase(sign[i] * phases[source] + phaseShift[i]));
}

/** The values (amplitudes, sigmas, …) of expanded reflections. */
export function expandValues(expansion: Expansion, values: ArrayLike<number>): Float64Array {
  return Float64Array.from(expansion.row, (source) => values[source]);
}

/**
 * Phases (degrees) of equivalent reflections. From F(h R) = F(h) exp(−2πi h·t) and F(−h) = F(h)* (where there is no anomalous
 * scattering): φ(h R) = φ(h) − 360° h·t and φ(−h) = −φ(h).
 * Source: International Tables B, equation 1.4.2.10, and 1.2.5.3 for Friedel's law.
 */
import { InputError } from "../errors.js";
import { rowCount } from "./reflectionSymmetry.js";
import type { SpaceGroup } from "./spaceGroup.js";
import { translationDenominator } from "./symmetryOperation.js";

/** An angle in degrees, in (−180, 180]. */
export function wrapPhase(degrees: number): number {
  const wrapped = degrees - 360 * Math.ceil((degrees - 180) / 360);
  return wrapped === 0 ? 0 : wrapped;
}

/** −360° h·t of an operation's translation (units of 1/24): exact, from above −360 to 0. */
export function phaseShiftDegrees(translation: ArrayLike<number>, h: number, k: number, l: number): number {
  const n = translationDenominator;
  const turn = (h * translation[0] + k * translation[1] + l * translation[2]) % n;
  const shift = (-360 * ((turn + n) % n)) / n;
  return shift === 0 ? 0 : shift;
}

/**
 * Phases of the asymmetric unit from those of the reflections observed.
 * @param hkl observed indices, 3n integers
 * @param isym of each, as from `spaceGroup.mapToAsu(hkl)`
 * @param phases of each, degrees
 * @returns n phases in (−180, 180], degrees; NaN stays NaN
 * @throws InputError if the lengths do not agree or an isym is not one of this group
 */
export function phasesToAsu(
  spaceGroup: SpaceGroup,
  hkl: ArrayLike<number>,
  isym: ArrayLike<number>,
  phases: ArrayLike<number>,
): Float64Array {
  return shiftPhases(spaceGroup, hkl, isym, phases, (sign, phase, shift) => sign * (phase + shift));
}

/**
 * Phases of the reflections observed from those of the asymmetric unit: undoes {@link phasesToAsu}.
 * @param hkl observed indices, 3n integers
 */
export function phasesFromAsu(
  spaceGroup: SpaceGroup,
  hkl: ArrayLike<number>,
  isym: ArrayLike<number>,
  phases: ArrayLike<number>,
): Float64Array {
  return shiftPhases(spaceGroup, hkl, isym, phases, (sign, phase, shift) => sign * phase - shift);
}

function shiftPhases(
  spaceGroup: SpaceGroup,
  hkl: ArrayLike<number>,
  isym: ArrayLike<number>,
  phases: ArrayLike<number>,
  rule: (sign: number, phase: number, shift: number) => number,
): Float64Array {
  const shifted = new Float64Array(rowCount(hkl, phases.length));
  const operations = spaceGroup.primitiveOperations;
  for (let row = 0, j = 0; row < shifted.length; row++, j += 3) {
    const operation = operations[(isym[row] - 1) >> 1];
    if (operation === undefined || !(isym[row] >= 1)) {
      throw new InputError(
        `M/ISYM of row ${row}: got isym ${isym[row]}, expected 1 to ${2 * operations.length}`,
      );
    }
    const shift = phaseShiftDegrees(operation.translation, hkl[j], hkl[j + 1], hkl[j + 2]);
    shifted[row] = wrapPhase(rule(isym[row] & 1 ? 1 : -1, phases[row], shift));
  }
  return shifted;
}

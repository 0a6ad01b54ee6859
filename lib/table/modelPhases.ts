/**
 * Phases of a model at given Miller indices, by direct summation of its atoms in the data's cell: the model is carried
 * there by its fractional coordinates, since data and model were seldom refined together.
 */
import type { UnitCell } from "../crystal/index.js";
import { directSummation, type Structure } from "../structure/index.js";

/** The phases of a model that were computed last: a map is often made again and again as a merge proceeds. */
const lastPhases = new WeakMap<Structure, { cell: UnitCell; hkl: Int32Array; phase: Float64Array }>();

/**
 * Phases of the model in the data's cell, degrees; not to be written to.
 * @param hkl 3n Miller indices, interleaved
 * @throws InputError as directSummation
 */
export function modelPhases(model: Structure, cell: UnitCell, hkl: Int32Array): Float64Array {
  const last = lastPhases.get(model);
  if (last !== undefined && sameNumbers(last.hkl, hkl) && sameNumbers(last.cell.toArray(), cell.toArray()))
    return last.phase;
  const { re, im } = directSummation(model.withCell(cell), hkl);
  const phase = re.map((value, i) => (Math.atan2(im[i], value) * 180) / Math.PI);
  lastPhases.set(model, { cell, hkl, phase });
  return phase;
}

function sameNumbers(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

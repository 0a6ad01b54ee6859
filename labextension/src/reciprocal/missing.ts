/**
 * Reflections that should be there and are not: those of the asymmetric unit within the resolution of the data that no
 * systematic absence forbids and of which no equivalent was measured. Absent ones are kept apart.
 */
import { generateHkl, InputError } from "friedel/browser";
import type { Reflections } from "./reflections.js";

/** What is known of an index. */
export type Presence = "present" | "missing" | "absent";

/** Whether h k l was measured, should have been, or is forbidden. */
export function presenceOf(reflections: Reflections, h: number, k: number, l: number): Presence {
  if (reflections.has(h, k, l)) return "present";
  return reflections.spaceGroup.isAbsent(h, k, l) ? "absent" : "missing";
}

/** More candidates than this are not looked for: a cell with a wrong length would take all memory. */
const largestSearch = 2e7;

/**
 * The missing reflections of the asymmetric unit: 3n integers.
 * @param dMin, dMax limits in Å
 * @throws InputError where the sphere holds more than twenty million reflections
 */
export function missingReflections(reflections: Reflections, dMin: number, dMax: number): Int32Array {
  const { cell, spaceGroup, asu } = reflections;
  const count = (4 / 3) * Math.PI * (cell.volume / dMin ** 3);
  if (!(count < largestSearch))
    throw new InputError(
      `missing reflections of ${reflections.name}: got a sphere of ${count.toExponential(1)} reflections to ${dMin.toFixed(2)} Å, expected at most ${largestSearch.toExponential(0)}; take a lower resolution`,
    );
  const hkl = generateHkl(cell, spaceGroup, dMin * (1 - 1e-9), { dMax: dMax * (1 + 1e-9) });
  const missing = new Int32Array(hkl.length);
  let length = 0;
  for (let j = 0; j < hkl.length; j += 3) {
    if (asu.index.find(hkl[j], hkl[j + 1], hkl[j + 2]) >= 0) continue;
    missing[length++] = hkl[j];
    missing[length++] = hkl[j + 1];
    missing[length++] = hkl[j + 2];
  }
  return missing.slice(0, length);
}

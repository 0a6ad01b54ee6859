/**
 * Completeness by shell: the part of the reflections that exist (not systematically absent) that was measured.
 *   overall     unique reflections, Friedel mates together
 *   mates       mates counted apart, a centric reflection once
 *   acentric    mates of acentric reflections alone (reciprocalspaceship's "anomalous")
 *   pairs       acentric reflections of which both mates were measured (cctbx's and Aimless's anomalous completeness)
 * The reflections that exist are generated from the cell and space group within the edges of the shells.
 */
import { generateHkl } from "../crystal/millerIndex.js";
import type { SpaceGroup } from "../crystal/spaceGroup.js";
import type { UnitCell } from "../crystal/unitCell.js";
import { addUp, type ByShell, byShell, quotient } from "./byShell.js";
import type { Observations } from "./observations.js";
import { type Shells, shellOf } from "./shells.js";

/** Completeness as fractions of 1. */
export interface Completeness {
  readonly overall: ByShell;
  readonly mates: ByShell;
  readonly acentric: ByShell;
  readonly pairs: ByShell;
  /** Number of unique reflections that exist, Friedel mates together. */
  readonly possible: ByShell;
}

/** What of observations completeness is worked out from. */
type Measured = Pick<
  Observations,
  "cell" | "spaceGroup" | "reflectionCount" | "start" | "minusStart" | "centric"
>;

/** Completeness of the observations within `shells`. */
export function completeness(observations: Measured, shells: Shells): Completeness {
  const possible = possibleReflections(observations.cell, observations.spaceGroup, shells);
  const { reflectionCount, start, minusStart, centric } = observations;
  const size = shells.count + 1;
  const measured = new Float64Array(size);
  const mates = new Float64Array(size);
  const acentric = new Float64Array(size);
  const pairs = new Float64Array(size);
  for (let r = 0; r < reflectionCount; r++) {
    const shell = shells.ofReflection[r];
    if (shell < 0) continue;
    const both = minusStart[r] > start[r] && minusStart[r] < start[r + 1];
    const isCentric = centric[r] === 1;
    measured[shell]++;
    mates[shell] += both ? 2 : 1;
    if (isCentric) continue;
    acentric[shell] += both ? 2 : 1;
    pairs[shell] += both ? 1 : 0;
  }
  for (const counts of [measured, mates, acentric, pairs]) addUp(counts);
  const { all, acentric: acentricPossible } = possible;
  return {
    overall: byShell(quotient(measured, all)),
    mates: byShell(
      quotient(
        mates,
        all.map((n, s) => n + acentricPossible[s]),
      ),
    ),
    acentric: byShell(
      quotient(
        acentric,
        acentricPossible.map((n) => 2 * n),
      ),
    ),
    pairs: byShell(quotient(pairs, acentricPossible)),
    possible: byShell(all),
  };
}

/** How many reflections exist in each shell, last overall; all, and acentric alone. */
function possibleReflections(cell: UnitCell, spaceGroup: SpaceGroup, shells: Shells) {
  const all = new Float64Array(shells.count + 1);
  const acentric = new Float64Array(shells.count + 1);
  const hkl = generateHkl(cell, spaceGroup, shells.dMin[shells.count - 1] * (1 - 1e-9));
  for (let i = 0; i < hkl.length; i += 3) {
    const shell = shellOf(shells.edges, cell.inverseDSquared(hkl[i], hkl[i + 1], hkl[i + 2]));
    if (shell < 0) continue;
    const isCentric = spaceGroup.isCentric(hkl[i], hkl[i + 1], hkl[i + 2]);
    all[shell]++;
    if (!isCentric) acentric[shell]++;
  }
  return { all: addUp(all), acentric: addUp(acentric) };
}

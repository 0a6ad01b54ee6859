/**
 * Agreement of the observations of a reflection with their mean:
 *   Rmerge = Σ Σ |Iᵢ − ⟨I⟩| / Σ Σ Iᵢ                     (falls with few observations: not comparable between data sets)
 *   Rmeas  = Σ √(n/(n−1)) Σ |Iᵢ − ⟨I⟩| / Σ Σ Iᵢ           (independent of multiplicity)
 *   Rpim   = Σ √(1/(n−1)) Σ |Iᵢ − ⟨I⟩| / Σ Σ Iᵢ           (precision of the merged intensities)
 * outer sums over reflections measured n ≥ 2 times, inner ones over their observations; ⟨I⟩ is the weighted mean.
 * Sources: Diederichs, K. & Karplus, P. A. (1997) Nat. Struct. Biol. 4, 269–275; Weiss, M. S. (2001) J. Appl. Cryst. 34,
 * 130–135, equations 1–3.
 */
import { addUp, type ByShell, byShell, quotient } from "./byShell.js";
import type { ObservationGroups } from "./groups.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";
import { type WeightedMeans, weightedMeans } from "./weightedMean.js";

/** R factors as fractions (0.05 is 5 %); NaN where no reflection was measured twice. */
export interface RFactors {
  readonly rMerge: ByShell;
  readonly rMeas: ByShell;
  readonly rPim: ByShell;
}

/**
 * Rmerge, Rmeas and Rpim by shell.
 * @param groups what is averaged: Friedel mates together ("all I±") or apart ("within I+/I−")
 * @param means their means, if known; by default the weighted means
 */
export function rFactors(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
  means: WeightedMeans = weightedMeans(observations, groups),
): RFactors {
  const { intensity } = observations;
  const merge = new Float64Array(shells.count + 1);
  const meas = new Float64Array(shells.count + 1);
  const pim = new Float64Array(shells.count + 1);
  const total = new Float64Array(shells.count + 1);
  for (let g = 0; g < groups.count; g++) {
    const from = groups.start[g];
    const to = groups.start[g + 1];
    const shell = shells.ofReflection[groups.reflection[g]];
    const n = to - from;
    if (n < 2 || shell < 0) continue;
    let deviation = 0;
    let sum = 0;
    for (let i = from; i < to; i++) {
      deviation += Math.abs(intensity[i] - means.intensity[g]);
      sum += intensity[i];
    }
    merge[shell] += deviation;
    meas[shell] += Math.sqrt(n / (n - 1)) * deviation;
    pim[shell] += Math.sqrt(1 / (n - 1)) * deviation;
    total[shell] += sum;
  }
  for (const sums of [merge, meas, pim, total]) addUp(sums);
  return {
    rMerge: byShell(quotient(merge, total)),
    rMeas: byShell(quotient(meas, total)),
    rPim: byShell(quotient(pim, total)),
  };
}

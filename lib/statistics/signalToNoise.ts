/**
 * Strength of the data by shell:
 *   ⟨I/σ⟩ of merged intensities, ⟨I⟩/⟨σ⟩ (less ruled by a few strong reflections with small sigmas), the same of single
 *   observations, ⟨I⟩, and the multiplicity (observations / reflections).
 * Source: the definitions of `iotbx.merging_statistics` and of Aimless's Mn(I/sd).
 */
import { addUp, type ByShell, byShell, quotient } from "./byShell.js";
import type { ObservationGroups } from "./groups.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";
import type { WeightedMeans } from "./weightedMean.js";

/** Counts and strengths by shell. */
export interface SignalToNoise {
  readonly observations: ByShell;
  /** Unique reflections (groups). */
  readonly reflections: ByShell;
  readonly multiplicity: ByShell;
  readonly meanIntensity: ByShell;
  /** ⟨I/σ⟩ after merging. */
  readonly meanIOverSigma: ByShell;
  /** ⟨I⟩/⟨σ⟩ after merging. */
  readonly iMeanOverSigmaMean: ByShell;
  /** ⟨I/σ⟩ of single observations. */
  readonly meanUnmergedIOverSigma: ByShell;
}

/** Counts, multiplicity and signal to noise by shell. @param means merged intensities of `groups` */
export function signalToNoise(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
  means: WeightedMeans,
): SignalToNoise {
  const size = shells.count + 1;
  const [count, unique, sumI, sumSigma, sumRatio, sumUnmerged] = Array.from(
    { length: 6 },
    () => new Float64Array(size),
  );
  for (let g = 0; g < groups.count; g++) {
    const shell = shells.ofReflection[groups.reflection[g]];
    if (shell < 0) continue;
    let unmerged = 0;
    for (let i = groups.start[g]; i < groups.start[g + 1]; i++) {
      unmerged += observations.intensity[i] / observations.sigma[i];
    }
    count[shell] += groups.start[g + 1] - groups.start[g];
    unique[shell]++;
    sumI[shell] += means.intensity[g];
    sumSigma[shell] += means.sigma[g];
    sumRatio[shell] += means.intensity[g] / means.sigma[g];
    sumUnmerged[shell] += unmerged;
  }
  for (const sums of [count, unique, sumI, sumSigma, sumRatio, sumUnmerged]) addUp(sums);
  return {
    observations: byShell(count),
    reflections: byShell(unique),
    multiplicity: byShell(quotient(count, unique)),
    meanIntensity: byShell(quotient(sumI, unique)),
    meanIOverSigma: byShell(quotient(sumRatio, unique)),
    iMeanOverSigmaMean: byShell(quotient(sumI, sumSigma)),
    meanUnmergedIOverSigma: byShell(quotient(sumUnmerged, count)),
  };
}

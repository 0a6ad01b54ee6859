/**
 * Strength of the anomalous signal, over acentric reflections of which both mates were measured, ΔI = I(+) − I(−):
 *   Ranom            Σ |ΔI| / Σ |⟨I⟩|, ⟨I⟩ the weighted mean of the two mates
 *   ⟨|ΔI|⟩/⟨σ(ΔI)⟩   about 0.8 (√(2/π)) for no signal, if the sigmas are right
 *   slope            of the normal probability plot of ΔI/σ(ΔI): 1 for noise with right sigmas, more with signal
 * Sources: the definitions of `iotbx.merging_statistics`; normalProbability.ts for the plot.
 */
import { addUp, type ByShell, byShell, quotient } from "./byShell.js";
import type { ObservationGroups } from "./groups.js";
import { type ProbabilitySlopes, probabilitySlopes } from "./normalProbability.js";
import type { Shells } from "./shells.js";
import type { WeightedMeans } from "./weightedMean.js";

/** Anomalous signal by shell, and the slopes of the normal probability plot of ΔI/σ(ΔI). */
export interface AnomalousSignal extends ProbabilitySlopes {
  readonly pairs: ByShell;
  readonly rAnomalous: ByShell;
  readonly deltaOverSigma: ByShell;
}

/** Anomalous signal by shell. @param groups mates apart @param means their merged intensities */
export function anomalousSignal(
  groups: ObservationGroups,
  shells: Shells,
  means: WeightedMeans,
): AnomalousSignal {
  const size = shells.count + 1;
  const [pairs, difference, error, total] = Array.from({ length: 4 }, () => new Float64Array(size));
  const normalized: number[] = [];
  for (let g = 1; g < groups.count; g++) {
    const shell = shells.ofReflection[groups.reflection[g]];
    if (groups.minus[g] === 0 || groups.reflection[g - 1] !== groups.reflection[g] || shell < 0) continue;
    const delta = means.intensity[g - 1] - means.intensity[g];
    const sigma = Math.hypot(means.sigma[g - 1], means.sigma[g]);
    const plusWeight = 1 / means.sigma[g - 1] ** 2;
    const minusWeight = 1 / means.sigma[g] ** 2;
    const mean =
      (plusWeight * means.intensity[g - 1] + minusWeight * means.intensity[g]) / (plusWeight + minusWeight);
    normalized.push(delta / sigma);
    pairs[shell]++;
    difference[shell] += Math.abs(delta);
    error[shell] += sigma;
    total[shell] += Math.abs(mean);
  }
  for (const sums of [pairs, difference, error, total]) addUp(sums);
  return {
    pairs: byShell(pairs),
    rAnomalous: byShell(quotient(difference, total)),
    deltaOverSigma: byShell(quotient(difference, error)),
    ...probabilitySlopes(Float64Array.from(normalized).sort()),
  };
}

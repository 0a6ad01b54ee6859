/**
 * The merged intensity of each group of observations: the inverse-variance weighted mean and its standard deviation.
 *   ⟨I⟩ = Σ wᵢ Iᵢ / Σ wᵢ,  wᵢ = 1/σᵢ²
 *   external  σ² = 1/Σ wᵢ, from the sigmas of the observations alone (Aimless, reciprocalspaceship)
 *   internal  σ² = s²/n, from the scatter, s² = Σw/((Σw)² − Σw²) · Σ wᵢ(Iᵢ − ⟨I⟩)² (GSL's weighted variance)
 *   larger    the larger of the two, reflection by reflection (cctbx's use_internal_variance, XDS and SHELX alike)
 * A single observation keeps its own sigma. The scatter of two or three observations is a poor estimate of their
 * variance, and taking the larger of two estimates is biased upwards; so external is the default, and the sigmas must
 * have been made right by the scaling program.
 * Sources: Evans, P. R. & Murshudov, G. N. (2013) Acta Cryst. D69, 1204–1214, section 2; GSL reference, weighted samples.
 */
import type { ObservationGroups } from "./groups.js";
import type { Observations } from "./observations.js";

/** How the standard deviation of a mean is estimated. */
export type SigmaEstimate = "external" | "internal" | "larger";

/** Merged values, one a group. */
export interface WeightedMeans {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
}

/** Weighted mean and its standard deviation for each group. */
export function weightedMeans(
  observations: Pick<Observations, "intensity" | "sigma">,
  groups: ObservationGroups,
  estimate: SigmaEstimate = "external",
): WeightedMeans {
  const mean = new Float64Array(groups.count);
  const sigma = new Float64Array(groups.count);
  for (let g = 0; g < groups.count; g++) {
    const from = groups.start[g];
    const to = groups.start[g + 1];
    let sumW = 0;
    let sumWI = 0;
    for (let i = from; i < to; i++) {
      const w = 1 / observations.sigma[i] ** 2;
      sumW += w;
      sumWI += w * observations.intensity[i];
    }
    mean[g] = sumWI / sumW;
    let variance = 1 / sumW;
    if (estimate !== "external" && to - from > 1) {
      const internal = scatter(observations, from, to, mean[g], sumW) / (to - from);
      variance = estimate === "internal" ? internal : Math.max(internal, variance);
    }
    sigma[g] = Math.sqrt(variance);
  }
  return { intensity: mean, sigma };
}

/** Weighted sample variance of observations `from` … `to` − 1. */
function scatter(
  { intensity, sigma }: Pick<Observations, "intensity" | "sigma">,
  from: number,
  to: number,
  mean: number,
  sumW: number,
): number {
  let sumW2 = 0;
  let sumWD2 = 0;
  for (let i = from; i < to; i++) {
    const w = 1 / sigma[i] ** 2;
    sumW2 += w * w;
    sumWD2 += w * (intensity[i] - mean) ** 2;
  }
  return (sumW / (sumW * sumW - sumW2)) * sumWD2;
}

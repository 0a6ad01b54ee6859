/**
 * CC1/2 without random halves, from variances:
 *   CC1/2 = (σ²_y − ½ σ²_ε) / (σ²_y + ½ σ²_ε)
 * σ²_y is the variance of the mean intensities of a shell, ½ σ²_ε the mean of the variances of those means (s²/n, from the
 * scatter of the n ≥ 2 observations of each; all weights equal).
 * Source: Assmann, G., Brehm, W. & Diederichs, K. (2016) J. Appl. Cryst. 49, 1021–1028, equation 5. It equals the mean over
 * all divisions into halves up to how the mean of a ratio differs from the ratio of means.
 */
import { type ByShell, byShell } from "./byShell.js";
import type { ObservationGroups } from "./groups.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";

/** CC1/2 by the σ-τ method, by shell; NaN where fewer than two reflections were measured twice. */
export function ccHalfSigmaTau(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
): ByShell {
  const { intensity } = observations;
  const size = shells.count + 1;
  const count = new Float64Array(size);
  const mean = new Float64Array(size);
  const scatter = new Float64Array(size);
  const error = new Float64Array(size);
  for (let g = 0; g < groups.count; g++) {
    const from = groups.start[g];
    const n = groups.start[g + 1] - from;
    const shell = shells.ofReflection[groups.reflection[g]];
    if (n < 2 || shell < 0) continue;
    let average = 0;
    for (let i = from; i < from + n; i++) average += intensity[i] / n;
    let squares = 0;
    for (let i = from; i < from + n; i++) squares += (intensity[i] - average) ** 2;
    for (const s of [shell, shells.count]) {
      error[s] += squares / (n * (n - 1));
      // Welford's update keeps the variance of large intensities exact.
      const before = average - mean[s];
      mean[s] += before / ++count[s];
      scatter[s] += before * (average - mean[s]);
    }
  }
  return byShell(
    count.map((n, s) => {
      const ofMeans = scatter[s] / (n - 1);
      const halfError = error[s] / n;
      return n < 2 ? Number.NaN : (ofMeans - halfError) / (ofMeans + halfError);
    }),
  );
}

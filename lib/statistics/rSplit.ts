/**
 * Rsplit = (1/√2) Σ |I₁ − I₂| / ½ Σ (I₁ + I₂), over the means I₁ and I₂ of random half data sets, by shell: the R factor
 * of serial crystallography. Source: White, T. A. et al. (2012) J. Appl. Cryst. 45, 335–341, equation 3. Of half data sets
 * that were merged apart: halfMerges.ts.
 */
import { addUp, type ByShell, byShell, quotient } from "./byShell.js";
import { checkRepeats } from "./ccHalf.js";
import type { ObservationGroups } from "./groups.js";
import { type HalfOptions, halfDatasets } from "./halfDatasets.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";

/** Rsplit by shell, as a fraction, averaged over `repeats` (default 10) random divisions. */
export function rSplit(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
  options: Omit<HalfOptions, "repeat"> & { readonly repeats?: number } = {},
): ByShell {
  const { repeats = 10 } = options;
  checkRepeats(repeats);
  const mean = new Float64Array(shells.count + 1);
  for (let repeat = 0; repeat < repeats; repeat++) {
    const { first, second } = halfDatasets(observations, groups, { ...options, repeat });
    const difference = new Float64Array(shells.count + 1);
    const average = new Float64Array(shells.count + 1);
    for (let g = 0; g < groups.count; g++) {
      const shell = shells.ofReflection[groups.reflection[g]];
      if (shell < 0 || Number.isNaN(first[g])) continue;
      difference[shell] += Math.abs(first[g] - second[g]);
      average[shell] += (first[g] + second[g]) / 2;
    }
    quotient(addUp(difference), addUp(average)).forEach((value, s) => {
      mean[s] += (value * Math.SQRT1_2) / repeats;
    });
  }
  return byShell(mean);
}

/** Rsplit of pairs of intensities; NaN for none, or where their sum is not positive. */
export function rSplitOfPairs(first: ArrayLike<number>, second: ArrayLike<number>): number {
  let difference = 0;
  let sum = 0;
  for (let i = 0; i < first.length; i++) {
    difference += Math.abs(first[i] - second[i]);
    sum += first[i] + second[i];
  }
  return sum > 0 ? (Math.SQRT2 * difference) / sum : Number.NaN;
}

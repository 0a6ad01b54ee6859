/**
 * CCanom: the correlation of the anomalous differences ΔI = I(+) − I(−) of two random halves of the observations, over
 * acentric reflections of which both mates were measured at least twice, by shell.
 * Source: Schneider, T. R. & Sheldrick, G. M. (2002) Acta Cryst. D58, 1772–1779; as `half_dataset_anomalous_correlation`
 * of cctbx, which does not weight the observations; nor does this by default. Above about 0.3: signal to phase with.
 */
import {
  addPair,
  emptySeries,
  type HalfCorrelation,
  type HalfCorrelationOptions,
  overRepeats,
} from "./ccHalf.js";
import { pearson, spearman } from "./correlation.js";
import type { ObservationGroups } from "./groups.js";
import { halfDatasets } from "./halfDatasets.js";
import type { Observations } from "./observations.js";
import type { Shells } from "./shells.js";

/** CCanom by shell. @param groups observations with Friedel mates apart */
export function ccAnomalous(
  observations: Observations,
  groups: ObservationGroups,
  shells: Shells,
  options: HalfCorrelationOptions = {},
): HalfCorrelation {
  const correlate = options.correlation === "spearman" ? spearman : pearson;
  const weighted = options.weighted ?? false;
  const divide = (repeat: number) => {
    const { first, second } = halfDatasets(observations, groups, { ...options, weighted, repeat });
    const series = emptySeries(shells);
    for (let g = 1; g < groups.count; g++) {
      const shell = shells.ofReflection[groups.reflection[g]];
      const isPair = groups.minus[g] === 1 && groups.reflection[g - 1] === groups.reflection[g];
      if (!isPair || shell < 0 || Number.isNaN(first[g]) || Number.isNaN(first[g - 1])) continue;
      addPair(series, shell, first[g - 1] - first[g], second[g - 1] - second[g]);
    }
    return series;
  };
  return overRepeats(options, shells, divide, correlate);
}

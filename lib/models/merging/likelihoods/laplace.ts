/**
 * Errors with exponential tails: log p(I) = −√2 |z| − log σ − ½ log 2,  z = (I − Î)/σ: Laplace's distribution of standard
 * deviation σ, as careless's LaplaceLikelihood has it (which no option of careless reaches). Its maximum is the median of
 * the equivalents, as the normal one's is their mean; every observation pulls with the same force, √2/σ, however far off.
 * An error model refines σ.
 */
import { type ErrorModelOptions, errorModelOf } from "./errorModels.js";
import type { StandardDensity } from "./errorModelTypes.js";
import type { Likelihood } from "./likelihoodTypes.js";
import { locationScale } from "./locationScale.js";

/** Options of {@link laplace}. */
export interface LaplaceOptions extends ErrorModelOptions {}

const LOG_PEAK = -0.5 * Math.LN2;

/** Of mean 0 and standard deviation 1. */
export const laplaceDensity: StandardDensity = {
  description: { name: "laplace" },
  parameters: {},
  logShape: (q) => q.abs().mul(-Math.SQRT2),
  logPeak: () => LOG_PEAK,
  fitted: () => ({}),
  ofResiduals: () => ({
    name: "Laplace's distribution",
    logProbability: (q) => LOG_PEAK - Math.SQRT2 * Math.abs(q),
  }),
};

/** @throws InputError for an error model that there is not */
export function laplace({ errorModel }: LaplaceOptions = {}): Likelihood {
  return locationScale(laplaceDensity, errorModelOf(errorModel));
}

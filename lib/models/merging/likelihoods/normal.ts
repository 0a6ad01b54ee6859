/**
 * Errors of measurement as the sigmas have them: log p(I) = −z²/2 − log σ − ½ log 2π, z = (I − Î)/σ. Paper 002, section 5;
 * careless's default. One wild observation can spoil its reflection: prefer Student's t. An error model refines σ.
 */
import { normal as normalDistribution } from "../../../distributions/index.js";
import { type ErrorModelOptions, errorModelOf } from "./errorModels.js";
import type { StandardDensity } from "./errorModelTypes.js";
import type { Likelihood } from "./likelihoodTypes.js";
import { locationScale } from "./locationScale.js";

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Options of {@link normal}. */
export interface NormalOptions extends ErrorModelOptions {}

/** Of mean 0 and standard deviation 1. */
export const normalDensity: StandardDensity = {
  description: { name: "normal" },
  parameters: {},
  logShape: (q) => q.square().mul(-0.5),
  logPeak: () => -HALF_LOG_TWO_PI,
  fitted: () => ({}),
  ofResiduals: () => normalDistribution({ location: 0, scale: 1 }),
};

/** @throws InputError for an error model that there is not */
export function normal({ errorModel }: NormalOptions = {}): Likelihood {
  return locationScale(normalDensity, errorModelOf(errorModel));
}

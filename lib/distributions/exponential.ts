/**
 * Exponential distribution: p(x) = exp(−x/scale)/scale, x ≥ 0, of mean `scale`. Intensities of acentric reflections have
 * it, with scale = εΣ. Sampled by inversion, x = −scale × log(1 − u).
 */
import { uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { EULER_GAMMA } from "./specialFunctionsGamma.js";

export const exponentialFamily: Family<"scale"> = {
  name: "exponential",
  parameters: ["scale"],
  constants: [],
  requirements: { scale: "positive" },
  support: () => [0, Infinity],
  logProbability: (x, p) => (x < 0 ? -Infinity : -x / p[0] - Math.log(p[0])),
  logProbabilityGradient(x, p, out) {
    out[0] = -1 / p[0];
    out[1] = (x / p[0] - 1) / p[0];
  },
  cdf: (x, p) => -Math.expm1(-x / p[0]),
  survival: (x, p) => Math.exp(-x / p[0]),
  quantile: (u, p) => -p[0] * Math.log1p(-u),
  mean: (p) => p[0],
  variance: (p) => p[0] * p[0],
  entropy: (p) => 1 + Math.log(p[0]),
  meanLog: (p) => Math.log(p[0]) - EULER_GAMMA,
  sample: (stream, index, p) => -p[0] * Math.log1p(-uniform(stream, index)),
  sampleGradient(x, p, out) {
    out[0] = x / p[0];
  },
  exponentialForm(p, out) {
    out[0] = -Math.log(p[0]);
    out[1] = 0;
    out[2] = -1 / p[0];
    out[3] = 0;
  },
};

/**
 * An exponential distribution.
 * @param parameters scale > 0, its mean
 * @throws InputError for a scale ≤ 0 or not finite
 */
export function exponential(parameters: ParameterValues<"scale">): Distribution<"scale"> {
  return new Distribution(exponentialFamily, parameters);
}

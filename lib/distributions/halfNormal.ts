/**
 * Half-normal distribution, |x| of a normal x about 0: p(x) = √(2/π)/σ exp(−x²/(2σ²)), x ≥ 0. Amplitudes of centric
 * reflections have it, with σ² = εΣ. Sampled by inversion, x = −σ Φ⁻¹((1 − u)/2).
 */
import { normalQuantile, uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { erf, erfc } from "./specialFunctionsError.js";
import { EULER_GAMMA } from "./specialFunctionsGamma.js";

const HALF_LOG_TWO_OVER_PI = -0.22579135264472744;

/** The quantile of scale 1. */
export function standardHalfNormalQuantile(u: number): number {
  const z = -normalQuantile(0.5 * (1 - u));
  // 1 − u has lost digits of a small u; one Newton step finds them again.
  return u < 0.1 ? z + (u - erf(z * Math.SQRT1_2)) * Math.exp(0.5 * z * z - HALF_LOG_TWO_OVER_PI) : z;
}

export const halfNormalFamily: Family<"scale"> = {
  name: "halfNormal",
  parameters: ["scale"],
  constants: [],
  requirements: { scale: "positive" },
  support: () => [0, Infinity],
  logProbability(x, p) {
    if (x < 0) return -Infinity;
    const z = x / p[0];
    return HALF_LOG_TWO_OVER_PI - Math.log(p[0]) - 0.5 * z * z;
  },
  logProbabilityGradient(x, p, out) {
    const z = x / p[0];
    out[0] = -z / p[0];
    out[1] = (z * z - 1) / p[0];
  },
  cdf: (x, p) => erf((x / p[0]) * Math.SQRT1_2),
  survival: (x, p) => erfc((x / p[0]) * Math.SQRT1_2),
  quantile: (u, p) => p[0] * standardHalfNormalQuantile(u),
  mean: (p) => p[0] * Math.sqrt(2 / Math.PI),
  variance: (p) => p[0] * p[0] * (1 - 2 / Math.PI),
  entropy: (p) => 0.5 - HALF_LOG_TWO_OVER_PI + Math.log(p[0]),
  meanLog: (p) => Math.log(p[0]) - 0.5 * (EULER_GAMMA + Math.LN2),
  sample: (stream, index, p) => p[0] * standardHalfNormalQuantile(uniform(stream, index)),
  sampleGradient(x, p, out) {
    out[0] = x / p[0];
  },
  exponentialForm(p, out) {
    out[0] = HALF_LOG_TWO_OVER_PI - Math.log(p[0]);
    out[1] = 0;
    out[2] = 0;
    out[3] = -0.5 / (p[0] * p[0]);
  },
};

/**
 * A half-normal distribution.
 * @param parameters scale σ > 0 of the normal distribution whose absolute value it is
 * @throws InputError for a scale ≤ 0 or not finite
 */
export function halfNormal(parameters: ParameterValues<"scale">): Distribution<"scale"> {
  return new Distribution(halfNormalFamily, parameters);
}

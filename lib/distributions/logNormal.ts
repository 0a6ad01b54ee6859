/**
 * Log-normal distribution, exp of a normal number: p(x) = exp(−z²/2)/(x σ √(2π)), z = (log x − location)/scale, x > 0.
 * Location and scale are those of log x. For scale factors, which are positive. Sampled as exp(location + scale Φ⁻¹(u)).
 */
import { normal as drawNormal, normalQuantile } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { logNormalDensity, normalCdf } from "./specialFunctionsError.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;

export const logNormalFamily: Family<"location" | "scale"> = {
  name: "logNormal",
  parameters: ["location", "scale"],
  constants: [],
  requirements: { location: "finite", scale: "positive" },
  support: () => [0, Infinity],
  logProbability(x, p) {
    if (x <= 0) return -Infinity;
    const log = Math.log(x);
    return logNormalDensity((log - p[0]) / p[1]) - log - Math.log(p[1]);
  },
  logProbabilityGradient(x, p, out) {
    const z = (Math.log(x) - p[0]) / p[1];
    out[0] = -(1 + z / p[1]) / x;
    out[1] = z / p[1];
    out[2] = (z * z - 1) / p[1];
  },
  cdf: (x, p) => normalCdf((Math.log(x) - p[0]) / p[1]),
  survival: (x, p) => normalCdf((p[0] - Math.log(x)) / p[1]),
  quantile: (u, p) => Math.exp(p[0] + p[1] * normalQuantile(u)),
  mean: (p) => Math.exp(p[0] + 0.5 * p[1] * p[1]),
  variance: (p) => Math.expm1(p[1] * p[1]) * Math.exp(2 * p[0] + p[1] * p[1]),
  entropy: (p) => p[0] + 0.5 + HALF_LOG_TWO_PI + Math.log(p[1]),
  meanLog: (p) => p[0],
  sample: (stream, index, p) => Math.exp(p[0] + p[1] * drawNormal(stream, index)),
  sampleGradient(x, p, out) {
    out[0] = x;
    out[1] = (x * (Math.log(x) - p[0])) / p[1];
  },
};

/**
 * A log-normal distribution.
 * @param parameters location and scale > 0 of the logarithm
 * @throws InputError for a scale ≤ 0 or a number that is not finite
 */
export function logNormal(
  parameters: ParameterValues<"location" | "scale">,
): Distribution<"location" | "scale"> {
  return new Distribution(logNormalFamily, parameters);
}

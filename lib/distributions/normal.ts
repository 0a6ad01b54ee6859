/**
 * Normal distribution: p(x) = exp(−z²/2)/(σ √(2π)), z = (x − location)/scale. Sampled as location + scale × Φ⁻¹(u).
 */
import { normal as drawNormal, normalQuantile } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { logNormalDensity, normalCdf } from "./specialFunctionsError.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;

export const normalFamily: Family<"location" | "scale"> = {
  name: "normal",
  parameters: ["location", "scale"],
  constants: [],
  requirements: { location: "finite", scale: "positive" },
  support: () => [-Infinity, Infinity],
  logProbability: (x, p) => logNormalDensity((x - p[0]) / p[1]) - Math.log(p[1]),
  logProbabilityGradient(x, p, out) {
    const z = (x - p[0]) / p[1];
    out[0] = -z / p[1];
    out[1] = z / p[1];
    out[2] = (z * z - 1) / p[1];
  },
  cdf: (x, p) => normalCdf((x - p[0]) / p[1]),
  survival: (x, p) => normalCdf((p[0] - x) / p[1]),
  quantile: (u, p) => p[0] + p[1] * normalQuantile(u),
  mean: (p) => p[0],
  variance: (p) => p[1] * p[1],
  entropy: (p) => 0.5 + HALF_LOG_TWO_PI + Math.log(p[1]),
  sample: (stream, index, p) => p[0] + p[1] * drawNormal(stream, index),
  sampleGradient(x, p, out) {
    out[0] = 1;
    out[1] = (x - p[0]) / p[1];
  },
  exponentialForm(p, out) {
    const inverse = 1 / (p[1] * p[1]);
    out[0] = logNormalDensity(p[0] / p[1]) - Math.log(p[1]);
    out[1] = 0;
    out[2] = p[0] * inverse;
    out[3] = -0.5 * inverse;
  },
};

/**
 * A normal distribution.
 * @param parameters location (the mean) and scale σ > 0
 * @throws InputError for a scale ≤ 0 or a number that is not finite
 */
export function normal(
  parameters: ParameterValues<"location" | "scale">,
): Distribution<"location" | "scale"> {
  return new Distribution(normalFamily, parameters);
}

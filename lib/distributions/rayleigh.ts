/**
 * Rayleigh distribution, the length of a vector of two normal components: p(x) = x/σ² exp(−x²/(2σ²)), x ≥ 0. Amplitudes
 * of acentric reflections have it, with 2σ² = εΣ. Sampled by inversion, x = σ √(−2 log(1 − u)).
 */
import { uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { EULER_GAMMA } from "./specialFunctionsGamma.js";

export const rayleighFamily: Family<"scale"> = {
  name: "rayleigh",
  parameters: ["scale"],
  constants: [],
  requirements: { scale: "positive" },
  support: () => [0, Infinity],
  logProbability(x, p) {
    if (x < 0) return -Infinity;
    const z = x / p[0];
    return Math.log(z) - Math.log(p[0]) - 0.5 * z * z;
  },
  logProbabilityGradient(x, p, out) {
    const z = x / p[0];
    out[0] = (1 / z - z) / p[0];
    out[1] = (z * z - 2) / p[0];
  },
  cdf: (x, p) => -Math.expm1((-0.5 * x * x) / (p[0] * p[0])),
  survival: (x, p) => Math.exp((-0.5 * x * x) / (p[0] * p[0])),
  quantile: (u, p) => p[0] * Math.sqrt(-2 * Math.log1p(-u)),
  mean: (p) => p[0] * Math.sqrt(Math.PI / 2),
  variance: (p) => p[0] * p[0] * (2 - Math.PI / 2),
  entropy: (p) => 1 + Math.log(p[0]) - 0.5 * Math.LN2 + 0.5 * EULER_GAMMA,
  meanLog: (p) => Math.log(p[0]) + 0.5 * (Math.LN2 - EULER_GAMMA),
  sample: (stream, index, p) => p[0] * Math.sqrt(-2 * Math.log1p(-uniform(stream, index))),
  sampleGradient(x, p, out) {
    out[0] = x / p[0];
  },
  exponentialForm(p, out) {
    out[0] = -2 * Math.log(p[0]);
    out[1] = 1;
    out[2] = 0;
    out[3] = -0.5 / (p[0] * p[0]);
  },
};

/**
 * A Rayleigh distribution.
 * @param parameters scale σ > 0, the standard deviation of each component
 * @throws InputError for a scale ≤ 0 or not finite
 */
export function rayleigh(parameters: ParameterValues<"scale">): Distribution<"scale"> {
  return new Distribution(rayleighFamily, parameters);
}

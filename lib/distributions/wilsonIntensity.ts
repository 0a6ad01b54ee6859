/**
 * Wilson's distribution of intensities I = F² ≥ 0 (Wilson, Acta Cryst. 2 (1949) 318):
 *   acentric  p(I) = exp(−I/(εΣ))/(εΣ),     centric  p(I) = exp(−I/(2εΣ))/√(2πεΣ I),
 * an exponential and a gamma distribution of shape ½, both of mean εΣ; Σ as in {@link wilsonAmplitude}. Sampled as the
 * square of an amplitude, by inversion.
 */
import { uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { standardHalfNormalQuantile } from "./halfNormal.js";
import { erf, erfc } from "./specialFunctionsError.js";
import { EULER_GAMMA } from "./specialFunctionsGamma.js";
import {
  expectedIntensity,
  type WilsonParameter,
  wilsonConstants,
  wilsonGradient,
  wilsonParameters,
  wilsonRequirements,
  withWilsonDefaults,
} from "./wilsonIntensityScale.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;

function quantile(u: number, p: Float64Array): number {
  const mean = expectedIntensity(p);
  if (!p[4]) return -mean * Math.log1p(-u);
  const z = standardHalfNormalQuantile(u);
  return mean * z * z;
}

export const wilsonIntensityFamily: Family<WilsonParameter> = {
  name: "wilsonIntensity",
  parameters: wilsonParameters,
  constants: wilsonConstants,
  requirements: wilsonRequirements,
  support: () => [0, Infinity],
  logProbability(x, p) {
    if (x < 0) return -Infinity;
    const mean = expectedIntensity(p);
    if (!p[4]) return -x / mean - Math.log(mean);
    return -0.5 * (x / mean + Math.log(mean) + Math.log(x)) - HALF_LOG_TWO_PI;
  },
  logProbabilityGradient(x, p, out) {
    const mean = expectedIntensity(p);
    const half = p[4] ? 0.5 : 1;
    out[0] = -half / mean - (p[4] ? 0.5 / x : 0);
    wilsonGradient(half * (x / mean - 1), p, out, 1);
  },
  cdf(x, p) {
    const t = x / expectedIntensity(p);
    return p[4] ? erf(Math.sqrt(0.5 * t)) : -Math.expm1(-t);
  },
  survival(x, p) {
    const t = x / expectedIntensity(p);
    return p[4] ? erfc(Math.sqrt(0.5 * t)) : Math.exp(-t);
  },
  quantile,
  mean: expectedIntensity,
  variance: (p) => (p[4] ? 2 : 1) * expectedIntensity(p) ** 2,
  entropy(p) {
    const log = Math.log(expectedIntensity(p));
    // Centric: ½ + ½ E[log x] + ½ log Σ + ½ log 2π.
    return p[4] ? log + 0.5 - 0.5 * (EULER_GAMMA + Math.LN2) + HALF_LOG_TWO_PI : log + 1;
  },
  meanLog: (p) => Math.log(expectedIntensity(p)) - EULER_GAMMA - (p[4] ? Math.LN2 : 0),
  sample: (stream, index, p) => quantile(uniform(stream, index), p),
  sampleGradient: (x, p, out) => wilsonGradient(x, p, out, 0),
  exponentialForm(p, out) {
    const mean = expectedIntensity(p);
    const half = p[4] ? 0.5 : 1;
    out[0] = -half * Math.log(mean) - (p[4] ? HALF_LOG_TWO_PI : 0);
    out[1] = p[4] ? -0.5 : 0;
    out[2] = -half / mean;
    out[3] = 0;
  },
};

/**
 * Wilson's distribution of intensities.
 * @param parameters as of {@link wilsonAmplitude}
 * @throws InputError for a meanIntensity, dSpacing or epsilon ≤ 0, or a NaN
 */
export function wilsonIntensity(
  parameters: Partial<ParameterValues<WilsonParameter>> = {},
): Distribution<WilsonParameter> {
  return new Distribution(wilsonIntensityFamily, withWilsonDefaults(parameters));
}

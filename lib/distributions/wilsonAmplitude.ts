/**
 * Wilson's distribution of structure factor amplitudes F ≥ 0, the prior of merging (Wilson, Acta Cryst. 2 (1949) 318):
 *   acentric  p(F) = 2F/(εΣ) exp(−F²/(εΣ)),     centric  p(F) = √(2/(πεΣ)) exp(−F²/(2εΣ)),
 * a Rayleigh and a half-normal distribution, both with ⟨F²⟩ = εΣ,
 *   Σ = meanIntensity × exp(−2 B s²) = meanIntensity × exp(−B/(2d²)),   s = sin θ/λ = 1/(2d).
 * Sampled by inversion.
 */
import { uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { halfNormalFamily } from "./halfNormal.js";
import { rayleighFamily } from "./rayleigh.js";
import {
  expectedIntensity,
  type WilsonParameter,
  wilsonConstants,
  wilsonGradient,
  wilsonParameters,
  wilsonRequirements,
  withWilsonDefaults,
} from "./wilsonIntensityScale.js";

const scale = new Float64Array(1);

/** The Rayleigh or half-normal distribution that it is; `scale` is set to its parameter. */
function underlying(p: Float64Array): Family<"scale"> {
  const intensity = expectedIntensity(p);
  scale[0] = Math.sqrt(p[4] ? intensity : 0.5 * intensity);
  return p[4] ? halfNormalFamily : rayleighFamily;
}

export const wilsonAmplitudeFamily: Family<WilsonParameter> = {
  name: "wilsonAmplitude",
  parameters: wilsonParameters,
  constants: wilsonConstants,
  requirements: wilsonRequirements,
  support: () => [0, Infinity],
  logProbability: (x, p) => underlying(p).logProbability(x, scale),
  logProbabilityGradient(x, p, out) {
    underlying(p).logProbabilityGradient(x, scale, out);
    // scale ∝ √(εΣ): d/d log Σ = ½ d/d log scale.
    wilsonGradient(0.5 * scale[0] * out[1], p, out, 1);
  },
  cdf: (x, p) => underlying(p).cdf(x, scale),
  survival: (x, p) => underlying(p).survival(x, scale),
  quantile: (u, p) => underlying(p).quantile(u, scale),
  mean: (p) => underlying(p).mean(scale),
  variance: (p) => underlying(p).variance(scale),
  entropy: (p) => underlying(p).entropy(scale),
  meanLog: (p) => underlying(p).meanLog?.(scale) ?? Number.NaN,
  sample: (stream, index, p) => underlying(p).quantile(uniform(stream, index), scale),
  sampleGradient: (x, p, out) => wilsonGradient(0.5 * x, p, out, 0),
  exponentialForm: (p, out) => underlying(p).exponentialForm?.(scale, out),
};

/**
 * Wilson's distribution of amplitudes.
 * @param parameters meanIntensity (1; Σ where B = 0 or d = ∞), bFactor (0, Å²), dSpacing (∞, Å), epsilon (1), centric
 *   (0 acentric, 1 centric)
 * @throws InputError for a meanIntensity, dSpacing or epsilon ≤ 0, or a NaN
 */
export function wilsonAmplitude(
  parameters: Partial<ParameterValues<WilsonParameter>> = {},
): Distribution<WilsonParameter> {
  return new Distribution(wilsonAmplitudeFamily, withWilsonDefaults(parameters));
}

/**
 * Gamma distribution: p(x) = (x/scale)^(shape − 1) exp(−x/scale) / (scale Γ(shape)), x ≥ 0. Intensities of centric
 * reflections have it with shape ½. Sampled by Marsaglia & Tsang's rejection (lib/random); the derivative of a sample
 * with respect to the shape is that at fixed cdf, −(∂F/∂shape)/p (incompleteGamma.ts).
 */
import { gamma as drawGamma } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { gammaShapeDerivative, logGammaKernel, logIncompleteGamma } from "./incompleteGamma.js";
import { invertCdf } from "./invertCdf.js";
import { digamma, logGamma } from "./specialFunctionsGamma.js";

export const gammaFamily: Family<"shape" | "scale"> = {
  name: "gamma",
  parameters: ["shape", "scale"],
  constants: [],
  requirements: { shape: "positive", scale: "positive" },
  support: () => [0, Infinity],
  logProbability(x, p) {
    if (x < 0) return -Infinity;
    // At 0 the kernel is −∞ whatever the shape.
    if (x === 0) return p[0] < 1 ? Infinity : p[0] > 1 ? -Infinity : -Math.log(p[1]);
    return logGammaKernel(p[0], x / p[1]) - Math.log(x);
  },
  logProbabilityGradient(x, p, out) {
    const t = x / p[1];
    out[0] = ((p[0] - 1) / t - 1) / p[1];
    out[1] = Math.log(t) - digamma(p[0]);
    out[2] = (t - p[0]) / p[1];
  },
  cdf: (x, p) => Math.exp(logIncompleteGamma(p[0], x / p[1]).lower),
  survival: (x, p) => Math.exp(logIncompleteGamma(p[0], x / p[1]).upper),
  quantile: (u, p) => p[1] * Math.exp(logQuantile(u, p[0])),
  mean: (p) => p[0] * p[1],
  variance: (p) => p[0] * p[1] * p[1],
  entropy: (p) => p[0] + Math.log(p[1]) + logGamma(p[0]) + (1 - p[0]) * digamma(p[0]),
  meanLog: (p) => digamma(p[0]) + Math.log(p[1]),
  sample: (stream, index, p) => p[1] * drawGamma(stream, index, p[0]),
  sampleGradient(x, p, out) {
    out[0] = p[1] * gammaShapeDerivative(p[0], x / p[1]);
    out[1] = x / p[1];
  },
  exponentialForm(p, out) {
    out[0] = -logGamma(p[0]) - p[0] * Math.log(p[1]);
    out[1] = p[0] - 1;
    out[2] = -1 / p[1];
    out[3] = 0;
  },
};

/** log of the quantile of scale 1. */
function logQuantile(u: number, shape: number): number {
  // P → x^a / (a Γ(a)) for small x; from there, or from the mean.
  const small = (Math.log(u) + logGamma(shape + 1)) / shape;
  const start = Math.min(small, Math.log(shape + 1));
  return invertCdf(
    (y) => {
      const x = Math.exp(y);
      return { ...logIncompleteGamma(shape, x), density: logGammaKernel(shape, x) };
    },
    u,
    start,
  );
}

/**
 * A gamma distribution.
 * @param parameters shape > 0 and scale > 0; mean = shape × scale
 * @throws InputError for a shape or scale ≤ 0 or not finite
 */
export function gamma(parameters: ParameterValues<"shape" | "scale">): Distribution<"shape" | "scale"> {
  return new Distribution(gammaFamily, parameters);
}

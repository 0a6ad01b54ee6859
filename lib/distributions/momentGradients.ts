/**
 * Derivatives of the entropy H and of the moments E[log x], E[x] and E[x²] of a family with respect to its parameters:
 * what the gradient of a Kullback–Leibler divergence is made of (klGradient.ts). In closed form for all families but
 * the truncated normal, whose follow from covariances: with the score s_θ = ∂ log p/∂θ,
 *   dE[f]/dθ = Cov(f, s_θ),   dH/dθ = −Cov(log p, s_θ),
 * where s_µ is linear in x and s_σ in (x − µ)², both integrated about their means to about 1e-12.
 */

import { exponentialFamily } from "./exponential.js";
import type { Family } from "./familyTypes.js";
import { gammaFamily } from "./gamma.js";
import { halfNormalFamily } from "./halfNormal.js";
import { unitInterval } from "./quadrature.js";
import { rayleighFamily } from "./rayleigh.js";
import { digammaHalfStepExcessSlope, trigamma } from "./trigamma.js";
import { offsetMoments } from "./truncation.js";
import { wilsonAmplitudeFamily } from "./wilsonAmplitude.js";
import { wilsonIntensityFamily } from "./wilsonIntensity.js";
import { wilsonGradient } from "./wilsonIntensityScale.js";

/** Derivatives of H, E[log x], E[x] and E[x²] by parameter j, at out[4j] … out[4j + 3]; NaN where log x is not. */
export type MomentGradient = (p: Float64Array, out: Float64Array) => void;

/** Of a family that only its scale distinguishes, by the logarithm of that scale. */
function byLogScale(family: Family<string>, p: Float64Array): [number, number, number, number] {
  const mean = family.mean(p);
  return [1, 1, mean, 2 * (family.variance(p) + mean * mean)];
}

/** Of a family whose one parameter is its scale. */
function scaled(family: Family<string>): MomentGradient {
  return (p, out) => {
    byLogScale(family, p).forEach((d, k) => {
      out[k] = d / p[0];
    });
  };
}

const pair = new Float64Array(2);

/** Of Wilson's distributions, whose scale is Σ to the power `power`. */
function wilson(family: Family<string>, power: number): MomentGradient {
  return (p, out) => {
    byLogScale(family, p).forEach((d, k) => {
      wilsonGradient(power * d, p, pair, 0);
      out[k] = pair[0];
      out[4 + k] = pair[1];
    });
  };
}

/** By family. A new one is one line here and its case in the test; without one its gradients are estimated. */
export const momentGradients: Readonly<Record<string, MomentGradient>> = {
  normal: (p, out) => out.set([0, Number.NaN, 1, 2 * p[0], 1 / p[1], Number.NaN, 0, 2 * p[1]]),
  logNormal(p, out) {
    const variance = p[1] * p[1];
    const mean = Math.exp(p[0] + 0.5 * variance);
    const square = Math.exp(2 * (p[0] + variance));
    out.set([1, 1, mean, 2 * square, 1 / p[1], 0, p[1] * mean, 4 * p[1] * square]);
  },
  halfNormal: scaled(halfNormalFamily),
  rayleigh: scaled(rayleighFamily),
  exponential: scaled(exponentialFamily),
  gamma(p, out) {
    const [shape, scale] = p;
    const slope = trigamma(shape);
    out.set([1 + (1 - shape) * slope, slope, scale, (2 * shape + 1) * scale * scale]);
    byLogScale(gammaFamily, p).forEach((d, k) => {
      out[4 + k] = d / scale;
    });
  },
  studentT(p, out) {
    const [location, scale, nu] = p;
    // Of 2 degrees of freedom or fewer there is no second moment, nor of 1 a first.
    const ratio = nu > 2 ? nu / (nu - 2) : Number.NaN;
    const mean = nu > 1 ? 1 : Number.NaN;
    out.set([0, Number.NaN, mean, 2 * location * mean, 1 / scale, Number.NaN, 0 * mean, 2 * scale * ratio]);
    const entropy = 0.25 * (nu + 1) * digammaHalfStepExcessSlope(0.5 * nu) - 0.5 / (nu * nu);
    out.set([entropy, Number.NaN, 0 * mean, (-2 * scale * scale * ratio) / (nu * (nu - 2))], 8);
  },
  truncatedNormal,
  wilsonAmplitude: wilson(wilsonAmplitudeFamily, 0.5),
  wilsonIntensity: wilson(wilsonIntensityFamily, 1),
};

/** How many σ to either side of the mode count: exp(−½ 9.5²) = 3e-20. */
const REACH = 9.5;

/**
 * Written with t ≥ 0, the distance in σ from the bound nearer to the mode (or beyond it), as in truncation.ts: then
 * u = (x − µ)/σ = ±(a + t), s_µ = u/σ and s_σ = (u² − 1 + …)/σ. Every factor is taken from its mean before it is
 * multiplied, so that nothing cancels, however far out the bound lies.
 */
function truncatedNormal(p: Float64Array, out: Float64Array): void {
  const [location, scale, low, high] = p;
  const sign = low - location < location - high ? -1 : 1;
  const a = (sign > 0 ? low - location : location - high) / scale;
  const w = (high - low) / scale;
  const { mean, variance } = offsetMoments(a, w);
  const meanX = (sign > 0 ? low : high) + sign * scale * mean;
  const hasLog = low >= 0;
  const from = Math.max(0, -a - REACH);
  const to = Math.min(w, a > 0 ? 90 / (a + Math.sqrt(a * a + 90)) : REACH - a);
  const sums = new Float64Array(7);
  for (let k = 0; k < unitInterval.nodes.length; k++) {
    const t = from + (to - from) * unitInterval.nodes[k];
    const density = Math.exp(a > 0 ? -t * (a + 0.5 * t) : -0.5 * (a + t) * (a + t));
    const weight = unitInterval.weights[k] * density;
    const d = t - mean;
    const u2 = d * (d + 2 * (a + mean)) - variance;
    const dx = sign * scale * d;
    const x2 = dx * (dx + 2 * meanX) - scale * scale * variance;
    const log = hasLog ? Math.log(Math.max((meanX + dx) / meanX, Number.MIN_VALUE)) : Number.NaN;
    sums[0] += weight;
    sums[1] += weight * d * u2;
    sums[2] += weight * u2 * u2;
    sums[3] += weight * d * log;
    sums[4] += weight * u2 * log;
    sums[5] += weight * d * x2;
    sums[6] += weight * u2 * x2;
  }
  const [total, dU, uU, dLog, uLog, dX2, uX2] = sums;
  const s = 1 / (total * scale);
  out.set([0.5 * sign * dU * s, sign * dLog * s, variance, sign * dX2 * s]);
  out.set([0.5 * uU * s, uLog * s, (sign * dU) / total, uX2 * s], 4);
}

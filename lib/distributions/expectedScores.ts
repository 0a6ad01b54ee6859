/**
 * The mean under q of the score of p, E_q[∂ log p(x)/∂θ], from moments of q alone: for families p whose log density is
 * a sum of a constant, log x, x and x². Its negative is the derivative of KL(q‖p) by the parameters of p.
 */
import { digamma } from "./specialFunctionsGamma.js";
import { farDensity, nearExcess } from "./truncation.js";
import { expectedIntensity, wilsonGradient } from "./wilsonIntensityScale.js";

/** Moments of q: its mean, variance and E[log x] (NaN where x may be negative). */
export interface Moments {
  readonly mean: number;
  readonly variance: number;
  readonly log: number;
}

/** Writes E_q[∂ log p/∂(parameter j)] to out[j]. */
export type ExpectedScore = (p: Float64Array, q: Moments, out: Float64Array) => void;

const square = ({ mean, variance }: Moments): number => variance + mean * mean;

/** By family of p. A new one is one line here and its case in the test; without one its gradients are estimated. */
export const expectedScores: Readonly<Record<string, ExpectedScore>> = {
  normal(p, { mean, variance }, out) {
    const z = (mean - p[0]) / p[1];
    out[0] = z / p[1];
    out[1] = (variance / (p[1] * p[1]) + z * z - 1) / p[1];
  },
  truncatedNormal(p, { mean, variance }, out) {
    // As the score in truncatedNormal.ts, which is linear in t and t².
    const [location, scale, low, high] = p;
    const turned = low - location < location - high;
    const a = (turned ? location - high : low - location) / scale;
    const w = (high - low) / scale;
    const t = (turned ? high - mean : mean - low) / scale;
    const far = farDensity(a, w);
    const excess = nearExcess(a, w);
    out[0] = ((turned ? -1 : 1) * (t - excess + far)) / scale;
    const t2 = variance / (scale * scale) + t * t;
    out[1] = (a * (2 * t - excess) + t2 - 1 + (far === 0 ? 0 : far * (a + w))) / scale;
  },
  halfNormal(p, q, out) {
    out[0] = (square(q) / (p[0] * p[0]) - 1) / p[0];
  },
  rayleigh(p, q, out) {
    out[0] = (square(q) / (p[0] * p[0]) - 2) / p[0];
  },
  exponential(p, q, out) {
    out[0] = (q.mean / p[0] - 1) / p[0];
  },
  gamma(p, q, out) {
    out[0] = q.log - Math.log(p[1]) - digamma(p[0]);
    out[1] = (q.mean / p[1] - p[0]) / p[1];
  },
  wilsonAmplitude(p, q, out) {
    wilsonGradient((p[4] ? 0.5 : 1) * (square(q) / expectedIntensity(p) - 1), p, out, 0);
  },
  wilsonIntensity(p, q, out) {
    wilsonGradient((p[4] ? 0.5 : 1) * (q.mean / expectedIntensity(p) - 1), p, out, 0);
  },
};

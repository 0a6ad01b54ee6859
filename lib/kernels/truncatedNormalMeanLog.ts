/**
 * g(α) = E[log t] of t ~ normal(α, 1) cut to t > 0, and its derivative g'(α) = Cov(log t, t): what the entropy and the
 * Wilson priors of a truncated normal posterior need, E[log x] = log σ + g(µ/σ). With weights w(t) = exp(αt − t²/2),
 *   E[f] = ∫₀^∞ f(t) w(t) dt / ∫₀^∞ w(t) dt  and  d log w/dα = t,
 * hence the covariance. α < 10: by the rule for an interval of lib/distributions/quadrature.ts, to where w has fallen
 * below 1e-17 of its peak; from there on, where the cut takes less than 1e-23, by the trapezoidal rule over t = α + z,
 * |z| ≤ 9, which is exact to rounding for a normal density. g → log α above, → −γ − log |α| below (γ Euler's constant);
 * g' → 1/|α|.
 */
import { unitInterval } from "../distributions/quadrature.js";

const FAR = 10;
const STEP = 0.5;
const REACH = 18;

const logNodes = unitInterval.nodes.map(Math.log);
const normalWeights = Float64Array.from({ length: 2 * REACH + 1 }, (_, k) => {
  const z = (k - REACH) * STEP;
  return (STEP * Math.exp(-0.5 * z * z)) / Math.sqrt(2 * Math.PI);
});

/** E[log t] of t ~ normal(alpha, 1) cut to t > 0. */
export function truncatedNormalMeanLog(alpha: number): number {
  return alpha < FAR ? moments(alpha).mean : Math.log(alpha) + far(alpha, () => 1);
}

/** d E[log t]/d alpha = Cov(log t, t). */
export function truncatedNormalMeanLogSlope(alpha: number): number {
  return alpha < FAR ? moments(alpha).covariance : far(alpha, (z) => z);
}

/** E[f(z) log(1 + z/α)] of a standard normal z. */
function far(alpha: number, f: (z: number) => number): number {
  let sum = 0;
  for (let k = 0; k < normalWeights.length; k++) {
    const z = (k - REACH) * STEP;
    sum += normalWeights[k] * f(z) * Math.log1p(z / alpha);
  }
  return sum;
}

/** About a t near the mean and its logarithm, so that the covariance does not cancel. */
function moments(alpha: number): { mean: number; covariance: number } {
  const peak = Math.max(0, alpha);
  const width = alpha > 0 ? alpha + 9 : 84 / (Math.sqrt(alpha * alpha + 84) - alpha);
  const about = alpha > 1 ? alpha : 0.1 * width;
  const shift = Math.log(width / about);
  const { nodes, weights } = unitInterval;
  let [total, first, log, product] = [0, 0, 0, 0];
  for (let k = 0; k < nodes.length; k++) {
    const t = width * nodes[k];
    const weight = weights[k] * Math.exp(t * (alpha - 0.5 * t) - 0.5 * peak * peak);
    const logarithm = logNodes[k] + shift;
    total += weight;
    first += weight * (t - about);
    log += weight * logarithm;
    product += weight * (t - about) * logarithm;
  }
  const mean = log / total;
  return { mean: Math.log(about) + mean, covariance: (product - first * mean) / total };
}

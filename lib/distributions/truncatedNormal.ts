/**
 * Normal distribution cut to [low, high], by default to [0, ∞): the posterior of a structure factor amplitude.
 *   p(x) = φ((x − µ)/σ) / (σ Z),  Z = Φ(β) − Φ(α),  α = (low − µ)/σ,  β = (high − µ)/σ.
 * Sampled by inversion, x = F⁻¹(u), so that x is a smooth increasing function of one uniform number; its derivatives
 * are those at fixed F (implicit reparameterisation; Figurnov et al. 2018, equation 4), with S = 1 − F
 *   dx/d low = φ(α) S(x)/φ(z),  dx/d high = φ(β) F(x)/φ(z),  dx/dµ = 1 − dx/d low − dx/d high,
 *   dx/dσ = z − α dx/d low − β dx/d high,  z = (x − µ)/σ.
 * Moments: Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 1 (1994), section 13.10.1. The functions
 * of truncation.ts keep their accuracy however far the interval lies from µ.
 */
import { uniform } from "../random/index.js";
import { Distribution } from "./distribution.js";
import type { Family, ParameterValues } from "./familyTypes.js";
import { integrateHalfLine } from "./quadrature.js";
import { normalHazard } from "./specialFunctionsError.js";
import {
  farDensity,
  integrateDensity,
  locationShares,
  logDensity,
  lowerMass,
  nearExcess,
  offsetEntropy,
  offsetMoments,
  offsetQuantile,
  upperMass,
} from "./truncation.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;

export type TruncatedNormalParameter = "location" | "scale" | "low" | "high";

/** Whether the interval is taken from its upper bound down: where that is the one nearer to the mode, or beyond it. */
function isTurned(p: Float64Array): boolean {
  return p[2] - p[0] < p[0] - p[3];
}

/** Where the interval begins in σ, seen from the bound it is taken from. */
function start(p: Float64Array): number {
  return (isTurned(p) ? p[0] - p[3] : p[2] - p[0]) / p[1];
}

function width(p: Float64Array): number {
  return (p[3] - p[2]) / p[1];
}

function offset(x: number, p: Float64Array): number {
  return (isTurned(p) ? p[3] - x : x - p[2]) / p[1];
}

function fromOffset(t: number, p: Float64Array): number {
  return isTurned(p) ? p[3] - p[1] * t : p[2] + p[1] * t;
}

function quantile(u: number, p: Float64Array): number {
  const t = isTurned(p)
    ? offsetQuantile(1 - u, u, start(p), width(p))
    : offsetQuantile(u, 1 - u, start(p), width(p));
  const x = fromOffset(t, p);
  return Math.min(p[3], Math.max(p[2], x));
}

export const truncatedNormalFamily: Family<TruncatedNormalParameter> = {
  name: "truncatedNormal",
  parameters: ["location", "scale"],
  constants: ["low", "high"],
  requirements: { location: "finite", scale: "positive", low: "bound", high: "bound" },
  inconsistency: (p) =>
    p[2] < p[3] && (Number.isFinite(p[2]) || Number.isFinite(p[3]))
      ? undefined
      : `got the bounds ${p[2]} and ${p[3]}, expected low < high and one of them finite`,
  support: (p) => [p[2], p[3]],
  logProbability(x, p) {
    if (x < p[2] || x > p[3]) return -Infinity;
    return logDensity(offset(x, p), start(p), width(p)) - Math.log(p[1]);
  },
  logProbabilityGradient(x, p, out) {
    const a = start(p);
    const w = width(p);
    const t = offset(x, p);
    const sign = isTurned(p) ? -1 : 1;
    const excess = nearExcess(a, w);
    const far = farDensity(a, w);
    out[0] = (-sign * (a + t)) / p[1];
    // Written with t and the excess of the near density over a, both small where a is large.
    out[1] = (sign * (t - excess + far)) / p[1];
    out[2] = (a * (2 * t - excess) + t * t - 1 + (far === 0 ? 0 : far * (a + w))) / p[1];
  },
  cdf(x, p) {
    const mass = isTurned(p) ? upperMass : lowerMass;
    return mass(offset(x, p), start(p), width(p));
  },
  survival(x, p) {
    const mass = isTurned(p) ? lowerMass : upperMass;
    return mass(offset(x, p), start(p), width(p));
  },
  quantile,
  mean(p) {
    const a = start(p);
    const w = width(p);
    if (a < 0 && w === Infinity) return p[0] + (isTurned(p) ? -1 : 1) * p[1] * normalHazard(a);
    return fromOffset(offsetMoments(a, w).mean, p);
  },
  variance: (p) => p[1] * p[1] * offsetMoments(start(p), width(p)).variance,
  entropy: (p) => Math.log(p[1]) + offsetEntropy(start(p), width(p)),
  meanLog,
  sample: (stream, index, p) => quantile(uniform(stream, index), p),
  sampleGradient(x, p, out) {
    const a = start(p);
    const w = width(p);
    const t = offset(x, p);
    const { location, far } = locationShares(t, a, w);
    out[0] = location;
    // z − a near − (a + w) far with near = 1 − location − far, turned back: all of one sign in the far tail.
    out[1] = (isTurned(p) ? -1 : 1) * (t + a * location - (far === 0 ? 0 : w * far));
  },
  exponentialForm(p, out) {
    const a = start(p);
    const w = width(p);
    const inverse = 1 / (p[1] * p[1]);
    out[0] = logDensity(0, a, w) - Math.log(p[1]);
    // log p(bound) + what the square adds from the bound on.
    const bound = fromOffset(0, p);
    out[0] += 0.5 * inverse * bound * (bound - 2 * p[0]);
    out[1] = 0;
    out[2] = p[0] * inverse;
    out[3] = -0.5 * inverse;
  },
};

/**
 * E[log x] for low ≥ 0 (else NaN). From zero by a double-exponential rule on the half line, far above zero by the
 * trapezoidal rule about the mode, with other bounds over the interval.
 */
function meanLog(p: Float64Array): number {
  const [location, scale, low] = p;
  if (!(low >= 0)) return Number.NaN;
  const a = start(p);
  const w = width(p);
  if (low !== 0 || w !== Infinity) {
    const total = integrateDensity(() => 1, a, w);
    return integrateDensity((t) => Math.log(Math.max(fromOffset(t, p), Number.MIN_VALUE)), a, w) / total;
  }
  if (a < -10) {
    const step = 0.5;
    let sum = 0;
    for (let z = -9; z <= 9; z += step) sum += Math.log1p(-z / a) * Math.exp(-0.5 * z * z);
    return Math.log(location) + sum * step * Math.exp(-HALF_LOG_TWO_PI);
  }
  // Moderate: the length in which the density falls off is 1/a far out, else a few σ.
  const length = 1 / Math.max(1, a);
  const peak = Math.max(0, -a);
  const density = (t: number) => Math.exp(-t * (a + 0.5 * t) - 0.5 * peak * peak);
  const total = integrateHalfLine(density, length);
  return Math.log(scale) + integrateHalfLine((t) => Math.log(t) * density(t), length) / total;
}

/**
 * A normal distribution cut to [low, high].
 * @param parameters location µ and scale σ > 0 of the normal distribution before the cut; low (0) and high (∞)
 * @throws InputError for a scale ≤ 0, a number that is NaN, or low ≥ high
 */
export function truncatedNormal(
  parameters: ParameterValues<"location" | "scale"> & Partial<ParameterValues<"low" | "high">>,
): Distribution<TruncatedNormalParameter> {
  const { location, scale, low = 0, high = Infinity } = parameters;
  return new Distribution(truncatedNormalFamily, { location, scale, low, high });
}

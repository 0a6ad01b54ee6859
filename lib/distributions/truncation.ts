/**
 * The standard normal distribution cut to an interval, for {@link truncatedNormal}: all functions of where the interval
 * begins, `a`, and how wide it is, `w` (both in σ; w may be infinite), turned so that a is the bound nearer to the mode
 * or beyond it: a + w ≥ −a. The value is kept as t = z − a ≥ 0.
 *
 * For a > 0, where Φ underflows, everything is relative to the density at the bound:
 *   J(a, w) = ∫₀ʷ exp(−a t − t²/2) dt = R(a) − exp(−a w − w²/2) R(a + w),  R = Mills' ratio,
 * finite and accurate at any distance from the mode; narrow intervals by quadrature, in which nothing cancels.
 */
import { normalQuantile } from "../random/index.js";
import { integrateInterval } from "./quadrature.js";
import {
  erf,
  hazardExcess,
  hazardVariance,
  millsRatio,
  normalCdf,
  normalHazard,
} from "./specialFunctionsError.js";

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** How many σ to either side of the mode a normal density is worth integrating: exp(−½ 9.5²) = 3e-20. */
const REACH = 9.5;

/** J(a, w), for a > −1 or narrow intervals. */
function relativeMass(a: number, w: number): number {
  if (w === Infinity) return millsRatio(a);
  if (isNarrow(a, w)) return integrateInterval((t) => Math.exp(-t * (a + 0.5 * t)), w);
  return millsRatio(a) - Math.exp(-w * (a + 0.5 * w)) * millsRatio(a + w);
}

function isNarrow(a: number, w: number): boolean {
  return w * (Math.abs(a) + 0.5 * w) < 1;
}

/** Φ(a + w) − Φ(a) for a ≤ 0. */
function centralMass(a: number, w: number): number {
  if (isNarrow(a, w)) return Math.exp(-0.5 * a * a - HALF_LOG_TWO_PI) * relativeMass(a, w);
  const b = a + w;
  if (b > 0) return 0.5 * (erf(b * Math.SQRT1_2) - erf(a * Math.SQRT1_2));
  return normalCdf(b) - normalCdf(a);
}

/** log ∫ over the interval: of exp(−a t − t²/2) where a > 0, of the standard normal density where a ≤ 0. */
export function logMass(a: number, w: number): number {
  if (a > 0) return Math.log(relativeMass(a, w));
  if (w === Infinity) return Math.log1p(-normalCdf(a));
  return Math.log(centralMass(a, w));
}

/** log density of t, in units of 1/σ. */
export function logDensity(t: number, a: number, w: number): number {
  if (a > 0) return -t * (a + 0.5 * t) - logMass(a, w);
  const z = a + t;
  return -0.5 * z * z - HALF_LOG_TWO_PI - logMass(a, w);
}

/** Density at the near bound (t = 0). */
export function nearDensity(a: number, w: number): number {
  if (w === Infinity) return normalHazard(a);
  return Math.exp(logDensity(0, a, w));
}

/** Density at the near bound less a: small where a is large. */
export function nearExcess(a: number, w: number): number {
  return w === Infinity ? hazardExcess(a) : nearDensity(a, w) - a;
}

/** Density at the far bound (t = w); 0 where there is none. */
export function farDensity(a: number, w: number): number {
  return w === Infinity ? 0 : Math.exp(logDensity(w, a, w));
}

/** The probabilities below and above t. */
export function lowerMass(t: number, a: number, w: number): number {
  if (a > 0) return Math.min(1, relativeMass(a, t) / relativeMass(a, w));
  const below = centralMass(a, t);
  return Math.min(1, below / (w === Infinity ? normalCdf(-a) : centralMass(a, w)));
}

/** The probability above t, with relative accuracy in the tail. */
export function upperMass(t: number, a: number, w: number): number {
  if (a > 0)
    return Math.min(1, (Math.exp(-t * (a + 0.5 * t)) * relativeMass(a + t, w - t)) / relativeMass(a, w));
  const z = a + t;
  if (w === Infinity) return Math.min(1, normalCdf(-z) / normalCdf(-a));
  const above =
    z > 0 ? Math.exp(-0.5 * z * z - HALF_LOG_TWO_PI) * relativeMass(z, w - t) : centralMass(z, w - t);
  return Math.min(1, above / centralMass(a, w));
}

/** The t below which the probability is u, 0 < u < 1; `v` = 1 − u, given since either may be too small for the other. */
export function offsetQuantile(u: number, v: number, a: number, w: number): number {
  if (w === Infinity) return tailOffset(a, u < 0.5 ? -Math.log1p(-u) : -Math.log(v));
  if (isNarrow(a, w)) return narrowOffset(u, a, w);
  if (a > 0) {
    const beyond = (Math.exp(-w * (a + 0.5 * w)) * millsRatio(a + w)) / millsRatio(a);
    return Math.min(w, tailOffset(a, u < 0.5 ? -Math.log1p(-u * (1 - beyond)) : -Math.log(v + u * beyond)));
  }
  const mass = centralMass(a, w);
  const below = normalCdf(a) + u * mass;
  const z = below < 0.5 ? normalQuantile(below) : -normalQuantile(normalCdf(-a - w) + v * mass);
  const t = Math.min(w, Math.max(0, z - a));
  // z − a has lost digits near the bound, where the mass below is small and known to all of them.
  return isNarrow(a, t) && t < w ? t + (u - lowerMass(t, a, w)) / Math.exp(logDensity(t, a, w)) : t;
}

/** The t ≥ 0 with (1 − Φ(a + t))/(1 − Φ(a)) = exp(−e), for every a. @param e from 0 to about 40 */
function tailOffset(a: number, e: number): number {
  const hazard = normalHazard(a);
  const excess = hazardExcess(a);
  const bend = hazardVariance(a) + 2 * excess * excess;
  // Near the bound z − a would lose its digits: the series of t in e, whose slope is 1/λ(a + t).
  if (e * Math.sqrt(bend) < 1e-4 * hazard) {
    const r = e / hazard;
    return r * (1 - r * (0.5 * excess - (r * bend) / 6));
  }
  if (a > 5) return farOffset(a, e);
  const above = Math.exp(-e) * normalCdf(-a);
  if (above < 0.5) return Math.max(0, -normalQuantile(above) - a);
  return Math.max(0, normalQuantile(normalCdf(a) - Math.expm1(-e) * normalCdf(-a)) - a);
}

/** Newton's method for log (1 − Φ(a + t))/(1 − Φ(a)) = −e, from a start that is a little too far. */
function farOffset(a: number, e: number): number {
  const near = millsRatio(a);
  let t = (2 * e) / (a + Math.sqrt(a * a + 2 * e));
  for (let step = 0; step < 8; step++) {
    const mills = millsRatio(a + t);
    const change = (e - t * (a + 0.5 * t) + Math.log(mills / near)) * mills;
    t = Math.max(t + change, 0.1 * t);
    if (Math.abs(change) < 1e-14 * t) break;
  }
  return t;
}

/** Newton's method where the density varies by less than a factor e over the interval. */
function narrowOffset(u: number, a: number, w: number): number {
  const target = u * relativeMass(a, w);
  let t = u * w;
  for (let step = 0; step < 30; step++) {
    const change = (target - relativeMass(a, t)) * Math.exp(t * (a + 0.5 * t));
    t = Math.min(w, Math.max(0.1 * t, t + change));
    if (Math.abs(change) < 1e-15 * t) break;
  }
  return t;
}

/**
 * dx/d(location) of a value at fixed probability below it, and the parts that the near and the far bound take: the
 * three sum to 1, since moving everything moves x along.
 */
export function locationShares(
  t: number,
  a: number,
  w: number,
): { location: number; near: number; far: number } {
  if (w === Infinity) {
    // 1 − λ(a)/λ(z), for a > 0 without the difference of large numbers, else where λ may underflow.
    const location =
      a > 0
        ? (t + (hazardExcess(a + t) - hazardExcess(a))) / normalHazard(a + t)
        : -Math.expm1(t * (a + 0.5 * t) + Math.log(upperMass(t, a, w)));
    return { location, near: 1 - location, far: 0 };
  }
  const density = Math.exp(logDensity(t, a, w));
  const near = (nearDensity(a, w) * upperMass(t, a, w)) / density;
  const far = (farDensity(a, w) * lowerMass(t, a, w)) / density;
  return { location: 1 - near - far, near, far };
}

/** Mean and variance of t. */
export function offsetMoments(a: number, w: number): { mean: number; variance: number } {
  if (w === Infinity) return { mean: hazardExcess(a), variance: hazardVariance(a) };
  const total = integrateDensity(() => 1, a, w);
  const mean = integrateDensity((t) => t, a, w) / total;
  const variance = integrateDensity((t) => (t - mean) * (t - mean), a, w) / total;
  return { mean, variance };
}

/** ∫ f(t) times the density of t, up to a factor, over the part of the interval where it is not negligible. */
export function integrateDensity(f: (t: number) => number, a: number, w: number): number {
  const from = Math.max(0, -a - REACH);
  const to = Math.min(w, a > 0 ? (2 * 45) / (a + Math.sqrt(a * a + 90)) : REACH - a);
  return integrateInterval((s) => {
    const t = from + s;
    return f(t) * (a > 0 ? Math.exp(-t * (a + 0.5 * t)) : Math.exp(-0.5 * (a + t) * (a + t)));
  }, to - from);
}

/** Entropy of t. */
export function offsetEntropy(a: number, w: number): number {
  const mass = logMass(a, w);
  if (a > 0) {
    const { mean, variance } = offsetMoments(a, w);
    return mass + a * mean + 0.5 * (variance + mean * mean);
  }
  const square = w === Infinity ? 1 + a * normalHazard(a) : secondMoment(a, w);
  return mass + HALF_LOG_TWO_PI + 0.5 * square;
}

function secondMoment(a: number, w: number): number {
  const { mean, variance } = offsetMoments(a, w);
  return variance + (a + mean) * (a + mean);
}

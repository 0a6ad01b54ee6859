/**
 * The error function and its relatives, to a few units in the last place, relative to their size, in both tails:
 *   erf x = 2/√π ∫₀ˣ exp(−t²) dt,  erfc = 1 − erf,  erfcx x = exp(x²) erfc x,  φ(z) = exp(−z²/2)/√(2π),
 *   Φ(z) = ½ erfc(−z/√2),  Mills' ratio R(z) = (1 − Φ(z))/φ(z) = √(π/2) erfcx(z/√2),
 *   hazard λ(z) = φ(z)/(1 − Φ(z)) = 1/R(z),  reversed hazard φ(z)/Φ(z) = λ(−z) = d log Φ/dz.
 * erfcx for x ≥ 0: one Chebyshev series of (1 + 2x) erfcx x in t = (x − K)/(x + K), K = 3.75 (the form of Shepherd &
 * Laframboise, Math. Comp. 36 (1981) 249; coefficients computed with mpmath, test/reference/distributions/erfcx.py).
 * λ(z) − z for z ≥ 2: Laplace's continued fraction 1/(z + 2/(z + 3/(z + …))) (Abramowitz & Stegun 26.2.14), in which
 * nothing cancels however far out z is.
 */
import { normalQuantile } from "../random/index.js";

const CENTRE = 3.75;
const CHEBYSHEV = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5,
  4.13902798607301e-6, 7.74038306619849e-7, -2.1886401049234397e-7, 1.076499946567091e-8,
  4.521959811218287e-9, -7.754400208831351e-10, -6.318088340886684e-11, 2.86879501093067e-11,
  1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14, 3.3478119482868056e-14,
  -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
];
const HALF_LOG_TWO_PI = 0.9189385332046728;
const SQRT_TWO_PI = 2.5066282746310002;
const SQRT_HALF_PI = 1.2533141373155003;

/** exp(−c x²), c = 1 or ½, with the rounding of x² made good: it would cost 1e-13 in the far tails. */
function gaussian(x: number, c: number): number {
  if (Math.abs(x) > 40) return 0;
  const high = Math.round(x * 1024) / 1024;
  const low = x - high;
  return Math.exp(-c * high * high) * Math.exp(-c * low * (x + high));
}

/** exp(x²) erfc(x): overflows to ∞ below x = −26.6. */
export function erfcx(x: number): number {
  if (x < 0) return 2 / gaussian(x, 1) - erfcx(-x);
  // 1 − t = 2K/(x + K) would lose nothing either, but the sum is well conditioned over the whole interval.
  const t = x === Infinity ? 1 : (x - CENTRE) / (x + CENTRE);
  let b1 = 0;
  let b2 = 0;
  for (let j = CHEBYSHEV.length - 1; j > 0; j--) {
    const b = 2 * t * b1 - b2 + CHEBYSHEV[j];
    b2 = b1;
    b1 = b;
  }
  return (t * b1 - b2 + CHEBYSHEV[0]) / (1 + 2 * x);
}

/** The error function; relative accuracy also near 0. */
export function erf(x: number): number {
  if (!(Math.abs(x) < 1)) return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
  // 2/√π exp(−x²) Σ 2ⁿ x^(2n+1)/(2n+1)!! (Abramowitz & Stegun 7.1.6): all terms of one sign.
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 1.1283791670955126 * Math.exp(-x * x) * sum;
}

/** 1 − erf(x), with relative accuracy in the upper tail. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return gaussian(x, 1) * erfcx(x);
}

/** log erfc(x), finite for every finite x. */
export function logErfc(x: number): number {
  return x < 0.5 ? Math.log1p(-erf(x)) : Math.log(erfcx(x)) - x * x;
}

/** φ(z), the standard normal density. */
export function normalDensity(z: number): number {
  return gaussian(z, 0.5) / SQRT_TWO_PI;
}

/** log φ(z) of the standard normal density. */
export function logNormalDensity(z: number): number {
  return -0.5 * z * z - HALF_LOG_TWO_PI;
}

/** Φ(−z) for z ≥ 0. By z itself, not z/√2, whose rounding would be seen in the exponential. */
function lowerTail(z: number): number {
  return 0.5 * gaussian(z, 0.5) * erfcx(z * Math.SQRT1_2);
}

/** Φ(z), the standard normal distribution function, with relative accuracy in the lower tail. */
export function normalCdf(z: number): number {
  return z < 0 ? lowerTail(-z) : 1 - lowerTail(z);
}

/** log Φ(z), finite down to z of about −1e154. */
export function logNormalCdf(z: number): number {
  if (z > 0) return Math.log1p(-lowerTail(z));
  return Math.log(0.5 * erfcx(-z * Math.SQRT1_2)) - 0.5 * z * z;
}

/** Φ⁻¹(exp l), l ≤ 0, the inverse of log Φ: also where exp l underflows, or is too near 1 for its distance to be kept. */
export function normalQuantileOfLog(l: number): number {
  if (l > -Math.LN2) return -normalQuantile(-Math.expm1(l));
  if (l > -600) return normalQuantile(Math.exp(l));
  if (l === -Infinity) return l;
  // Newton's method: log Φ is nearly a parabola this far out.
  let z = -Math.sqrt(-2 * l);
  for (let step = 0; step < 4; step++) z -= (logNormalCdf(z) - l) / normalReversedHazard(z);
  return z;
}

/** Mills' ratio R(z) = (1 − Φ(z))/φ(z); overflows to ∞ below z = −37. */
export function millsRatio(z: number): number {
  if (z < 0) return 1 / normalDensity(z) - millsRatio(-z);
  return SQRT_HALF_PI * erfcx(z * Math.SQRT1_2);
}

/**
 * λ(z) = φ(z)/(1 − Φ(z)), the hazard of the standard normal distribution, of its upper tail: → 0 below, → z above. Of
 * the lower tail, φ/Φ, it is {@link normalReversedHazard}.
 */
export function normalHazard(z: number): number {
  if (z >= 2) return z + hazardExcess(z);
  if (z >= 0) return 1 / millsRatio(z);
  return normalDensity(z) / normalCdf(-z);
}

/** φ(z)/Φ(z) = d log Φ/dz, the reversed hazard, also called inverse Mills' ratio: → −z below, → 0 above. */
export function normalReversedHazard(z: number): number {
  return normalHazard(-z);
}

/** λ(z) − z = E[x − z | x > z] of a standard normal x: positive, ~1/z above. */
export function hazardExcess(z: number): number {
  return z >= 2 ? laplaceFraction(z, 1) : normalHazard(z) - z;
}

/** 1 − λ(z)(λ(z) − z) = the variance of a standard normal x given x > z: ~1/z² above. */
export function hazardVariance(z: number): number {
  if (!(z >= 2)) {
    const hazard = normalHazard(z);
    return 1 - hazard * (hazard - z);
  }
  // With K₁ = 1/(z + K₂) = λ − z, it is K₁ (K₂ − K₁): no difference of large numbers.
  const second = laplaceFraction(z, 2);
  const excess = 1 / (z + second);
  return excess * (second - excess);
}

/** The part k/(z + (k + 1)/(z + …)) of Laplace's continued fraction, z ≥ 2. */
function laplaceFraction(z: number, k: number): number {
  const terms = k + Math.ceil(10 + 400 / (z * z));
  let tail = 0;
  for (let n = terms; n >= k; n--) tail = n / (z + tail);
  return tail;
}

/**
 * The error function's family: erf, erfc, erfcx = exp(x²) erfc(x), the standard normal distribution Φ and its density φ,
 * log Φ and its derivative, all to a few units in the last place, relative to their size, in both tails.
 * |x| < 1: erf x = (2/√π) exp(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, Abramowitz & Stegun (1964), 7.1.6 (no cancellation).
 * x ≥ 0: (1 + 2x) erfcx x as a Chebyshev series in t = (x − 3.75)/(x + 3.75), after Shepherd & Laframboise, Math. Comp.
 * 36 (1981) 249; its coefficients are made by test/reference/autodiff/erfcx.py.
 */

const SQRT_PI = Math.sqrt(Math.PI);
const SERIES_LIMIT = 1;
const CENTRE = 3.75;

const CHEBYSHEV = [
  1.1775789345674017, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -6.916973302501207e-5,
  4.13902798607301e-6, 7.74038306619849e-7, -2.1886401049234397e-7, 1.076499946567091e-8,
  4.521959811218287e-9, -7.754400208831351e-10, -6.318088340886684e-11, 2.86879501093067e-11,
  1.9455868545777347e-13, -9.65469674843344e-13, 3.25254814814874e-14, 3.3478119482868056e-14,
  -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
];

function erfSeries(x: number): number {
  const square = x * x;
  let term = x;
  let sum = x;
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
    term *= (2 * square) / (2 * n + 1);
    sum += term;
  }
  return (2 / SQRT_PI) * Math.exp(-square) * sum;
}

/** Clenshaw's recurrence, x ≥ 0. */
function erfcxSeries(x: number): number {
  if (x === Infinity) return 0;
  const t = (x - CENTRE) / (x + CENTRE);
  let [next, afterNext] = [0, 0];
  for (let n = CHEBYSHEV.length - 1; n > 0; n--)
    [next, afterNext] = [2 * t * next - afterNext + CHEBYSHEV[n], next];
  return (t * next - afterNext + CHEBYSHEV[0]) / (1 + 2 * x);
}

/** exp(−c x²), c = 1 or ½, with the rounding of x² made good: it would cost 1e-13 in the far tails. */
function gaussian(x: number, c: number): number {
  if (Math.abs(x) > 40) return 0;
  const high = Math.round(x * 1024) / 1024;
  const low = x - high;
  return Math.exp(-c * high * high) * Math.exp(-c * low * (x + high));
}

/** (2/√π) ∫₀ˣ exp(−t²) dt. */
export function erf(x: number): number {
  if (Math.abs(x) < SERIES_LIMIT) return erfSeries(x);
  return x > 0 ? 1 - erfc(x) : erfc(-x) - 1;
}

/** 1 − erf x, precise also where it is tiny. */
export function erfc(x: number): number {
  if (x < 0.5) return 1 - erf(x);
  return gaussian(x, 1) * erfcxSeries(x);
}

/** exp(x²) erfc(x): about 1/(x√π) for large x. */
export function erfcx(x: number): number {
  return x < 0 ? 2 / gaussian(x, 1) - erfcxSeries(-x) : erfcxSeries(x);
}

/** Φ(−x) for x ≥ 0. By x itself, not x/√2, whose rounding would be seen in the exponential. */
function lowerTail(x: number): number {
  return 0.5 * gaussian(x, 0.5) * erfcxSeries(x * Math.SQRT1_2);
}

/** Φ(x): the probability of a standard normal number below x. */
export function normalCdf(x: number): number {
  return x < 0 ? lowerTail(-x) : 1 - lowerTail(x);
}

/** log Φ(x), finite down to x of about −1e154. */
export function logNormalCdf(x: number): number {
  if (x > 0) return Math.log1p(-lowerTail(x));
  return Math.log(0.5 * erfcxSeries(-x * Math.SQRT1_2)) - 0.5 * x * x;
}

/** φ(x)/Φ(x), the derivative of log Φ: about −x far below 0. */
export function normalHazard(x: number): number {
  if (x > 0) return normalDensity(x) / normalCdf(x);
  return Math.sqrt(2 / Math.PI) / erfcxSeries(-x * Math.SQRT1_2);
}

/** φ(x) = exp(−x²/2)/√(2π). */
export function normalDensity(x: number): number {
  return gaussian(x, 0.5) / (SQRT_PI * Math.SQRT2);
}

/**
 * The gamma function's relatives, for x > 0, to about 1e-15 (absolute below 1, relative above):
 *   log Γ(x) = (x − ½) log x − x + ½ log 2π + c(x),  c(x) = 1/(12x) − 1/(360x³) + …   (Abramowitz & Stegun 6.1.41),
 *   ψ(x) = log x − 1/(2x) − 1/(12x²) + …                                              (6.3.18),
 * the series from x = 16 on, below that by the recurrences Γ(x + 1) = xΓ(x), ψ(x + 1) = ψ(x) + 1/x.
 * The half steps log Γ(x + ½) − log Γ(x) and ψ(x + ½) − ψ(x) of Student's t have series of their own, because as
 * differences they would lose every digit for many degrees of freedom.
 */

const HALF_LOG_TWO_PI = 0.9189385332046728;
/** Where the asymptotic series are good to the last digit. */
const FAR = 16;

/** Euler's constant γ = −ψ(1). */
export const EULER_GAMMA = 0.5772156649015329;

/** c(x) = log Γ(x) − (x − ½) log x + x − ½ log 2π: what Stirling's formula leaves, → 1/(12x). */
export function stirlingCorrection(x: number): number {
  if (x < FAR) {
    // c(x) = c(x + 1) + (x + ½) log(1 + 1/x) − 1
    return stirlingCorrection(x + 1) + (x + 0.5) * Math.log1p(1 / x) - 1;
  }
  const r = 1 / (x * x);
  return (
    (1 / 12 -
      r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - r * (691 / 360360 - r * (1 / 156))))))) /
    x
  );
}

/** log Γ(x), x > 0. */
export function logGamma(x: number): number {
  let product = 1;
  while (x < FAR) product *= x++;
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingCorrection(x) - Math.log(product);
}

/** ψ(x) = d log Γ/dx, x > 0. */
export function digamma(x: number): number {
  let shift = 0;
  while (x < FAR) shift += 1 / x++;
  const r = 1 / (x * x);
  const series =
    r *
    (1 / 12 -
      r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - r * (691 / 32760 - r * (1 / 12)))))));
  return Math.log(x) - 0.5 / x - series - shift;
}

/** log Γ(x + ½) − log Γ(x), x > 0. */
export function logGammaHalfStep(x: number): number {
  let shift = 0;
  while (x < FAR) {
    shift += Math.log1p(0.5 / x); // the step at x + 1 is larger by log((x + ½)/x)
    x++;
  }
  const r = 1 / (x * x);
  const series =
    (-1 / 8 + r * (1 / 192 - r * (1 / 640 - r * (17 / 14336 - r * (31 / 18432 - r * (691 / 180224)))))) / x;
  return 0.5 * Math.log(x) + series - shift;
}

/** ψ(x + ½) − ψ(x) − 1/(2x), x > 0: positive, → 1/(8x²). */
export function digammaHalfStepExcess(x: number): number {
  let shift = 0;
  while (x < FAR) {
    shift += 1 / (2 * x * (x + 1) * (2 * x + 1));
    x++;
  }
  const r = 1 / (x * x);
  const series =
    r * (1 / 8 - r * (1 / 64 - r * (1 / 128 - r * (17 / 2048 - r * (31 / 2048 - r * (691 / 16384))))));
  return series + shift;
}

/** log(1 + u) − u, with relative accuracy for small u. */
export function log1pMinus(u: number): number {
  if (Math.abs(u) > 0.25) return Math.log1p(u) - u;
  // 2 artanh(s) − u with s = u/(2 + u), so that u = 2s/(1 − s): the terms linear in u go, u² and higher remain.
  const s = u / (2 + u);
  const z = s * s;
  let sum = 0;
  for (let n = 27; n >= 3; n -= 2) sum = sum * z + 1 / n;
  return 2 * s * z * sum - s * u;
}

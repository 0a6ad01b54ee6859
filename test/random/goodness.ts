/**
 * Goodness of fit for tests: the p-values of Kolmogorov–Smirnov and χ² tests. Seeds are fixed, so a test either always
 * passes or always fails; the bound 2e-5 says how unlucky a right generator would have to be.
 */
import { expect } from "vitest";

export const SMALLEST_P = 2e-5;

/** p-value of the Kolmogorov–Smirnov test of `sample` against a distribution function (asymptotic series). */
export function kolmogorovSmirnov(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    const f = cdf(sorted[i]);
    largest = Math.max(largest, f - i / n, (i + 1) / n - f);
  }
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * largest;
  let p = 0;
  for (let k = 1; k < 101; k++) p += 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * t * t);
  return Math.min(1, Math.max(0, p));
}

/** p-value of the χ² test of counts against expected counts; cells expecting below 8 are pooled with the next. */
export function chiSquared(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let statistic = 0;
  let cells = 0;
  let o = 0;
  let e = 0;
  for (let i = 0; i < observed.length; i++) {
    o += observed[i];
    e += expected[i];
    if (e < 8) continue;
    statistic += (o - e) ** 2 / e;
    cells++;
    o = 0;
    e = 0;
  }
  if (e > 0) statistic += (o - e) ** 2 / Math.max(e, 1);
  return upperGamma((cells - 1) / 2, statistic / 2);
}

/** Regularised upper incomplete gamma function Q(a, x): series below a + 1, Lentz's continued fraction above. */
export function upperGamma(a: number, x: number): number {
  const front = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; n < 10000 && term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return 1 - front * sum;
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 10000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * h;
}

function logGamma(x: number): number {
  if (x < 12) return logGamma(x + 1) - Math.log(x);
  const r = 1 / (x * x);
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / x
  );
}

/** Standard normal distribution function, through Q(½, z²/2). */
export function normalCdf(z: number): number {
  const tail = z === 0 ? 0.5 : upperGamma(0.5, (z * z) / 2) / 2;
  return z < 0 ? tail : 1 - tail;
}

export function expectFit(p: number): void {
  expect(p).toBeGreaterThan(SMALLEST_P);
}

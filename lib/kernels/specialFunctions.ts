/**
 * log Γ, its derivative ψ (digamma) and ψ' (trigamma) of any real argument. For x ≥ ½ the first two are those of the
 * distributions; trigamma goes by recurrence up to x ≥ 12, then by the asymptotic series with Bernoulli numbers, whose first
 * term left out is below 1e-15 there. Reflection for x < ½. Abramowitz & Stegun (1964), equation 6.4.12 (series), 6.1.17,
 * 6.3.7, 6.4.7 (reflection).
 */
import { digamma as digammaOfPositive, logGamma } from "../distributions/index.js";

const FROM = 12;

/** log |Γ(x)|; ∞ at 0, −1, −2, … */
export function lgamma(x: number): number {
  if (!(x < 0.5)) return logGamma(x);
  if (Number.isInteger(x)) return Infinity;
  return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
}

/** ψ(x) = d log Γ / dx; NaN at 0, −1, −2, … */
export function digamma(x: number): number {
  if (!(x < 0.5)) return digammaOfPositive(x);
  if (Number.isInteger(x)) return Number.NaN;
  return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
}

/** ψ'(x) = d²log Γ / dx²; NaN at 0, −1, −2, … */
export function trigamma(x: number): number {
  if (x < 0.5) {
    if (Number.isInteger(x)) return Number.NaN;
    const s = Math.PI / Math.sin(Math.PI * x);
    return s * s - trigamma(1 - x);
  }
  let sum = 0;
  let y = x;
  for (; y < FROM; y++) sum += 1 / (y * y);
  const r = 1 / (y * y);
  const series = r * (1 / 6 - r * (1 / 30 - r * (1 / 42 - r * (1 / 30 - r * (5 / 66 - (r * 691) / 2730)))));
  return sum + (1 + 0.5 / y + series) / y;
}

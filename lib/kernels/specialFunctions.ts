/**
 * log Γ, its derivative ψ (digamma) and ψ' (trigamma) of a real argument: recurrence up to x ≥ 12, then the asymptotic
 * series with Bernoulli numbers; reflection for x < ½. Abramowitz & Stegun (1964), equations 6.1.41, 6.3.18, 6.4.12
 * (series), 6.1.17, 6.3.7, 6.4.7 (reflection). The first terms left out are below 1e-15 at x = 12.
 */

const FROM = 12;

/** log |Γ(x)|; ∞ at 0, −1, −2, … */
export function lgamma(x: number): number {
  if (x < 0.5) {
    if (Number.isInteger(x)) return Infinity;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  }
  let product = 1;
  let y = x;
  for (; y < FROM; y++) product *= y;
  const r = 1 / (y * y);
  const series =
    (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r * (1 / 1188 - (r * 691) / 360360))))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.9189385332046728 + series - Math.log(product);
}

/** ψ(x) = d log Γ / dx; NaN at 0, −1, −2, … */
export function digamma(x: number): number {
  if (x < 0.5) {
    if (Number.isInteger(x)) return Number.NaN;
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * x);
  }
  let sum = 0;
  let y = x;
  for (; y < FROM; y++) sum -= 1 / y;
  const r = 1 / (y * y);
  const series =
    r * (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return sum + Math.log(y) - 0.5 / y - series;
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

/**
 * Quantiles of distributions whose cdf has no inverse in closed form: Newton's method on the logarithm of the smaller
 * tail, kept within a bracket. The logarithm of a tail is nearly straight, so a few steps suffice also far out.
 */

/** Logarithms of the cdf, of the survival function and of the density at y. */
export interface LogTails {
  lower: number;
  upper: number;
  density: number;
}

/**
 * The y with cdf(y) = u.
 * @param tails of an increasing cdf on the whole line
 * @param start a first guess
 */
export function invertCdf(tails: (y: number) => LogTails, u: number, start: number): number {
  const isLower = u < 0.5;
  const target = isLower ? Math.log(u) : Math.log1p(-u);
  let low = -Infinity;
  let high = Infinity;
  let y = start;
  for (let step = 0; step < 200; step++) {
    const { lower, upper, density } = tails(y);
    const tail = isLower ? lower : upper;
    // > 0 where y must rise.
    const gap = isLower ? target - tail : tail - target;
    if (gap > 0) low = y;
    else high = y;
    let next = y + gap * Math.exp(tail - density);
    // Steps of more than the size of y are cut: far off, where the tail is curved, they overshoot.
    const longest = 2 + Math.abs(y);
    next = Math.min(y + longest, Math.max(y - longest, Number.isNaN(next) ? y + Math.sign(gap) : next));
    if (!(next > low && next < high)) next = Number.isFinite(low + high) ? 0.5 * (low + high) : next;
    const change = Math.abs(next - y);
    y = next;
    if (change <= 2e-16 * Math.max(1, Math.abs(y))) break;
  }
  return y;
}

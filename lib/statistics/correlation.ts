/**
 * Correlation coefficients of two series.
 *   Pearson           r = Σ(x−x̄)(y−ȳ) / √(Σ(x−x̄)² Σ(y−ȳ)²)
 *   weighted Pearson  the same with weights w in the means and the sums
 *   Spearman          Pearson's r of the ranks, ties given their mean rank
 * Source: Press et al., Numerical Recipes (3rd ed.), sections 14.5 and 14.6.
 * Means are taken first and deviations after, so that large offsets do not cancel. Fewer than two pairs, or a series
 * without variance, give NaN: there is no correlation to state, and 0 would be a claim.
 */
import { InputError } from "../errors.js";

/** Pearson's correlation of `x` and `y` (same length), with `weights` if given; NaN where it is undefined. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>, weights?: ArrayLike<number>): number {
  const n = x.length;
  if (y.length !== n || (weights !== undefined && weights.length !== n)) {
    throw new InputError(
      `pearson: got series of ${n} and ${y.length} values${weights ? ` and ${weights.length} weights` : ""}, ` +
        "expected the same number of each",
    );
  }
  if (n < 2) return Number.NaN;
  let total = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    total += w;
    meanX += w * x[i];
    meanY += w * y[i];
  }
  meanX /= total;
  meanY /= total;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < n; i++) {
    const w = weights ? weights[i] : 1;
    const dx = x[i] - meanX;
    const dy = y[i] - meanY;
    xx += w * dx * dx;
    yy += w * dy * dy;
    xy += w * dx * dy;
  }
  // Written so that NaN falls through to NaN; the bound takes off what rounding adds beyond ±1.
  return xx > 0 && yy > 0 ? Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy))) : Number.NaN;
}

/** Spearman's rank correlation of `x` and `y` (same length); NaN where it is undefined. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length) {
    throw new InputError(
      `spearman: got series of ${x.length} and ${y.length} values, expected as many of each`,
    );
  }
  return pearson(ranks(x), ranks(y));
}

/** Rank of each value from 1; equal values share the mean of their ranks. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[a] - values[b],
  );
  const result = new Float64Array(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let k = from; k < to; k++) result[order[k]] = (from + to + 1) / 2;
    from = to;
  }
  return result;
}

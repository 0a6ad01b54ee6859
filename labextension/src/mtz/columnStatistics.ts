/**
 * What a column's values are like: counts, least and greatest, mean, standard deviation (with n − 1), quantiles by linear
 * interpolation between order statistics (Hyndman & Fan's type 7, as numpy and R have by default), and a histogram.
 * Sums are in float64, the mean first, so that the variance does not cancel.
 */

/** Statistics of the values that are not missing; NaN where there are none. */
export interface ColumnStatistics {
  /** Values that are there. */
  readonly count: number;
  readonly missing: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** NaN for fewer than two values. */
  readonly deviation: number;
  readonly median: number;
  /** At 1, 5, 25, 75, 95 and 99 %. */
  readonly quantiles: readonly { readonly percent: number; readonly value: number }[];
  readonly histogram: Histogram;
}

/** Counts of values in bins of equal width; the last bin holds its upper limit. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly counts: readonly number[];
  /** Values outside `from` to `to`. */
  readonly below: number;
  readonly above: number;
}

const percents = [1, 5, 25, 75, 95, 99];

/**
 * Statistics of a column.
 * @param values NaN where missing; not changed
 * @param integer bins of the histogram are whole numbers wide, with a bin centred on each value where there are few
 */
export function columnStatistics(values: Float32Array, integer: boolean, bins = 60): ColumnStatistics {
  // typed arrays sort by number, NaN last
  const sorted = values.slice().sort();
  let count = sorted.length;
  while (count > 0 && Number.isNaN(sorted[count - 1])) count--;
  const present = sorted.subarray(0, count);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += present[i];
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < count; i++) squares += (present[i] - mean) ** 2;
  return {
    count,
    missing: values.length - count,
    min: count > 0 ? present[0] : Number.NaN,
    max: count > 0 ? present[count - 1] : Number.NaN,
    mean,
    deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN,
    median: quantile(present, 0.5),
    quantiles: percents.map((percent) => ({ percent, value: quantile(present, percent / 100) })),
    histogram: histogramOf(present, integer, bins),
  };
}

/** The quantile at `part` (0 to 1) of ascending values; NaN where there are none. */
export function quantile(ascending: Float32Array, part: number): number {
  if (ascending.length === 0) return Number.NaN;
  const place = part * (ascending.length - 1);
  const below = Math.floor(place);
  const lower = ascending[below];
  const upper = ascending[Math.min(below + 1, ascending.length - 1)];
  return lower === upper ? lower : lower + (place - below) * (upper - lower);
}

/**
 * The histogram of ascending values. A few values far out would press all others into one bin: where the range is more
 * than ten times that of the middle 98 %, it is cut there, and what lies outside is counted beside it.
 */
export function histogramOf(ascending: Float32Array, integer: boolean, bins: number): Histogram {
  const finite = ascending.filter(Number.isFinite);
  if (finite.length === 0) return { from: 0, to: 1, counts: [], below: 0, above: 0 };
  const limits = histogramLimits(finite, integer, bins);
  const { from, to } = limits;
  const counts = new Array<number>(limits.bins).fill(0);
  let [below, above] = [0, 0];
  for (const value of ascending) {
    if (value < from) below++;
    else if (value > to) above++;
    else counts[Math.min(counts.length - 1, Math.floor(((value - from) / (to - from)) * counts.length))]++;
  }
  return { from, to, counts, below, above };
}

function histogramLimits(
  ascending: Float32Array,
  integer: boolean,
  bins: number,
): { from: number; to: number; bins: number } {
  let [from, to] = [ascending[0], ascending[ascending.length - 1]];
  const [low, high] = [quantile(ascending, 0.01), quantile(ascending, 0.99)];
  if (high > low && to - from > 10 * (high - low)) {
    const margin = 0.1 * (high - low);
    [from, to] = [Math.max(from, low - margin), Math.min(to, high + margin)];
  }
  if (integer) {
    const width = Math.max(1, Math.ceil((Math.floor(to) - Math.floor(from) + 1) / bins));
    const start = Math.floor(from) - 0.5;
    const count = Math.ceil((Math.floor(to) + 0.5 - start) / width);
    return { from: start, to: start + count * width, bins: count };
  }
  if (to > from) return { from, to, bins };
  const half = Math.abs(from) / 2 || 0.5;
  return { from: from - half, to: from + half, bins: 1 };
}

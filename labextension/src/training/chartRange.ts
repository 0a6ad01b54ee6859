/**
 * What range of values a chart shows: that of its curves within the steps in sight. The first 5 % of a run whose start is
 * in sight, and the outermost 1 % of a noisy line on either side, do not stretch it: a loss that begins a hundred times
 * higher than it ends would else be a flat line.
 */
import type { Axis } from "./axes.js";

/** Share of the steps at the start of a run that the axis need not hold. */
const startShare = 0.05;
/** Share of the values on either side that it need not hold. */
const tail = 0.01;
const mostSampled = 2000;
const margin = 0.06;

/** What a range is made of. */
export interface RangedCurve {
  readonly steps: Float64Array;
  readonly values: Float64Array;
}

/** The part of a curve within steps: indices from, to (exclusive), with the neighbour on each side. */
export function partWithin(steps: Float64Array, from: number, to: number): [number, number] {
  const first = firstAtLeast(steps, from);
  let last = first;
  last = firstAtLeast(steps, to);
  while (last < steps.length && steps[last] <= to) last++;
  return [Math.max(0, first - 1), Math.min(steps.length, last + 1)];
}

function firstAtLeast(steps: Float64Array, step: number): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The steps that curves cover, from 0 or the first to the last; a range of 1 where there is one step only. */
export function stepRange(curves: readonly RangedCurve[]): [number, number] {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { steps } of curves) {
    if (steps.length === 0) continue;
    from = Math.min(from, steps[0]);
    to = Math.max(to, steps[steps.length - 1]);
  }
  if (!(to >= from)) return [0, 1];
  // a run begins at step 1: an axis that begins at 0 has rounder ticks
  const start = from <= 0.02 * to ? 0 : from;
  return to > start ? [start, to] : [start, start + 1];
}

/**
 * The range of values.
 * @param evenStart whether the start of the run counts too: where the user has zoomed
 */
export function valueRange(
  curves: readonly RangedCurve[],
  [from, to]: readonly [number, number],
  kind: Axis["kind"],
  evenStart: boolean,
): [number, number] {
  const whole = collect(curves, from, to, kind);
  if (whole.length === 0) return kind === "log" ? [0.1, 1] : [0, 1];
  const later = evenStart ? whole : collect(curves, from + startShare * (to - from), to, kind);
  return widened(...spread(later.length >= 2 ? later : whole), kind);
}

/** Lowest and highest, the tails of each curve left out, over all curves. */
function collect(curves: readonly RangedCurve[], from: number, to: number, kind: Axis["kind"]): number[] {
  const ends: number[] = [];
  for (const { steps, values } of curves) {
    const first = firstAtLeast(steps, from);
    let last = firstAtLeast(steps, to);
    while (last < steps.length && steps[last] <= to) last++;
    const stride = Math.max(1, Math.ceil((last - first) / mostSampled));
    const sample: number[] = [];
    for (let i = first; i < last; i += stride) if (kind === "linear" || values[i] > 0) sample.push(values[i]);
    if (last > first && (kind === "linear" || values[last - 1] > 0)) sample.push(values[last - 1]);
    if (sample.length === 0) continue;
    sample.sort((a, b) => a - b);
    const cut = sample.length < 50 ? 0 : Math.floor(tail * sample.length);
    ends.push(sample[cut], sample[sample.length - 1 - cut]);
  }
  return ends;
}

function spread(values: readonly number[]): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function widened(low: number, high: number, kind: Axis["kind"]): [number, number] {
  if (kind === "log") {
    const wide = (high / low) ** margin;
    return high > low * 1.0001 ? [low / wide, high * wide] : [low / 2, high * 2];
  }
  const width = high - low;
  // a difference in the fourth digit is worth an axis, one in the fifth is a constant
  if (width > Math.abs(high) * 1e-4) return [low - margin * width, high + margin * width];
  const around = Math.abs(high) * 0.05 || 1;
  return [low - around, high + around];
}

/**
 * Scales from values to a position between 0 and 1 on a colour map or a range of sizes:
 *   linear     (v − lo) / (hi − lo)
 *   log        (log v − log lo) / (log hi − log lo); v ≤ 0 stands at 0
 *   quantile   the share of the values below v (half of those equal to it counted), read from 1025 quantiles by straight
 *              lines; equal steps hold equal numbers of reflections
 *   diverging  ½ + v / (2 m), with m the largest |v|: 0 stands in the middle
 * The ends are those of the values without ½ % at each side, so that a few outliers do not take the map for themselves;
 * what lies beyond is drawn in the colour of the end. What is not a finite number has no position: NaN.
 */

/** How values become colours or sizes. */
export type ScaleKind = "linear" | "log" | "quantile" | "diverging";

/** The kinds, in the order in which they are offered. */
export const scaleKinds: readonly ScaleKind[] = ["linear", "log", "quantile", "diverging"];

/** A mark of a legend. */
export interface Tick {
  /** From 0 to 1. */
  readonly position: number;
  readonly value: number;
  readonly label: string;
}

/** A scale for the values it was made from. */
export interface Scale {
  readonly kind: ScaleKind;
  /** Values at 0 and at 1. */
  readonly domain: readonly [number, number];
  /** Finite values, and those that are none. */
  readonly count: number;
  readonly missing: number;
  /** Whether values lie below or above the domain. */
  readonly clipped: readonly [boolean, boolean];
  /** Ascending quantiles of a quantile scale. */
  readonly knots: Float64Array;
}

const trimmed = 0.005;
const intervals = 1024;

/** The scale of a kind for these values. */
export function makeScale(values: ArrayLike<number>, kind: ScaleKind): Scale {
  const finite = sortedFinite(values);
  const [count, missing] = [finite.length, values.length - finite.length];
  const none = new Float64Array(0);
  if (count === 0) return { kind, domain: [0, 1], count, missing, clipped: [false, false], knots: none };
  const [least, most] = [finite[0], finite[count - 1]];
  if (kind === "quantile") {
    const knots = Float64Array.from({ length: intervals + 1 }, (_, i) => quantile(finite, i / intervals));
    return { kind, domain: [least, most], count, missing, clipped: [false, false], knots };
  }
  const [low, high] = domainOf(finite, kind);
  return {
    kind,
    domain: [low, high],
    count,
    missing,
    clipped: [least < low && !(kind === "log" && least <= 0 && low <= 0), most > high],
    knots: none,
  };
}

function domainOf(finite: Float32Array, kind: ScaleKind): [number, number] {
  const [low, high] = [quantile(finite, trimmed), quantile(finite, 1 - trimmed)];
  if (kind === "diverging") {
    const m = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-m, m];
  }
  if (kind === "linear") return low < high ? [low, high] : around(low);
  const first = finite.findIndex((value) => value > 0);
  if (first < 0) return [1, 10];
  const positive = finite.subarray(first);
  const ends = [quantile(positive, trimmed), quantile(positive, 1 - trimmed)];
  return ends[0] < ends[1] ? [ends[0], ends[1]] : [ends[0] / 2, ends[0] * 2];
}

/** Where all values are the same, it stands in the middle. */
function around(value: number): [number, number] {
  const half = Math.abs(value) / 2 || 1;
  return [value - half, value + half];
}

/** The position of one value; NaN where it is not finite. */
export function positionOf(scale: Scale, value: number): number {
  if (!Number.isFinite(value)) return Number.NaN;
  const [low, high] = scale.domain;
  switch (scale.kind) {
    case "linear":
      return clamp((value - low) / (high - low));
    case "log":
      return value <= 0 ? 0 : clamp(Math.log(value / low) / Math.log(high / low));
    case "diverging":
      return clamp(0.5 + value / (2 * high));
    default:
      return rank(scale.knots, value);
  }
}

/** The value at a position: what a click on the legend means. */
export function valueAt(scale: Scale, position: number): number {
  const [low, high] = scale.domain;
  const at = clamp(position);
  if (scale.kind === "log") return low * (high / low) ** at;
  if (scale.kind !== "quantile") return low + at * (high - low);
  if (scale.knots.length === 0) return at;
  const i = Math.min(scale.knots.length - 2, Math.floor(at * intervals));
  return scale.knots[i] + (at * intervals - i) * (scale.knots[i + 1] - scale.knots[i]);
}

/** Positions of all values as 16-bit numbers, 0 to 65534; 65535 where there is none. */
export function encodePositions(scale: Scale, values: ArrayLike<number>): Uint16Array {
  const out = new Uint16Array(values.length);
  for (let i = 0; i < out.length; i++) {
    const position = positionOf(scale, values[i]);
    out[i] = Number.isNaN(position) ? missingCode : Math.round(65_534 * position);
  }
  return out;
}

/** What {@link encodePositions} writes for a missing value. */
export const missingCode = 65_535;

/** About `wanted` marks for a legend: round numbers, powers of ten, or quantiles. */
export function ticks(scale: Scale, wanted = 5): Tick[] {
  const [low, high] = scale.domain;
  if (scale.count === 0) return [];
  if (scale.kind === "quantile") {
    const steps = Math.max(1, wanted - 1);
    return Array.from({ length: steps + 1 }, (_, i) => tick(i / steps, valueAt(scale, i / steps)));
  }
  const values = scale.kind === "log" ? logTicks(low, high, wanted) : roundTicks(low, high, wanted);
  return values.map((value) => tick(positionOf(scale, value), value));
}

function tick(position: number, value: number): Tick {
  return { position, value, label: formatNumber(value, 3) };
}

/** Multiples of 1, 2 or 5 times a power of ten between two numbers. */
export function roundTicks(low: number, high: number, wanted: number): number[] {
  const rough = (high - low) / Math.max(1, wanted);
  if (!(rough > 0 && Number.isFinite(rough))) return [low];
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10);
  const values: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i <= high / step + 1e-9; i++) values.push(i * step);
  return values;
}

/** Powers of ten, with twos and fives where there are few. */
function logTicks(low: number, high: number, wanted: number): number[] {
  for (const factors of [[1], [1, 3], [1, 2, 5]]) {
    const values: number[] = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high) + 1; power++)
      for (const factor of factors) {
        const value = factor * 10 ** power;
        if (value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9)) values.push(value);
      }
    if (values.length >= Math.min(3, wanted) || factors.length === 3) {
      const every = Math.ceil(values.length / (wanted + 2));
      return values.length === 0 ? [low, high] : values.filter((_, i) => i % every === 0);
    }
  }
  return [];
}

/** A number in a few digits, as a legend has it: 0.025, 1200, 3.1e6, −4. */
export function formatNumber(value: number, digits = 4): string {
  if (Number.isNaN(value)) return "missing";
  if (value === 0) return "0";
  const size = Math.abs(value);
  const text =
    size >= 1e5 || size < 1e-3
      ? value
          .toExponential(2)
          .replace(/\.?0+e/, "e")
          .replace("e+", "e")
      : size >= 10 ** (digits - 1)
        ? String(Math.round(value))
        : String(Number(value.toPrecision(digits)));
  return text.replace("-", "−").replace("e-", "e−");
}

/** The quantile of ascending values by straight lines between them (Hyndman & Fan's type 7, the default of numpy). */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const at = share * (ascending.length - 1);
  const i = Math.min(ascending.length - 1, Math.max(0, Math.floor(at)));
  const next = Math.min(ascending.length - 1, i + 1);
  return ascending[i] + (at - i) * (ascending[next] - ascending[i]);
}

/** The finite values in ascending order. */
export function sortedFinite(values: ArrayLike<number>): Float32Array {
  const finite = new Float32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite[count++] = values[i];
  return finite.subarray(0, count).sort();
}

/** The place of a value among the knots; in the middle of those that are equal to it. */
function rank(knots: Float64Array, value: number): number {
  const [left, right] = [lowerBound(knots, value), lowerBound(knots, value, true)];
  const last = knots.length - 1;
  if (right > left) return (left + right - 1) / 2 / last;
  if (left === 0) return 0;
  if (left > last) return 1;
  return (left - 1 + (value - knots[left - 1]) / (knots[left] - knots[left - 1])) / last;
}

/** The first knot that is not below `value` (or, with `above`, that is above it). */
function lowerBound(knots: Float64Array, value: number, above = false): number {
  let [low, high] = [0, knots.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (knots[middle] < value || (above && knots[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function clamp(position: number): number {
  return Math.min(1, Math.max(0, position));
}

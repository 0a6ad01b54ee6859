/**
 * Axes of numbers: where a value lies in pixels, and at which round values the ticks stand. Linear ticks are 1, 2 or 5
 * times a power of ten apart; logarithmic ones stand at the powers of ten, at 1, 2, 5 of each where there are few, and are
 * linear where the axis spans less than a factor of two.
 */

/** A linear or logarithmic axis from `from` at pixel `start` to `to` at pixel `end`. */
export interface Axis {
  readonly kind: "linear" | "log";
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** The pixel of a value, not rounded; NaN for a value that a logarithmic axis does not have. */
export function pixelOf(axis: Axis, value: number): number {
  const { from, to, start, end } = axis;
  if (axis.kind === "linear") return start + ((value - from) / (to - from)) * (end - start);
  if (!(value > 0)) return Number.NaN;
  return start + (Math.log(value / from) / Math.log(to / from)) * (end - start);
}

/** The value at a pixel. */
export function valueAt(axis: Axis, pixel: number): number {
  const { from, to, start, end } = axis;
  const share = (pixel - start) / (end - start);
  return axis.kind === "linear" ? from + share * (to - from) : from * (to / from) ** share;
}

/** The values at which ticks stand, ascending; about `count` of them. */
export function ticks(axis: Pick<Axis, "kind" | "from" | "to">, count: number): number[] {
  const { kind, from, to } = axis;
  if (!(to > from)) return [];
  return kind === "log" && to / from >= 2 ? logTicks(from, to, count) : linearTicks(from, to, count);
}

/** The distance of linear ticks: 1, 2 or 5 times a power of ten. */
export function tickStep(from: number, to: number, count: number): number {
  const rough = (to - from) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const times = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999) ?? 10;
  return times * power;
}

function linearTicks(from: number, to: number, count: number): number[] {
  const step = tickStep(from, to, count);
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  // an index times the step, made round again: 3 × 0.1 is 0.30000000000000004
  const round = (index: number) => Number((index * step).toPrecision(12));
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => round(first + i));
}

function logTicks(from: number, to: number, count: number): number[] {
  const low = Math.floor(Math.log10(from));
  const high = Math.ceil(Math.log10(to));
  const every = Math.max(1, Math.ceil((high - low) / Math.max(1, count)));
  const parts = Math.log10(to / from) <= count / 2 ? [1, 2, 5] : [1];
  const found: number[] = [];
  for (let power = low; power <= high; power += every)
    for (const part of parts) {
      const tick = Number((part * 10 ** power).toPrecision(12));
      if (tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9)) found.push(tick);
    }
  return found;
}

const superscript = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** The text of a tick, with as many digits as tell it from its neighbours: "20k", "0.985", "10⁻⁴". */
export function tickText(value: number, step: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) {
    const power = Math.floor(Math.log10(size) + 1e-9);
    const digits = Math.max(0, power - Math.floor(Math.log10(step) + 1e-9));
    const mantissa = (value / 10 ** power).toFixed(Math.min(digits, 6));
    const exponent = [...String(Math.abs(power))].map((digit) => superscript[Number(digit)]).join("");
    const tail = `10${power < 0 ? "⁻" : ""}${exponent}`;
    return minus(Number(mantissa) === 1 && !mantissa.includes(".") ? tail : `${mantissa}×${tail}`);
  }
  const [scaled, unit] = size >= 10_000 ? [value / 1000, "k"] : [value, ""];
  const apart = unit === "k" ? step / 1000 : step;
  const digits = Math.max(0, -Math.floor(Math.log10(apart) + 1e-9));
  return minus(scaled.toFixed(Math.min(digits, 8))) + unit;
}

/** A value as people read it: four significant digits, more where a number is near 1 in a correlation. */
export function valueText(value: number | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : minus(value > 0 ? "∞" : "-∞");
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) {
    const [mantissa, exponent] = value.toExponential(2).split("e");
    const digits = [...exponent.replace(/^[+-]/, "")].map((digit) => superscript[Number(digit)]).join("");
    return minus(`${mantissa}×10${exponent.startsWith("-") ? "⁻" : ""}${digits}`);
  }
  return minus(size < 1 ? value.toFixed(4) : value.toPrecision(size >= 1000 ? 6 : 4));
}

/** With the minus sign of typography, as wide as a digit. */
function minus(text: string): string {
  return text.replace("-", "−");
}

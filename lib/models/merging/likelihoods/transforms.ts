/**
 * How numbers that are trained without bounds become positive ones:
 *   softplus(x) = log(1 + exp x), and its inverse, for starts;   exp x, with x held within bounds, for factors.
 * Each for row values and, in float64, for numbers.
 */
import { type RowValue, unaryFunctions } from "../../../kernels/index.js";

/** log(1 + exp x). */
export function softplus(x: number): number {
  return unaryFunctions.softplus.value(x);
}

/** The x whose softplus is y > 0. */
export function softplusInverse(y: number): number {
  return y + Math.log(-Math.expm1(-y));
}

/** Least and largest logarithm; beyond them the factor stays, with a gradient of 0. */
export type LogBounds = readonly [least: number, largest: number];

/** exp x with x within bounds. */
export function boundedExp(x: number, [least, largest]: LogBounds): number {
  return Math.exp(Math.min(Math.max(x, least), largest));
}

/** The same of a row value. */
export function boundedExpOfRow(x: RowValue, [least, largest]: LogBounds): RowValue {
  return x.max(least).min(largest).exp();
}

/**
 * What one distribution is made of. A family is an immutable record of plain functions of a value x and of the vector
 * `p` of its parameters (in the order of `parameters`, then of `constants`): nothing is allocated, so that a batch runs
 * them element by element. {@link Distribution} wraps a family and its parameters for users.
 */
import type { RandomStream } from "../random/index.js";

/** Arrays that batches are read from and written to. */
export type FloatArray = Float32Array | Float64Array;

/** Parameters by name: one number for all elements, or one for each. */
export type ParameterValues<P extends string> = Readonly<Record<P, number | ArrayLike<number>>>;

/** A family of distributions with the parameters and constants named `P`. */
export interface Family<P extends string> {
  readonly name: string;
  /** Parameters that have gradients, in the order of the vector `p`. */
  readonly parameters: readonly P[];
  /** What stands behind them in `p` and has no gradient, e.g. bounds. */
  readonly constants: readonly P[];
  /** What a parameter must be, for error messages: a positive number, a number, … */
  readonly requirements: Readonly<Record<P, Requirement>>;
  /** What is wrong with parameters each of which is allowed alone: "got …, expected …"; undefined if nothing. */
  inconsistency?(p: Float64Array): string | undefined;
  /** Lower and upper end of the values that can occur. */
  support(p: Float64Array): readonly [number, number];
  /** log p(x); −∞ outside the support. */
  logProbability(x: number, p: Float64Array): number;
  /** Writes ∂ log p(x)/∂x to out[0] and ∂ log p(x)/∂(parameter j) to out[1 + j]; x within the support. */
  logProbabilityGradient(x: number, p: Float64Array, out: Float64Array): void;
  /** The probability of values up to x; x within the support. */
  cdf(x: number, p: Float64Array): number;
  /** The probability of values above x, with relative accuracy where it is small; x within the support. */
  survival(x: number, p: Float64Array): number;
  /** The x with cdf(x) = u, 0 < u < 1. */
  quantile(u: number, p: Float64Array): number;
  mean(p: Float64Array): number;
  variance(p: Float64Array): number;
  /** −E[log p(x)], natural logarithm. */
  entropy(p: Float64Array): number;
  /** E[log x], of families of positive values. */
  meanLog?(p: Float64Array): number;
  /** Random value number `index` of a stream. */
  sample(stream: RandomStream, index: number, p: Float64Array): number;
  /** Writes dx/d(parameter j) of a sample x, at fixed random numbers or at fixed cdf, to out[j]. */
  sampleGradient(x: number, p: Float64Array, out: Float64Array): void;
  /**
   * Writes c of log p(x) = c[0] + c[1] log x + c[2] x + c[3] x² on the support, for families that are of this form:
   * their Kullback–Leibler divergence from any family with the moments follows in closed form.
   */
  exponentialForm?(p: Float64Array, out: Float64Array): void;
}

/** What a parameter may be. */
export type Requirement = "finite" | "positive" | "bound" | "positive or infinite" | "flag";

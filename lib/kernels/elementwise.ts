/**
 * Functions of one or two numbers and their derivatives: the table behind the "unary", "binary" and "compare"
 * instructions. A new function is one line here (and one in wasm/assembly). At a kink the derivative is that of the
 * left side for relu and leakyRelu, 0 for abs; where a = b, max and min pass the gradient to a.
 */

import {
  erf,
  erfc,
  erfcx,
  hazardExcess,
  logErfc,
  logNormalCdf,
  normalCdf,
  normalDensity,
  normalQuantileOfLog,
  normalReversedHazard,
} from "../distributions/specialFunctionsError.js";
import { normalQuantile } from "../random/index.js";
import type { BinaryKind, CompareKind, UnaryKind } from "./rowProgram.js";
import { digamma, lgamma, trigamma } from "./specialFunctions.js";
import { truncatedNormalMeanLog, truncatedNormalMeanLogSlope } from "./truncatedNormalMeanLog.js";

/** Slope of the leaky ReLU below 0. */
export const LEAKY_SLOPE = 0.01;

const TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);

export interface UnaryFunction {
  value(x: number): number;
  /** df/dx, given x and y = f(x). */
  derivative(x: number, y: number): number;
}

export interface BinaryFunction {
  value(a: number, b: number): number;
  /** ∂f/∂a and ∂f/∂b, given a, b and y = f(a, b). */
  byA(a: number, b: number, y: number): number;
  byB(a: number, b: number, y: number): number;
}

const sigmoid = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

export const unaryFunctions: Readonly<Record<UnaryKind, UnaryFunction>> = {
  neg: { value: (x) => -x, derivative: () => -1 },
  exp: { value: Math.exp, derivative: (_, y) => y },
  log: { value: Math.log, derivative: (x) => 1 / x },
  log1p: { value: Math.log1p, derivative: (x) => 1 / (1 + x) },
  expm1: { value: Math.expm1, derivative: (_, y) => y + 1 },
  sqrt: { value: Math.sqrt, derivative: (_, y) => 0.5 / y },
  square: { value: (x) => x * x, derivative: (x) => 2 * x },
  abs: { value: Math.abs, derivative: Math.sign },
  sign: { value: Math.sign, derivative: () => 0 },
  reciprocal: { value: (x) => 1 / x, derivative: (_, y) => -y * y },
  tanh: { value: Math.tanh, derivative: (_, y) => 1 - y * y },
  sigmoid: { value: sigmoid, derivative: (_, y) => y * (1 - y) },
  softplus: { value: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), derivative: sigmoid },
  relu: { value: (x) => Math.max(x, 0), derivative: (x) => (x > 0 ? 1 : 0) },
  leakyRelu: {
    value: (x) => (x > 0 ? x : LEAKY_SLOPE * x),
    derivative: (x) => (x > 0 ? 1 : LEAKY_SLOPE),
  },
  sin: { value: Math.sin, derivative: Math.cos },
  cos: { value: Math.cos, derivative: (x) => -Math.sin(x) },
  lgamma: { value: lgamma, derivative: digamma },
  digamma: { value: digamma, derivative: trigamma },
  erf: { value: erf, derivative: (x) => TWO_BY_ROOT_PI * Math.exp(-x * x) },
  erfc: { value: erfc, derivative: (x) => -TWO_BY_ROOT_PI * Math.exp(-x * x) },
  logErfc: { value: logErfc, derivative: (x) => -TWO_BY_ROOT_PI / erfcx(x) },
  normalCdf: { value: normalCdf, derivative: normalDensity },
  logNormalCdf: { value: logNormalCdf, derivative: normalReversedHazard },
  // The hazard's slope is −y (x + y), where the sum is λ(z) − z at z = −x, without cancellation.
  normalReversedHazard: { value: normalReversedHazard, derivative: (x, y) => -y * hazardExcess(-x) },
  normalQuantile: { value: normalQuantile, derivative: (_, y) => 1 / normalDensity(y) },
  normalQuantileOfLog: { value: normalQuantileOfLog, derivative: (_, y) => 1 / normalReversedHazard(y) },
  truncatedNormalMeanLog: { value: truncatedNormalMeanLog, derivative: truncatedNormalMeanLogSlope },
};

export const binaryFunctions: Readonly<Record<BinaryKind, BinaryFunction>> = {
  add: { value: (a, b) => a + b, byA: () => 1, byB: () => 1 },
  sub: { value: (a, b) => a - b, byA: () => 1, byB: () => -1 },
  mul: { value: (a, b) => a * b, byA: (_, b) => b, byB: (a) => a },
  div: { value: (a, b) => a / b, byA: (_, b) => 1 / b, byB: (_, b, y) => -y / b },
  max: { value: Math.max, byA: (a, b) => (a >= b ? 1 : 0), byB: (a, b) => (a >= b ? 0 : 1) },
  min: { value: Math.min, byA: (a, b) => (a <= b ? 1 : 0), byB: (a, b) => (a <= b ? 0 : 1) },
  pow: {
    value: (a, b) => a ** b,
    byA: (a, b) => (b === 0 ? 0 : b * a ** (b - 1)),
    byB: (a, _, y) => (a > 0 ? y * Math.log(a) : 0),
  },
};

export const comparisons: Readonly<Record<CompareKind, (a: number, b: number) => boolean>> = {
  lt: (a, b) => a < b,
  le: (a, b) => a <= b,
  gt: (a, b) => a > b,
  ge: (a, b) => a >= b,
  eq: (a, b) => a === b,
};

/**
 * Exponential, gamma and Student-t random numbers.
 * Exponential by inversion, −log u. Gamma by Marsaglia & Tsang, ACM Trans. Math. Softw. 26 (2000) 363: accept
 * d v, d = a − ⅓, v = (1 + z/√(9d))³, where log u < ½z² + d − dv + d log v; for shape a < 1 a gamma of shape a + 1
 * times u^(1/a). Student-t: z √(ν/(2g)) with g gamma of shape ν/2.
 */
import { InputError } from "../errors.js";
import { portableExp, portableLog } from "./elementary.js";
import { normalQuantile } from "./normal.js";
import type { RandomStream } from "./philox.js";
import { Draws, uniform } from "./uniform.js";

/** Number `index` of a stream, exponential with mean 1. */
export function exponential(stream: RandomStream, index: number): number {
  return -portableLog(uniform(stream, index));
}

/**
 * Number `index` of a stream, gamma distributed with the given shape and scale 1 (mean = variance = shape).
 * @throws InputError unless the shape is positive and finite
 */
export function gamma(stream: RandomStream, index: number, shape: number): number {
  return gammaFromDraws(new Draws(stream, index), checkPositive("gamma shape", shape));
}

/**
 * Number `index` of a stream, Student-t distributed with ν = `degreesOfFreedom`.
 * @throws InputError unless ν is positive and finite
 */
export function studentT(stream: RandomStream, index: number, degreesOfFreedom: number): number {
  checkPositive("Student-t degrees of freedom", degreesOfFreedom);
  const draws = new Draws(stream, index);
  const z = normalQuantile(draws.next());
  return z * Math.sqrt(degreesOfFreedom / (2 * gammaFromDraws(draws, degreesOfFreedom / 2)));
}

/** Fills `out` with gamma distributed numbers `first`, `first + 1`, … of a stream; returns `out`. */
export function fillGamma<T extends Float32Array | Float64Array>(
  stream: RandomStream,
  out: T,
  shape: number,
  first = 0,
): T {
  checkPositive("gamma shape", shape);
  const draws = new Draws(stream);
  for (let i = 0; i < out.length; i++) {
    draws.moveTo(first + i);
    out[i] = gammaFromDraws(draws, shape);
  }
  return out;
}

function gammaFromDraws(draws: Draws, shape: number): number {
  if (shape < 1) {
    const logBoost = portableLog(draws.next()) / shape;
    return gammaFromDraws(draws, shape + 1) * (logBoost > -700 ? portableExp(logBoost) : 0);
  }
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const z = normalQuantile(draws.next());
    const t = 1 + c * z;
    const logU = portableLog(draws.next());
    if (t <= 0) continue;
    const v = t * t * t;
    if (logU < 0.5 * z * z + d - d * v + d * portableLog(v)) return d * v;
  }
}

function checkPositive(what: string, value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) {
    throw new InputError(`${what}: got ${value}, expected a positive number`);
  }
  return value;
}

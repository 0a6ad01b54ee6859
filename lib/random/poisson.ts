/**
 * Poisson random numbers, exact for every mean. Below a mean of 10: the number of exponential waiting times that fit
 * into the mean. From 10 on: transformed rejection with squeeze, algorithm PTRS of Hörmann, Insurance: Mathematics and
 * Economics 12 (1993) 39, accepting k where log(v α⁻¹ / (a/u² + b)) ≤ k log µ − µ − log k!.
 */
import { InputError } from "../errors.js";
import { portableLog } from "./elementary.js";
import type { RandomStream } from "./philox.js";
import { Draws } from "./uniform.js";

const LARGE_MEAN = 10;
// Above this, k log µ − µ − log k! loses the digits that decide on acceptance (and a float64 the unit of counts).
const MAXIMUM_MEAN = 1e12;

const logFactorials = new Float64Array(16);
for (let k = 2; k < 16; k++) logFactorials[k] = logFactorials[k - 1] + portableLog(k);

/** log k! for a whole number k ≥ 0: a table, then Stirling's series (first term left out below 1e-14 from k = 16). */
export function logFactorial(k: number): number {
  if (k < 16) return logFactorials[k];
  const n = k + 1;
  const r = 1 / (n * n);
  const series = (1 / 12 - r * (1 / 360 - r * (1 / 1260 - r * (1 / 1680 - r / 1188)))) / n;
  return (n - 0.5) * portableLog(n) - n + 0.9189385332046728 + series;
}

/**
 * Number `index` of a stream, Poisson distributed with the given mean.
 * @param mean from 0 to 1e12
 * @throws InputError where the mean is out of that range or not a number
 */
export function poisson(stream: RandomStream, index: number, mean: number): number {
  return poissonFromDraws(new Draws(stream, index), mean);
}

/** Fills `out[i]` with Poisson number `first + i` of a stream, of mean `means[i]`; returns `out`. */
export function fillPoisson<T extends Float32Array | Float64Array | Int32Array | Uint32Array>(
  stream: RandomStream,
  means: ArrayLike<number>,
  out: T,
  first = 0,
): T {
  const draws = new Draws(stream);
  for (let i = 0; i < out.length; i++) {
    draws.moveTo(first + i);
    out[i] = poissonFromDraws(draws, means[i]);
  }
  return out;
}

function poissonFromDraws(draws: Draws, mean: number): number {
  if (!(mean >= 0 && mean <= MAXIMUM_MEAN)) {
    throw new InputError(`Poisson mean: got ${mean}, expected a number from 0 to ${MAXIMUM_MEAN}`);
  }
  return mean < LARGE_MEAN ? countArrivals(draws, mean) : transformedRejection(draws, mean);
}

function countArrivals(draws: Draws, mean: number): number {
  let time = -portableLog(draws.next());
  let count = 0;
  while (time < mean) {
    time -= portableLog(draws.next());
    count++;
  }
  return count;
}

function transformedRejection(draws: Draws, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const logMean = portableLog(mean);
  for (;;) {
    const u = draws.next() - 0.5;
    const v = draws.next();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const logRatio = portableLog((v * inverseAlpha) / (a / (us * us) + b));
    if (logRatio <= k * logMean - mean - logFactorial(k)) return k;
  }
}

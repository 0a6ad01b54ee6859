/**
 * Kullback–Leibler divergence KL(q‖p) = E_q[log q(x) − log p(x)], what the ELBO takes off (paper 002, equation 10).
 *
 * Where log p(x) = c₀ + c₁ log x + c₂ x + c₃ x², as for a normal, truncated normal, half-normal, Rayleigh, exponential,
 * gamma or Wilson p, it follows from moments of q alone, whatever family q is of:
 *   KL = −H(q) − c₀ − c₁ E_q[log x] − c₂ E_q[x] − c₃ E_q[x²].
 * Pairs in `pairs` have formulas of their own. For the rest there is the Monte Carlo estimate.
 */
import { InputError } from "../errors.js";
import { type RandomStream, randomStream } from "../random/index.js";
import type { Distribution } from "./distribution.js";
import type { FloatArray } from "./familyTypes.js";
import { log1pMinus } from "./specialFunctionsGamma.js";

/** KL of two vectors of parameters. */
type Formula = (q: Float64Array, p: Float64Array) => number;

/** log σ_p/σ_q + (σ_q² + (µ_q − µ_p)²)/(2σ_p²) − ½, without cancellation where the two are nearly equal. */
const normals: Formula = (q, p) => {
  const difference = (q[0] - p[0]) / p[1];
  const ratio = (q[1] - p[1]) / p[1];
  return 0.5 * (difference * difference - log1pMinus(ratio * (2 + ratio)));
};

/** Formulas of single pairs, by "q ‖ p". A new one is one line here and one case in the test. */
const pairs: Readonly<Record<string, Formula>> = {
  "normal ‖ normal": normals,
  "logNormal ‖ logNormal": normals,
};

/** How a Monte Carlo estimate is made. */
export interface KlEstimateOptions {
  /** Number of samples of q; 10,000. */
  samples?: number;
  /** Where they come from; seed 0, stream "KL". */
  stream?: RandomStream;
}

/** Whether KL(q‖p) is exact (in closed form, or from moments by quadrature) rather than estimated. */
export function hasExactKl(q: Distribution, p: Distribution): boolean {
  return findFormula(q, p) !== undefined;
}

/**
 * KL(q‖p) of element `i`: exact where {@link hasExactKl}, else the value of {@link klEstimate} with its defaults.
 * ∞ where q reaches values that p excludes.
 */
export function klDivergence(q: Distribution, p: Distribution, i = 0): number {
  const formula = findFormula(q, p);
  if (formula === undefined) return klEstimate(q, p, {}, i).value;
  return covers(q, p, i) ? formula(q.at(i), p.at(i)) : Infinity;
}

/**
 * {@link klDivergence} of each element.
 * @throws InputError where q, p and out have different lengths
 */
export function klDivergences(
  q: Distribution,
  p: Distribution,
  out: FloatArray = new Float64Array(q.length ?? p.length ?? 1),
): FloatArray {
  checkKlLengths(q, p, out.length);
  for (let i = 0; i < out.length; i++) out[i] = klDivergence(q, p, i);
  return out;
}

/** @throws InputError where q or p have another number of elements than there are results */
export function checkKlLengths<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  n: number,
): void {
  for (const { name, length } of [q, p])
    if (length !== undefined && length !== n)
      throw new InputError(`KL of ${name}: got ${length} elements, expected ${n}, as many as results`);
}

/**
 * KL(q‖p) of element `i` by Monte Carlo: the mean of log q − log p over samples of q, and its standard error.
 * @throws InputError unless there are at least two samples
 */
export function klEstimate(
  q: Distribution,
  p: Distribution,
  { samples = 10_000, stream = randomStream(0, "KL") }: KlEstimateOptions = {},
  i = 0,
): { value: number; standardError: number } {
  if (!Number.isInteger(samples) || samples < 2)
    throw new InputError(`KL estimate: got ${samples} samples, expected a whole number of at least 2`);
  if (!covers(q, p, i)) return { value: Infinity, standardError: 0 };
  let mean = 0;
  let squares = 0;
  for (let n = 0; n < samples; n++) {
    const x = q.sample(stream, n, i);
    const difference = q.logProbability(x, i) - p.logProbability(x, i);
    const change = difference - mean;
    mean += change / (n + 1);
    squares += change * (difference - mean);
  }
  return { value: mean, standardError: Math.sqrt(squares / (samples - 1) / samples) };
}

/** Whether p allows every value that q can take. */
export function covers<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  i: number,
): boolean {
  const [lowQ, highQ] = q.support(i);
  const [lowP, highP] = p.support(i);
  return lowQ >= lowP && highQ <= highP;
}

const coefficients = new Float64Array(4);

function findFormula(q: Distribution, p: Distribution): Formula | undefined {
  const key = `${q.name} ‖ ${p.name}`;
  if (Object.hasOwn(pairs, key)) return pairs[key];
  if (p.family.exponentialForm === undefined) return undefined;
  return (vectorQ, vectorP) => {
    p.family.exponentialForm?.(vectorP, coefficients);
    const [c0, c1, c2, c3] = coefficients;
    const mean = q.family.mean(vectorQ);
    const square = q.family.variance(vectorQ) + mean * mean;
    // No second moment (Student's t of few degrees of freedom): the tails of q are too heavy for p.
    if (Number.isNaN(square) && c3 !== 0) return Infinity;
    const log = c1 === 0 ? 0 : c1 * (q.family.meanLog?.(vectorQ) ?? Number.NaN);
    return -q.family.entropy(vectorQ) - c0 - log - c2 * mean - c3 * square;
  };
}

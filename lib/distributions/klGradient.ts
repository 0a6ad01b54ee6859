/**
 * Gradient of KL(q‖p) with respect to the parameters of q and of p.
 *
 * Where log p(x) = c₀ + c₁ log x + c₂ x + c₃ x² (klDivergence.ts),
 *   dKL/dθ_q = −dH(q)/dθ_q − c₁ dE_q[log x]/dθ_q − c₂ dE_q[x]/dθ_q − c₃ dE_q[x²]/dθ_q,
 *   dKL/dθ_p = −E_q[∂ log p(x)/∂θ_p],
 * of which momentGradients.ts and expectedScores.ts have the parts. Two normals, or two log-normals, have formulas of
 * their own. For the rest there is the pathwise estimate over samples x of q,
 *   dKL/dθ_q = E_q[(∂ log q/∂x − ∂ log p/∂x) dx/dθ_q],
 * in which ∂ log q/∂θ_q, of mean 0, is left out: the estimate has no error where q = p (Roeder, Wu & Duvenaud 2017).
 */
import { InputError } from "../errors.js";
import { randomStream } from "../random/index.js";
import type { Distribution } from "./distribution.js";
import { expectedScores } from "./expectedScores.js";
import type { FloatArray } from "./familyTypes.js";
import { checkKlLengths, covers, type KlEstimateOptions } from "./klDivergence.js";
import { momentGradients } from "./momentGradients.js";

/** Derivatives of a divergence by name: with respect to the parameters of q, and to those of p. */
export interface KlGradient<Q extends string = string, P extends string = string> {
  readonly q: Partial<Record<Q, number>>;
  readonly p: Partial<Record<P, number>>;
}

/** The same of a batch: as many elements as divergences, also for a parameter that all of them share. */
export interface KlGradients<Q extends string = string, P extends string = string> {
  readonly q?: Partial<Record<Q, FloatArray>>;
  readonly p?: Partial<Record<P, FloatArray>>;
}

/** Writes the derivatives by q's parameters and by p's. */
type Formula = (q: Float64Array, p: Float64Array, byQ: Float64Array, byP: Float64Array) => void;

/** Two normals: written with differences, so that nothing cancels where they are nearly equal. */
const normals: Formula = (q, p, byQ, byP) => {
  const variance = p[1] * p[1];
  const difference = q[0] - p[0];
  const excess = (q[1] - p[1]) * (q[1] + p[1]);
  byQ[0] = difference / variance;
  byQ[1] = excess / (q[1] * variance);
  byP[0] = -difference / variance;
  byP[1] = -(excess + difference * difference) / (variance * p[1]);
};

/** Formulas of single pairs, by "q ‖ p". A new one is one line here and one case in the test. */
const pairs: Readonly<Record<string, Formula>> = {
  "normal ‖ normal": normals,
  "logNormal ‖ logNormal": normals,
};

/** Whether {@link klGradient} is exact (in closed form, or by quadrature) rather than estimated. */
export function hasExactKlGradient<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
): boolean {
  return findFormula(q, p) !== undefined;
}

/**
 * Gradient of KL(q‖p) of element `i`: exact where {@link hasExactKlGradient}, else the value of
 * {@link klGradientEstimate} with its defaults. NaN where the divergence is infinite.
 */
export function klGradient<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  i = 0,
): KlGradient<Q, P> {
  const work = workspace(q, p);
  write(q, p, i, work);
  return named(q, p, work.byQ, work.byP);
}

/**
 * {@link klGradient} of each element; only what `out` names, by default everything.
 * @throws InputError where q, p and the arrays have different lengths
 */
export function klGradients<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  out?: KlGradients<Q, P>,
): KlGradients<Q, P> {
  const n = q.length ?? p.length ?? givenLength(out) ?? 1;
  const result: KlGradients<Q, P> = out ?? { q: arrays(q, n), p: arrays(p, n) };
  const toQ = q.family.parameters.map((name): FloatArray | undefined => result.q?.[name]);
  const toP = p.family.parameters.map((name): FloatArray | undefined => result.p?.[name]);
  checkKlLengths(q, p, n);
  for (const array of [...toQ, ...toP])
    if (array !== undefined && array.length !== n)
      throw new InputError(
        `KL gradient of ${q.name}: got an array of ${array.length}, expected ${n}, as many as elements`,
      );
  const work = workspace(q, p);
  for (let i = 0; i < n; i++) {
    write(q, p, i, work);
    for (let j = 0; j < toQ.length; j++) {
      const array = toQ[j];
      if (array !== undefined) array[i] = work.byQ[j];
    }
    for (let j = 0; j < toP.length; j++) {
      const array = toP[j];
      if (array !== undefined) array[i] = work.byP[j];
    }
  }
  return result;
}

/**
 * Gradient of KL(q‖p) of element `i` by Monte Carlo over samples of q, pathwise, with standard errors.
 * @throws InputError unless there are at least two samples
 */
export function klGradientEstimate<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  { samples = 10_000, stream = randomStream(0, "KL") }: KlEstimateOptions = {},
  i = 0,
): { value: KlGradient<Q, P>; standardError: KlGradient<Q, P> } {
  if (!Number.isInteger(samples) || samples < 2)
    throw new InputError(
      `KL gradient estimate: got ${samples} samples, expected a whole number of at least 2`,
    );
  const nQ = q.family.parameters.length;
  const nP = p.family.parameters.length;
  const mean = new Float64Array(nQ + nP);
  const squares = new Float64Array(nQ + nP);
  const slopesQ = new Float64Array(nQ + 1);
  const slopesP = new Float64Array(nP + 1);
  const path = new Float64Array(nQ);
  if (!covers(q, p, i)) mean.fill(Number.NaN);
  else
    for (let n = 0; n < samples; n++) {
      const x = q.sample(stream, n, i);
      q.family.logProbabilityGradient(x, q.at(i), slopesQ);
      q.family.sampleGradient(x, q.at(i), path);
      p.family.logProbabilityGradient(x, p.at(i), slopesP);
      for (let j = 0; j < nQ + nP; j++) {
        const term = j < nQ ? (slopesQ[0] - slopesP[0]) * path[j] : -slopesP[1 + j - nQ];
        const change = term - mean[j];
        mean[j] += change / (n + 1);
        squares[j] += change * (term - mean[j]);
      }
    }
  const error = squares.map((sum) => Math.sqrt(sum / (samples - 1) / samples));
  return {
    value: named(q, p, mean.subarray(0, nQ), mean.subarray(nQ)),
    standardError: named(q, p, error.subarray(0, nQ), error.subarray(nQ)),
  };
}

/** What one gradient is computed in. */
interface Workspace {
  readonly formula: Formula | undefined;
  readonly byQ: Float64Array;
  readonly byP: Float64Array;
}

function workspace<Q extends string, P extends string>(q: Distribution<Q>, p: Distribution<P>): Workspace {
  return {
    formula: findFormula(q, p),
    byQ: new Float64Array(q.family.parameters.length),
    byP: new Float64Array(p.family.parameters.length),
  };
}

function write<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  i: number,
  { formula, byQ, byP }: Workspace,
): void {
  if (formula === undefined) {
    const { value } = klGradientEstimate(q, p, {}, i);
    q.family.parameters.forEach((name, j) => {
      byQ[j] = value.q[name] ?? Number.NaN;
    });
    p.family.parameters.forEach((name, j) => {
      byP[j] = value.p[name] ?? Number.NaN;
    });
  } else if (covers(q, p, i)) formula(q.at(i), p.at(i), byQ, byP);
  else {
    byQ.fill(Number.NaN);
    byP.fill(Number.NaN);
  }
}

function findFormula<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
): Formula | undefined {
  const key = `${q.name} ‖ ${p.name}`;
  if (Object.hasOwn(pairs, key)) return pairs[key];
  if (!Object.hasOwn(momentGradients, q.name) || !Object.hasOwn(expectedScores, p.name)) return undefined;
  const slopes = momentGradients[q.name];
  const score = expectedScores[p.name];
  const coefficients = new Float64Array(4);
  const moments = new Float64Array(4 * q.family.parameters.length);
  return (vectorQ, vectorP, byQ, byP) => {
    p.family.exponentialForm?.(vectorP, coefficients);
    const [, c1, c2, c3] = coefficients;
    slopes(vectorQ, moments);
    for (let j = 0; j < byQ.length; j++) {
      // 0 × NaN: a term that is absent counts 0, whether or not q has that moment.
      const term = (c: number, k: number) => (c === 0 ? 0 : c * moments[4 * j + k]);
      byQ[j] = -moments[4 * j] - term(c1, 1) - term(c2, 2) - term(c3, 3);
    }
    const log = q.family.meanLog?.(vectorQ) ?? Number.NaN;
    const moment = { mean: q.family.mean(vectorQ), variance: q.family.variance(vectorQ), log };
    score(vectorP, moment, byP);
    for (let j = 0; j < byP.length; j++) byP[j] = -byP[j];
  };
}

function named<Q extends string, P extends string>(
  q: Distribution<Q>,
  p: Distribution<P>,
  byQ: Float64Array,
  byP: Float64Array,
): KlGradient<Q, P> {
  const gradient: { q: Partial<Record<Q, number>>; p: Partial<Record<P, number>> } = { q: {}, p: {} };
  q.family.parameters.forEach((name, j) => {
    gradient.q[name] = byQ[j];
  });
  p.family.parameters.forEach((name, j) => {
    gradient.p[name] = byP[j];
  });
  return gradient;
}

function arrays<P extends string>(d: Distribution<P>, n: number): Partial<Record<P, FloatArray>> {
  const result: Partial<Record<P, FloatArray>> = {};
  for (const name of d.family.parameters) result[name] = new Float64Array(n);
  return result;
}

function givenLength<Q extends string, P extends string>(out?: KlGradients<Q, P>): number | undefined {
  const given: (FloatArray | undefined)[] = [
    ...Object.values<FloatArray | undefined>(out?.q ?? {}),
    ...Object.values<FloatArray | undefined>(out?.p ?? {}),
  ];
  return given.find((array) => array !== undefined)?.length;
}

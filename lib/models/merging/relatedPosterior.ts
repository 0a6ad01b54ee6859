/**
 * Amplitudes that hang together, by the double-Wilson distribution: structure factors of related crystals (or of Friedel
 * mates) are correlated complex normal variables, so that given the parent's amplitude E_p the child's is
 *   acentric  p(E | E_p) = (2E/v) exp(−(E² + r²E_p²)/v) I₀(2rEE_p/v)                       (Rice)
 *   centric   p(E | E_p) = √(2/(πv)) exp(−(E² + r²E_p²)/(2v)) cosh(rEE_p/v)                (folded normal),   v = 1 − r²
 * (Luzzati, 1952; Hekstra et al., bioRxiv 2024.07.22.604476; careless's DoubleWilsonPrior). Its posterior is conditional
 * as well, and that is where this differs from careless, whose amplitudes are independent under q:
 *   E = r₀ E_p + τ₀ u,   u ~ normal(m, s) cut to E > 0,   τ₀ = √(v₀/2) acentric, √v₀ centric,
 * with r₀ and v₀ as given at the start (an r that is learned is the prior's alone, else it would run to 1 before any u is
 * learned), m and s trained, 0 and 1 at the start, which is nearly the prior. For r near 1 the amplitudes themselves are stiff
 * (they may move together only) while u is free: differences between data sets are learned at the rate of everything else.
 * KL given the parent is that of two normal densities but for a small term (doubleWilsonDivergence).
 */
import type { RowValue } from "../../kernels/index.js";
import type { Prior } from "./priors/priorTypes.js";
import { type RowSource, renamedSource } from "./rowSource.js";
import {
  type PosteriorValues,
  posteriorLocationScale,
  posteriorNames,
  priorReflection,
  truncatedNormalValues,
} from "./surrogatePosterior.js";

/** Columns and parameter of relations; of the j-th ancestor under `ancestorName`. */
export const relationNames = {
  /** Gathered, a number for each relation: log(v/(1 − v)); and the same as at the start. */
  parameter: "correlation",
  first: "correlationStart",
  index: "relation",
  /** 1 where the reflection has a parent, else 0. */
  related: "related",
  centric: "centric",
  share: "share",
} as const;

/** Name of a column of the j-th ancestor of a row's reflection; j = 0 is the reflection itself. */
export function ancestorName(name: string, j: number): string {
  return j === 0 ? name : `ancestor${j}/${name}`;
}

const LOG_TWO = Math.LN2;
const LOG_PI = Math.log(Math.PI);
const SMALLEST = 1e-6;

/** A sample of E of each row's reflection, and the shares of the divergences of it and of its ancestors. */
export function relatedPosterior(
  source: RowSource,
  prior: Prior,
  depth: number,
): { sample: RowValue; divergence: RowValue } {
  let parent: RowValue | undefined;
  let total: RowValue | undefined;
  for (let j = depth; j >= 0; j--) {
    const at = j === 0 ? source : renamedSource(source, (name) => ancestorName(name, j));
    const { values, divergence } = generation(at, prior, parent);
    const shared = divergence.mul(at.column(relationNames.share));
    total = total === undefined ? shared : total.add(shared);
    parent = values.sample;
  }
  return { sample: parent ?? source.constant(1), divergence: total ?? source.constant(0) };
}

function generation(
  source: RowSource,
  prior: Prior,
  parent: RowValue | undefined,
): { values: PosteriorValues; divergence: RowValue } {
  const own = posteriorLocationScale(source);
  const centric = source.column(relationNames.centric);
  if (parent === undefined) {
    const values = truncatedNormalValues(source, own.location, own.scale);
    return { values, divergence: prior.divergence(values, priorReflection(source)) };
  }
  const related = source.column(relationNames.related);
  const [first, now] = [relationNames.first, relationNames.parameter].map((name) => {
    const v = source.gather(name, relationNames.index).sigmoid();
    return { v, center: parent.mul(v.neg().add(1).max(SMALLEST).sqrt()) };
  });
  const tau = centric.where(first.v, first.v.mul(0.5)).sqrt();
  const trained = source.gather(posteriorNames.parameter, posteriorNames.index, 2);
  const location = related.where(first.center.add(tau.mul(trained.slice(0))), own.location);
  const scale = related.where(tau.mul(trained.slice(1).exp()), own.scale);
  const values = truncatedNormalValues(source, location, scale);
  const given = doubleWilsonDivergence(values, { ...now, centric });
  return { values, divergence: related.where(given, prior.divergence(values, priorReflection(source))) };
}

/** Of an amplitude given its parent's: centre r E_p, v = 1 − r². */
type Given = Readonly<Record<"center" | "v" | "centric", RowValue>>;

/** log p(E | E_p). */
export function doubleWilson({ amplitude, ...given }: Given & { readonly amplitude: RowValue }): RowValue {
  const logNormal = amplitude.sub(given.center).square().div(spreadOf(given)).neg().sub(logNormOf(given));
  return logNormal.add(overNormal(amplitude, given));
}

/**
 * KL(q ‖ p(E | E_p)) given the parent's amplitude. p is nearly the normal density N of centre r E_p and variance v/2 (centric
 * v), for which it has a closed form; of log p − log N, which is small, it takes the sample's. Estimated from the sample
 * throughout, an amplitude that is told little beyond its parent would be lost in the noise of its divergence.
 */
export function doubleWilsonDivergence(posterior: PosteriorValues, given: Given): RowValue {
  const ofNormal = posterior.meanSquareFrom(given.center).div(spreadOf(given)).add(logNormOf(given));
  return ofNormal.sub(posterior.entropy).sub(overNormal(posterior.sample, given));
}

/** Twice the variance of N. */
function spreadOf({ v, centric }: Given): RowValue {
  return centric.where(v.mul(2), v);
}

/** ½ log(2π) and the logarithm of N's standard deviation. */
function logNormOf(given: Given): RowValue {
  return spreadOf(given).log().add(LOG_PI).mul(0.5);
}

/** log p(E | E_p) − log N(E). */
function overNormal(amplitude: RowValue, { center, v, centric }: Given): RowValue {
  const x = amplitude.mul(center).div(v);
  const folded = x.mul(-2).exp().log1p();
  const acentric = amplitude
    .log()
    .sub(v.log().mul(0.5))
    .add(LOG_TWO + 0.5 * LOG_PI)
    .add(logScaledBesselI0(x.mul(2)));
  return centric.where(folded, acentric);
}

/**
 * I₀ for x < 3.75 in powers of (x/3.75)² (Abramowitz & Stegun, 9.8.1), and log(√x e⁻ˣ I₀) above in powers of 3.75/x: theirs,
 * 9.8.2, is 5e-7 off, so that this one was fitted anew (test/reference/models/doubleWilson.py).
 */
const SMALL = [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813];
const LARGE = [
  -0.918938454, 0.033320513, 0.00477866, -0.002044002, 0.016083159, -0.038981785, 0.052928862, -0.03418867,
  0.008273862,
];
const BREAK = 3.75;

/** log(e⁻ˣ I₀(x)) for x ≥ 0, to 1e-7. */
export function logScaledBesselI0(x: RowValue): RowValue {
  const horner = (t: RowValue, coefficients: readonly number[]) =>
    coefficients
      .slice(0, -1)
      .reduceRight((sum, c) => sum.mul(t).add(c), t.mul(0).add(coefficients[coefficients.length - 1]));
  const low = x.min(BREAK);
  const high = x.max(BREAK);
  const small = horner(low.div(BREAK).square(), SMALL).log().sub(low);
  const large = horner(high.reciprocal().mul(BREAK), LARGE).sub(high.log().mul(0.5));
  return x.lt(BREAK).where(small, large);
}

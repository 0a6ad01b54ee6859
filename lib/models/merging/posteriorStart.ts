/**
 * Where the posteriors start, in normalised amplitudes E: at the French–Wilson posterior of a rough merge (mean and
 * standard deviation taken for location and scale of the truncated normal), or at the prior's mean and width:
 * acentric √π/2, √(1 − π/4); centric √(2/π), √(1 − 2/π).
 */
import { frenchWilson } from "../../statistics/index.js";

/** Location and scale, g each. */
export interface PosteriorStart {
  readonly location: Float32Array;
  readonly scale: Float32Array;
}

/** What is known of g reflections before training. */
export interface StartData {
  readonly intensity: Float64Array;
  /** ∞: not measured. */
  readonly sigma: Float64Array;
  /** What squared amplitudes are normalised by. */
  readonly expected: Float64Array;
  readonly centric: Uint8Array;
}

const LEAST_WIDTH = 1e-3;

export function priorStart(centric: Uint8Array): PosteriorStart {
  const of = (acentricValue: number, centricValue: number) =>
    Float32Array.from(centric, (is) => (is ? centricValue : acentricValue));
  return {
    location: of(Math.sqrt(Math.PI) / 2, Math.sqrt(2 / Math.PI)),
    scale: of(Math.sqrt(1 - Math.PI / 4), Math.sqrt(1 - 2 / Math.PI)),
  };
}

/** The start, but of reflections that nothing was fitted to (count 0) the mean and the width of their own prior. */
export function unmeasuredStart(
  start: PosteriorStart,
  count: ArrayLike<number>,
  own: { readonly mean: Float64Array; readonly deviation: Float64Array } | undefined,
): PosteriorStart {
  if (own === undefined) return start;
  return {
    location: start.location.map((value, g) => (count[g] > 0 ? value : own.mean[g])),
    scale: start.scale.map((value, g) => (count[g] > 0 ? value : own.deviation[g])),
  };
}

/** @param wide whether the posteriors have the prior's width, not the merge's */
export function roughStart({ intensity, sigma, expected, centric }: StartData, wide = false): PosteriorStart {
  const start = priorStart(centric);
  const j = intensity.map((value, g) => value / expected[g]);
  const s = sigma.map((value, g) => value / expected[g]);
  const { amplitude, amplitudeSigma } = frenchWilson(j, s, new Float64Array(j.length).fill(1), centric);
  for (let g = 0; g < j.length; g++) {
    if (!Number.isFinite(amplitude[g]) || !(amplitudeSigma[g] > 0)) continue;
    start.location[g] = amplitude[g];
    if (!wide) start.scale[g] = Math.min(start.scale[g], Math.max(LEAST_WIDTH, amplitudeSigma[g]));
  }
  return start;
}

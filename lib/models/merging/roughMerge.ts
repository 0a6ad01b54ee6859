/**
 * A rough merge to start from: intensities J of the reflections and, where asked for, a scale k for each image, by turns
 *   J = Σ w k I / Σ w k²,   k = (Σ w J I + κ)/(Σ w J² + κ),   w = 1/(σ² + (0.1 J)²),
 * over the observations chosen and nothing else. κ = 4 holds k near 1 where an image says little; the term 0.1 J keeps
 * the few strongest from deciding alone. With scales known of each observation (a frozen scale model) J alone.
 */
import type { MergingData } from "./mergingData.js";

/** g reflections; sigma is ∞ where no observation was chosen. */
export interface RoughMerge {
  readonly intensity: Float64Array;
  readonly sigma: Float64Array;
  /** Observations chosen, g. */
  readonly count: Int32Array;
  /** Scale of each image; the first is 1. */
  readonly imageScale: Float64Array;
}

/** What is merged: each observation counts for one reflection. */
export interface RoughData extends Pick<MergingData, "reflection" | "image" | "images"> {
  readonly observations: Pick<MergingData["observations"], "intensity" | "sigma">;
  readonly groups: { readonly count: number };
}

/** How to merge roughly. */
export interface RoughMergeOptions {
  /** 1 for each observation to be used, n. */
  readonly chosen: Uint8Array;
  /** Fit a scale for each image (default false). */
  readonly imageScales?: boolean;
  /** Scales known of each observation, n (default 1). */
  readonly scale?: ArrayLike<number>;
  /** Error of an observation besides its sigma, of J (default 0.1). */
  readonly relativeError?: number;
  /** What each reflection is expected to be, g: it counts as one more observation, with an error as large (default none). */
  readonly expected?: ArrayLike<number>;
}

const CYCLES = 8;
const HOLD = 4;
const RELATIVE_ERROR = 0.1;

export function roughMerge(
  data: RoughData,
  { chosen, imageScales = false, scale, relativeError = RELATIVE_ERROR, expected }: RoughMergeOptions,
): RoughMerge {
  const { intensity, sigma } = data.observations;
  const n = intensity.length;
  const imageScale = new Float64Array(data.images.length).fill(1);
  let merged = new Float64Array(data.groups.count);
  const scaleOf = (i: number) => imageScale[data.image[i]] * (scale === undefined ? 1 : scale[i]);
  const weightOf = (i: number) =>
    1 / (sigma[i] ** 2 + (relativeError * scaleOf(i) * merged[data.reflection[i]]) ** 2);
  const merge = () => {
    const top = Float64Array.from({ length: data.groups.count }, (_, g) =>
      expected === undefined ? 0 : 1 / expected[g],
    );
    const bottom = top.map((value) => value * value);
    for (let i = 0; i < n; i++) {
      if (!chosen[i]) continue;
      const [w, k, g] = [weightOf(i), scaleOf(i), data.reflection[i]];
      top[g] += w * k * intensity[i];
      bottom[g] += w * k * k;
    }
    merged = top.map((value, g) => (bottom[g] > 0 ? value / bottom[g] : 0));
    return bottom;
  };
  let weights = merge();
  weights = merge();
  if (expected !== undefined) for (let cycle = 0; cycle < 2; cycle++) weights = merge();
  for (let cycle = 0; imageScales && cycle < CYCLES; cycle++) {
    const top = new Float64Array(imageScale.length).fill(HOLD);
    const bottom = new Float64Array(imageScale.length).fill(HOLD);
    for (let i = 0; i < n; i++) {
      if (!chosen[i]) continue;
      const [w, j] = [weightOf(i), merged[data.reflection[i]] * (scale === undefined ? 1 : scale[i])];
      top[data.image[i]] += w * j * intensity[i];
      bottom[data.image[i]] += w * j * j;
    }
    for (let k = 0; k < imageScale.length; k++)
      imageScale[k] = Math.min(20, Math.max(0.05, top[k] / bottom[k]));
    weights = merge();
  }
  const first = imageScale[0];
  const count = new Int32Array(data.groups.count);
  for (let i = 0; i < n; i++) if (chosen[i]) count[data.reflection[i]]++;
  return {
    intensity: merged.map((value) => value * first),
    sigma: weights.map((weight) => (weight > 0 ? first / Math.sqrt(weight) : Number.POSITIVE_INFINITY)),
    count,
    imageScale: imageScale.map((value) => value / first),
  };
}

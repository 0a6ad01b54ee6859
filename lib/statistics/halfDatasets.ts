/**
 * Random half data sets: the observations of each group measured n ≥ 2 times are divided by chance into halves of n/2
 * (for odd n a coin decides which gets one more), and each half is averaged.
 * Source: Karplus, P. A. & Diederichs, K. (2012) Science 336, 1030–1033, supplement.
 */
import { fillUniform, randomStream } from "../random/index.js";
import type { ObservationGroups } from "./groups.js";
import type { Observations } from "./observations.js";

/** Half-set means, one pair for each group; NaN for groups with a single observation. */
export interface HalfDatasets {
  readonly first: Float64Array;
  readonly second: Float64Array;
}

/** How halves are made. */
export interface HalfOptions {
  /** Default 0. */
  readonly seed?: number;
  /** Which of the divisions that belong to the seed. Default 0. */
  readonly repeat?: number;
  /** Weight by 1/σ² within a half. Default true. */
  readonly weighted?: boolean;
  /** The chances of each repeat, from {@link halfDraws}, to make them once for several statistics. */
  readonly draws?: readonly Float64Array[];
}

/** The chances of `repeats` divisions of n observations: what the seed gives. */
export function halfDraws(n: number, repeats: number, seed = 0): Float64Array[] {
  return Array.from({ length: repeats }, (_, repeat) => chances(n, repeat, seed));
}

function chances(n: number, repeat: number, seed: number): Float64Array {
  return fillUniform(randomStream(seed, "half data sets", repeat), new Float64Array(n));
}

/** Divides the observations of each group into random halves and averages each. The same options give the same halves. */
export function halfDatasets(
  observations: Observations,
  groups: ObservationGroups,
  options: HalfOptions = {},
): HalfDatasets {
  const { seed = 0, repeat = 0, weighted = true } = options;
  const { intensity, sigma } = observations;
  const random = options.draws?.[repeat] ?? chances(intensity.length, repeat, seed);
  const first = new Float64Array(groups.count).fill(Number.NaN);
  const second = new Float64Array(groups.count).fill(Number.NaN);
  const order = new Int32Array(intensity.length);
  for (let g = 0; g < groups.count; g++) {
    const from = groups.start[g];
    const n = groups.start[g + 1] - from;
    if (n < 2) continue;
    for (let i = 0; i < n; i++) order[i] = from + i;
    // The draws 0 … half − 1 choose; the last, which no choice uses, is the coin.
    const half = (n >> 1) + (n % 2 === 1 && random[from + n - 1] < 0.5 ? 1 : 0);
    let sumW1 = 0;
    let sumWI1 = 0;
    let sumW2 = 0;
    let sumWI2 = 0;
    for (let i = 0; i < n; i++) {
      if (i < half) {
        const j = i + Math.floor(random[from + i] * (n - i));
        const chosen = order[j];
        order[j] = order[i];
        order[i] = chosen;
      }
      const w = weighted ? 1 / sigma[order[i]] ** 2 : 1;
      if (i < half) {
        sumW1 += w;
        sumWI1 += w * intensity[order[i]];
      } else {
        sumW2 += w;
        sumWI2 += w * intensity[order[i]];
      }
    }
    first[g] = sumWI1 / sumW1;
    second[g] = sumWI2 / sumW2;
  }
  return { first, second };
}

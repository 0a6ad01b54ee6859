/**
 * Where the posterior of an amplitude that hangs on a parent's starts if the amplitude itself is known, as mean M and standard
 * deviation D: m and s of u in E = r₀ E_p + τ₀ u (relatedPosterior.ts) that give E that mean and, as far as the parent's own
 * spread leaves room for it, that deviation. By the fixed point of
 *   m ← m + (M − mean)/τ₀,   s² ← s² + (D² − variance)/τ₀²,
 * whose steps are exact far from the cut at E = 0 and too short, never too long, near it.
 */
import { relatedMoments } from "./relatedMoments.js";
import type { Relations } from "./relations.js";

/** Posteriors that are known, g each. */
export interface KnownMoments {
  /** Which of them are known: 1, else 0. */
  readonly isKnown: Uint8Array;
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

/** Of all posteriors without a parent: location and scale, g each. */
interface Founders {
  readonly location: Float32Array;
  readonly scale: Float32Array;
}

/** Bounds of s; 1 is the prior's. */
const NARROWEST = 0.05;
const WIDEST = 3;
const ROUNDS = 60;
/** How near a mean has to come, and at what change of s the search ends; amplitudes are about 1. */
const CLOSE = 1e-5;

/** m and log s of each child that is known, by 2g and 2g + 1; 0 elsewhere, which is nearly the prior. */
export function relatedStart(
  known: KnownMoments,
  founders: Founders,
  parts: {
    readonly centric: Uint8Array;
    readonly relations: Relations;
    /** v₀ of each relation. */
    readonly variance: ArrayLike<number>;
  },
): Float32Array {
  const { relations, variance, centric } = parts;
  const { parent, relation } = relations;
  const children = Array.from(parent.keys()).filter((g) => parent[g] >= 0 && known.isKnown[g] === 1);
  const values = new Float32Array(2 * parent.length);
  const location = founders.location.map((value, g) => (parent[g] < 0 ? value : 0));
  const scale = founders.scale.map((value, g) => (parent[g] < 0 ? value : 1));
  for (let round = 0, farthest = Infinity; round < ROUNDS && farthest > CLOSE; round++) {
    const { mean, standardDeviation } = relatedMoments({ ...parts, location, scale });
    farthest = 0;
    for (const g of children) {
      const v = variance[relation[g]];
      const tau = Math.sqrt(centric[g] ? v : v / 2);
      const off = known.mean[g] - mean[g];
      const square = scale[g] ** 2 + (known.deviation[g] ** 2 - standardDeviation[g] ** 2) / tau ** 2;
      const next = Math.sqrt(Math.min(WIDEST ** 2, Math.max(NARROWEST ** 2, square)));
      farthest = Math.max(farthest, Math.abs(off), tau * Math.abs(next - scale[g]));
      location[g] += off / tau;
      scale[g] = next;
    }
  }
  for (const g of children) {
    values[2 * g] = location[g];
    values[2 * g + 1] = Math.log(scale[g]);
  }
  return values;
}

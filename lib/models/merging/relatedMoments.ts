/**
 * Moments of normalised amplitudes whose posterior is conditional on a parent's (relatedPosterior.ts): the closed forms
 * of the truncated normal given the parent, averaged over the parent's posterior at the middles of NODES parts of equal
 * probability. A grandparent's nodes are paired with quantiles of its child in a fixed permutation, so that both vary.
 */
import { truncatedNormal } from "../../distributions/index.js";
import type { Relations } from "./relations.js";
import { type AmplitudeMoments, amplitudeMoments } from "./surrogatePosterior.js";

const NODES = 16;
/** Of the nodes of a child, by those of its parent: multiples of 7 modulo 16. */
const PARTNER = Array.from({ length: NODES }, (_, k) => (7 * k + 3) % NODES);

/** What is trained, read back: g each. */
export interface RelatedPosteriors {
  /** Of the normals, without a parent; with one, m and s of u. */
  readonly location: Float32Array;
  readonly scale: Float32Array;
  readonly centric: Uint8Array;
  readonly relations: Relations;
  /** v = 1 − r² by relation. */
  readonly variance: ArrayLike<number>;
}

/** Nodes of the parents' posteriors, NODES each; undefined where a reflection is nobody's parent. */
export function relatedMoments({
  location,
  scale,
  centric,
  relations,
  variance,
}: RelatedPosteriors): AmplitudeMoments {
  const { parent, relation } = relations;
  const moments = amplitudeMoments(location, scale);
  const nodes = new Map<number, Float64Array>();
  const conditional = (g: number) => {
    const v = variance[relation[g]];
    const [r, tau] = [Math.sqrt(1 - v), Math.sqrt(centric[g] ? v : v / 2)];
    return {
      location: Float64Array.from(nodesOf(parent[g]), (e) => r * e + tau * location[g]),
      scale: tau * scale[g],
    };
  };
  const nodesOf = (g: number): Float64Array => {
    const known = nodes.get(g);
    if (known !== undefined) return known;
    let made: Float64Array;
    if (parent[g] < 0) {
      const q = truncatedNormal({ location: [location[g]], scale: [scale[g]] });
      made = Float64Array.from({ length: NODES }, (_, k) => q.quantile((k + 0.5) / NODES, 0));
    } else {
      const given = conditional(g);
      const q = truncatedNormal({ location: given.location, scale: given.location.map(() => given.scale) });
      made = given.location.map((_, k) => q.quantile((PARTNER[k] + 0.5) / NODES, k));
    }
    nodes.set(g, made);
    return made;
  };
  for (let g = 0; g < parent.length; g++) {
    if (parent[g] < 0) continue;
    const given = conditional(g);
    const at = amplitudeMoments(
      given.location,
      given.location.map(() => given.scale),
    );
    const average = (of: (k: number) => number) => {
      let sum = 0;
      for (let k = 0; k < NODES; k++) sum += of(k);
      return sum / NODES;
    };
    const mean = average((k) => at.mean[k]);
    const square = average((k) => at.meanSquare[k]);
    const fourth = average((k) => at.meanSquare[k] ** 2 + at.squareDeviation[k] ** 2);
    moments.mean[g] = mean;
    moments.standardDeviation[g] = Math.sqrt(Math.max(0, square - mean * mean));
    moments.meanSquare[g] = square;
    moments.squareDeviation[g] = Math.sqrt(Math.max(0, fourth - square * square));
  }
  return moments;
}

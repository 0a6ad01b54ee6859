/**
 * Moments of normalised amplitudes whose posterior is conditional on a parent's (relatedPosterior.ts): the closed forms
 * of the truncated normal given the parent, averaged over the parent's posterior. That of a parent without a parent is taken
 * at the nodes of a Gauss–Legendre quadrature over its density; that of another at two points for each node of its own
 * parent, its mean there ± its standard deviation there, which keeps mean and variance.
 */
import { gaussLegendre, type Quadrature } from "../../statistics/gaussLegendre.js";
import type { Relations } from "./relations.js";
import { type AmplitudeMoments, amplitudeMoments } from "./surrogatePosterior.js";

const NODES = 20;
/** How far the quadrature goes from the highest density: to e^(−REACH²/2) of it. */
const REACH = 5.5;
let quadrature: Quadrature | undefined;

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

/** Amplitudes that stand for a posterior, and their probabilities. */
interface Nodes {
  readonly amplitude: Float64Array;
  readonly weight: Float64Array;
}

export function relatedMoments(posteriors: RelatedPosteriors): AmplitudeMoments {
  const { location, scale, relations } = posteriors;
  const { parent } = relations;
  const moments = amplitudeMoments(location, scale);
  const known = new Map<number, Nodes>();
  const nodesOf = (g: number): Nodes => {
    const found = known.get(g);
    if (found !== undefined) return found;
    const made = parent[g] < 0 ? nodesOfNormal(location[g], scale[g]) : nodesOfChild(g);
    known.set(g, made);
    return made;
  };
  const nodesOfChild = (g: number): Nodes => {
    const above = nodesOf(parent[g]);
    const { mean, standardDeviation } = given(posteriors, g, above);
    return {
      amplitude: Float64Array.from({ length: 2 * mean.length }, (_, i) => {
        const [k, side] = [i >> 1, i % 2 === 0 ? -1 : 1];
        return mean[k] + side * standardDeviation[k];
      }),
      weight: Float64Array.from({ length: 2 * mean.length }, (_, i) => above.weight[i >> 1] / 2),
    };
  };
  for (let g = 0; g < parent.length; g++) {
    if (parent[g] < 0) continue;
    const above = nodesOf(parent[g]);
    const at = given(posteriors, g, above);
    const average = (of: (k: number) => number) =>
      above.weight.reduce((sum, weight, k) => sum + weight * of(k), 0);
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

/** Moments of a reflection at each node of its parent. */
function given(
  { location, scale, centric, relations, variance }: RelatedPosteriors,
  g: number,
  { amplitude }: Nodes,
): AmplitudeMoments {
  const v = variance[relations.relation[g]];
  const [r, tau] = [Math.sqrt(1 - v), Math.sqrt(centric[g] ? v : v / 2)];
  return amplitudeMoments(
    amplitude.map((e) => r * e + tau * location[g]),
    new Float64Array(amplitude.length).fill(tau * scale[g]),
  );
}

/** Of a normal cut to E > 0. */
function nodesOfNormal(location: number, scale: number): Nodes {
  quadrature ??= gaussLegendre(NODES);
  const { nodes, weights } = quadrature;
  const low = Math.max(0, location - REACH * scale);
  const high = location + Math.hypot(REACH * scale, Math.min(0, location));
  const amplitude = Float64Array.from(nodes, (x) => low + ((high - low) * (1 + x)) / 2);
  // relative to the highest, which may be 0's
  const highest = Math.max(0, location);
  const weight = amplitude.map(
    (e, k) =>
      weights[k] * Math.exp((((highest - location) / scale) ** 2 - ((e - location) / scale) ** 2) / 2),
  );
  const sum = weight.reduce((total, x) => total + x, 0);
  return { amplitude, weight: weight.map((x) => x / sum) };
}

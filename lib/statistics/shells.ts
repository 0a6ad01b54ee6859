/**
 * Resolution shells. Edges are in 1/d² (Å⁻²), ascending: shell i holds edges[i] ≤ 1/d² < edges[i + 1], the last one also
 * its own high-resolution edge.
 *   equal volume   the sphere shells of reciprocal space have the same volume, (d*)³ steps evenly, so that a complete
 *                  set has about the same number of reflections in each (as the binner of cctbx)
 *   equal count    each has the same number of the reflections given
 */
import { InputError } from "../errors.js";

/** Resolution shells and the one that each reflection is in. */
export interface Shells {
  /** Number of shells. */
  readonly count: number;
  /** 1/d², Å⁻², ascending, count + 1. */
  readonly edges: Float64Array;
  /** Low-resolution limit of each shell, Å. */
  readonly dMax: Float64Array;
  /** High-resolution limit of each shell, Å. */
  readonly dMin: Float64Array;
  /** Shell of each reflection; −1 for those outside all shells. */
  readonly ofReflection: Int32Array;
}

/** How to divide. */
export interface ShellBinningOptions {
  /** Number of shells. Default 10 (never more than there are reflections). */
  readonly shells?: number;
  /** Default "volume". */
  readonly binning?: "volume" | "count";
  /** Limits in Å, in either order, instead of the above: n + 1 of them for n shells. */
  readonly edges?: readonly number[];
}

/** Widening of the outermost edges, as a part of the span, so that they hold the extreme reflections. */
const TOLERANCE = 1e-6;

/**
 * Divides reflections into resolution shells.
 * @param inverseDSquared 1/d² of each reflection, Å⁻²
 * @throws InputError for a number of shells that is not a positive integer, or fewer than two edges
 */
export function divideIntoShells(inverseDSquared: Float64Array, options: ShellBinningOptions = {}): Shells {
  const edges = options.edges ? edgesFromD(options.edges) : evenEdges(inverseDSquared, options);
  const count = edges.length - 1;
  const d = edges.map((edge) => (edge > 0 ? 1 / Math.sqrt(edge) : Number.POSITIVE_INFINITY));
  return {
    count,
    edges,
    dMax: d.slice(0, count),
    dMin: d.slice(1),
    ofReflection: Int32Array.from(inverseDSquared, (value) => shellOf(edges, value)),
  };
}

/** The shell of `edges` that holds 1/d² `value`, or −1. */
export function shellOf(edges: Float64Array, value: number): number {
  const last = edges.length - 1;
  if (!(value >= edges[0] && value <= edges[last])) return -1;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (value >= edges[middle]) low = middle;
    else high = middle;
  }
  return low;
}

function edgesFromD(d: readonly number[]): Float64Array {
  if (d.length < 2 || !d.every((value) => value > 0)) {
    throw new InputError(
      `edges of resolution shells: got [${d.join(", ")}], expected at least two resolutions in Å, above 0`,
    );
  }
  const edges = Float64Array.from(d, (value) => 1 / (value * value)).sort();
  // Reflections that lie on a limit must not be lost to rounding.
  edges[0] *= 1 - 1e-9;
  edges[edges.length - 1] *= 1 + 1e-9;
  return edges;
}

function evenEdges(inverseDSquared: Float64Array, options: ShellBinningOptions): Float64Array {
  const { shells = 10, binning = "volume" } = options;
  if (!(Number.isInteger(shells) && shells > 0)) {
    throw new InputError(`number of resolution shells: got ${shells}, expected an integer above 0`);
  }
  if (inverseDSquared.length === 0) {
    throw new InputError("resolution shells: got no reflections, expected at least one");
  }
  const sorted = inverseDSquared.slice().sort();
  const count = Math.min(shells, sorted.length);
  const last = sorted[sorted.length - 1];
  // Reflections that all have the same resolution are one sphere from the origin.
  const first = sorted[0] < last ? sorted[0] : 0;
  const low = Math.max(0, first - TOLERANCE * (last - first));
  const high = last + TOLERANCE * (last - first);
  const edges = new Float64Array(count + 1);
  for (let i = 1; i < count; i++) {
    edges[i] =
      binning === "volume"
        ? (low ** 1.5 + (i * (high ** 1.5 - low ** 1.5)) / count) ** (2 / 3)
        : sorted[Math.round((i * sorted.length) / count)];
  }
  edges[0] = low;
  edges[count] = high;
  return edges;
}

/**
 * Resolution d = 1/√(hᵀ G* h) in Å, and shells of it. Shells of equal counts have the quantiles of d for edges (linear
 * interpolation between order statistics); shells of equal volume have edges linear in 1/d³, so that each holds about
 * as many lattice points.
 * Source: International Tables B, section 1.1.2; Hyndman & Fan (1996), Am. Stat. 50, 361, definition 7.
 */
import { InputError } from "../errors.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** How shells are cut. */
export interface ShellOptions {
  /** Number of shells. Default 10. */
  readonly count?: number;
  /** Default "equal counts". */
  readonly by?: "equal counts" | "equal volume";
  /** High-resolution limit, Å. Default: the smallest d. */
  readonly dMin?: number;
  /** Low-resolution limit, Å. Default: the largest d. */
  readonly dMax?: number;
}

/** Resolution shells, from low to high resolution. */
export interface ResolutionShells {
  /** Å, descending, length count + 1. Shell s holds edges[s] ≥ d > edges[s + 1]; the last also its own high edge. */
  readonly edges: Float64Array;
  /** For each reflection the number of its shell; −1 outside of all. */
  readonly shell: Int32Array;
  /** "12.30 – 4.56" of each shell, Å. */
  readonly labels: readonly string[];
}

/** Adds the column dHKL (type R): resolution in Å. @throws InputError where there are no Miller indices */
export function computeDHKL(table: ReflectionTable): ReflectionTable {
  return table.with({ label: "dHKL", type: "R", data: Float32Array.from(resolutions(table)) });
}

/** Resolution of each row in Å, in float64. */
export function resolutions(table: ReflectionTable): Float64Array {
  return table.cell.dSpacings(table.hkl());
}

/**
 * Cuts resolutions into shells.
 * @param d resolution of each reflection, Å
 * @throws InputError for a count that is not a positive integer, or limits that leave no range
 */
export function resolutionShells(d: ArrayLike<number>, options: ShellOptions = {}): ResolutionShells {
  const { count = 10, by = "equal counts" } = options;
  if (!(Number.isInteger(count) && count > 0)) {
    throw new InputError(`count of resolution shells: got ${count}, expected a positive integer`);
  }
  const inside = Float64Array.from(d).filter(
    (value) => Number.isFinite(value) && value >= (options.dMin ?? 0) && value <= (options.dMax ?? Infinity),
  );
  if (inside.length === 0) {
    throw new InputError(
      `reflections in resolution shells: got none of ${d.length} within the limits, expected at least one`,
    );
  }
  inside.sort();
  const dMin = options.dMin ?? inside[0];
  const dMax = options.dMax ?? inside[inside.length - 1];
  const edges = Float64Array.from({ length: count + 1 }, (_, s) => {
    if (s === 0) return dMax;
    if (s === count) return dMin;
    if (by === "equal volume") return (dMax ** -3 + (s / count) * (dMin ** -3 - dMax ** -3)) ** (-1 / 3);
    return quantile(inside, 1 - s / count);
  });
  const labels = Array.from(
    { length: count },
    (_, s) => `${edges[s].toFixed(2)} – ${edges[s + 1].toFixed(2)}`,
  );
  return { edges, shell: shellsOf(d, edges), labels };
}

/** For each d the shell between descending edges that holds it, −1 where none does. */
export function shellsOf(d: ArrayLike<number>, edges: Float64Array): Int32Array {
  const count = edges.length - 1;
  const shell = new Int32Array(d.length);
  for (let i = 0; i < shell.length; i++) {
    if (!(d[i] <= edges[0] && d[i] >= edges[count])) {
      shell[i] = -1;
      continue;
    }
    let low = 0;
    let high = count - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (d[i] > edges[middle + 1]) high = middle;
      else low = middle + 1;
    }
    shell[i] = low;
  }
  return shell;
}

/** Adds an integer column with the resolution shell of each row. @param options.label default "SHELL" */
export function assignShells(
  table: ReflectionTable,
  options: ShellOptions & { readonly label?: string } = {},
): ReflectionTable {
  const { shell } = resolutionShells(resolutions(table), options);
  return table.with({ label: options.label ?? "SHELL", type: "I", data: shell });
}

function quantile(sorted: Float64Array, fraction: number): number {
  const at = fraction * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
}

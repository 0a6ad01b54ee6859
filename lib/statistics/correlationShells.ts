/**
 * Resolution shells of correlations between two tables: those of shells.ts, or percentiles of d over the rows that are
 * correlated, as careless and reciprocalspaceship cut them:
 *   edge s = quantile 1 − s/n of d (linear interpolation; d in float32, as they have it),
 *   shell s holds edge s ≥ d > edge s + 1, the last also its own high-resolution edge.
 * Source: `bin_by_percentile` of reciprocalspaceship 1.0.8, which careless.ccpred, cchalf and ccanom call.
 */
import { InputError } from "../errors.js";
import { resolutionShells } from "../table/resolution.js";
import { divideIntoShells, type ShellBinningOptions, type Shells } from "./shells.js";

/** How resolution shells of a correlation are cut. */
export interface CorrelationShellOptions extends Omit<ShellBinningOptions, "binning"> {
  /** Default "volume"; "percentile" cuts as careless does: equal numbers of rows, edges at percentiles of d. */
  readonly binning?: "volume" | "count" | "percentile";
}

/**
 * Cuts rows into shells.
 * @param d resolution of each row, Å
 * @throws InputError where there are no rows, or for a number of shells that is not a positive integer
 */
export function correlationShells(d: Float64Array, options: CorrelationShellOptions = {}): Shells {
  const { binning = "volume", shells = 10 } = options;
  if (binning !== "percentile" || options.edges !== undefined)
    return divideIntoShells(
      d.map((value) => 1 / (value * value)),
      { ...options, binning: binning === "percentile" ? undefined : binning },
    );
  if (d.length === 0) throw new InputError("resolution shells: got no rows, expected at least one");
  const { edges, shell } = resolutionShells(Float32Array.from(d), { count: shells });
  return {
    count: shells,
    edges: edges.map((edge) => 1 / (edge * edge)),
    dMax: edges.slice(0, shells),
    dMin: edges.slice(1),
    ofReflection: shell,
  };
}

/** Rows by group, in their order: those of group g are rows[start[g]] … rows[start[g + 1] − 1]; negative groups are left out. */
export function rowsByGroup(
  group: ArrayLike<number>,
  count: number,
): { readonly start: Int32Array; readonly rows: Int32Array } {
  const start = new Int32Array(count + 1);
  for (let i = 0; i < group.length; i++) if (group[i] >= 0) start[group[i] + 1]++;
  for (let g = 0; g < count; g++) start[g + 1] += start[g];
  const next = start.slice();
  const rows = new Int32Array(start[count]);
  for (let i = 0; i < group.length; i++) if (group[i] >= 0) rows[next[group[i]]++] = i;
  return { start, rows };
}

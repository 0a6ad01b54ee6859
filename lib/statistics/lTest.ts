/**
 * The L-test: local differences of intensities, from which a twin is told without knowing its law. Of two acentric
 * reflections that are neighbours in reciprocal space and differ by even numbers in each index,
 *   L = (I₁ − I₂) / (I₁ + I₂),  I over ε,
 * is even between −1 and 1 for an untwinned crystal (⟨|L|⟩ = 1/2, ⟨L²⟩ = 1/3); a perfect twin adds two independent
 * intensities, which makes neighbours more alike (⟨|L|⟩ = 3/8, ⟨L²⟩ = 1/5):
 *   N(|L|) = |L|  untwinned,   N(|L|) = |L| (3 − L²)/2  perfect twin.
 * Even differences leave pseudo-translations by half a cell, and the centring, alone; neighbours share what is anisotropic.
 * Noise makes neighbours less alike and hides a twin, so only the range in which the data are strong is taken: up to the
 * resolution where fewer than 85 % of a shell have I > 3 σ.
 * Source: Padilla & Yeates, Acta Cryst. D59 (2003) 1124; the choice of resolution is that of Zwart, Grosse-Kunstleve &
 * Adams, CCP4 Newsletter 43 (2005).
 */
import { InputError } from "../errors.js";
import type { ReflectionTable } from "../table/reflectionTable.js";

/** What the L-test is made of, n merged reflections. */
export interface LTestData {
  readonly table: ReflectionTable;
  /** Merged intensities; NaN for those that are missing. */
  readonly intensity: ArrayLike<number>;
  /** Their standard deviations, where known. */
  readonly sigma?: ArrayLike<number>;
}

/** How the pairs are chosen. */
export interface LTestOptions {
  /** Largest |Δh| + |Δk| + |Δl| of a pair. Default 4. */
  readonly distance?: number;
  /** Low-resolution limit, Å. Default 10. */
  readonly dMax?: number;
  /** High-resolution limit, Å. Default: as far as the data are strong, or all where there are no sigmas. */
  readonly dMin?: number;
}

/** The outcome. */
export interface LTest {
  readonly pairs: number;
  /** ⟨|L|⟩: 0.5 untwinned, 0.375 a perfect twin. */
  readonly meanAbsoluteL: number;
  /** ⟨L²⟩: 0.333 untwinned, 0.2 a perfect twin. */
  readonly meanSquareL: number;
  /** Resolution of the reflections taken, Å. */
  readonly dMax: number;
  readonly dMin: number;
  /** |L| of the pairs, ascending. */
  readonly absoluteL: Float64Array;
}

const SHELL = 200;
const STRONG_SHARE = 0.85;
const STRONG = 3;

/**
 * The L-test of merged intensities, Friedel mates together.
 * @throws InputError for a distance that allows no pair, or fewer than 20 pairs
 */
export function lTest({ table, intensity, sigma }: LTestData, options: LTestOptions = {}): LTest {
  const { distance = 4, dMax = 10 } = options;
  if (!(Number.isInteger(distance) && distance >= 2))
    throw new InputError(
      `distance of the pairs of an L-test: got ${distance}, expected a whole number of at least 2`,
    );
  const { spaceGroup } = table;
  const hkl = spaceGroup.mapToAsu(table.hkl()).hkl;
  const d = table.cell.dSpacings(hkl);
  const centric = spaceGroup.centricFlags(hkl);
  const epsilon = spaceGroup.epsilons(hkl);
  const usable = Array.from(d.keys()).filter(
    (i) => Number.isFinite(intensity[i]) && !centric[i] && d[i] <= dMax,
  );
  const dMin = options.dMin ?? (sigma === undefined ? 0 : strongTo(usable, d, intensity, sigma));
  const chosen = usable.filter((i) => d[i] >= dMin);
  const at = new Map(chosen.map((i) => [keyOf(hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]), i]));
  const absoluteL: number[] = [];
  for (const [dh, dk, dl] of evenDifferences(distance)) {
    const moved = Int32Array.from({ length: 3 * chosen.length }, (_, n) => {
      const axis = n % 3;
      return hkl[3 * chosen[(n - axis) / 3] + axis] + (axis === 0 ? dh : axis === 1 ? dk : dl);
    });
    const neighbours = spaceGroup.mapToAsu(moved).hkl;
    chosen.forEach((i, n) => {
      const j = at.get(keyOf(neighbours[3 * n], neighbours[3 * n + 1], neighbours[3 * n + 2]));
      if (j === undefined || j === i) return;
      const [first, second] = [intensity[i] / epsilon[i], intensity[j] / epsilon[j]];
      // Where one of the two is negative the quotient is above 1, the end of its range.
      if (first + second > 0) absoluteL.push(Math.min(1, Math.abs(first - second) / (first + second)));
    });
  }
  if (absoluteL.length < 20)
    throw new InputError(
      `L-test of ${table.name}: got ${absoluteL.length} pairs of acentric reflections between ${dMax} and ` +
        `${dMin.toFixed(2)} Å, expected at least 20`,
    );
  const values = Float64Array.from(absoluteL).sort();
  const mean = (power: number) => values.reduce((sum, l) => sum + l ** power, 0) / values.length;
  const limits = chosen.map((i) => d[i]);
  return {
    pairs: values.length,
    meanAbsoluteL: mean(1),
    meanSquareL: mean(2),
    dMax: limits.reduce((a, b) => Math.max(a, b)),
    dMin: limits.reduce((a, b) => Math.min(a, b)),
    absoluteL: values,
  };
}

/** The share of pairs with |L| at most `l`, in theory. */
export function lTestTheory(kind: "untwinned" | "twin", l: number): number {
  return kind === "untwinned" ? l : (l * (3 - l * l)) / 2;
}

/** Differences of indices that are even and not all 0, one of each pair ±Δ. */
function evenDifferences(distance: number): [number, number, number][] {
  const found: [number, number, number][] = [];
  const most = distance - (distance % 2);
  for (let dh = 0; dh <= most; dh += 2)
    for (let dk = -most; dk <= most; dk += 2)
      for (let dl = -most; dl <= most; dl += 2) {
        const isHalf = dh > 0 || dk > 0 || (dk === 0 && dl > 0);
        if (isHalf && dh + Math.abs(dk) + Math.abs(dl) <= distance) found.push([dh, dk, dl]);
      }
  return found;
}

/** The resolution, in Å, up to which most reflections of each shell are strong; that of the first shell where none is. */
function strongTo(
  usable: readonly number[],
  d: Float64Array,
  intensity: ArrayLike<number>,
  sigma: ArrayLike<number>,
): number {
  const order = [...usable].sort((a, b) => d[b] - d[a]);
  let end = 0;
  for (let from = 0; from < order.length; from += SHELL) {
    const shell = order.slice(from, from + SHELL);
    const strong = shell.filter((i) => intensity[i] > STRONG * sigma[i]).length;
    if (from > 0 && strong < STRONG_SHARE * shell.length) break;
    end = from + shell.length;
  }
  return end === 0 ? 0 : d[order[end - 1]];
}

/** Indices as one number, exact while they are within ±10,000. */
function keyOf(h: number, k: number, l: number): number {
  return (h * 20_001 + k) * 20_001 + l;
}

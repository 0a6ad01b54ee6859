/**
 * The scale of one set of amplitudes on another, reflection by reflection: F_1 ≈ k(s) F_2 with s² = 1/d².
 *
 *   overall    k = ΣF_1 / ΣF_2
 *   bFactor    k(s) = k₀ exp(−B s²/4): the straight line through ln(ΣF_1/ΣF_2) of resolution shells against s²/4, each
 *              shell with the weight of its number of reflections; B is that of set 1 less that of set 2, in Å²
 *   shells     ΣF_1/ΣF_2 of each resolution shell, linear in s² between the shells' means and constant beyond the outermost
 *
 * Sums, not least squares: they ask for no model of the errors, and no strong reflection rules them. Source of the line:
 * A. J. C. Wilson, Nature 150 (1942) 152, for the ratio of two data sets.
 */
import { InputError } from "../errors.js";
import { equalShells, fewestInShell } from "./resolutionShells.js";

/** How two sets of amplitudes are put on one scale. */
export type RelativeScaleKind = "overall" | "bFactor" | "shells";

/** Options of {@link relativeScale}. */
export interface RelativeScaleOptions {
  /** Default "overall". */
  readonly kind?: RelativeScaleKind;
  /** Most shells (default 20); there are fewer where a shell would have less than 50 reflections. */
  readonly shells?: number;
}

/** The scale of the second set on the first. */
export interface RelativeScale {
  readonly kind: RelativeScaleKind;
  /** What the second set is multiplied by, n. */
  readonly factors: Float64Array;
  /** ΣF_1/ΣF_2 of "overall", k₀ of "bFactor", the mean factor of "shells". */
  readonly overall: number;
  /** Å², of "bFactor" alone. */
  readonly bFactor: number | undefined;
}

/**
 * What the amplitudes `second` are to be multiplied by.
 * @param first n amplitudes, all finite
 * @param second n amplitudes of the same reflections, all finite
 * @param inverseDSquared 1/d² of each, Å⁻²
 * @throws InputError for a sum of amplitudes that is not positive, or too few reflections for shells
 */
export function relativeScale(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  inverseDSquared: ArrayLike<number>,
  options: RelativeScaleOptions = {},
): RelativeScale {
  const { kind = "overall", shells: most = 20 } = options;
  const n = first.length;
  if (kind === "overall") {
    const overall = ratio(
      first,
      second,
      Array.from({ length: n }, (_, i) => i),
    );
    return { kind, factors: new Float64Array(n).fill(overall), overall, bFactor: undefined };
  }
  const shells = scaleShells(first, second, inverseDSquared, most);
  if (kind === "bFactor") {
    const { intercept, slope } = straightLine(shells);
    const factors = Float64Array.from({ length: n }, (_, i) =>
      Math.exp(intercept + (slope * inverseDSquared[i]) / 4),
    );
    return { kind, factors, overall: Math.exp(intercept), bFactor: 0 - slope };
  }
  const factors = Float64Array.from({ length: n }, (_, i) => between(shells, inverseDSquared[i]));
  const overall = factors.reduce((sum, factor) => sum + factor, 0) / n;
  return { kind, factors, overall, bFactor: undefined };
}

/** ΣF_1/ΣF_2 of some reflections. */
function ratio(first: ArrayLike<number>, second: ArrayLike<number>, rows: readonly number[]): number {
  const sums = [first, second].map((values) => rows.reduce((sum, row) => sum + values[row], 0));
  const k = sums[0] / sums[1];
  if (!(sums[0] > 0 && sums[1] > 0 && Number.isFinite(k))) {
    throw new InputError(
      `scale of two sets of amplitudes: got sums of ${sums[0]} and ${sums[1]} over ${rows.length} reflections, expected both positive`,
    );
  }
  return k;
}

interface ScaleShell {
  readonly count: number;
  /** Mean of 1/d², Å⁻². */
  readonly sSquared: number;
  readonly ratio: number;
}

/** Shells of equally many reflections, by rising 1/d². */
function scaleShells(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  inverseDSquared: ArrayLike<number>,
  most: number,
): ScaleShell[] {
  if (!(Number.isInteger(most) && most >= 2))
    throw new InputError(
      `shells of the scale of two sets of amplitudes: got ${most}, expected a whole number of at least 2`,
    );
  const n = first.length;
  if (n < 2 * fewestInShell) {
    throw new InputError(
      `scale of two sets of amplitudes by resolution: got ${n} reflections, expected at least ${2 * fewestInShell}; use the overall scale`,
    );
  }
  return equalShells(inverseDSquared, most).map((rows) => {
    const sSquared = rows.reduce((sum, row) => sum + inverseDSquared[row], 0) / rows.length;
    return { count: rows.length, sSquared, ratio: ratio(first, second, rows) };
  });
}

/** The weighted least-squares line of ln(ratio) against s²/4. */
function straightLine(shells: readonly ScaleShell[]): { intercept: number; slope: number } {
  const points = shells.map((shell) => ({ w: shell.count, x: shell.sSquared / 4, y: Math.log(shell.ratio) }));
  const weight = points.reduce((sum, { w }) => sum + w, 0);
  const meanX = points.reduce((sum, { w, x }) => sum + w * x, 0) / weight;
  const meanY = points.reduce((sum, { w, y }) => sum + w * y, 0) / weight;
  const xy = points.reduce((sum, { w, x, y }) => sum + w * (x - meanX) * (y - meanY), 0);
  const xx = points.reduce((sum, { w, x }) => sum + w * (x - meanX) ** 2, 0);
  const slope = xx > 0 ? xy / xx : 0;
  return { intercept: meanY - slope * meanX, slope };
}

/** The ratio at 1/d², between the shells on either side of it. */
function between(shells: readonly ScaleShell[], sSquared: number): number {
  const above = shells.findIndex((shell) => shell.sSquared > sSquared);
  if (above === 0) return shells[0].ratio;
  if (above < 0) return shells[shells.length - 1].ratio;
  const [low, high] = [shells[above - 1], shells[above]];
  const t = (sSquared - low.sSquared) / (high.sSquared - low.sSquared);
  return low.ratio + t * (high.ratio - low.ratio);
}

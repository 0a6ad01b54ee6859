/**
 * The normal probability plot: sorted values against the quantiles Φ⁻¹((k − ½)/n) expected of n normal numbers. Values
 * that are normal with σ = s lie on a line of slope s; its middle (|expected| < 0.9) does not feel outliers.
 * Source: Howell, P. L. & Smith, G. D. (1992) J. Appl. Cryst. 25, 81–86.
 */
import { normalQuantile } from "../random/index.js";

/** Least-squares slopes of a normal probability plot. */
export interface ProbabilitySlopes {
  /** Over all values. */
  readonly slope: number;
  /** Over the middle, |expected| < 0.9. */
  readonly middleSlope: number;
}

/** Slopes of the normal probability plot of values in ascending order; NaN with fewer than two of them in the range. */
export function probabilitySlopes(sorted: Float64Array): ProbabilitySlopes {
  const expected = sorted.map((_, i) => normalQuantile((i + 0.5) / sorted.length));
  let first = 0;
  while (first < expected.length && expected[first] <= -0.9) first++;
  // The quantiles are symmetric about 0.
  const last = expected.length - first;
  return {
    slope: leastSquaresSlope(expected, sorted),
    middleSlope: leastSquaresSlope(expected.subarray(first, last), sorted.subarray(first, last)),
  };
}

/** Σ (x − ⟨x⟩)(y − ⟨y⟩) / Σ (x − ⟨x⟩)² */
function leastSquaresSlope(x: Float64Array, y: Float64Array): number {
  let [sumX, sumY] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    sumX += x[i];
    sumY += y[i];
  }
  const [meanX, meanY] = [sumX / x.length, sumY / x.length];
  let [xx, xy] = [0, 0];
  for (let i = 0; i < x.length; i++) {
    xx += (x[i] - meanX) ** 2;
    xy += (x[i] - meanX) * (y[i] - meanY);
  }
  return xx > 0 ? xy / xx : Number.NaN;
}

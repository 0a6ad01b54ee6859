/**
 * Exponential smoothing of a curve: s(i) = (1 − w) Σ w^(i−j) v(j) / (1 − w^(i+1)), the weighted mean of all values so far
 * with weights that fall off by w a point. Dividing by the sum of the weights keeps the start free of a pull towards 0.
 * What the user sets is the weight for a curve of 200 points; of n points each is worth 200/n of that, so that a curve of
 * any length looks equally smooth.
 */

const reference = 200;

/** The weight of a point in a curve of so many points. */
export function weightFor(points: number, weight: number): number {
  return points <= reference ? weight : weight ** (reference / points);
}

/**
 * Smooths values.
 * @param weight from 0, which changes nothing, to below 1
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  if (!(weight > 0)) return values;
  const result = new Float64Array(values.length);
  let sum = 0;
  let weights = 0;
  for (let i = 0; i < values.length; i++) {
    sum = weight * sum + values[i];
    weights = weight * weights + 1;
    result[i] = sum / weights;
  }
  return result;
}

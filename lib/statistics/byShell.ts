/** A statistic by resolution shell and over all shells together. */
export interface ByShell {
  /** One value a shell, from low to high resolution; NaN where it is undefined. */
  readonly shells: Float64Array;
  /** The same statistic over the reflections of all shells (not the mean of the shells). */
  readonly overall: number;
}

/** Splits an array of which the last element is the overall value. */
export function byShell(values: Float64Array): ByShell {
  return { shells: values.slice(0, -1), overall: values[values.length - 1] };
}

/** Element-wise quotient: 0/0 is NaN, undefined. */
export function quotient(numerator: Float64Array, denominator: Float64Array): Float64Array {
  return numerator.map((value, i) => (denominator[i] === 0 ? Number.NaN : value / denominator[i]));
}

/** Sets the last element, the overall value, to the sum of the shells'; returns the array. */
export function addUp(values: Float64Array): Float64Array {
  let sum = 0;
  for (let s = 0; s < values.length - 1; s++) sum += values[s];
  values[values.length - 1] = sum;
  return values;
}

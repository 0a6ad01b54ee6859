/** The Euclidean norm of gradients, √Σ g², over one parameter or over all: what clipping and a log look at. */
import type { Numbers } from "./optimisers/optimiserTypes.js";

/** Norm of one gradient. Not a number, or infinite, where one of its numbers is. */
export function gradientNorm(gradient: Numbers): number {
  return Math.sqrt(sumOfSquares(gradient));
}

/** Norm of all gradients together, added in the order of the record. */
export function globalNorm(gradients: Readonly<Record<string, Numbers>>): number {
  let total = 0;
  for (const name in gradients) total += sumOfSquares(gradients[name]);
  return Math.sqrt(total);
}

function sumOfSquares(values: Numbers): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return sum;
}

/**
 * The smallest correlation coefficient that n pairs show by chance with a probability of at most `level`, were they not
 * correlated. With Student's t of n − 2 degrees of freedom, t = r √((n − 2)/(1 − r²)), one-sided:
 *   r = t / √(n − 2 + t²),  P(T > t) = level.
 * Source: Karplus & Diederichs, Science 336 (2012) 1030, supplement; the level of 0.1 % is that of XDS's tables.
 */
import { studentT } from "../distributions/index.js";
import { InputError } from "../errors.js";

/** The level of {@link significantCorrelation} where none is given: 0.1 %. */
export const SIGNIFICANCE_LEVEL = 0.001;

/**
 * The smallest significant correlation of `pairs` pairs (a mean number of them need not be whole); NaN for fewer than three.
 * @throws InputError for a level that is not between 0 and 0.5
 */
export function significantCorrelation(pairs: number, level: number = SIGNIFICANCE_LEVEL): number {
  if (!(level > 0 && level < 0.5))
    throw new InputError(
      `significance level: got ${level}, expected a probability above 0 and below 0.5, e.g. 0.001`,
    );
  const degreesOfFreedom = pairs - 2;
  if (!(degreesOfFreedom >= 1)) return Number.NaN;
  // By symmetry −t is the quantile at `level`, which keeps its digits where 1 − level would lose them.
  const t = -studentT({ location: 0, scale: 1, degreesOfFreedom }).quantile(level);
  return t / Math.hypot(t, Math.sqrt(degreesOfFreedom));
}

/**
 * Errors with heavy tails: Student's t of ν degrees of freedom about the prediction, of scale σ,
 *   log p(I) = log Γ((ν+1)/2) − log Γ(ν/2) − ½ log(πν) − log σ − ((ν+1)/2) log(1 + z²/ν),   z = (I − Î)/σ.
 * Outliers are weighed down by (ν + 1)/(ν + z²) instead of being rejected. Paper 002, sections 5 and 6.4; careless's
 * --studentt-likelihood-dof.
 */
import { logGamma } from "../../../distributions/index.js";
import { InputError } from "../../../errors.js";
import type { Likelihood } from "./likelihoodTypes.js";

/** Options of {@link studentT}. */
export interface StudentTOptions {
  /** ν (default 4): the smaller, the less an outlier counts. */
  readonly degreesOfFreedom?: number;
}

/** @throws InputError unless ν is positive and finite */
export function studentT({ degreesOfFreedom = 4 }: StudentTOptions = {}): Likelihood {
  const nu = degreesOfFreedom;
  if (!(nu > 0 && nu < Number.POSITIVE_INFINITY))
    throw new InputError(
      `Student's t likelihood: got ${nu} degrees of freedom, expected a positive number; for infinitely many use the normal likelihood`,
    );
  const constant = logGamma((nu + 1) / 2) - logGamma(nu / 2) - 0.5 * Math.log(Math.PI * nu);
  return {
    description: { name: "studentT", degreesOfFreedom: nu },
    logProbability: (predicted, observed, sigma) => {
      const z = observed.sub(predicted).div(sigma);
      const tail = z
        .square()
        .div(nu)
        .log1p()
        .mul(-(nu + 1) / 2);
      return tail.sub(sigma.log()).add(constant);
    },
  };
}

/**
 * Errors with heavy tails: Student's t of ν degrees of freedom about the prediction, of scale σ,
 *   log p(I) = log Γ((ν+1)/2) − log Γ(ν/2) − ½ log(πν) − log σ − ((ν+1)/2) log(1 + z²/ν),   z = (I − Î)/σ.
 * Outliers are weighed down by (ν + 1)/(ν + z²) instead of being rejected. Paper 002, sections 5 and 6.4; careless's
 * --studentt-likelihood-dof. ν can be learned: ν = 1 + softplus(x), so that the mean exists, from ν = 4 on. An error model
 * refines σ.
 *
 * With x = ν/2 the peak is −½ log 2π + h(x), h(x) = log Γ(x + ½) − log Γ(x) − ½ log x → −1/(8x) + 1/(192x³) − …
 * (Abramowitz & Stegun, 1964, 6.1.41): a difference of two log Γ would lose its digits in float32 for many degrees of
 * freedom, and its derivative sooner. The series is taken at x + 6, and brought down by Γ(x + 1) = x Γ(x).
 */
import { studentT as studentTDistribution } from "../../../distributions/index.js";
import { InputError } from "../../../errors.js";
import type { RowValue } from "../../../kernels/index.js";
import { type ErrorModelOptions, errorModelOf } from "./errorModels.js";
import type { StandardDensity } from "./errorModelTypes.js";
import type { Likelihood, LikelihoodContext } from "./likelihoodTypes.js";
import { locationScale } from "./locationScale.js";
import { softplus, softplusInverse } from "./transforms.js";

/** Options of {@link studentT}. */
export interface StudentTOptions extends ErrorModelOptions {
  /** ν (default 4): the smaller, the less an outlier counts. "learned": trained, from 4 on, and above 1. */
  readonly degreesOfFreedom?: number | "learned";
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** What ν stays above, and where it starts. */
const LEAST = 1;
const START = 4;
const SHIFT = 6;

/** @throws InputError for degrees of freedom that are not positive and finite, or an error model that there is not */
export function studentT({ degreesOfFreedom = START, errorModel }: StudentTOptions = {}): Likelihood {
  return locationScale(studentTDensity(degreesOfFreedom), errorModelOf(errorModel));
}

/** Of location 0 and scale 1. @throws InputError unless ν is positive and finite, or learned */
export function studentTDensity(degreesOfFreedom: number | "learned"): StandardDensity {
  if (degreesOfFreedom === "learned") return learnedDensity;
  const nu = degreesOfFreedom;
  if (!(nu > 0 && nu < Number.POSITIVE_INFINITY))
    throw new InputError(
      `Student's t likelihood: got ${nu} degrees of freedom, expected a positive number; for infinitely many use the normal likelihood`,
    );
  const distribution = studentTDistribution({ location: 0, scale: 1, degreesOfFreedom: nu });
  return {
    description: { name: "studentT", degreesOfFreedom: nu },
    parameters: {},
    logShape: (q) =>
      q
        .square()
        .div(nu)
        .log1p()
        .mul(-(nu + 1) / 2),
    logPeak: () => distribution.logProbability(0),
    fitted: () => ({}),
    ofResiduals: () => distribution,
  };
}

const learnedDensity: StandardDensity = {
  description: { name: "studentT", degreesOfFreedom: "learned" },
  parameters: { degreesOfFreedom: softplusInverse(START - LEAST) },
  logShape: (q, context) => {
    const nu = learned(context);
    return q.square().div(nu).log1p().mul(nu.add(1).mul(-0.5));
  },
  logPeak: (context) => halfStep(learned(context).mul(0.5)).sub(HALF_LOG_TWO_PI),
  fitted: ({ degreesOfFreedom }) => ({ degreesOfFreedom: LEAST + softplus(degreesOfFreedom) }),
  ofResiduals: ({ degreesOfFreedom }) => studentTDistribution({ location: 0, scale: 1, degreesOfFreedom }),
};

function learned({ parameter }: LikelihoodContext): RowValue {
  return parameter("degreesOfFreedom").softplus().add(LEAST);
}

/** h(x). */
function halfStep(x: RowValue): RowValue {
  let product = x.reciprocal().mul(0.5).add(1);
  for (let k = 1; k < SHIFT; k++) product = product.mul(x.add(k).reciprocal().mul(0.5).add(1));
  const r = x.add(SHIFT).reciprocal();
  const r2 = r.square();
  let series = r2.mul(-31 / 18432).add(17 / 14336);
  for (const coefficient of [-1 / 640, 1 / 192, -1 / 8]) series = series.mul(r2).add(coefficient);
  const shift = x.reciprocal().mul(SHIFT).add(1).div(product.square());
  return series.mul(r).add(shift.log().mul(0.5));
}

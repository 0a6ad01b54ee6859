/**
 * Errors that are relative to strong intensities and absolute for weak ones, for stills, whose observations scatter by a
 * large factor: a normal or Student-t density f of the difference on an asinh scale, in which the variance is even,
 *   q = (asinh(a I/s) − asinh(a Î/s))/a,  s = k σ,   log p(I) = log f(q) − ½ log(s² + a² I²).
 * For a I ≪ s it is the density of (I − Î)/s, for a I ≫ s that of log(I/Î)/a: log-normal of relative width a. The last
 * term is dq/dI, with which the density is one of I. The transformation is that of Durbin, Hardin, Hawkins & Rocke (2002,
 * Bioinformatics 18, S105) and Huber et al. (2002, ibid., S96) for data with additive and multiplicative errors.
 *
 * a is softplus(x) + 0.01: x from the scale network for each observation, or one number, from −0.3 on (a = 0.56); k is a
 * factor of all sigmas, log k trained from 0 on within ±8. What is predicted is the median of I, where the others predict
 * the mean (of the log-normal one exp(a²/2) larger), a factor that the scale takes up.
 */
import { InputError } from "../../../errors.js";
import type { RowValue } from "../../../kernels/index.js";
import { asinhDifference } from "./asinhDifference.js";
import type { Named, StandardDensity } from "./errorModelTypes.js";
import type { Likelihood, LikelihoodContext } from "./likelihoodTypes.js";
import { normalDensity } from "./normal.js";
import { studentTDensity } from "./studentT.js";
import { boundedExp, boundedExpOfRow, type LogBounds, softplus } from "./transforms.js";

/** Options of {@link asinh}. */
export interface AsinhOptions {
  /**
   * a, the relative error of strong observations: of each observation's own from the scale network (default), "learned" as
   * one number, or fixed.
   */
  readonly width?: "network" | "learned" | number;
  /** k, the factor of all sigmas: "learned" (default), or fixed. */
  readonly sigmaFactor?: "learned" | number;
  /** ν of Student's t in q (default 8), or "learned"; Infinity: a normal density. */
  readonly degreesOfFreedom?: number | "learned";
}

const LEAST_WIDTH = 1e-2;
const START_WIDTH = -0.3;
const K_BOUNDS: LogBounds = [-8, 8];

/** @throws InputError for a width, factor or degrees of freedom that are not positive */
export function asinh(options: AsinhOptions = {}): Likelihood {
  const { width, sigmaFactor, density } = checked(options);
  const parameters = {
    ...(width === "learned" ? { width: START_WIDTH } : {}),
    ...(sigmaFactor === "learned" ? { logK: 0 } : {}),
    ...density.parameters,
  };
  return {
    description: { name: "asinh", width, sigmaFactor, density: density.description },
    ...(Object.keys(parameters).length === 0
      ? {}
      : {
          parameters,
          fitted: (values) => ({
            ...(width === "learned" ? { a: widthOf(values.width) } : {}),
            ...(sigmaFactor === "learned" ? { k: boundedExp(values.logK, K_BOUNDS) } : {}),
            ...density.fitted(values),
          }),
        }),
    ...(width === "network" ? { heads: [START_WIDTH] } : {}),
    logProbability: (predicted, observed, sigma, context) => {
      const a = widthOfRows(width, context);
      const s = sigmaFactor === "learned" ? sigma.mul(learnedFactor(context)) : sigma.mul(sigmaFactor);
      const slope = typeof a === "number" ? s.reciprocal().mul(a) : a.div(s);
      const x = observed.mul(slope);
      const q = asinhDifference(x, predicted.mul(slope), observed.sub(predicted).mul(slope)).div(a);
      const logSlope = x.square().log1p().mul(-0.5).sub(s.log());
      return density.logShape(q, context).add(logSlope).add(density.logPeak(context));
    },
  };
}

/** What of the options a residual needs: as in the description. */
type AsinhWidths = Pick<Required<AsinhOptions>, "width" | "sigmaFactor">;

interface Observation {
  readonly predicted: number;
  readonly observed: number;
  readonly sigma: number;
}

/** q of one observation in float64, from what was fitted; `head` is what the scale network gave for it. */
export function asinhResidual(
  options: AsinhWidths,
  { predicted, observed, sigma }: Observation,
  fitted: Named,
  head: number,
): number {
  const { a, k } = widthsOf(options, fitted, head);
  const slope = a / (k * sigma);
  return (Math.asinh(observed * slope) - Math.asinh(predicted * slope)) / a;
}

/** √(s² + a² Î²): by how much Î must change to change q by 1. */
export function asinhScale(
  options: AsinhWidths,
  { predicted, sigma }: Observation,
  fitted: Named,
  head: number,
): number {
  const { a, k } = widthsOf(options, fitted, head);
  return Math.hypot(k * sigma, a * predicted);
}

function widthsOf({ width, sigmaFactor }: AsinhWidths, fitted: Named, head: number) {
  return {
    a: width === "network" ? widthOf(head) : width === "learned" ? fitted.a : width,
    k: sigmaFactor === "learned" ? fitted.k : sigmaFactor,
  };
}

function widthOf(x: number): number {
  return softplus(x) + LEAST_WIDTH;
}

function widthOfRows(width: "network" | "learned" | number, { parameter, head }: LikelihoodContext) {
  if (typeof width === "number") return width;
  return (width === "network" ? head(0) : parameter("width")).softplus().add(LEAST_WIDTH);
}

function learnedFactor({ parameter }: LikelihoodContext): RowValue {
  return boundedExpOfRow(parameter("logK"), K_BOUNDS);
}

function checked({ width = "network", sigmaFactor = "learned", degreesOfFreedom = 8 }: AsinhOptions): {
  readonly width: "network" | "learned" | number;
  readonly sigmaFactor: "learned" | number;
  readonly density: StandardDensity;
} {
  const positive = (value: unknown) => typeof value === "number" && value > 0 && value < Infinity;
  if (width !== "network" && width !== "learned" && !positive(width))
    throw new InputError(
      `asinh likelihood: got width ${width}, expected "network", "learned" or a positive number`,
    );
  if (sigmaFactor !== "learned" && !positive(sigmaFactor))
    throw new InputError(
      `asinh likelihood: got sigmaFactor ${sigmaFactor}, expected "learned" or a positive number`,
    );
  const density =
    degreesOfFreedom === Number.POSITIVE_INFINITY ? normalDensity : studentTDensity(degreesOfFreedom);
  return { width, sigmaFactor, density };
}

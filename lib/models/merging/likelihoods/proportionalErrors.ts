/**
 * Errors that grow with the intensity, besides those the sigmas hold:
 *   σ'² = (a σ)² + (b Î)²,   (σ'/σ)² = a² + (b Î/σ)²,
 * a a factor for all sigmas, b the relative error of strong observations: what a scale model leaves unexplained. Both are
 * trained, b as one number or for each observation by the scale network. Î is the predicted intensity: with the observed
 * one an observation that is too weak by chance would count for more than one too strong, and the density would no longer
 * be one of the observation. log a starts at 0 and is held within ±8, log b at −2 and within −8 to 2.
 */
import { InputError } from "../../../errors.js";
import type { ErrorModel } from "./errorModelTypes.js";
import { boundedExp, boundedExpOfRow, type LogBounds } from "./transforms.js";

/** Options of the proportional error model. */
export interface ProportionalErrorOptions {
  readonly name: "proportional";
  /** b as one number for all observations (default), or of each observation's own from the scale network. */
  readonly b?: "global" | "network";
}

const A_BOUNDS: LogBounds = [-8, 8];
const B_BOUNDS: LogBounds = [-8, 2];
const START_LOG_B = -2;

/** @throws InputError where b is neither */
export function proportionalErrors({ b = "global" }: Partial<ProportionalErrorOptions> = {}): ErrorModel {
  if (b !== "global" && b !== "network")
    throw new InputError(`proportional error model: got b ${b}, expected "global" or "network"`);
  const global = b === "global";
  return {
    description: { name: "proportional", b },
    parameters: global ? { logA: 0, logB: START_LOG_B } : { logA: 0 },
    heads: global ? [] : [START_LOG_B],
    inflation: (predicted, sigma, { parameter, head }) => {
      const a = boundedExpOfRow(parameter("logA"), A_BOUNDS);
      const relative = boundedExpOfRow(global ? parameter("logB") : head(0), B_BOUNDS);
      return a.square().add(relative.mul(predicted.div(sigma)).square());
    },
    fitted: ({ logA, logB }) => ({
      a: boundedExp(logA, A_BOUNDS),
      ...(global ? { b: boundedExp(logB, B_BOUNDS) } : {}),
    }),
    inflationOf: (predicted, sigma, fitted, head) => {
      const relative = global ? fitted.b : boundedExp(head, B_BOUNDS);
      return fitted.a ** 2 + ((relative * predicted) / sigma) ** 2;
    },
  };
}

/**
 * Likelihoods of the form log p(I) = log f(q) − log σ',  q = (I − Î)/σ',  σ'² = w σ²: a density f of scale 1 about the
 * prediction, and an error model that gives w (without one w = 1). Divided by σ first, so that no square of an intensity
 * or of a σ by itself is ever taken, which in float32 would reach 0 or infinity.
 */
import type { ErrorModel, StandardDensity } from "./errorModelTypes.js";
import type { Likelihood } from "./likelihoodTypes.js";

export function locationScale(density: StandardDensity, errors: ErrorModel | undefined): Likelihood {
  const parameters = { ...density.parameters, ...errors?.parameters };
  return {
    description: {
      ...density.description,
      ...(errors === undefined ? {} : { errorModel: errors.description }),
    },
    ...(Object.keys(parameters).length === 0
      ? {}
      : { parameters, fitted: (values) => ({ ...density.fitted(values), ...errors?.fitted(values) }) }),
    ...(errors === undefined || errors.heads.length === 0 ? {} : { heads: errors.heads }),
    logProbability: (predicted, observed, sigma, context) => {
      const z = observed.sub(predicted).div(sigma);
      const inflation = errors?.inflation(predicted, sigma, context);
      const q = inflation === undefined ? z : z.div(inflation.sqrt());
      const logProbability = density.logShape(q, context).sub(sigma.log()).add(density.logPeak(context));
      return inflation === undefined ? logProbability : logProbability.sub(inflation.log().mul(0.5));
    },
  };
}

/**
 * Residuals of observations in units of their errors as a trained likelihood has them, which follow its density of scale 1
 * where it is right: (I − Î)/σ' of the location-scale likelihoods, σ' refined by the error model, and q of the asinh one.
 * With the uncertainty of the prediction s(Î) counted in, (I − Î)/√(σ'² + s²), and q/√(1 + (s dq/dÎ)²).
 * From plain numbers in float64, so that a run read from its folder can be judged too.
 */
import { InputError } from "../../../errors.js";
import type { JsonObject } from "../../../training/index.js";
import { asinhResidual, asinhScale } from "./asinh.js";
import { errorModelOf } from "./errorModels.js";
import type { Named, ResidualDensity, StandardDensity } from "./errorModelTypes.js";
import { laplaceDensity } from "./laplace.js";
import { normalDensity } from "./normal.js";
import { studentTDensity } from "./studentT.js";

/** A likelihood as it was trained. */
export interface TrainedLikelihood {
  /** As in {@link Likelihood.description}. */
  readonly description: JsonObject;
  /** What `fitted` of the likelihood gave (default nothing, where nothing is trained). */
  readonly fitted?: Readonly<Record<string, number>>;
  /** What the scale network gave for each observation, an array for each of the likelihood's heads (default none). */
  readonly heads?: readonly ArrayLike<number>[];
}

/** Observations, an array element each. */
export interface ResidualObservations {
  readonly observed: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  readonly sigma: ArrayLike<number>;
  /** The uncertainty of what is predicted, counted in where it is given (default: not). */
  readonly predictedSigma?: ArrayLike<number>;
  /**
   * What intensities were divided by for the likelihood (the level of the Wilson fall-off of a merge), where these here are
   * not (default 1). It matters for SdB of Evans's error model alone, all else being relative.
   */
  readonly level?: number;
}

type Options<F extends (...options: never[]) => unknown> = Parameters<F>[0];

/** The standard densities by the name in a description. */
const densities: Readonly<Record<string, (description: JsonObject) => StandardDensity>> = {
  normal: () => normalDensity,
  laplace: () => laplaceDensity,
  studentT: ({ degreesOfFreedom }) => studentTDensity(degreesOfFreedom as Options<typeof studentTDensity>),
};

/** The residual of each observation. @throws InputError for a user's own likelihood, of which nothing is known */
export function normalisedResiduals(
  likelihood: TrainedLikelihood,
  { observed, predicted, sigma, predictedSigma, level = 1 }: ResidualObservations,
): Float64Array {
  const { residual, scale } = residualOf(likelihood.description, likelihood.fitted ?? {});
  const head = likelihood.heads?.[0];
  return Float64Array.from({ length: observed.length }, (_, i) => {
    const observation = {
      observed: observed[i] / level,
      predicted: predicted[i] / level,
      sigma: sigma[i] / level,
    };
    const own = head === undefined ? Number.NaN : head[i];
    const z = residual(observation, own);
    if (predictedSigma === undefined) return z;
    return z / Math.hypot(1, predictedSigma[i] / level / scale(observation, own));
  });
}

/** What those residuals follow where the likelihood is right. @throws InputError for a user's own likelihood */
export function residualDensity({ description, fitted = {} }: TrainedLikelihood): ResidualDensity {
  return densityOf(
    (description.name === "asinh" ? description.density : description) as JsonObject,
  ).ofResiduals(fitted);
}

interface Observation {
  readonly observed: number;
  readonly predicted: number;
  readonly sigma: number;
}

/** The residual of an observation, and by how much a prediction must change to change it by 1. */
interface ResidualFunctions {
  readonly residual: (observation: Observation, head: number) => number;
  readonly scale: (observation: Observation, head: number) => number;
}

function residualOf(description: JsonObject, fitted: Named): ResidualFunctions {
  if (description.name === "asinh") {
    const options = description as unknown as Options<typeof asinhResidual>;
    return {
      residual: (observation, head) => asinhResidual(options, observation, fitted, head),
      scale: (observation, head) => asinhScale(options, observation, fitted, head),
    };
  }
  densityOf(description);
  const errors = errorModelOf(description.errorModel as Options<typeof errorModelOf>);
  const scale = ({ predicted, sigma }: Observation, head: number) =>
    sigma * Math.sqrt(errors?.inflationOf(predicted, sigma, fitted, head) ?? 1);
  return {
    residual: (observation, head) =>
      (observation.observed - observation.predicted) / scale(observation, head),
    scale,
  };
}

function densityOf(description: JsonObject): StandardDensity {
  const name = String(description.name);
  if (Object.hasOwn(densities, name)) return densities[name](description);
  throw new InputError(
    `normalised residuals: got likelihood ${name}, expected ${Object.keys(densities).join(", ")} or asinh; of another one compute them yourself`,
  );
}

/** Probability distributions: samples and their derivatives, log densities, moments, Kullback–Leibler divergences. */
export { type RandomStream, randomStream } from "../random/index.js";
export { Distribution, type Gradient, type Gradients } from "./distribution.js";
export { exponential } from "./exponential.js";
export type { Family, FloatArray, ParameterValues, Requirement } from "./familyTypes.js";
export { gamma } from "./gamma.js";
export { halfNormal } from "./halfNormal.js";
export {
  hasExactKl,
  type KlEstimateOptions,
  klDivergence,
  klDivergences,
  klEstimate,
} from "./klDivergence.js";
export {
  hasExactKlGradient,
  type KlGradient,
  type KlGradients,
  klGradient,
  klGradientEstimate,
  klGradients,
} from "./klGradient.js";
export { logNormal } from "./logNormal.js";
export { normal } from "./normal.js";
export { rayleigh } from "./rayleigh.js";
export { distribution, families } from "./registry.js";
export {
  erf,
  erfc,
  erfcx,
  logErfc,
  logNormalCdf,
  millsRatio,
  normalCdf,
  normalDensity,
  normalHazard,
  normalQuantileOfLog,
  normalReversedHazard,
} from "./specialFunctionsError.js";
export { digamma, logGamma } from "./specialFunctionsGamma.js";
export { type StudentTParameter, studentT } from "./studentT.js";
export { type TruncatedNormalParameter, truncatedNormal } from "./truncatedNormal.js";
export { wilsonAmplitude } from "./wilsonAmplitude.js";
export { wilsonIntensity } from "./wilsonIntensity.js";
export type { WilsonParameter } from "./wilsonIntensityScale.js";

/** Merging by variational inference. */
export type { HalfDatasetOptions } from "./halfDatasetMerges.js";
export { NoSignalError } from "./halfPrediction.js";
export {
  type CcPredParts,
  type DataSetCcPred,
  type FilteredImages,
  type FilterImagesOptions,
  filterImages,
  type ImageCcPred,
  type JudgedImage,
} from "./imageCorrelations.js";
export type { LaueOptions } from "./laue/laueData.js";
export type { LaueSummary } from "./laue/laueText.js";
export {
  type AsinhOptions,
  type ErrorModelChoice,
  type ErrorModelName,
  type ErrorModelOptions,
  type LaplaceOptions,
  type Likelihood,
  type LikelihoodContext,
  type LikelihoodFunction,
  likelihoods,
  type NormalOptions,
  normalisedResiduals,
  type ProportionalErrorOptions,
  type ResidualDensity,
  type ResidualObservations,
  residualDensity,
  type StudentTOptions,
  type TrainedLikelihood,
} from "./likelihoods/index.js";
export type { MergeMetric, MergeState } from "./mergeMetrics.js";
export {
  type KnownAmplitudes,
  type MergeWeights,
  type NamedImage,
  weightsFromSafetensors,
  weightsToSafetensors,
} from "./mergeWeights.js";
export type { Image, MergingData } from "./mergingData.js";
export { MergingModel, merge } from "./mergingModel.js";
export {
  type FreezeName,
  type InitialWeights,
  type MergeOptions,
  type MergeTrainingOptions,
  type Recipe,
  type RecipeName,
  recipes,
  type ScaleOptions,
  type StartName,
} from "./mergingOptions.js";
export { MergingRun } from "./mergingRun.js";
export type { Metadata } from "./metadata.js";
export {
  type CustomPriorOptions,
  type DoubleWilsonOptions,
  type EmpiricalOptions,
  type Prior,
  type PriorColumns,
  type PriorData,
  type PriorFunction,
  type PriorMoments,
  type PriorReflection,
  priors,
  type WilsonOptions,
} from "./priors/index.js";
export type { RunResiduals, RunResidualsOptions } from "./runResiduals.js";
export { RunStatistics } from "./runStatistics.js";
export type {
  RunFit,
  RunShell,
  RunShellJson,
  RunStatisticsJson,
  RunStatisticsOptions,
} from "./runStatisticsTypes.js";
export {
  type AbsorptionOptions,
  type ImageTermsOptions,
  type LorentzPolarisationOptions,
  type RadiationDamageOptions,
  type ScaleTerm,
  type ScaleTermData,
  type ScaleTermSpec,
  type SmoothRotationOptions,
  scaleTerms,
} from "./scale/index.js";
export type { AmplitudeMoments, PosteriorValues } from "./surrogatePosterior.js";
export type { TakenOver, TakenOverCounts } from "./takenOver.js";

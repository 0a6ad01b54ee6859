/** Sweeps: spaces of hyperparameters, the trials drawn from them, and their results. */
export { type MergeSettings, mergeFlag, mergeWords, settingsByName } from "./mergeFlags.js";
export {
  type Hyperparameters,
  type HyperparameterValue,
  type Sampler,
  type SearchDimension,
  type SearchDistribution,
  type SearchSpace,
  search,
  searchTrials,
  type TrialOptions,
} from "./searchSpace.js";
export type { SlurmOptions } from "./slurmScript.js";
export { parseSpace } from "./spaceText.js";
export type { SweepPlan } from "./sweepPlan.js";
export { SweepResults } from "./sweepResults.js";
export type { TrialResult, TrialState } from "./trialResult.js";

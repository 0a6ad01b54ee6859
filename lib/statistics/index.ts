/** Merging and its statistics: from unmerged observations to Table 1, merged intensities and amplitudes. */
export { type AnomalousSignal, anomalousSignal } from "./anomalousSignal.js";
export type { ByShell } from "./byShell.js";
export { ccAnomalous } from "./ccAnomalous.js";
export {
  type CorrelationKind,
  ccHalf,
  ccStar,
  type HalfCorrelation,
  type HalfCorrelationOptions,
} from "./ccHalf.js";
export { ccHalfSigmaTau } from "./ccHalfSigmaTau.js";
export {
  type CcPred,
  type CcPredGroup,
  type CcPredShell,
  ccPred,
  ccPredBy,
  type PredictionCorrelation,
} from "./ccPred.js";
export {
  type ClassicalMerge,
  type ClassicalMergeOptions,
  classicalMerge,
  mergeObservations,
} from "./classicalMerge.js";
export { type Completeness, completeness } from "./completeness.js";
export { pearson, spearman } from "./correlation.js";
export type { CorrelationShellOptions } from "./correlationShells.js";
export { SIGNIFICANCE_LEVEL, significantCorrelation } from "./correlationSignificance.js";
export { type DetectorPosition, detectorPosition } from "./detectorPosition.js";
export { type FrenchWilson, frenchWilson } from "./frenchWilson.js";
export { addFrenchWilsonAmplitudes, type FrenchWilsonTableOptions } from "./frenchWilsonTable.js";
export { groupObservations, type ObservationGroups } from "./groups.js";
export { type HalfDatasets, type HalfOptions, halfDatasets } from "./halfDatasets.js";
export {
  ccAnomalousOfMerges,
  ccHalfOfMerges,
  type HalfMergeCorrelation,
  type HalfMergeOptions,
  type HalfMergeShell,
  type HalfMergeStatistics,
  halfMergeStatistics,
  type RepeatedCorrelation,
  rSplitOfMerges,
} from "./halfMerges.js";
export { type LocalIntensity, type LocalIntensityOptions, localIntensity } from "./localIntensity.js";
export { type LTest, type LTestData, type LTestOptions, lTest, lTestTheory } from "./lTest.js";
export { type MergedHalves, type MergedQuantity, splitHalves } from "./mergedHalves.js";
export {
  type MergingStatistics,
  type MergingStatisticsOptions,
  mergingStatistics,
  type ShellStatistics,
} from "./mergingStatistics.js";
export { type ProbabilitySlopes, probabilitySlopes } from "./normalProbability.js";
export {
  collectObservations,
  type DroppedObservations,
  type ObservationOptions,
  type Observations,
} from "./observations.js";
export {
  type Outlier,
  type OutlierOptions,
  type OutlierReport,
  type PairPolicy,
  rejectOutliers,
} from "./outliers.js";
export type { PartialOptions, PartialPolicy, PartialSums } from "./partialSums.js";
export type { PartialCounts, PartialReport } from "./partials.js";
export {
  hasPredictions,
  type PredictionRows,
  type Predictions,
  predictionLabels,
  predictionTable,
  readPredictions,
} from "./predictions.js";
export { type RFactors, rFactors } from "./rFactors.js";
export { rSplit } from "./rSplit.js";
export { selectObservations } from "./selectObservations.js";
export { divideIntoShells, type ShellBinningOptions, type Shells } from "./shells.js";
export { type SignalToNoise, signalToNoise } from "./signalToNoise.js";
export { type Table1, type Table1Json, type Table1Shell, table1 } from "./table1.js";
export { type SigmaEstimate, type WeightedMeans, weightedMeans } from "./weightedMean.js";
export {
  averageProtein,
  type Composition,
  scatteringPower,
  type WilsonData,
  type WilsonPlot,
  type WilsonPlotOptions,
  type WilsonPoint,
  wilsonPlot,
} from "./wilsonPlot.js";

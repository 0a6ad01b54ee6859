/** Plots: statistics or tables in, Vega-Lite specifications out. */
export { type AmplitudeAgreementOptions, amplitudeAgreement } from "./amplitudeAgreement.js";
export { type AnomalousSignalShell, anomalousSignal } from "./anomalousSignal.js";
export {
  type AnomalousCorrelationShell,
  type CcAnomalousOptions,
  ccAnomalous,
} from "./ccAnomalous.js";
export { type CcHalfOptions, type CorrelationShell, ccHalf } from "./ccHalf.js";
export { type CcPredOptions, ccPred, type PredictionShell, type PredictionValues } from "./ccPred.js";
export { type CcPredByDataSetOptions, ccPredByDataSet } from "./ccPredByDataSet.js";
export { type CcPredByImageOptions, ccPredByImage } from "./ccPredByImage.js";
export { type CompletenessShell, completeness } from "./completeness.js";
export { type DetectorResidualsOptions, detectorResiduals } from "./detectorResiduals.js";
export { type FrenchWilsonOptions, frenchWilson } from "./frenchWilson.js";
export type { PlottedTrial } from "./hyperparameterAxes.js";
export { hyperparameters } from "./hyperparameters.js";
export { type IntensityDistributionOptions, intensityDistribution } from "./intensityDistribution.js";
export { type LTestPlotOptions, lTest } from "./lTest.js";
export { type MergedShell, type MergedStatistics, mergedShells, withIntensities } from "./mergedShells.js";
export { modelScaleByImage } from "./modelScaleByImage.js";
export { type MultiplicityShell, multiplicity } from "./multiplicity.js";
export {
  type NormalisedResidualsData,
  type NormalisedResidualsOptions,
  normalisedResiduals,
} from "./normalisedResiduals.js";
export { type NormalProbabilityOptions, normalProbability } from "./normalProbability.js";
export { parallelCoordinates } from "./parallelCoordinates.js";
export { type PeakBar, type PeaksOptions, peaks } from "./peaks.js";
export {
  type Deviations,
  deviationsOfRows,
  type ImageStatistics,
  imageStatistics,
  normalizedDeviations,
} from "./perImage.js";
export {
  type PredictedAgainstObservedOptions,
  predictedAgainstObserved,
} from "./predictedAgainstObserved.js";
export type { PredictionPart } from "./predictionPart.js";
export {
  drawPlot,
  mergedPlots,
  type Plot,
  predictionPlots,
  statisticsPlots,
  unmergedPlots,
} from "./registry.js";
export { report, reportSteps } from "./report.js";
export type {
  ReportData,
  ReportOptions,
  ReportSection,
  ReportStep,
  ShellStatisticsTable,
} from "./reportTypes.js";
export { type ResidualsOptions, residuals } from "./residuals.js";
export { type RFactorShell, rFactors } from "./rFactors.js";
export { rMergeByImage } from "./rMergeByImage.js";
export { scaleByImage } from "./scaleByImage.js";
export type { ShellLimits } from "./shellLines.js";
export { type SignalToNoiseOptions, type SignalToNoiseShell, signalToNoise } from "./signalToNoise.js";
export { hasSpectrum, type SpectrumOptions, spectrum } from "./spectrum.js";
export { type PlotOptions, palette } from "./theme.js";
export {
  type HistoryColumns,
  type HistoryRow,
  type HistoryTables,
  type TrainingHistoryOptions,
  trainingHistory,
} from "./trainingHistory.js";
export { type TrainingLine, type TrainingPanelsOptions, trainingPanels } from "./trainingPanels.js";
export {
  type Json,
  type JsonObject,
  type PlotRow,
  VEGA_LITE_MIME,
  VEGA_LITE_SCHEMA,
  type VegaLiteConcatSpec,
  type VegaLiteFrame,
  type VegaLiteSpec,
} from "./vegaLiteTypes.js";
export { type WilsonLine, wilsonPlot } from "./wilsonPlot.js";

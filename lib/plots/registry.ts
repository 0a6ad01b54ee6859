/**
 * All plots by name and by what they are drawn from. A new plot is one file, one line here, one in index.ts, one row in the
 * docs and one test.
 */
import { InputError, nearestName } from "../errors.js";
import { hasPredictions, type MergingStatistics } from "../statistics/index.js";
import { ReflectionTable } from "../table/index.js";
import { anomalousSignal } from "./anomalousSignal.js";
import { ccAnomalous } from "./ccAnomalous.js";
import { ccHalf } from "./ccHalf.js";
import { ccPredByDataSet } from "./ccPredByDataSet.js";
import { ccPredByImage } from "./ccPredByImage.js";
import { completeness } from "./completeness.js";
import { detectorResiduals } from "./detectorResiduals.js";
import { frenchWilson } from "./frenchWilson.js";
import { intensityDistribution } from "./intensityDistribution.js";
import { lTest } from "./lTest.js";
import { modelScaleByImage } from "./modelScaleByImage.js";
import { multiplicity } from "./multiplicity.js";
import { normalProbability } from "./normalProbability.js";
import { predictedAgainstObserved } from "./predictedAgainstObserved.js";
import { residuals } from "./residuals.js";
import { rFactors } from "./rFactors.js";
import { rMergeByImage } from "./rMergeByImage.js";
import { scaleByImage } from "./scaleByImage.js";
import { signalToNoise } from "./signalToNoise.js";
import { spectrum } from "./spectrum.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";
import { wilsonPlot } from "./wilsonPlot.js";

/** A plot drawn from `Data`. */
export type Plot<Data> = (data: Data, options?: PlotOptions) => VegaLiteSpec;

/** Plots of merging statistics. */
export const statisticsPlots: Readonly<Record<string, Plot<MergingStatistics>>> = {
  ccHalf,
  ccAnomalous,
  rFactors,
  completeness,
  multiplicity,
  signalToNoise,
  anomalousSignal,
  wilsonPlot,
};

/** Plots of unmerged observations. */
export const unmergedPlots: Readonly<Record<string, Plot<ReflectionTable>>> = {
  scaleByImage,
  rMergeByImage,
  normalProbability,
  detectorResiduals,
};

/** Plots of merged reflections. */
export const mergedPlots: Readonly<Record<string, Plot<ReflectionTable>>> = {
  intensityDistribution,
  lTest,
  frenchWilson,
};

/** Plots of observations with what a model predicts of them. */
export const predictionPlots: Readonly<Record<string, Plot<ReflectionTable>>> = {
  predictedAgainstObserved,
  residuals,
  ccPredByImage,
  ccPredByDataSet,
  modelScaleByImage,
  spectrum,
  detectorResiduals,
};

/**
 * The plot named `name`, of merging statistics, an unmerged or a merged table, or a table of predictions.
 * @throws InputError for a name that is none of the plots of such data, and whatever the plot throws
 */
export function drawPlot(
  name: string,
  data: MergingStatistics | ReflectionTable,
  options: PlotOptions = {},
): VegaLiteSpec {
  if (!(data instanceof ReflectionTable))
    return find(statisticsPlots, name, "merging statistics")(data, options);
  if (hasPredictions(data)) return find(predictionPlots, name, "predictions")(data, options);
  return data.merged
    ? find(mergedPlots, name, "merged reflections")(data, options)
    : find(unmergedPlots, name, "unmerged observations")(data, options);
}

function find<Data>(plots: Readonly<Record<string, Plot<Data>>>, name: string, of: string): Plot<Data> {
  if (Object.hasOwn(plots, name)) return plots[name];
  const names = Object.keys(plots);
  const nearest = nearestName(name, names);
  throw new InputError(
    `plot of ${of}: got ${name}, expected one of ${names.join(", ")}` +
      (nearest === undefined ? "" : `; did you mean ${nearest}?`),
  );
}

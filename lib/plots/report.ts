/**
 * The report of a merge: everything that a scaling report shows, as a list of sections in the order in which they are read,
 * each a plot or a table with a text that says what it is and by which formula. What cannot be drawn of the data given is
 * said in a sentence in its place. Sections are worked out one by one ({@link reportSteps}), so that a page can stay alive,
 * or all at once ({@link report}).
 */
import { InputError } from "../errors.js";
import {
  ccPred as ccPredOf,
  type MergingStatistics,
  readPredictions,
  type ShellStatistics,
} from "../statistics/index.js";
import { droppedText } from "../statistics/table1.js";
import { anomalousSignal } from "./anomalousSignal.js";
import { ccHalf } from "./ccHalf.js";
import { ccPred } from "./ccPred.js";
import { ccPredByImage } from "./ccPredByImage.js";
import { completeness } from "./completeness.js";
import { detectorResiduals } from "./detectorResiduals.js";
import { intensityDistribution } from "./intensityDistribution.js";
import { lTest } from "./lTest.js";
import { sentenceOrThrow } from "./mergedShells.js";
import { modelScaleByImage } from "./modelScaleByImage.js";
import { multiplicity } from "./multiplicity.js";
import { normalisedResiduals } from "./normalisedResiduals.js";
import { normalProbability } from "./normalProbability.js";
import { predictedAgainstObserved } from "./predictedAgainstObserved.js";
import { type ReportKey, reportHelp } from "./reportHelp.js";
import { ReportSource } from "./reportSource.js";
import type {
  ReportData,
  ReportOptions,
  ReportSection,
  ReportStep,
  ShellStatisticsTable,
} from "./reportTypes.js";
import { residuals } from "./residuals.js";
import { rMergeByImage } from "./rMergeByImage.js";
import { scaleByImage } from "./scaleByImage.js";
import { signalToNoise } from "./signalToNoise.js";
import { hasSpectrum, spectrum } from "./spectrum.js";
import type { PlotOptions } from "./theme.js";
import type { VegaLiteSpec } from "./vegaLiteTypes.js";
import { wilsonPlot } from "./wilsonPlot.js";

/** What a section draws: a plot, or a table with notes. */
type Drawn = VegaLiteSpec | { readonly statistics: ShellStatisticsTable; readonly notes?: readonly string[] };

type Draw = (source: ReportSource, options: PlotOptions) => Drawn;

const draws: Readonly<Record<ReportKey, Draw>> = {
  merge: ({ data }) => ({ statistics: needed(data.statistics) }),
  table1: (source) => tableOf(source),
  ccHalf: ({ correlations }, options) => ccHalf(correlations, options),
  signalToNoise: ({ strength }, options) => signalToNoise(strength, options),
  completeness: ({ strength }, options) => completeness(strength, options),
  multiplicity: ({ statistics }, options) => multiplicity(statistics, options),
  anomalousSignal: ({ statistics }, options) => anomalousSignal(statistics, options),
  wilson: ({ strength }, options) => wilsonPlot(strength, options),
  intensityDistribution: ({ merged }, options) => intensityDistribution(merged, options),
  lTest: ({ merged }, options) => lTest(merged, options),
  normalProbability: (source, options) => probabilityPlot(source, options),
  residuals: ({ predictions }, options) =>
    residuals(predictions, { ...options, includePredicted: predictions.has("SigIpred"), logarithmic: true }),
  normalisedResiduals: ({ data }, options) => normalisedResiduals(needed(data.residuals), options),
  predictedAgainstObserved: ({ predictions }, options) => predictedAgainstObserved(predictions, options),
  ccPred: ({ predictions, options: { shells = 10 } }, options) =>
    ccPred(ccPredOf(predictions, { shells }), options),
  ccPredByImage: ({ predictions }, options) => ccPredByImage(predictions, options),
  // A getter that fails is asked only where it is needed.
  scaleByImage: (source, options) =>
    source.data.predictions?.has("scale")
      ? modelScaleByImage(source.data.predictions, options)
      : scaleByImage(source.unmerged, options),
  spectrum: ({ predictions }, options) => spectrum(predictions, options),
  rMergeByImage: ({ unmerged }, options) => rMergeByImage(unmerged, options),
  detectorResiduals: (source, options) => {
    // The drawing has the shape of the detector: the page's width does not count.
    const { width: _, ...others } = options;
    return detectorResiduals(source.data.predictions ?? source.unmerged, others);
  },
};

/** Sections that only some merges have: not missing where they are not there. */
const optional: Readonly<Partial<Record<ReportKey, (data: ReportData) => boolean>>> = {
  merge: ({ statistics }) => statistics !== undefined,
  normalisedResiduals: ({ residuals: known }) => known !== undefined,
  spectrum: ({ predictions }) => predictions !== undefined && hasSpectrum(predictions),
};

/** The sections of a report, not drawn yet. */
export function reportSteps(data: ReportData, options: ReportOptions = {}): ReportStep[] {
  const source = new ReportSource(data, options);
  const { shells: _shells, repeats: _repeats, ...style } = options;
  return (Object.keys(reportHelp) as ReportKey[])
    .filter((key) => optional[key]?.(data) ?? true)
    .map((key) => {
      const { title, help } = reportHelp[key];
      return { key, title, help, draw: () => section(key, () => draws[key](source, style)) };
    });
}

/**
 * The report of what is given: unmerged observations, merged reflections, predictions, or several of them.
 * @throws InputError where nothing is given, or sections cannot be cut into so many shells
 */
export function report(data: ReportData, options: ReportOptions = {}): ReportSection[] {
  if (data.unmerged === undefined && data.merged === undefined && data.predictions === undefined)
    throw new InputError(
      "report: got no data, expected unmerged observations, merged reflections or predictions",
    );
  return reportSteps(data, options).map(({ draw }) => draw());
}

function section(key: ReportKey, draw: () => Drawn): ReportSection {
  const { title, help } = reportHelp[key];
  try {
    const drawn = draw();
    if ("$schema" in drawn) return { key, title, help, spec: drawn, notes: [] };
    return { key, title, help, statistics: drawn.statistics, notes: drawn.notes ?? [] };
  } catch (error) {
    return { key, title, help, notes: [], missing: `Not drawn: ${sentenceOrThrow(error)}.` };
  }
}

function needed<T>(value: T | undefined): T {
  if (value === undefined) throw new InputError("it takes the run itself, and there is none here");
  return value;
}

/** Table 1 of the observations; of merged reflections alone, what they tell. */
function tableOf(source: ReportSource): Drawn {
  const { strength } = source;
  if (!("outliers" in strength))
    return {
      statistics: strength,
      notes: ["Of merged reflections: R factors and correlations take the unmerged observations."],
    };
  return {
    statistics: { shells: strength.shells.map(columnsOfTable1), overall: columnsOfTable1(strength.overall) },
    notes: factsOf(strength),
  };
}

/** What journals ask for, and fits on a page; `mergingStatistics` has the rest. */
function columnsOfTable1(shell: ShellStatistics): Partial<ShellStatistics> {
  const { dMax, dMin, observations, reflections, multiplicity, completeness: complete } = shell;
  const { meanIOverSigma, rMerge, rMeas, rPim, ccHalf: half, ccAnomalous } = shell;
  return {
    ...{ dMax, dMin, observations, reflections, multiplicity, completeness: complete },
    ...{ meanIOverSigma, rMerge, rMeas, rPim, ccHalf: half, ccAnomalous },
  };
}

function factsOf({ spaceGroup, cell, wavelength, wilson, outliers, dropped }: MergingStatistics): string[] {
  const numbers = cell.map((value) => String(Number(value.toFixed(3)))).join(" ");
  return [
    `${spaceGroup}, cell ${numbers}${wavelength === undefined ? "" : `, wavelength ${wavelength.toFixed(5)} Å`}`,
    ...(wilson === undefined
      ? []
      : [`Wilson B ${wilson.bFactor.toFixed(1)} ± ${wilson.bFactorError.toFixed(1)} Å²`]),
    `Dropped before merging: ${droppedText(dropped)}; outliers rejected: ${outliers.count}`,
  ];
}

/** Of the observations held out, where there is a model; else of observations from the mean of their equivalents. */
function probabilityPlot(source: ReportSource, options: PlotOptions): VegaLiteSpec {
  const { predictions } = source.data;
  if (predictions === undefined) return normalProbability(source.unmerged, options);
  const { observed, predicted, sigma, predictedSigma, test } = readPredictions(predictions);
  const isHeldOut = test.includes(1);
  const deviations = observed
    .map((value, i) => (value - predicted[i]) / Math.hypot(sigma[i], predictedSigma[i] || 0))
    .filter((_, i) => !isHeldOut || test[i] === 1);
  const plot = normalProbability(deviations, options);
  return {
    ...plot,
    title: {
      text: options.title ?? "Normal probability plot of residuals",
      subtitle: `${isHeldOut ? "Held out: " : ""}${plot.title.subtitle}`,
    },
    description:
      "Sorted residuals of observations from what the model predicts, in standard deviations, against those expected of a " +
      "normal distribution.",
  };
}

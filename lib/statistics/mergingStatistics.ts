/**
 * All merging statistics of unmerged observations, by resolution shell and overall, in one object of plain numbers. Each is
 * defined in the file of its name; here they are only called and put in rows.
 */
import { InputError } from "../errors.js";
import { ReflectionTable } from "../table/reflectionTable.js";
import { anomalousSignal } from "./anomalousSignal.js";
import type { ByShell } from "./byShell.js";
import { ccAnomalous } from "./ccAnomalous.js";
import { ccHalf, ccStar, checkRepeats } from "./ccHalf.js";
import { ccHalfSigmaTau } from "./ccHalfSigmaTau.js";
import { completeness } from "./completeness.js";
import { groupObservations } from "./groups.js";
import { halfDraws } from "./halfDatasets.js";
import {
  collectObservations,
  type DroppedObservations,
  type ObservationOptions,
  type Observations,
} from "./observations.js";
import { noOutliers, type OutlierOptions, type OutlierReport, rejectOutliers } from "./outliers.js";
import type { PartialReport } from "./partials.js";
import { rFactors } from "./rFactors.js";
import { rSplit } from "./rSplit.js";
import { divideIntoShells, type ShellBinningOptions } from "./shells.js";
import { signalToNoise } from "./signalToNoise.js";
import { type SigmaEstimate, weightedMeans } from "./weightedMean.js";
import { scatteringPower, type WilsonPlot, type WilsonPlotOptions, wilsonPlot } from "./wilsonPlot.js";

/** What to compute, and how. */
export interface MergingStatisticsOptions extends ObservationOptions, ShellBinningOptions {
  /** Outliers to leave out, or false for none. Default: none for observations given, else the defaults of rejectOutliers. */
  readonly outliers?: OutlierOptions | false;
  /** How sigmas of means are estimated. Default "external". */
  readonly sigmaEstimate?: SigmaEstimate;
  /** Seed of the random half data sets. Default 0. */
  readonly seed?: number;
  /** Number of random divisions into halves. Default 10. */
  readonly repeats?: number;
  /** Limits and composition of the Wilson plot. */
  readonly wilson?: WilsonPlotOptions;
}

/** Statistics of one shell, or of all. R factors and completeness are fractions; NaN is "undefined". */
export interface ShellStatistics {
  /** Resolution limits, Å. */
  readonly dMax: number;
  readonly dMin: number;
  readonly observations: number;
  /** Unique reflections measured, Friedel mates together. */
  readonly reflections: number;
  /** Unique reflections that exist. */
  readonly possible: number;
  readonly multiplicity: number;
  readonly completeness: number;
  /** Acentric reflections of which both mates were measured, of those that exist. */
  readonly anomalousCompleteness: number;
  /** Observations of a mate, of acentric and centric reflections together. */
  readonly anomalousMultiplicity: number;
  readonly meanIntensity: number;
  /** ⟨I/σ⟩ after merging. */
  readonly meanIOverSigma: number;
  /** ⟨I⟩/⟨σ⟩ after merging. */
  readonly iMeanOverSigmaMean: number;
  /** ⟨I/σ⟩ of single observations. */
  readonly meanUnmergedIOverSigma: number;
  /** Over all observations of a reflection, I(+) and I(−) together. */
  readonly rMerge: number;
  readonly rMeas: number;
  readonly rPim: number;
  /** Within the observations of one mate. */
  readonly rMergeWithin: number;
  readonly rMeasWithin: number;
  readonly rPimWithin: number;
  readonly rSplit: number;
  /** CC1/2, mean over random divisions, and the standard error of that mean. */
  readonly ccHalf: number;
  readonly ccHalfError: number;
  /** Reflections that both halves have, and acentric ones of which both have both mates: what is correlated. */
  readonly pairs: number;
  readonly anomalousPairs: number;
  readonly ccHalfSigmaTau: number;
  readonly ccStar: number;
  readonly ccAnomalous: number;
  readonly ccAnomalousError: number;
  readonly rAnomalous: number;
  /** ⟨|ΔI|⟩/⟨σ(ΔI)⟩. */
  readonly anomalousSignal: number;
}

/** Merging statistics of a data set. */
export interface MergingStatistics {
  readonly overall: ShellStatistics;
  /** From low to high resolution. */
  readonly shells: readonly ShellStatistics[];
  readonly spaceGroup: string;
  /** Å and degrees. */
  readonly cell: readonly number[];
  /** Å, where known. */
  readonly wavelength: number | undefined;
  /** Slope of the normal probability plot of anomalous differences, all and middle. */
  readonly anomalousSlope: number;
  readonly anomalousMiddleSlope: number;
  /** Undefined where the data do not reach far enough for a line. */
  readonly wilson: WilsonPlot | undefined;
  readonly outliers: OutlierReport;
  readonly dropped: DroppedObservations;
  readonly partials: PartialReport;
}

/**
 * Merging statistics of unmerged tables, or of observations collected before.
 * @throws InputError for merged or unusable data, MissingColumnError where there are no intensities or sigmas
 */
export function mergingStatistics(
  data: ReflectionTable | readonly ReflectionTable[] | Observations,
  options: MergingStatisticsOptions = {},
): MergingStatistics {
  const { observations, report } = prepare(data, options);
  const shells = divideIntoShells(observations.inverseDSquared, options);
  const together = groupObservations(observations, false);
  const apart = groupObservations(observations, true);
  const means = weightedMeans(observations, together, options.sigmaEstimate);
  const matesMeans = weightedMeans(observations, apart, options.sigmaEstimate);
  const strength = signalToNoise(observations, together, shells, means);
  const matesStrength = signalToNoise(observations, apart, shells, matesMeans);
  const complete = completeness(observations, shells);
  const all = rFactors(observations, together, shells, means);
  const within = rFactors(observations, apart, shells, matesMeans);
  const { repeats = 10, seed } = options;
  checkRepeats(repeats);
  const chance = { repeats, draws: halfDraws(observations.intensity.length, repeats, seed) };
  const halves = ccHalf(observations, together, shells, chance);
  const anomalousHalves = ccAnomalous(observations, apart, shells, chance);
  const signal = anomalousSignal(apart, shells, matesMeans);
  const sigmaTau = ccHalfSigmaTau(observations, together, shells);
  const split = rSplit(observations, together, shells, chance);
  const row = (of: (statistic: ByShell) => number, dMax: number, dMin: number): ShellStatistics => ({
    dMax,
    dMin,
    observations: of(strength.observations),
    reflections: of(strength.reflections),
    possible: of(complete.possible),
    multiplicity: of(strength.multiplicity),
    completeness: of(complete.overall),
    anomalousCompleteness: of(complete.pairs),
    anomalousMultiplicity: of(matesStrength.multiplicity),
    meanIntensity: of(strength.meanIntensity),
    meanIOverSigma: of(strength.meanIOverSigma),
    iMeanOverSigmaMean: of(strength.iMeanOverSigmaMean),
    meanUnmergedIOverSigma: of(strength.meanUnmergedIOverSigma),
    rMerge: of(all.rMerge),
    rMeas: of(all.rMeas),
    rPim: of(all.rPim),
    rMergeWithin: of(within.rMerge),
    rMeasWithin: of(within.rMeas),
    rPimWithin: of(within.rPim),
    rSplit: of(split),
    ccHalf: of(halves.mean),
    ccHalfError: of(halves.standardError),
    pairs: of(halves.pairs),
    anomalousPairs: of(anomalousHalves.pairs),
    ccHalfSigmaTau: of(sigmaTau),
    ccStar: ccStar(of(halves.mean)),
    ccAnomalous: of(anomalousHalves.mean),
    ccAnomalousError: of(anomalousHalves.standardError),
    rAnomalous: of(signal.rAnomalous),
    anomalousSignal: of(signal.deltaOverSigma),
  });
  const limits = dataLimits(observations.inverseDSquared, shells.ofReflection);
  return {
    overall: row((statistic) => statistic.overall, limits.dMax, limits.dMin),
    // Outermost edges that were found, not given, are the data's limits widened a little: say the limits.
    shells: Array.from(shells.dMax, (dMax, s) =>
      options.edges === undefined
        ? row(
            (statistic) => statistic.shells[s],
            Math.min(dMax, limits.dMax),
            Math.max(shells.dMin[s], limits.dMin),
          )
        : row((statistic) => statistic.shells[s], dMax, shells.dMin[s]),
    ),
    spaceGroup: observations.spaceGroup.name,
    cell: observations.cell.toArray(),
    wavelength: observations.wavelength,
    anomalousSlope: signal.slope,
    anomalousMiddleSlope: signal.middleSlope,
    wilson: tryWilson(observations, means.intensity, options.wilson),
    outliers: report,
    dropped: observations.dropped,
    partials: observations.partials,
  };
}

function prepare(
  data: ReflectionTable | readonly ReflectionTable[] | Observations,
  options: MergingStatisticsOptions,
): { observations: Observations; report: OutlierReport } {
  const given = isObservations(data);
  const collected = given ? data : collectObservations(data, options);
  if (options.outliers === false || (given && options.outliers === undefined)) {
    return { observations: collected, report: noOutliers };
  }
  return rejectOutliers(collected, options.outliers);
}

function isObservations(
  data: ReflectionTable | readonly ReflectionTable[] | Observations,
): data is Observations {
  return !Array.isArray(data) && !(data instanceof ReflectionTable);
}

/** Resolution range of the reflections that are in a shell, Å. */
function dataLimits(inverseDSquared: Float64Array, shell: Int32Array): { dMax: number; dMin: number } {
  let low = Number.POSITIVE_INFINITY;
  let high = 0;
  for (let r = 0; r < shell.length; r++) {
    if (shell[r] < 0) continue;
    low = Math.min(low, inverseDSquared[r]);
    high = Math.max(high, inverseDSquared[r]);
  }
  return { dMax: 1 / Math.sqrt(low), dMin: 1 / Math.sqrt(high) };
}

function tryWilson(
  observations: Observations,
  intensity: Float64Array,
  options: WilsonPlotOptions | undefined,
): WilsonPlot | undefined {
  if (options?.composition !== undefined) scatteringPower(options.composition, 0); // an unknown element is an error
  try {
    return wilsonPlot({ ...observations, intensity }, options);
  } catch (error) {
    // Data of a few images or of low resolution have no line; that is no reason to give no statistics at all.
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

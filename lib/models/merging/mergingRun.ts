/** What a trained merge gives: merged reflections, predictions, statistics, half data sets. */
import {
  type CcPred,
  type CorrelationShellOptions,
  ccPred,
  detectorPosition,
  type MergedHalves,
  type PredictionCorrelation,
  predictionTable,
} from "../../statistics/index.js";
import type { ColumnInit } from "../../table/columnTypes.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import type { History, TrainingResult } from "../../training/index.js";
import { version } from "../../version.js";
import { type AmplitudePosteriors, amplitudeIntervals } from "./amplitudeIntervals.js";
import { ensemblePosteriors } from "./ensemble.js";
import { type HalfDatasetOptions, halfDatasetMerges } from "./halfDatasetMerges.js";
import { NoSignalError, withheldReason } from "./halfPrediction.js";
import { ccPredByDataSet, ccPredByImage, type DataSetCcPred, type ImageCcPred } from "./imageCorrelations.js";
import { mergedTable } from "./mergedTable.js";
import { type MergeWeights, weightsOf } from "./mergeWeights.js";
import type { MergingModel } from "./mergingModel.js";
import type { FitSettings } from "./mergingTrainable.js";
import { type RunResiduals, type RunResidualsOptions, runResiduals } from "./runResiduals.js";
import { type RunStatistics, runStatistics } from "./runStatistics.js";
import type { RunStatisticsOptions } from "./runStatisticsTypes.js";
import {
  type Parameters,
  type PosteriorContext,
  posteriorLocations,
  posteriorMoments,
  type ScaleMoments,
  ScalePredictor,
} from "./scalePredictor.js";
import { runSummary, summaryHtml, summaryText } from "./summary.js";
import { type AmplitudeMoments, amplitudeMoments } from "./surrogatePosterior.js";

/** @internal The merged table that trained parameters stand for. */
export function mergedBy(
  model: MergingModel,
  parameters: Parameters,
  context: PosteriorContext,
): ReflectionTable {
  return mergedTablesBy(model, posteriorMoments(parameters, context))[0];
}

/** One table for each data set that is merged apart. */
function mergedTablesBy(
  { data, beginning }: MergingModel,
  moments: AmplitudeMoments,
  members = 1,
): ReflectionTable[] {
  return Array.from({ length: data.dataSets }, (_, dataSet) =>
    mergedTable(
      data,
      { moments, expected: beginning.expected, count: beginning.count },
      {
        history: `From FRIEDEL ${version}, variational merge${members > 1 ? `, mean of ${members} trainings` : ""}`,
        name: data.dataSets === 1 ? "the merged table" : `the merged table of ${data.tables[dataSet].name}`,
      },
      dataSet,
    ),
  );
}

/** Half data sets of one data set: none where they are withheld, with why. */
interface LastHalves {
  readonly halves: readonly MergedHalves[];
  readonly withheld: string | undefined;
}

export class MergingRun {
  private tables: readonly ReflectionTable[] | undefined;
  private predicted: ReflectionTable | undefined;
  private scaleMoments: ScaleMoments | undefined;
  private lastHalves: readonly LastHalves[] = [];

  constructor(
    readonly model: MergingModel,
    /** What the amplitudes of trained parameters depend on besides: where they started, which hang together. */
    readonly context: PosteriorContext,
    /** The trained weights of the scale and the posteriors, by name. */
    readonly parameters: Parameters,
    readonly result: TrainingResult,
    /** How it was trained: half data sets are trained alike. */
    readonly settings: FitSettings,
    /** Further trainings of the model, with other seeds: merged amplitudes are of all (ensemble.ts), everything else of this. */
    readonly others: readonly MergingRun[] = [],
  ) {}

  /** @internal This training, with others for its amplitudes. The last of them may have been stopped: so is the whole then. */
  withMembers(others: readonly MergingRun[]): MergingRun {
    const { state } = others[others.length - 1].result;
    const result = { ...this.result, state };
    return new MergingRun(this.model, this.context, this.parameters, result, this.settings, others);
  }

  get history(): History {
    return this.result.history;
  }

  /**
   * Posterior means and standard deviations of amplitudes and intensities: see mergedTable.ts for the columns. Of the first
   * data set, where they are merged apart: {@link mergedTables} has all.
   */
  get merged(): ReflectionTable {
    return this.mergedTables[0];
  }

  /** A merged table for each data set: one, or with `separate` one for each table that was given. */
  get mergedTables(): readonly ReflectionTable[] {
    this.tables ??= mergedTablesBy(this.model, this.moments, 1 + this.others.length);
    return this.tables;
  }

  /**
   * Within which each amplitude lies with a probability (default 0.95), in the units of `merged`: F_LOW and F_HIGH, or those
   * of both mates. Better than F ± 1.96 SIGF, which reaches below 0 where data are weak.
   * @throws InputError unless the probability is between 0 and 1
   */
  amplitudeIntervals(probability = 0.95): ReflectionTable {
    const { data, beginning } = this.model;
    return amplitudeIntervals(
      data,
      {
        ...this.posteriors,
        expected: beginning.expected,
        count: beginning.count,
      },
      probability,
    );
  }

  /** Mean and standard deviation of the scale of each observation, in the order of `model.data` (of Laue data: of each term). */
  get scales(): ScaleMoments {
    if (this.scaleMoments === undefined) {
      const predictor = new ScalePredictor(this.model.engine, this.model.scale, this.model.data);
      try {
        this.scaleMoments = predictor.scales(this.parameters);
      } finally {
        predictor.release();
      }
    }
    return this.scaleMoments;
  }

  /**
   * What was observed and what the model predicts of it, an observation a row: Iobs SigIobs Ipred SigIpred test …, the mean
   * scale, and N, how many observations of its reflection were fitted to: with none, the prediction is the prior's. XDET and
   * YDET, the place on the detector, where all tables have it; Wavelength (Å) of Laue data, of the lowest order in the spot.
   */
  get predictions(): ReflectionTable {
    this.predicted ??= this.predictAll();
    return this.predicted;
  }

  /** CCpred of training and test observations, overall and by shell. */
  ccPred(options?: CorrelationShellOptions): CcPred {
    return ccPred(this.predictions, options);
  }

  /**
   * Residuals of observations held out (or all) over their errors as the trained likelihood has them, with the density that
   * they should follow, for `plots.normalisedResiduals`.
   * @throws InputError for a likelihood of one's own
   */
  residuals(options: RunResidualsOptions = {}): RunResiduals {
    return runResiduals(this, options);
  }

  /** What another merge can take up: `merge(tables, { initial: { scale: run.weights } })`; `writeWeights` saves it. */
  get weights(): MergeWeights {
    return weightsOf(this);
  }

  /** CCpred of each image, of its observations fitted to, held out, and all; `filterImages` leaves out those of a low one. */
  ccPredByImage(): ImageCcPred[] {
    return ccPredByImage(this);
  }

  /** CCpred of each data set: of each table that was merged. */
  ccPredByDataSet(): DataSetCcPred[] {
    return ccPredByDataSet(this);
  }

  /**
   * The half data sets that {@link halfDatasets} made last; none before. Of the first data set, where they are merged apart:
   * {@link halvesOf} has those of each.
   */
  get halves(): readonly MergedHalves[] {
    return this.halvesOf(0);
  }

  /** The half data sets of one of the data sets that are merged apart, numbered from 0. */
  halvesOf(dataSet: number): readonly MergedHalves[] {
    return this.lastHalves[dataSet]?.halves ?? [];
  }

  /** Why there are none though {@link halfDatasets} made some: they tell nothing of each other. Else undefined. */
  halvesWithheld(dataSet = 0): string | undefined {
    return this.lastHalves[dataSet]?.withheld;
  }

  /**
   * Half data sets, merged with the scale frozen, for `halfMergeStatistics`; {@link statistics} remembers them.
   * @throws NoSignalError where the amplitudes of one half do not predict what was observed in the other, or the model what
   *   was held out (halfPrediction.ts): a merge that has found no signal has no CC1/2; InputError, DivergenceError
   */
  async halfDatasets(options: HalfDatasetOptions = {}): Promise<MergedHalves[]> {
    const sets = await halfDatasetMerges(this, options);
    this.lastHalves = sets.map(({ halves, predictions }, set) => {
      const withheld = withheldReason(predictions, this.heldOut(set));
      return { halves: withheld === undefined ? halves : [], withheld };
    });
    const { halves, withheld } = this.lastHalves[options.dataSet ?? 0];
    if (withheld !== undefined) throw new NoSignalError(withheld);
    return [...halves];
  }

  /**
   * Table 1 of the merge, overall and by resolution shell, with CCpred, and CC1/2 and CCanom where there are half data sets.
   * Where data sets are merged apart it is of one of them, the first unless `dataSet` names another.
   * @throws FriedelError for a fit that failed
   */
  statistics(options: RunStatisticsOptions = {}): RunStatistics {
    const { dataSet = 0 } = options;
    return runStatistics(this, options, {
      halves: this.halvesOf(dataSet),
      withheld: this.halvesWithheld(dataSet),
    });
  }

  /** What was merged, how the training went, and what to ask of the run. */
  toString(): string {
    return summaryText(runSummary(this));
  }

  /** The same as HTML. */
  toHtml(): string {
    return summaryHtml(runSummary(this));
  }

  /** CCpred of what was held out of a data set; undefined where nothing was. */
  private heldOut(dataSet: number): PredictionCorrelation | undefined {
    const { test, dataSets } = this.model.data;
    if (!test.includes(1)) return undefined;
    return dataSets === 1 ? this.ccPred().overall.test : this.ccPredByDataSet()[dataSet]?.test;
  }

  /** Location and scale of the merged amplitudes: of all members. */
  private get posteriors(): Pick<AmplitudePosteriors, "location" | "scale"> {
    if (this.others.length === 0) return posteriorLocations(this.parameters, this.context);
    const { data, beginning } = this.model;
    return ensemblePosteriors(
      [this, ...this.others].map(({ parameters, context }) => posteriorMoments(parameters, context)),
      { inverseDSquared: data.inverseDSquared, count: beginning.count },
    );
  }

  private get moments(): AmplitudeMoments {
    if (this.others.length === 0) return posteriorMoments(this.parameters, this.context);
    const { location, scale } = this.posteriors;
    return amplitudeMoments(location, scale);
  }

  private wavelengthColumn(): ColumnInit[] {
    const { wavelength, start } = this.model.data.terms;
    if (wavelength === undefined) return [];
    const data = Float32Array.from({ length: start.length - 1 }, (_, i) => wavelength[start[i]]);
    return [{ label: "Wavelength", type: "R", data }];
  }

  private positionColumns(): ColumnInit[] {
    const { tables, tableOf, rowOf } = this.model.data;
    const positions = tables.map(detectorPosition);
    if (!positions.every((position) => position !== undefined)) return [];
    const column = (label: string, axis: "x" | "y"): ColumnInit => ({
      label,
      type: "R",
      data: Float32Array.from(tableOf, (t, i) => positions[t][axis][rowOf[i]]),
    });
    return [column("XDET", "x"), column("YDET", "y")];
  }

  private predictAll(): ReflectionTable {
    const { data, beginning } = this.model;
    const { observations, reflection, terms } = data;
    const moments = posteriorMoments(this.parameters, this.context);
    const { mean, deviation } = this.scales;
    const n = reflection.length;
    const hkl = new Int32Array(3 * n);
    const predicted = new Float64Array(n);
    const sigma = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const g = reflection[i];
      const h = data.groups.reflection[g];
      const sign = data.groups.minus[g] ? -1 : 1;
      for (let axis = 0; axis < 3; axis++) hkl[3 * i + axis] = sign * observations.hkl[3 * h + axis];
      let variance = 0;
      for (let t = terms.start[i]; t < terms.start[i + 1]; t++) {
        const of = terms.reflection[t];
        const square = moments.meanSquare[of];
        const fourth = square * square + moments.squareDeviation[of] ** 2;
        const c = beginning.expected[of];
        predicted[i] += mean[t] * c * square;
        variance += c * c * ((mean[t] ** 2 + deviation[t] ** 2) * fourth - (mean[t] * square) ** 2);
      }
      sigma[i] = Math.sqrt(Math.max(0, variance));
    }
    return predictionTable(
      {
        hkl,
        observed: observations.intensity,
        sigma: observations.sigma,
        predicted,
        predictedSigma: sigma,
        test: data.test,
        image: data.image,
        dataset: data.tableOf,
        columns: [
          { label: "scale", type: "R", data: Float32Array.from(reflection, (_, i) => mean[terms.start[i]]) },
          { label: "N", type: "I", data: reflection.map((g) => beginning.count[g]) },
          ...this.wavelengthColumn(),
          ...this.positionColumns(),
        ],
      },
      { cell: observations.cell, spaceGroup: observations.spaceGroup, name: "the predictions" },
    );
  }
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(MergingRun.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MergingRun): string {
    return this.toString();
  },
});

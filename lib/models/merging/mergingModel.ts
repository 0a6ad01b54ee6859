/**
 * Merging by variational inference (Dalton, Greisman & Hekstra, Nat. Commun. 13, 7764, 2022; reviewed by Aldama, Dalton
 * & Hekstra, Acta Cryst. D79, 796, 2023, which is paper 002): scales and amplitudes are inferred together from unmerged
 * intensities.
 */
import type { RowEngine } from "../../kernels/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { type JsonObject, train } from "../../training/index.js";
import { yieldToEventLoop } from "../../training/yielding.js";
import { defaultReporters, runStore, sharedEngine } from "../platform.js";
import type { Likelihood } from "./likelihoods/index.js";
import { mergeMetrics } from "./mergeMetrics.js";
import { type Beginning, beginning, posteriorStart, warmUpProgram } from "./mergingBeginning.js";
import { checkMerge, checkMergeTraining } from "./mergingChecks.js";
import { collectMergingData, fingerprint, type MergingData } from "./mergingData.js";
import {
  type MergeOptions,
  type MergeTrainingOptions,
  type Recipe,
  recipeFor,
  recipeNameFor,
  type ScaleOptions,
} from "./mergingOptions.js";
import { likelihoodParameter } from "./mergingProgram.js";
import { mergingRows, termCounts } from "./mergingRows.js";
import { MergingRun, mergedBy } from "./mergingRun.js";
import { type FitSettings, fitSettings, MergingTrainable } from "./mergingTrainable.js";
import {
  knownScale,
  likelihoodOf,
  type PriorNumbers,
  priorNumbers,
  priorOf,
  scaleDescription,
  scaleFor,
} from "./modelParts.js";
import { type PosteriorStart, priorStart, unmeasuredStart } from "./posteriorStart.js";
import type { Prior } from "./priors/index.js";
import { relationNames } from "./relatedPosterior.js";
import { givenCorrelations, type Relations, relationsOf } from "./relations.js";
import { initialScale, type ScaleModel } from "./scale/scaleModel.js";
import { type Parameters, ScalePredictor } from "./scalePredictor.js";
import { modelSummary, summaryHtml, summaryText } from "./summary.js";
import { posteriorNames } from "./surrogatePosterior.js";
import { TakenOver, without } from "./takenOver.js";
import { rowsWhere } from "./testSplit.js";

/**
 * A model of unmerged data, to be trained.
 * @param tables unmerged reflections of one crystal form, merged together
 * @throws InputError, MissingColumnError where data or options cannot be used
 */
export function merge(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: MergeOptions = {},
): MergingModel {
  checkMerge(tables, options);
  return new MergingModel(collectMergingData(tables, options), options);
}

export class MergingModel {
  readonly recipe: Recipe;
  readonly likelihood: Likelihood;
  readonly prior: Prior;
  readonly priorNumbers: PriorNumbers;
  /** Which amplitudes hang together; undefined: none. */
  readonly relations: Relations | undefined;
  readonly scale: ScaleModel;
  readonly engine: RowEngine;
  readonly beginning: Beginning;
  /** What the weights of another merge are taken up for; undefined: none are. */
  readonly takenOver: TakenOver | undefined;
  private readonly scaleOptions: ScaleOptions;

  constructor(
    readonly data: MergingData,
    readonly options: MergeOptions,
  ) {
    this.recipe = recipeFor(options);
    this.likelihood = likelihoodOf(options.likelihood, this.recipe);
    this.prior = priorOf(options.prior, this.recipe);
    this.priorNumbers = priorNumbers(this.prior, data);
    this.relations = relationsOf(data, this.prior);
    this.scaleOptions = { ...this.recipe.scale, ...options.scale };
    this.scale = scaleFor(this.scaleOptions, data, this.likelihood);
    this.engine = options.engine ?? sharedEngine();
    const known = knownScale(this.scale);
    this.beginning = beginning(data, {
      chosen: data.test.map((flag) => 1 - flag),
      bFactor: this.prior.bFactor,
      anisotropy: this.prior.anisotropy,
      imageScales: this.scale.image !== undefined,
      ...(known === undefined ? {} : { scale: known, scaled: false }),
    });
    const { rowWidths } = this.scale;
    const { likelihood, relations } = this;
    const expected = this.normalisedExpected();
    this.takenOver = TakenOver.by(options, { data, rowWidths, likelihood, relations, expected });
  }

  /** B of the prior's fall-off, Å²: as given, or as fitted. */
  get bFactor(): number {
    return this.beginning.fallOff.bFactor;
  }

  /** The tensor B of a fall-off that depends on the direction, Å²: 11, 22, 33, 12, 13, 23; undefined where it does not. */
  get anisotropy(): readonly number[] | undefined {
    return this.beginning.fallOff.anisotropy;
  }

  /** Everything that the model is made of, as JSON: what the run folder records. */
  get description(): JsonObject {
    const { data, options } = this;
    return {
      recipe: recipeNameFor(options),
      anomalous: data.anomalous,
      dataSets: data.dataSets,
      ...(data.laue === undefined
        ? {}
        : {
            wavelengthRange: [...data.laue.range],
            harmonics: data.laue.harmonics,
            terms: data.terms.reflection.length,
          }),
      metadata: data.metadata.names,
      scale: scaleDescription(this.scaleOptions),
      likelihood: this.likelihood.description,
      prior: this.prior.description,
      bFactor: this.bFactor,
      ...(this.anisotropy === undefined ? {} : { anisotropy: [...this.anisotropy] }),
      dMin: options.dMin,
      dMax: options.dMax,
      testFraction: options.testFraction,
      testObservations: data.test.reduce((sum, flag) => sum + flag, 0),
      observations: data.observations.intensity.length,
      reflections: data.groups.count,
      images: data.images.length,
      ...this.takenOver?.description,
      seed: options.seed ?? 0,
    };
  }

  /** The data, the scale, the likelihood and the prior, a line each. */
  toString(): string {
    return summaryText(modelSummary(this));
  }

  /** The same as HTML. */
  toHtml(): string {
    return summaryHtml(modelSummary(this));
  }

  /**
   * Trains the model and gives the run: history, merged table, predictions, statistics.
   * @throws DivergenceError where the training went astray (no result is given then); InputError for wrong options, a run
   *   folder that is in use or of other data
   */
  async train(options: MergeTrainingOptions = {}): Promise<MergingRun> {
    checkMergeTraining(options);
    const { folder, ...rest } = options;
    const settings = { ...this.recipe.training, steps: this.defaultSteps(rest.batchSize), ...defined(rest) };
    const seed = options.seed ?? 0;
    const predictor = new ScalePredictor(this.engine, this.scale, this.data);
    const firstScale = await this.firstScale(settings, seed);
    const { takenOver } = this;
    const isKnown = settings.warmUpSteps > 0 || takenOver?.hasScale === true;
    const rough = this.start(settings.start, isKnown ? predictor.scales(firstScale).mean : undefined);
    const start = takenOver?.start(rough) ?? rough;
    const context = { start, centric: this.data.centric, relations: this.relations };
    const { observations, test } = this.data;
    const others = this.firstOthers();
    const first = {
      ...firstScale,
      ...(takenOver?.others(others) ?? others),
      [posteriorNames.parameter]: new Float32Array(2 * this.data.groups.count),
    };
    const frozen = takenOver?.frozen(first, firstScale) ?? {};
    const trainable = new MergingTrainable({
      ...settings,
      seed,
      config: {
        model: this.description,
        training: {
          steps: settings.steps,
          seed,
          batchSize: Number.isFinite(settings.batchSize) ? settings.batchSize : "all",
          learningRate: settings.learningRate,
          posteriorLearningRate: settings.posteriorLearningRate,
          imageLearningRate: settings.imageLearningRate,
          beta2: settings.beta2,
          schedule: settings.schedule,
          start: settings.start,
          warmUpSteps: settings.warmUpSteps,
          globalClipNorm: settings.globalClipNorm,
        },
      },
      fingerprint: fingerprint(this.data),
      engine: this.engine,
      parts: mergingRows(this.data, this.rowsOptions(start)),
      intensity: Float32Array.from(observations.intensity, (value) => value / this.beginning.fallOff.level),
      trainRows: rowsWhere(test, 0),
      testRows: rowsWhere(test, 1),
      initial: without(first, frozen),
      frozen: { ...givenCorrelations(this.relations), ...frozen },
      rowWidths: this.rowWidths(),
      predict: (parameters, rows) =>
        predictor.predict({ ...frozen, ...parameters }, context, this.normalisedExpected(), rows),
    });
    try {
      const result = await train(trainable, {
        ...settings,
        store: runStore(folder),
        metrics: mergeMetrics(options.metrics, () =>
          mergedBy(this, { ...frozen, ...trainable.parameters }, context),
        ),
        reporters: options.reporters ?? defaultReporters(),
      });
      return new MergingRun(
        this,
        context,
        { ...trainable.release(), ...frozen },
        result,
        fitSettings(settings),
      );
    } finally {
      trainable.release();
      predictor.release();
    }
  }

  /** First values of the scale: 1, or the image's, or, with a log link, as fitted by itself (mergingBeginning.ts). */
  private async firstScale(
    settings: FitSettings & { readonly warmUpSteps: number },
    seed: number,
  ): Promise<Parameters> {
    const initial = initialScale(this.scale, seed, this.beginning.rough.imageScale);
    const steps = settings.warmUpSteps;
    if (this.takenOver?.hasScale) return this.takenOver.scale(initial);
    if (steps === 0) return initial;
    const { data, scale, engine } = this;
    const counts = termCounts(data.terms.start);
    const rows = mergingRows(data, this.rowsOptions(priorStart(data.centric)));
    const trainable = new MergingTrainable({
      ...settings,
      learningRate: WARM_UP_RATE,
      schedule: "cosineDecay",
      seed,
      steps,
      config: {},
      fingerprint: "",
      engine,
      parts: rows.map((part, k) => ({ ...part, program: warmUpProgram(scale, counts[k][0]) })),
      intensity: new Float32Array(0),
      trainRows: rowsWhere(data.test, 0),
      testRows: new Int32Array(0),
      initial,
      rowWidths: scale.rowWidths,
    });
    try {
      for (let step = 1; step <= steps; step++) {
        trainable.step(step, { priorWeight: 1, learningRate: 1 });
        if (step % YIELD_EVERY === 0) await yieldToEventLoop();
      }
      return trainable.release();
    } finally {
      trainable.release();
    }
  }

  /** First values of what is trained besides scale and amplitudes. */
  private firstOthers(): Record<string, Float32Array> {
    const { relations } = this;
    return {
      ...Object.fromEntries(
        Object.entries(this.likelihood.parameters ?? {}).map(([name, value]) => [
          likelihoodParameter(name),
          Float32Array.of(value),
        ]),
      ),
      ...(relations?.learned ? { [relationNames.parameter]: Float32Array.from(relations.first) } : {}),
    };
  }

  private rowWidths(): Record<string, number> {
    return {
      ...this.scale.rowWidths,
      [posteriorNames.parameter]: 2,
      ...(this.relations?.learned ? { [relationNames.parameter]: 1 } : {}),
    };
  }

  private rowsOptions(start: PosteriorStart) {
    const { likelihood, prior, scale, relations } = this;
    const { fallOff, count, chosen } = this.beginning;
    return {
      likelihood,
      prior,
      priorColumns: this.priorNumbers.columns,
      scale,
      relations,
      start,
      expected: this.normalisedExpected(),
      level: fallOff.level,
      count,
      chosen,
    };
  }

  /** ε exp(−B/(2d²)), g: intensities are divided by the level for the programs. */
  normalisedExpected(): Float64Array {
    const { expected, fallOff } = this.beginning;
    return expected.map((value) => value / fallOff.level);
  }

  private defaultSteps(batchSize = this.recipe.training.batchSize): number {
    const { steps, epochs } = this.recipe.training;
    const observations = this.data.test.reduce((sum, flag) => sum + 1 - flag, 0);
    return Math.max(steps, Math.ceil((epochs * observations) / Math.max(1, batchSize)));
  }

  private start(from: Recipe["training"]["start"], scale: ArrayLike<number> | undefined): PosteriorStart {
    const start = posteriorStart(this.data, this.beginning, { from, scale, relations: this.relations });
    const count = from === "prior" ? new Int32Array(start.scale.length) : this.beginning.count;
    return unmeasuredStart(start, count, this.priorNumbers.moments);
  }
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(MergingModel.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MergingModel): string {
    return this.toString();
  },
});

/** Adam's learning rate while the scale is fitted by itself, and after how many steps others get their turn. */
const WARM_UP_RATE = 0.005;
const YIELD_EVERY = 50;

/** The options that were given a value. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

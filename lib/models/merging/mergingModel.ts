/**
 * Merging by variational inference (Dalton, Greisman & Hekstra, Nat. Commun. 13, 7764, 2022; reviewed by Aldama, Dalton
 * & Hekstra, Acta Cryst. D79, 796, 2023, which is paper 002): scales and amplitudes are inferred together from unmerged
 * intensities.
 */
import { InputError } from "../../errors.js";
import type { RowEngine } from "../../kernels/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { type JsonObject, train } from "../../training/index.js";
import { defaultReporters, runStore, sharedEngine } from "../platform.js";
import type { Likelihood } from "./likelihoods/index.js";
import { mergeMetrics } from "./mergeMetrics.js";
import { type Beginning, beginning } from "./mergingBeginning.js";
import { checkMerge, checkMergeTraining } from "./mergingChecks.js";
import { collectMergingData, type MergingData } from "./mergingData.js";
import { MergingFit } from "./mergingFit.js";
import {
  type MergeOptions,
  type MergeTrainingOptions,
  type Recipe,
  recipeFor,
  recipeNameFor,
  type ScaleOptions,
} from "./mergingOptions.js";
import { MergingRun, mergedBy } from "./mergingRun.js";
import { fitSettings } from "./mergingTrainable.js";
import {
  knownScale,
  likelihoodOf,
  type PriorNumbers,
  priorNumbers,
  priorOf,
  scaleDescription,
  scaleFor,
  scaleOptionsOf,
} from "./modelParts.js";
import type { Prior } from "./priors/index.js";
import { type Relations, relationsOf } from "./relations.js";
import type { ScaleModel } from "./scale/scaleModel.js";
import { modelSummary, summaryHtml, summaryText } from "./summary.js";
import { TakenOver } from "./takenOver.js";

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
    this.scaleOptions = scaleOptionsOf(options, this.recipe, data);
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
    const { ensemble = 1, seed = 0, ...own } = options;
    if (ensemble > 1 && this.takenOver !== undefined)
      throw new InputError(
        `ensemble: got ${ensemble} trainings that start with weights of another merge, expected trainings that start apart, whose spread tells how far off they are; leave initial out`,
      );
    const members: MergingRun[] = [];
    for (let j = 0; j < ensemble && members.at(-1)?.result.state !== "stopped"; j++)
      members.push(await this.trainOne({ ...own, seed: seed + j }));
    const [first, ...others] = members;
    return others.length === 0 ? first : first.withMembers(others);
  }

  private async trainOne(options: MergeTrainingOptions): Promise<MergingRun> {
    const { folder, ...rest } = options;
    const settings = { ...this.recipe.training, steps: this.defaultSteps(rest.batchSize), ...defined(rest) };
    const fit = new MergingFit(this, settings, options.seed ?? 0);
    try {
      const result = await train(fit, {
        ...settings,
        store: runStore(folder),
        metrics: mergeMetrics(options.metrics, () => mergedBy(this, fit.parameters, fit.context)),
        reporters: options.reporters ?? defaultReporters(),
      });
      return new MergingRun(this, fit.context, fit.release(), result, fitSettings(settings));
    } finally {
      fit.release();
    }
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
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(MergingModel.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MergingModel): string {
    return this.toString();
  },
});

/** The options that were given a value. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

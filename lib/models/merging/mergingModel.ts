/**
 * Merging by variational inference (Dalton, Greisman & Hekstra, Nat. Commun. 13, 7764, 2022; reviewed by Aldama, Dalton
 * & Hekstra, Acta Cryst. D79, 796, 2023, which is paper 002): scales and amplitudes are inferred together from unmerged
 * intensities.
 */
import { InputError } from "../../errors.js";
import type { RowEngine } from "../../kernels/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { crc32 } from "../../training/crc32.js";
import { type JsonObject, train } from "../../training/index.js";
import { defaultReporters, runStore, sharedEngine } from "../platform.js";
import { type Likelihood, likelihoods } from "./likelihoods/index.js";
import { mergeMetrics } from "./mergeMetrics.js";
import { checkMerge, checkMergeTraining, givenRowValue, spell } from "./mergingChecks.js";
import { collectMergingData, type MergingData } from "./mergingData.js";
import { type MergeOptions, type MergeTrainingOptions, type Recipe, recipeOf } from "./mergingOptions.js";
import { columnNames, initialScale, type ScaleModel, scaleModel, trainingProgram } from "./mergingProgram.js";
import { MergingRun, mergedBy } from "./mergingRun.js";
import { type FitSettings, MergingTrainable } from "./mergingTrainable.js";
import { type PosteriorStart, priorStart, roughStart } from "./posteriorStart.js";
import { type Prior, priors } from "./priors/index.js";
import { type RoughMerge, roughMerge } from "./roughMerge.js";
import { ScalePredictor } from "./scalePredictor.js";
import { modelSummary, summaryHtml, summaryText } from "./summary.js";
import { posteriorNames } from "./surrogatePosterior.js";
import { expectedIntensities, type FallOff, fitFallOff } from "./wilsonFallOff.js";

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

/** What is known before training, from the training observations alone. */
interface Beginning {
  readonly rough: RoughMerge;
  readonly fallOff: FallOff;
  /** ε level exp(−B/(2d²)), g. */
  readonly expected: Float64Array;
}

export class MergingModel {
  readonly recipe: Recipe;
  readonly likelihood: Likelihood;
  readonly prior: Prior;
  readonly scale: ScaleModel;
  readonly engine: RowEngine;
  readonly beginning: Beginning;

  constructor(
    readonly data: MergingData,
    readonly options: MergeOptions,
  ) {
    this.recipe = recipeOf(options.recipe);
    this.likelihood = likelihoodOf(options.likelihood, this.recipe);
    this.prior = priorOf(options.prior, this.recipe);
    this.scale = scaleModel(
      { ...this.recipe.scale, ...options.scale },
      data.metadata.names.length,
      data.images.length,
    );
    this.engine = options.engine ?? sharedEngine();
    this.beginning = this.begin();
  }

  /** B of the prior's fall-off, Å²: as given, or as fitted. */
  get bFactor(): number {
    return this.beginning.fallOff.bFactor;
  }

  /** Everything that the model is made of, as JSON: what the run folder records. */
  get description(): JsonObject {
    const { data, options, recipe } = this;
    return {
      recipe: options.recipe ?? "default",
      anomalous: data.anomalous,
      metadata: data.metadata.names,
      scale: { ...recipe.scale, ...options.scale },
      likelihood: this.likelihood.description,
      prior: this.prior.description,
      bFactor: this.bFactor,
      dMin: options.dMin,
      dMax: options.dMax,
      testFraction: options.testFraction,
      testObservations: data.test.reduce((sum, flag) => sum + flag, 0),
      observations: data.observations.intensity.length,
      reflections: data.groups.count,
      images: data.images.length,
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
    const predictor = new ScalePredictor(this.engine, this.scale, this.data);
    const start = this.start(settings.start);
    const trainable = new MergingTrainable({
      ...settings,
      seed: options.seed ?? 0,
      config: {
        model: this.description,
        training: {
          steps: settings.steps,
          seed: options.seed ?? 0,
          batchSize: Number.isFinite(settings.batchSize) ? settings.batchSize : "all",
          learningRate: settings.learningRate,
          posteriorLearningRate: settings.posteriorLearningRate,
          beta2: settings.beta2,
          schedule: settings.schedule,
          start: settings.start,
          globalClipNorm: settings.globalClipNorm,
        },
      },
      fingerprint: this.fingerprint(),
      engine: this.engine,
      program: trainingProgram(this, this.scale),
      columns: this.columns(start),
      indices: { [posteriorNames.index]: this.data.reflection, [columnNames.image]: this.data.image },
      trainRows: rowsWhere(this.data.test, 0),
      testRows: rowsWhere(this.data.test, 1),
      initial: {
        ...initialScale(this.scale, options.seed ?? 0, this.beginning.rough.imageScale),
        [posteriorNames.parameter]: new Float32Array(2 * this.data.groups.count),
      },
      predict: (parameters, rows) => predictor.predict(parameters, start, this.normalisedExpected(), rows),
    });
    try {
      const result = await train(trainable, {
        ...settings,
        store: runStore(folder),
        metrics: mergeMetrics(options.metrics, () => mergedBy(this, trainable.parameters, start)),
        reporters: options.reporters ?? defaultReporters(),
      });
      return new MergingRun(this, start, trainable.release(), result, fitSettings(settings));
    } finally {
      trainable.release();
      predictor.release();
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

  private begin(): Beginning {
    const { data, prior } = this;
    const chosen = data.test.map((flag) => 1 - flag);
    const rough = roughMerge(data, { chosen, imageScales: this.scale.image !== undefined });
    const fitted = fitFallOff(
      { ...rough, epsilon: data.epsilon, inverseDSquared: data.inverseDSquared },
      prior.bFactor === "fitted" ? undefined : prior.bFactor,
    );
    return { rough, fallOff: fitted, expected: expectedIntensities(fitted, data) };
  }

  private start(from: "roughMerge" | "prior"): PosteriorStart {
    const { rough, expected } = this.beginning;
    const { centric } = this.data;
    return from === "prior" ? priorStart(centric) : roughStart({ ...rough, expected, centric });
  }

  private columns(start: PosteriorStart): Record<string, Float32Array> {
    const { data, beginning } = this;
    const { reflection } = data;
    const { intensity, sigma } = data.observations;
    const { level } = beginning.fallOff;
    const expected = this.normalisedExpected();
    const starts = new Float32Array(2 * reflection.length);
    reflection.forEach((g, i) => {
      starts[2 * i] = start.location[g];
      starts[2 * i + 1] = start.scale[g];
    });
    return {
      [columnNames.metadata]: data.metadata.values,
      [columnNames.intensity]: Float32Array.from(intensity, (value) => value / level),
      [columnNames.sigma]: Float32Array.from(sigma, (value) => value / level),
      [columnNames.expected]: Float32Array.from(reflection, (g) => expected[g]),
      [columnNames.centric]: Float32Array.from(reflection, (g) => data.centric[g]),
      [columnNames.share]: Float32Array.from(reflection, (g) => 1 / Math.max(1, beginning.rough.count[g])),
      [posteriorNames.start]: starts,
    };
  }

  /** Of the data: what a resume compares. */
  private fingerprint(): string {
    const { observations, test, reflection, metadata } = this.data;
    const bytes = (values: Float64Array | Int32Array | Uint8Array | Float32Array) =>
      new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    let crc = 0;
    for (const values of [
      observations.hkl,
      observations.intensity,
      observations.sigma,
      observations.row,
      reflection,
      test,
      metadata.values,
    ])
      crc = crc32(bytes(values), crc);
    return `${observations.intensity.length} observations, CRC-32 ${(crc >>> 0).toString(16).padStart(8, "0")}`;
  }
}

// what Node's inspect, and so a notebook cell, shows; declared here because a computed name has no declaration
Object.defineProperty(MergingModel.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MergingModel): string {
    return this.toString();
  },
});

/** Of all settings of a training, those of the fit itself. */
function fitSettings(settings: FitSettings): FitSettings {
  const { batchSize, learningRate, posteriorLearningRate, beta2 } = settings;
  const { epsilon, epsilonHat, schedule, globalClipNorm } = settings;
  return {
    batchSize,
    learningRate,
    posteriorLearningRate,
    beta2,
    epsilon,
    epsilonHat,
    schedule,
    globalClipNorm,
  };
}

/** The rows whose flag is `value`. */
function rowsWhere(flags: Uint8Array, value: number): Int32Array {
  const rows: number[] = [];
  flags.forEach((flag, i) => {
    if (flag === value) rows.push(i);
  });
  return Int32Array.from(rows);
}

/** The options that were given a value. */
function defined<T extends object>(options: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function likelihoodOf(given: MergeOptions["likelihood"], recipe: Recipe): Likelihood {
  if (typeof given === "function")
    return {
      description: { name: "custom" },
      logProbability: (...values) => givenRowValue("likelihood", given(...values)),
    };
  if (given !== undefined && typeof given?.logProbability !== "function")
    throw new InputError(
      `likelihood: got ${spell(given)}, expected one of \`likelihoods\`, as likelihoods.normal(), or a function`,
    );
  if (given !== undefined) return given;
  return recipe.likelihood === "normal"
    ? likelihoods.normal()
    : likelihoods.studentT({ degreesOfFreedom: recipe.degreesOfFreedom });
}

function priorOf(given: MergeOptions["prior"], recipe: Recipe): Prior {
  if (typeof given === "function") return priors.custom(given);
  if (given !== undefined && typeof given?.divergence !== "function")
    throw new InputError(
      `prior: got ${spell(given)}, expected one of \`priors\`, as priors.wilson(), or a function`,
    );
  return given ?? priors.wilson({ bFactor: recipe.fitB ? "fitted" : 0 });
}

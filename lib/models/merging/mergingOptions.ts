/** What a variational merge is made of, and how it is trained: options with their defaults, and careless's recipe. */
import { InputError, nearestName } from "../../errors.js";
import type { RowEngine } from "../../kernels/index.js";
import type { ActivationName, InitialiserName } from "../../nn/index.js";
import type { ObservationOptions } from "../../statistics/index.js";
import type { Reporter, RunStore, TrainingOptions } from "../../training/index.js";
import type { Likelihood, LikelihoodFunction } from "./likelihoods/likelihoodTypes.js";
import type { MergeMetric } from "./mergeMetrics.js";
import type { Prior, PriorFunction } from "./priors/priorTypes.js";

/** The scale network: observation metadata in, mean and standard deviation of the scale out. */
export interface ScaleOptions {
  /** Hidden layers (default 5; careless's recipe 20). 0: a linear function of the metadata. */
  readonly layers: number;
  /** Features of a hidden layer (default 10). */
  readonly width: number;
  /** Default "leakyRelu". */
  readonly activation: ActivationName;
  /** Of the hidden layers (default "identity"). */
  readonly initialiser: InitialiserName;
  /** Besides the network, a factor for each image, the first pegged at 1 (default true). */
  readonly imageScales: boolean;
  /** The network itself (default true). Without it the scale is 1, times the image's factor where there is one. */
  readonly network: boolean;
}

/** Which recipe the defaults are taken from. */
export type RecipeName = "default" | "careless";

/** Options of {@link merge}. */
export interface MergeOptions extends ObservationOptions {
  /** Keep Friedel mates apart (default false). */
  readonly anomalous?: boolean;
  /**
   * Columns the scale depends on; besides those of the table, dHKL (Å), Hobs, Kobs and Lobs (the indices as observed) and
   * image (its number). Default: what the table has of the columns known to matter.
   */
  readonly metadata?: readonly string[];
  readonly scale?: Partial<ScaleOptions>;
  /** Of an observed intensity given the predicted one (default Student's t with 4 degrees of freedom). */
  readonly likelihood?: Likelihood | LikelihoodFunction;
  /** Of amplitudes (default Wilson's, with a B factor fitted to the data). */
  readonly prior?: Prior | PriorFunction;
  /** Part of the observations held out of everything that is fitted, 0 to 1 (default 0). */
  readonly testFraction?: number;
  /** Which observations are held out instead: a column that is not 0 there, or one flag for each row of the tables. */
  readonly test?: string | ArrayLike<number | boolean>;
  /** Of the choice of test observations (default 0). */
  readonly seed?: number;
  /** Where the defaults come from: "default", or "careless": 20 layers, normal likelihood, flat prior, full batches … */
  readonly recipe?: RecipeName;
  /** What computes (default: the platform's engine). */
  readonly engine?: RowEngine;
}

/** How the model is trained. */
export interface MergeTrainingOptions extends Omit<TrainingOptions, "steps" | "store" | "metrics"> {
  /**
   * Steps (default 4,000, or as many as show every observation 30 times if that is more; careless's recipe 10,000).
   */
  readonly steps?: number;
  /** Of the starting weights, the minibatches and the samples (default 0). */
  readonly seed?: number;
  /** Observations of a step (default 2,048); Infinity: all of them. */
  readonly batchSize?: number;
  /** Adam's, of the scale (default 0.01; careless's recipe 0.001). */
  readonly learningRate?: number;
  /** Lazy Adam's of the amplitudes, in units of the starting posteriors' standard deviation (default 0.1). */
  readonly posteriorLearningRate?: number;
  /** Adam's second decay (default 0.99). */
  readonly beta2?: number;
  /** Learning rates fall along half a cosine (default), or stay. */
  readonly schedule?: "cosineDecay" | "constant";
  /** Where posteriors start: at a rough merge of the training observations (default), or at the prior. */
  readonly start?: "roughMerge" | "prior";
  /** Largest norm of the gradient of the scale's weights, relative to the batch (default none). */
  readonly globalClipNorm?: number;
  /** The run folder: a path, or a store. */
  readonly folder?: string | RunStore;
  /** Values of your own at every evaluation, by name: shown, recorded, and of no effect on the fit. */
  readonly metrics?: Readonly<Record<string, MergeMetric>>;
  /** Told how it goes (default: the platform's: a progress bar in a terminal). */
  readonly reporters?: readonly Reporter[];
}

/** A recipe: model and training. */
export interface Recipe {
  readonly scale: ScaleOptions;
  readonly likelihood: "normal" | "studentT";
  readonly degreesOfFreedom: number;
  /** Whether the prior falls off with a B factor fitted to the data. */
  readonly fitB: boolean;
  readonly training: Required<
    Pick<
      MergeTrainingOptions,
      "steps" | "batchSize" | "learningRate" | "posteriorLearningRate" | "beta2" | "schedule" | "start"
    >
  > & {
    /** More steps than `steps` are taken where each observation would else be met less often than this. */
    readonly epochs: number;
    readonly epsilon: number;
    readonly epsilonHat: boolean;
  };
}

/** The recipes by name. */
export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  default: {
    scale: {
      layers: 5,
      width: 10,
      activation: "leakyRelu",
      initialiser: "identity",
      imageScales: true,
      network: true,
    },
    likelihood: "studentT",
    degreesOfFreedom: 4,
    fitB: true,
    training: {
      steps: 4000,
      epochs: 30,
      batchSize: 2048,
      learningRate: 0.01,
      posteriorLearningRate: 0.1,
      beta2: 0.99,
      schedule: "cosineDecay",
      start: "roughMerge",
      epsilon: 1e-8,
      epsilonHat: false,
    },
  },
  careless: {
    scale: {
      layers: 20,
      width: 10,
      activation: "leakyRelu",
      initialiser: "identity",
      imageScales: true,
      network: true,
    },
    likelihood: "normal",
    degreesOfFreedom: Number.POSITIVE_INFINITY,
    fitB: false,
    training: {
      steps: 10_000,
      epochs: 0,
      batchSize: Number.POSITIVE_INFINITY,
      learningRate: 0.001,
      posteriorLearningRate: 0.001,
      beta2: 0.99,
      schedule: "constant",
      start: "prior",
      epsilon: 1e-7,
      epsilonHat: true,
    },
  },
};

/** @throws InputError for a name that is none of them */
export function recipeOf(name: RecipeName = "default"): Recipe {
  if (Object.hasOwn(recipes, name)) return recipes[name];
  const nearest = nearestName(name, Object.keys(recipes));
  throw new InputError(
    `recipe: got ${name}, expected ${Object.keys(recipes).join(" or ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}

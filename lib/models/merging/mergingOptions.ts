/** What a variational merge is made of, and how it is trained: options with their defaults, and careless's recipe. */
import { InputError, nearestName } from "../../errors.js";
import type { RowEngine } from "../../kernels/index.js";
import type { ActivationName, InitialiserName } from "../../nn/index.js";
import type { ObservationOptions } from "../../statistics/index.js";
import type { Reporter, RunStore, TrainingOptions } from "../../training/index.js";
import type { LaueOptions } from "./laue/laueData.js";
import type { Likelihood, LikelihoodFunction } from "./likelihoods/likelihoodTypes.js";
import type { MergeMetric } from "./mergeMetrics.js";
import type { MergeWeights } from "./mergeWeights.js";
import type { EncodedMetadata } from "./metadata.js";
import type { Prior, PriorFunction } from "./priors/priorTypes.js";
import type { ImageTermsOptions } from "./scale/imageTerms.js";
import type { ScaleTermSpec } from "./scale/scaleTermTypes.js";

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
  /** "linear" (default): the network gives the scale, with a deviation; "log": its logarithm, for scales that vary much. */
  readonly link: "linear" | "log";
  /** Hidden layers after the first add to what comes in instead of replacing it (default false). */
  readonly residual: boolean;
  /** Features learned for each image, which the network sees beside the metadata (default 0: none). */
  readonly imageEmbedding: number;
  /** The image as one-hot metadata: an offset of each image's in the first layer (default false). */
  readonly oneHotImages: boolean;
  /** Dense layers of each image's own after the shared ones (default 0). */
  readonly imageLayers: number;
  /** Metadata that the network sees as sines and cosines besides, so that it resolves fine detail (default none). */
  readonly positionalEncoding: EncodedMetadata | undefined;
  /** Coefficients of each image: scale, B factor, width and centre of its Ewald shell (default false). */
  readonly imageTerms: boolean | ImageTermsOptions;
  /**
   * Multiply the scale of polychromatic data by the Lorentz factor of Laue spots, λ⁴/sin²θ (default true with the recipe laue,
   * else false). False for intensities that were divided by it.
   */
  readonly laueLorentz: boolean;
  /** Terms of known form, which multiply the scale (default none). */
  readonly terms: readonly ScaleTermSpec[];
}

/** Which recipe the defaults are taken from. */
export type RecipeName = "default" | "careless" | "laue" | "stills";

/** What is taken over from other merges. */
export interface InitialWeights {
  readonly scale?: MergeWeights;
  readonly amplitudes?: MergeWeights;
}

/** What is taken over and not trained. */
export type FreezeName = "scale" | "amplitudes";

/** Options of {@link merge}. */
export interface MergeOptions extends ObservationOptions {
  /** Keep Friedel mates apart (default false). */
  readonly anomalous?: boolean;
  /** Merge each table apart, with one scale model for all (default false: all observations of a reflection are one). */
  readonly separate?: boolean;
  /**
   * Images of the same number in several tables are one image: for files that hold parts of the same images, such as one
   * with the F(+) and one with the F(−) (default false).
   */
  readonly sharedImages?: boolean;
  /** Polychromatic data: each reflection has a wavelength, and a spot may be the sum of harmonics (default false). */
  readonly laue?: boolean | LaueOptions;
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
  /** Weights of another merge, of its scale, its amplitudes or both, that this one starts with (default none). */
  readonly initial?: InitialWeights;
  /** Which of them stays as it is (default neither). */
  readonly freeze?: FreezeName;
  /**
   * Where the defaults come from: "default"; "laue", which it is for polychromatic data; "stills"; or "careless": 20 layers,
   * normal likelihood, flat prior, full batches …
   */
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
  /**
   * Trainings with seeds of their own, from `seed` on, whose amplitudes are averaged, and whose spread is in SIGF and SIGI
   * (default 1). All else, as predictions, scales and weights, is of the first. Each takes as long as one alone.
   */
  readonly ensemble?: number;
  /** Observations of a step (default 2,048); Infinity: all of them. */
  readonly batchSize?: number;
  /** Adam's, of the scale (default 0.01; careless's recipe 0.001). */
  readonly learningRate?: number;
  /** Lazy Adam's of the amplitudes, in units of the starting posteriors' standard deviation (default 0.1). */
  readonly posteriorLearningRate?: number;
  /** Adam's, of what each image has of its own (default: as of the scale; stills 0.02). */
  readonly imageLearningRate?: number;
  /** Adam's second decay (default 0.99). */
  readonly beta2?: number;
  /** Learning rates fall along half a cosine (default), or stay. */
  readonly schedule?: "cosineDecay" | "constant";
  /**
   * Where posteriors start: at a rough merge of the training observations (default), or at the prior. "wideRoughMerge": at
   * the merge, with the prior's width.
   */
  readonly start?: StartName;
  /**
   * Steps in which a scale with a log link is fitted alone, to intensities that are distributed as Wilson's, before the
   * rough merge (default 800 for Laue data and stills, else 0).
   */
  readonly warmUpSteps?: number;
  /** Largest norm of the gradient of the scale's weights, relative to the batch (default none). */
  readonly globalClipNorm?: number;
  /** The run folder: a path, or a store. */
  readonly folder?: string | RunStore;
  /** Values of your own at every evaluation, by name: shown, recorded, and of no effect on the fit. */
  readonly metrics?: Readonly<Record<string, MergeMetric>>;
  /** Told how it goes (default: the platform's: a progress bar in a terminal). */
  readonly reporters?: readonly Reporter[];
}

/** Where posteriors start. */
export type StartName = "roughMerge" | "wideRoughMerge" | "prior";

/** A recipe: model and training. */
export interface Recipe {
  /** Metadata that every table has, by which the scale is told where nothing is asked for. */
  readonly derivedMetadata: readonly string[];
  /** The same of tables that have the place on the detector (default: no others). */
  readonly derivedWithPlace?: readonly string[];
  readonly scale: ScaleOptions;
  readonly likelihood: "normal" | "studentT" | "asinh";
  readonly degreesOfFreedom: number;
  readonly errorModel: "none" | "proportional";
  /** Whether the prior falls off with a B factor fitted to the data. */
  readonly fitB: boolean;
  readonly training: Required<
    Pick<
      MergeTrainingOptions,
      | "steps"
      | "batchSize"
      | "learningRate"
      | "posteriorLearningRate"
      | "beta2"
      | "schedule"
      | "start"
      | "warmUpSteps"
    >
  > & {
    readonly imageLearningRate?: number;
    /** More steps than `steps` are taken where each observation would else be met less often than this. */
    readonly epochs: number;
    readonly epsilon: number;
    readonly epsilonHat: boolean;
  };
}

const everyMetadata = ["image", "dHKL", "Hobs", "Kobs", "Lobs"];

/** What the recipes have in common. */
const plainScale: ScaleOptions = {
  layers: 5,
  width: 10,
  activation: "leakyRelu",
  initialiser: "identity",
  imageScales: true,
  network: true,
  link: "linear",
  residual: false,
  imageEmbedding: 0,
  oneHotImages: false,
  imageLayers: 0,
  positionalEncoding: undefined,
  imageTerms: false,
  laueLorentz: false,
  terms: [],
};
const plainTraining: Recipe["training"] = {
  steps: 4000,
  epochs: 30,
  batchSize: 2048,
  learningRate: 0.01,
  posteriorLearningRate: 0.1,
  beta2: 0.99,
  schedule: "cosineDecay",
  start: "roughMerge",
  warmUpSteps: 0,
  epsilon: 1e-8,
  epsilonHat: false,
};

/** The recipes by name. */
export const recipes: Readonly<Record<RecipeName, Recipe>> = {
  default: {
    derivedMetadata: everyMetadata,
    scale: plainScale,
    likelihood: "studentT",
    degreesOfFreedom: 4,
    errorModel: "none",
    fitB: true,
    training: plainTraining,
  },
  laue: {
    derivedMetadata: ["dHKL", "Hobs", "Kobs", "Lobs"],
    // place and wavelength tell the resolution; a network that is given it, or the index, trades its scale with F
    derivedWithPlace: [],
    scale: {
      ...plainScale,
      layers: 3,
      width: 32,
      initialiser: "lecunNormal",
      imageScales: false,
      link: "log",
      imageEmbedding: 4,
      laueLorentz: true,
      positionalEncoding: { frequencies: 2 },
    },
    likelihood: "studentT",
    degreesOfFreedom: 4,
    errorModel: "proportional",
    fitB: true,
    training: {
      ...plainTraining,
      steps: 6000,
      learningRate: 0.002,
      start: "wideRoughMerge",
      warmUpSteps: 800,
    },
  },
  stills: {
    derivedMetadata: ["dHKL"],
    scale: {
      ...plainScale,
      layers: 4,
      width: 24,
      initialiser: "lecunNormal",
      imageScales: false,
      link: "log",
      residual: true,
      imageEmbedding: 8,
      imageTerms: true,
    },
    likelihood: "asinh",
    degreesOfFreedom: 8,
    errorModel: "none",
    fitB: true,
    training: {
      ...plainTraining,
      learningRate: 0.003,
      imageLearningRate: 0.02,
      warmUpSteps: 800,
    },
  },
  careless: {
    derivedMetadata: everyMetadata,
    scale: { ...plainScale, layers: 20 },
    likelihood: "normal",
    degreesOfFreedom: Number.POSITIVE_INFINITY,
    errorModel: "none",
    fitB: false,
    training: {
      ...plainTraining,
      steps: 10_000,
      epochs: 0,
      batchSize: Number.POSITIVE_INFINITY,
      learningRate: 0.001,
      posteriorLearningRate: 0.001,
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

/** Name of the recipe that options ask for. */
export function recipeNameFor({ recipe, laue = false }: Pick<MergeOptions, "recipe" | "laue">): RecipeName {
  return recipe ?? (laue === false ? "default" : "laue");
}

/** The recipe that options ask for. @throws InputError for a name that is none of them */
export function recipeFor(options: Pick<MergeOptions, "recipe" | "laue">): Recipe {
  return recipeOf(recipeNameFor(options));
}

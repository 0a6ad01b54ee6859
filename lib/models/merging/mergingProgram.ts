/**
 * The model as row programs, one row an observation i of reflection h on an image m with metadata x (Dalton, Greisman &
 * Hekstra, 2022; Aldama, Dalton & Hekstra, Acta Cryst. D79, 796, 2023, section 5, equations 1, 9 and 10):
 *   E_h ~ q (surrogatePosterior.ts),   Σ_i = a_m (mean(x) + deviation(x) ε),  ε ~ normal(0, 1),   Î_i = Σ_i c_h E_h²,
 *   −ELBO = Σ_i [−log p(I_i | Î_i, σ_i)] + Σ_h KL(q_h ‖ p_h),
 * with c_h = ε_h Σ(d_h), what amplitudes are normalised by. The KL of a reflection is shared over its observations,
 * KL_h/n_h each, so that a minibatch of observations has an unbiased gradient. Every observation draws a sample of its own
 * of E_h: of the same mean gradient as one sample for the reflection, and of less noise.
 */
import {
  perRow,
  type RowBuilder,
  type RowProgram,
  type RowValue,
  traceRowProgram,
} from "../../kernels/index.js";
import { type ImageScalar, imageScalar, type Layer, mlp } from "../../nn/index.js";
import type { Likelihood } from "./likelihoods/likelihoodTypes.js";
import type { ScaleOptions } from "./mergingOptions.js";
import type { Prior } from "./priors/priorTypes.js";
import { posteriorNames, posteriorValues } from "./surrogatePosterior.js";

/** Columns of the programs besides the posterior's. */
export const columnNames = {
  metadata: "metadata",
  intensity: "intensity",
  sigma: "sigma",
  /** c_h. */
  expected: "expected",
  centric: "centric",
  /** 1/n_h. */
  share: "share",
  /** Mean and standard deviation of a scale that is frozen. */
  scale: "scale",
  image: "image",
} as const;

/** The scale model's trained parts; both may be absent. */
export interface ScaleModel {
  readonly network: Layer | undefined;
  readonly image: ImageScalar | undefined;
  readonly metadata: number;
}

/** The layers of a scale model of `metadata` numbers an observation and so many images. */
export function scaleModel(options: ScaleOptions, metadata: number, images: number): ScaleModel {
  const { layers, width, activation, initialiser } = options;
  return {
    network:
      options.network && metadata > 0
        ? mlp({
            name: "scale",
            inputs: metadata,
            layers,
            width,
            outputs: 2,
            activation,
            initialiser,
            outputInitialiser: "zeros",
          })
        : undefined,
    image:
      options.imageScales && images > 1
        ? imageScalar({ name: "image", inputs: 1, images, index: columnNames.image })
        : undefined,
    metadata,
  };
}

/** The scale's standard deviation at the start, softplus(−4). */
const START_DEVIATION = -4;

/** First values of the scale's parameters: the scale is 1, or the image's. */
export function initialScale(
  model: ScaleModel,
  seed: number,
  imageScale: ArrayLike<number>,
): Record<string, Float32Array> {
  const values = { ...model.network?.initialise(seed), ...model.image?.initialise(seed) };
  if (model.network !== undefined) values["scale/output/bias"].set([1, START_DEVIATION]);
  if (model.image !== undefined) values["image/scales"].set(imageScale);
  return values;
}

/** Mean and standard deviation of each row's scale. */
function scaleOf(b: RowBuilder, model: ScaleModel): { mean: RowValue; deviation: RowValue | undefined } {
  let mean = b.constant(1);
  let deviation: RowValue | undefined;
  if (model.network !== undefined) {
    const out = model.network.apply(b, b.column(columnNames.metadata, model.metadata));
    mean = out.slice(0);
    deviation = out.slice(1).softplus();
  }
  if (model.image !== undefined) {
    mean = model.image.apply(b, mean);
    deviation = deviation === undefined ? undefined : model.image.apply(b, deviation);
  }
  return { mean, deviation };
}

/** What the ELBO is made of. */
export interface Objective {
  readonly likelihood: Likelihood;
  readonly prior: Prior;
}

/** Outputs "nll" and "kl", summed over rows; the scale is trained (a model) or frozen (columns). */
export function trainingProgram(objective: Objective, scale: ScaleModel | "frozen"): RowProgram {
  return traceRowProgram((b) => {
    const posterior = posteriorValues(b);
    const { mean, deviation } = scale === "frozen" ? frozenScale(b) : scaleOf(b, scale);
    const sampled = deviation === undefined ? mean : mean.add(deviation.mul(b.noise("normal")));
    const predicted = sampled.mul(b.column(columnNames.expected)).mul(posterior.sample.square());
    const logProbability = objective.likelihood.logProbability(
      predicted,
      b.column(columnNames.intensity),
      b.column(columnNames.sigma),
    );
    const divergence = objective.prior.divergence(posterior, { centric: b.column(columnNames.centric) });
    return { nll: logProbability.neg(), kl: divergence.mul(b.column(columnNames.share)) };
  });
}

function frozenScale(b: RowBuilder) {
  const scale = b.column(columnNames.scale, 2);
  return { mean: scale.slice(0), deviation: scale.slice(1) };
}

/** Outputs row by row: mean and standard deviation of the scale of each observation. */
export function scaleProgram(scale: ScaleModel): RowProgram {
  return traceRowProgram((b) => {
    const { mean, deviation } = scaleOf(b, scale);
    return { mean: perRow(mean), deviation: perRow(deviation ?? b.constant(0)) };
  });
}

/** Names that a parameter of a program has, for those who look them up. */
export const parameterNames: { readonly posterior: "posterior"; readonly image: "image/scales" } = {
  posterior: posteriorNames.parameter,
  image: "image/scales",
};

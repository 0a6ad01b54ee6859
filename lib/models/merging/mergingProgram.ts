/**
 * The model as row programs, one row an observation i on an image m; its terms are the reflections h on its ray, of which
 * monochromatic data have one (Dalton, Greisman & Hekstra, 2022; Aldama, Dalton & Hekstra, Acta Cryst. D79, 796, 2023,
 * section 5, equations 1, 9 and 10):
 *   E_h ~ q (surrogatePosterior.ts, relatedPosterior.ts),   Σ_ih: scale/scaleModel.ts,   Î_i = Σ_h Σ_ih c_h E_h²,
 *   −ELBO = Σ_i [−log p(I_i | Î_i, σ_i)] + Σ_h KL(q_h ‖ p_h),
 * with c_h = ε_h Σ(d_h), what amplitudes are normalised by. The KL of a reflection is shared over the rows it takes part in,
 * KL_h/n_h each, so that a minibatch of observations has an unbiased gradient; −log p of an image's coefficients likewise.
 * Every row draws a sample of its own of E_h: of the same mean gradient as one sample for the reflection, and of less noise.
 */
import { type RowBuilder, type RowProgram, type RowValue, traceRowProgram } from "../../kernels/index.js";
import type { Likelihood, LikelihoodContext } from "./likelihoods/likelihoodTypes.js";
import type { Prior } from "./priors/priorTypes.js";
import { relatedPosterior } from "./relatedPosterior.js";
import { type RowSource, termSource } from "./rowSource.js";
import { sampledImages } from "./scale/imageUncertainty.js";
import {
  imagePenalty,
  type ScaleModel,
  type ScaleValues,
  scaleOf,
  sharedPenalty,
} from "./scale/scaleModel.js";
import { posteriorNames, posteriorValues, priorReflection } from "./surrogatePosterior.js";

/** Columns of the programs besides the posterior's and those of the scale's terms. */
export const columnNames = {
  metadata: "metadata",
  image: "image",
  intensity: "intensity",
  sigma: "sigma",
  /** c_h. */
  expected: "expected",
  centric: "centric",
  /** 1/n_h. */
  share: "share",
  /** One over the rows of the image. */
  imageShare: "imageShare",
  /** One over all rows fitted to. */
  wholeShare: "wholeShare",
  /** Mean and standard deviation of a scale that is frozen, and the likelihood's heads with it. */
  scale: "scale",
  heads: "heads",
} as const;

/** What the ELBO is made of. */
export interface Objective {
  readonly likelihood: Likelihood;
  readonly prior: Prior;
}

/** What a row has several of. */
export interface RowShape {
  /** Harmonics (default 1). */
  readonly terms?: number;
  /** Generations of related reflections above each (default 0). */
  readonly depth?: number;
}

/** Outputs "nll" and "kl", summed over rows; the scale is trained (a model) or frozen (columns). */
export function trainingProgram(
  objective: Objective,
  scale: ScaleModel | "frozen",
  { terms = 1, depth = 0 }: RowShape = {},
): RowProgram {
  return traceRowProgram((b) => {
    let predicted: RowValue | undefined;
    let kl: RowValue | undefined;
    let heads: readonly RowValue[] = [];
    for (let k = 0; k < terms; k++) {
      const source = termSource(b, k);
      const { sample, divergence } = amplitudeOf(source, objective.prior, depth);
      const values =
        scale === "frozen"
          ? frozenScale(source, objective.likelihood)
          : scaleOf(sampledImages(source, scale.uncertain), scale);
      const term = sampledScale(b, values).mul(source.column(columnNames.expected)).mul(sample.square());
      predicted = predicted === undefined ? term : predicted.add(term);
      kl = kl === undefined ? divergence : kl.add(divergence);
      if (k === 0) heads = values.heads;
    }
    const penalty = scale === "frozen" ? undefined : scalePenalty(b, scale);
    if (penalty !== undefined) kl = kl?.add(penalty);
    const logProbability = objective.likelihood.logProbability(
      predicted ?? b.constant(0),
      b.column(columnNames.intensity),
      b.column(columnNames.sigma),
      likelihoodContext(b, heads),
    );
    return { nll: logProbability.neg(), kl: kl ?? b.constant(0) };
  });
}

/** A row's share of −log prior of the scale's coefficients; undefined where there is none. */
export function scalePenalty(b: RowSource, scale: ScaleModel): RowValue | undefined {
  const ofImage = imagePenalty(b, scale)?.mul(b.column(columnNames.imageShare));
  const ofAll = sharedPenalty(b, scale)?.mul(b.column(columnNames.wholeShare));
  return ofImage === undefined || ofAll === undefined ? (ofImage ?? ofAll) : ofImage.add(ofAll);
}

/** A sample of E and its share of the divergence from the prior. */
function amplitudeOf(
  source: RowSource,
  prior: Prior,
  depth: number,
): { sample: RowValue; divergence: RowValue } {
  if (depth > 0) return relatedPosterior(source, prior, depth);
  const posterior = posteriorValues(source);
  const divergence = prior.divergence(posterior, priorReflection(source));
  return { sample: posterior.sample, divergence: divergence.mul(source.column(columnNames.share)) };
}

function sampledScale(b: RowBuilder, { mean, deviation }: ScaleValues): RowValue {
  return deviation === undefined ? mean : mean.add(deviation.mul(b.noise("normal")));
}

/** Name of a number of the likelihood's among what is trained. */
export function likelihoodParameter(name: string): string {
  return `likelihood/${name}`;
}

function likelihoodContext(b: RowSource, heads: readonly RowValue[]): LikelihoodContext {
  return { parameter: (name) => b.parameter(likelihoodParameter(name)), head: (k) => heads[k] };
}

function frozenScale(b: RowSource, { heads = [] }: Likelihood): ScaleValues {
  const scale = b.column(columnNames.scale, 2);
  const frozen = heads.length === 0 ? undefined : b.column(columnNames.heads, heads.length);
  return {
    mean: scale.slice(0),
    deviation: scale.slice(1),
    heads: heads.flatMap((_, k) => frozen?.slice(k) ?? []),
  };
}

/** Names that a parameter of a program has, for those who look them up. */
export const parameterNames: { readonly posterior: "posterior"; readonly image: "image/scales" } = {
  posterior: posteriorNames.parameter,
  image: "image/scales",
};

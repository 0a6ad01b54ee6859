/**
 * The scale of an observation as a function of its metadata x and its image m (paper 002, section 6.4): a network, a factor
 * or coefficients of each image, and terms of known form t_j that compose with them,
 *   linear link   Σ = a_m (n₀(x) + deviation(x) ε) exp Σ_j t_j,      deviation = softplus n₁(x),  ε ~ normal(0, 1)
 *   log link      Σ = a_m exp(n₀(x) + Σ_j t_j), which is never negative: for scales that vary by orders of magnitude.
 * Images enter the network as learned features (`imageEmbedding`), as one-hot metadata (`oneHotImages`: an offset of each
 * image's in the first layer), or with dense layers of their own after the shared ones (`imageLayers`, as careless).
 * Further outputs of the network are the likelihood's heads.
 */
import { perRow, type RowProgram, type RowValue, traceRowProgram } from "../../../kernels/index.js";
import {
  activation,
  dense,
  type ImageScalar,
  imageLayer,
  imageScalar,
  type Layer,
  residual,
  sequential,
} from "../../../nn/index.js";
import type { ScaleOptions } from "../mergingOptions.js";
import type { RowSource } from "../rowSource.js";
import { embeddingNames, imageEmbedding, imageOffset } from "./imageInputs.js";
import { normalDivergence, type UncertainNumbers } from "./imageUncertainty.js";
import type { ScaleTerm } from "./scaleTermTypes.js";

/** Columns the scale reads. */
export const scaleNames = { metadata: "metadata", image: "image" } as const;

/** Outputs of the network before the likelihood's heads: with the linear link mean and deviation, with the log link one. */
const MEAN = 0;
const DEVIATION = 1;
/** The scale's standard deviation at the start, softplus(−4). */
const START_DEVIATION = -4;
/** Bounds of the log of a scale, in either direction: e²⁵ to one. */
const LARGEST_LOG = 25;

/** The scale model's trained parts; all may be absent. */
export interface ScaleModel {
  readonly network: Layer | undefined;
  readonly image: ImageScalar | undefined;
  readonly metadata: number;
  readonly link: ScaleOptions["link"];
  readonly terms: readonly ScaleTerm[];
  /** First values of the likelihood's heads. */
  readonly heads: readonly number[];
  /** Gathered parameters: numbers of a row. */
  readonly rowWidths: Readonly<Record<string, number>>;
  /** Which numbers of images are known within errors: training reads samples of them (imageUncertainty.ts). */
  readonly uncertain: UncertainNumbers;
}

/** The scale of each row. */
export interface ScaleValues {
  readonly mean: RowValue;
  /** Undefined where the scale is a function of its metadata alone. */
  readonly deviation: RowValue | undefined;
  readonly heads: readonly RowValue[];
}

/** What a scale model is made for, besides its options. */
export interface ScaleModelParts {
  readonly terms?: readonly ScaleTerm[];
  readonly heads?: readonly number[];
}

/** The layers of a scale model of `metadata` numbers an observation and so many images. */
export function scaleModel(
  options: ScaleOptions,
  metadata: number,
  images: number,
  { terms = [], heads = [] }: ScaleModelParts = {},
): ScaleModel {
  const outputs = firstHead(options.link) + heads.length;
  const network = options.network && metadata > 0 ? networkOf(options, metadata, images, outputs) : undefined;
  const image =
    options.imageScales && images > 1
      ? imageScalar({ name: "image", inputs: 1, images, index: scaleNames.image })
      : undefined;
  const rowWidths: Record<string, number> = {};
  for (const { name, use, shape } of [...(network?.parameters ?? []), ...(image?.parameters ?? [])])
    if (use === "gathered") rowWidths[name] = shape[1];
  for (const { parameters } of terms)
    for (const [name, { rowWidth }] of Object.entries(parameters))
      if (rowWidth !== undefined) rowWidths[name] = rowWidth;
  const { features, deviation } = embeddingNames;
  const uncertain: UncertainNumbers = Object.assign(
    rowWidths[features] === undefined ? {} : { [features]: deviation },
    ...terms.map((term) => term.uncertain),
  );
  return { network, image, metadata, link: options.link, terms, heads, rowWidths, uncertain };
}

function firstHead(link: ScaleOptions["link"]): number {
  return link === "log" ? 1 : 2;
}

function networkOf(options: ScaleOptions, metadata: number, images: number, outputs: number): Layer {
  const { layers, width, activation: name, initialiser, imageEmbedding: features, oneHotImages } = options;
  const parts: Layer[] = [];
  const manyImages = images > 1;
  let inputs = metadata;
  if (features > 0 && manyImages) {
    parts.push(imageEmbedding({ inputs, features, images, index: scaleNames.image }));
    inputs += features;
  }
  const offset =
    oneHotImages && manyImages ? [imageOffset({ inputs: width, images, index: scaleNames.image })] : [];
  for (let l = 0; l < layers; l++) {
    const hidden = (activated: boolean) =>
      dense({
        name: `scale/${l}`,
        inputs,
        outputs: width,
        initialiser,
        ...(activated ? { activation: name } : {}),
      });
    if (l === 0 && offset.length > 0) parts.push(hidden(false), ...offset, activationLayer(width, name));
    else if (l > 0 && options.residual)
      parts.push(
        residual({ name: `scale/${l}`, inputs: width, activation: name, outputInitialiser: "zeros" }),
      );
    else parts.push(hidden(true));
    inputs = width;
  }
  for (let l = 0; l < options.imageLayers && manyImages; l++)
    parts.push(
      imageLayer({
        name: `imageLayer/${l}`,
        inputs,
        outputs: inputs,
        images,
        index: scaleNames.image,
        activation: name,
      }),
    );
  parts.push(dense({ name: "scale/output", inputs, outputs, initialiser: "zeros" }));
  // without a hidden layer the output's is the first
  if (layers === 0 && oneHotImages && manyImages)
    parts.push(imageOffset({ inputs: outputs, images, index: scaleNames.image }));
  return sequential(...parts);
}

function activationLayer(width: number, name: ScaleOptions["activation"]): Layer {
  const activate = activation(name);
  return {
    inputs: width,
    outputs: width,
    parameters: [],
    initialise: () => ({}),
    apply: (_, input) => activate(input),
  };
}

/** First values of the scale's parameters: the scale is 1, or the image's, times what the terms start at. */
export function initialScale(
  model: ScaleModel,
  seed: number,
  imageScale: ArrayLike<number>,
): Record<string, Float32Array> {
  const values = { ...model.network?.initialise(seed), ...model.image?.initialise(seed) };
  if (model.network !== undefined) {
    const bias = values["scale/output/bias"];
    if (model.link === "linear") bias.set([1, START_DEVIATION]);
    bias.set(model.heads, firstHead(model.link));
  }
  if (model.image !== undefined) values["image/scales"].set(imageScale);
  for (const { parameters } of model.terms)
    for (const [name, parameter] of Object.entries(parameters))
      values[name] = Float32Array.from(parameter.values);
  return values;
}

/** Mean and standard deviation of each row's scale, and the heads: where numbers of images are read at their means. */
export function scaleOf(b: RowSource, model: ScaleModel): ScaleValues {
  const out = model.network?.apply(b, b.column(scaleNames.metadata, model.metadata));
  const first = firstHead(model.link);
  const heads = model.heads.map((start, k) => out?.slice(first + k) ?? b.constant(start));
  const known = model.terms.map((term) => term.logScale(b));
  let mean: RowValue;
  let deviation: RowValue | undefined;
  if (model.link === "log") {
    const parts = out === undefined ? known : [out.slice(MEAN), ...known];
    mean =
      parts.length === 0
        ? b.constant(1)
        : parts
            .reduce((sum, part) => sum.add(part))
            .max(-LARGEST_LOG)
            .min(LARGEST_LOG)
            .exp();
  } else {
    const factor =
      known.length === 0
        ? undefined
        : known
            .reduce((sum, part) => sum.add(part))
            .max(-LARGEST_LOG)
            .min(LARGEST_LOG)
            .exp();
    const times = (value: RowValue) => (factor === undefined ? value : value.mul(factor));
    mean = times(out?.slice(MEAN) ?? b.constant(1));
    deviation = out === undefined ? undefined : times(out.slice(DEVIATION).softplus());
  }
  if (model.image !== undefined) {
    mean = model.image.apply(b, mean);
    deviation = deviation === undefined ? undefined : model.image.apply(b, deviation);
  }
  return { mean, deviation, heads };
}

/** Divergence of an image's numbers from their prior, to be counted once for each image; undefined where there is none. */
export function imagePenalty(b: RowSource, model: ScaleModel): RowValue | undefined {
  const parts = model.terms.flatMap((term) => term.imagePenalty?.(b) ?? []);
  const embedded = model.rowWidths[embeddingNames.features];
  if (embedded !== undefined) {
    const [features, logDeviation] = [embeddingNames.features, embeddingNames.deviation].map((name) =>
      b.gather(name, scaleNames.image, embedded),
    );
    parts.push(b.sum(normalDivergence(features, logDeviation)));
  }
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum.add(part));
}

/** −log prior of what all rows share, to be counted once in all; undefined where there is none. */
export function sharedPenalty(b: RowSource, model: ScaleModel): RowValue | undefined {
  const parts = model.terms.flatMap((term) => term.penalty?.(b) ?? []);
  return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum.add(part));
}

/** Outputs row by row: mean and standard deviation of the scale of each observation, and "head0", "head1", … */
export function scaleProgram(model: ScaleModel): RowProgram {
  return traceRowProgram((b) => {
    const { mean, deviation, heads } = scaleOf(b, model);
    return {
      mean: perRow(mean),
      deviation: perRow(deviation ?? b.constant(0)),
      ...Object.fromEntries(heads.map((head, k) => [`head${k}`, perRow(head)])),
    };
  });
}

/** Columns and indices of the scale program's rows. */
export function scaleColumns(
  model: ScaleModel,
  metadata: Float32Array,
): Record<string, { readonly width: number; readonly values: Float32Array }> {
  return Object.assign(
    { [scaleNames.metadata]: { width: model.metadata, values: metadata } },
    ...model.terms.map(({ columns }) => columns),
  );
}

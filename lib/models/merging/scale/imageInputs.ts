/**
 * How a network is told which image it looks at: features learned for each image stand beside the metadata
 * ("imageEmbedding/features", [images, features], drawn from normal(0, 0.3²) at the start, and "imageEmbedding/logDeviation",
 * how well each is known; their prior is normal(0, 1), see imageUncertainty.ts), or an offset of each image's is
 * added to the first layer ("imageOffset/values", [images, width], 0 at the start), which is what one-hot metadata do
 * without a column for each image.
 */

import type { Layer } from "../../../nn/index.js";
import { fillNormal, randomStream } from "../../../random/index.js";

/** For which images, and by which index column. */
interface ImageInput {
  readonly inputs: number;
  readonly images: number;
  readonly index: string;
}

/** Parameters of the embedding. */
export const embeddingNames = {
  features: "imageEmbedding/features",
  deviation: "imageEmbedding/logDeviation",
} as const;

const FIRST_SPREAD = 0.3;
/** How well a feature is known at the start. */
const FIRST_DEVIATION = 0.2;

export function imageEmbedding({
  inputs,
  features,
  images,
  index,
}: ImageInput & { readonly features: number }): Layer {
  const { features: name, deviation } = embeddingNames;
  const shape = [images, features];
  return {
    inputs,
    outputs: inputs + features,
    parameters: [
      { name, use: "gathered", shape },
      { name: deviation, use: "gathered", shape },
    ],
    initialise: (seed) => ({
      [name]: fillNormal(randomStream(seed, name), new Float32Array(images * features)).map(
        (x) => FIRST_SPREAD * x,
      ),
      [deviation]: new Float32Array(images * features).fill(Math.log(FIRST_DEVIATION)),
    }),
    apply: (builder, input) => builder.concat(input, builder.gather(name, index, features)),
  };
}

export function imageOffset({ inputs, images, index }: ImageInput): Layer {
  const name = "imageOffset/values";
  return {
    inputs,
    outputs: inputs,
    parameters: [{ name, use: "gathered", shape: [images, inputs] }],
    initialise: () => ({ [name]: new Float32Array(images * inputs) }),
    apply: (builder, input) => input.add(builder.gather(name, index, inputs)),
  };
}

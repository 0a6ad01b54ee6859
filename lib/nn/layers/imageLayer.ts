/**
 * A dense layer of each image's own: y = σ(W_image x + b_image) (careless's --image-layers, for stills whose geometry
 * differs from shot to shot). Every W starts as the identity and every b at 0, so all images start alike.
 * Parameters "<name>/weights" ([images, outputs × inputs]) and "<name>/bias" ([images, outputs]), gathered by the index
 * column.
 */
import { randomStream } from "../../random/index.js";
import { type ActivationName, activation } from "../activations.js";
import { initialiser } from "../initialisers.js";
import type { Layer } from "../layerTypes.js";
import { checkCount, readOptions } from "../options.js";

export interface ImageLayerOptions {
  /** First part of the parameters' names (default "imageLayer"). */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** How many images there are. */
  readonly images: number;
  /** Name of the index column that says the image of a row, 0 to images − 1 (default "image"). */
  readonly index: string;
  /** σ (default "leakyRelu"). */
  readonly activation: ActivationName;
}

const defaults: ImageLayerOptions = {
  name: "imageLayer",
  inputs: Number.NaN,
  outputs: Number.NaN,
  images: Number.NaN,
  index: "image",
  activation: "leakyRelu",
};

/** @throws InputError for an option that is unknown or out of range */
export function imageLayer(
  options: Pick<ImageLayerOptions, "inputs" | "outputs" | "images"> & Partial<ImageLayerOptions>,
): Layer {
  const read = readOptions("image layer", options, defaults);
  const { name, inputs, outputs, images, index } = read;
  checkCount(`inputs of ${name}`, inputs);
  checkCount(`outputs of ${name}`, outputs);
  checkCount(`images of ${name}`, images);
  const activate = activation(read.activation);
  const [weights, bias] = [`${name}/weights`, `${name}/bias`];
  const size = outputs * inputs;
  return {
    inputs,
    outputs,
    parameters: [
      { name: weights, use: "gathered", shape: [images, size] },
      { name: bias, use: "gathered", shape: [images, outputs] },
    ],
    initialise(seed) {
      const eye = initialiser("identity")(randomStream(seed, weights), [outputs, inputs]);
      const all = new Float32Array(images * size);
      for (let image = 0; image < images; image++) all.set(eye, image * size);
      return { [weights]: all, [bias]: new Float32Array(images * outputs) };
    },
    apply(builder, input) {
      const w = builder.gather(weights, index, size);
      const features = Array.from({ length: outputs }, (_, o) =>
        builder.sum(builder.slice(w, o * inputs, inputs).mul(input)),
      );
      return activate(builder.concat(...features).add(builder.gather(bias, index, outputs)));
    },
  };
}

/**
 * A learned scale for each image: y = a_image x, the mean and the standard deviation of a scale alike. Every a starts
 * at 1, and the a of the first image stays there, as in careless: else all a times c, with what comes in divided by c,
 * would be the same scales. It stays because `peg` takes its gradient away before an optimiser sees it: with a gradient
 * of 0 at every step Adam and gradient descent leave a number where it is, to the bit.
 * Parameter "<name>/scales", gathered by the index column.
 */
import type { Layer } from "../layerTypes.js";
import type { Numbers, RowGradients } from "../optimisers/optimiserTypes.js";
import { checkCount, readOptions } from "../options.js";

export interface ImageScalarOptions {
  /** First part of the parameter's name (default "image"). */
  readonly name: string;
  /** Features that go in and come out. */
  readonly inputs: number;
  /** How many images there are. */
  readonly images: number;
  /** Name of the index column that says the image of a row, 0 to images − 1 (default "image"). */
  readonly index: string;
}

export interface ImageScalar extends Layer {
  /**
   * Takes away the gradient of the first image's scale, in place. To be called at every step before clipping and update.
   * @param gradient of the parameter: of all images, or of some rows
   */
  peg(gradient: Numbers | RowGradients): void;
}

const defaults: ImageScalarOptions = {
  name: "image",
  inputs: Number.NaN,
  images: Number.NaN,
  index: "image",
};

/** @throws InputError for an option that is unknown or out of range */
export function imageScalar(
  options: Pick<ImageScalarOptions, "inputs" | "images"> & Partial<ImageScalarOptions>,
): ImageScalar {
  const { name, inputs, images, index } = readOptions("image scalar", options, defaults);
  checkCount(`inputs of ${name}`, inputs);
  checkCount(`images of ${name}`, images);
  const scales = `${name}/scales`;
  return {
    inputs,
    outputs: inputs,
    parameters: [{ name: scales, use: "gathered", shape: [images, 1] }],
    initialise: () => ({ [scales]: new Float32Array(images).fill(1) }),
    apply: (builder, input) => input.mul(builder.gather(scales, index, 1)),
    peg(gradient) {
      if (gradient instanceof Float32Array || gradient instanceof Float64Array) gradient[0] = 0;
      else
        gradient.rows.forEach((row, k) => {
          if (row === 0) gradient.values[k] = 0;
        });
    },
  };
}

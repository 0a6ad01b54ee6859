/**
 * Layer normalisation: features of a row brought to mean 0 and variance 1, then times gain plus offset (Ba, Kiros &
 * Hinton, arXiv:1607.06450, equation 3); ε = 1e-5 is added to the variance. Parameters "<name>/gain" (starts at 1) and
 * "<name>/offset" (0).
 */
import type { Layer } from "../layerTypes.js";
import { checkCount, readOptions } from "../options.js";

export interface LayerNormOptions {
  /** First part of the parameters' names (default "norm"). */
  readonly name: string;
  readonly inputs: number;
}

const defaults: LayerNormOptions = { name: "norm", inputs: Number.NaN };

/** @throws InputError for an option that is unknown or out of range */
export function layerNorm(options: Pick<LayerNormOptions, "inputs"> & Partial<LayerNormOptions>): Layer {
  const { name, inputs } = readOptions("layer norm", options, defaults);
  checkCount(`inputs of ${name}`, inputs);
  const [gain, offset] = [`${name}/gain`, `${name}/offset`];
  return {
    inputs,
    outputs: inputs,
    parameters: [
      { name: gain, use: "shared", shape: [inputs] },
      { name: offset, use: "shared", shape: [inputs] },
    ],
    initialise: () => ({ [gain]: new Float32Array(inputs).fill(1), [offset]: new Float32Array(inputs) }),
    apply: (builder, input) => builder.layerNorm(input, { gain, offset }),
  };
}

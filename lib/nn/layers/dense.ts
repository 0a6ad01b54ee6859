/** The dense layer y = σ(W x + b), W of shape [outputs, inputs]; parameters "<name>/weights" and "<name>/bias". */
import { randomStream } from "../../random/index.js";
import { type ActivationName, activation } from "../activations.js";
import { type InitialiserName, initialiser } from "../initialisers.js";
import type { Layer, LayerParameter } from "../layerTypes.js";
import { checkCount, readOptions } from "../options.js";

export interface DenseOptions {
  /** First part of the parameters' names (default "dense"). */
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** σ (default "linear"). */
  readonly activation: ActivationName;
  /** First values of W (default "lecunNormal"); b starts at 0. */
  readonly initialiser: InitialiserName;
  /** Whether there is a b (default true). */
  readonly bias: boolean;
}

const defaults: DenseOptions = {
  name: "dense",
  inputs: Number.NaN,
  outputs: Number.NaN,
  activation: "linear",
  initialiser: "lecunNormal",
  bias: true,
};

/** @throws InputError for an option that is unknown or out of range */
export function dense(options: Pick<DenseOptions, "inputs" | "outputs"> & Partial<DenseOptions>): Layer {
  const { name, inputs, outputs, bias, ...names } = readOptions("dense layer", options, defaults);
  checkCount(`inputs of ${name}`, inputs);
  checkCount(`outputs of ${name}`, outputs);
  const [activate, first] = [activation(names.activation), initialiser(names.initialiser)];
  const weights: LayerParameter = { name: `${name}/weights`, use: "shared", shape: [outputs, inputs] };
  const offset: LayerParameter = { name: `${name}/bias`, use: "shared", shape: [outputs] };
  return {
    inputs,
    outputs,
    parameters: bias ? [weights, offset] : [weights],
    initialise: (seed) => ({
      [weights.name]: first(randomStream(seed, weights.name), weights.shape),
      ...(bias ? { [offset.name]: new Float32Array(outputs) } : {}),
    }),
    apply: (builder, input) =>
      activate(
        builder.dense(input, {
          weights: weights.name,
          width: outputs,
          ...(bias ? { bias: offset.name } : {}),
        }),
      ),
  };
}

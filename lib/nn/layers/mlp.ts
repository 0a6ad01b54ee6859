/**
 * The multilayer perceptron: `layers` hidden dense layers of one width with an activation, then, where `outputs` is
 * given, a linear one. With "leakyRelu" and "identity" it is the scale network of careless (paper 002): at the start
 * the first metadata pass through where they are positive. Parameters "<name>/0/weights", "<name>/0/bias", …,
 * "<name>/output/weights", "<name>/output/bias".
 */
import type { ActivationName } from "../activations.js";
import type { InitialiserName } from "../initialisers.js";
import type { Layer } from "../layerTypes.js";
import { checkCount, readOptions } from "../options.js";
import { dense } from "./dense.js";
import { sequential } from "./sequential.js";

export interface MlpOptions {
  /** First part of the parameters' names (default "mlp"). */
  readonly name: string;
  readonly inputs: number;
  /** Number of hidden layers. */
  readonly layers: number;
  /** Features of each hidden layer. */
  readonly width: number;
  /** Features of the linear layer at the end; by default there is none. */
  readonly outputs: number | undefined;
  /** Of the hidden layers (default "leakyRelu"). */
  readonly activation: ActivationName;
  /** Of the hidden layers (default "lecunNormal"). */
  readonly initialiser: InitialiserName;
  /** Of the linear layer at the end (default: as the hidden layers). */
  readonly outputInitialiser: InitialiserName | undefined;
}

const defaults: MlpOptions = {
  name: "mlp",
  inputs: Number.NaN,
  layers: Number.NaN,
  width: Number.NaN,
  outputs: undefined,
  activation: "leakyRelu",
  initialiser: "lecunNormal",
  outputInitialiser: undefined,
};

/** @throws InputError for an option that is unknown or out of range, or where there would be no layer at all */
export function mlp(options: Pick<MlpOptions, "inputs" | "layers" | "width"> & Partial<MlpOptions>): Layer {
  const read = readOptions("mlp", options, defaults);
  const { name, inputs, layers, width, outputs, activation, initialiser } = read;
  checkCount(`layers of ${name}`, layers, outputs === undefined ? 1 : 0);
  const hidden = Array.from({ length: layers }, (_, l) =>
    dense({
      name: `${name}/${l}`,
      inputs: l === 0 ? inputs : width,
      outputs: width,
      activation,
      initialiser,
    }),
  );
  if (outputs === undefined) return sequential(...hidden);
  const last = dense({
    name: `${name}/output`,
    inputs: layers === 0 ? inputs : width,
    outputs,
    initialiser: read.outputInitialiser ?? initialiser,
  });
  return sequential(...hidden, last);
}

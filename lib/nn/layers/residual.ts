/**
 * The residual block with activations before the weights (He et al., arXiv:1603.05027, figure 4e):
 * y = x + W₂ σ(W₁ σ(n(x)) + b₁) + b₂, where n is layer normalisation, or nothing. Parameters "<name>/norm/gain", …,
 * "<name>/0/weights", "<name>/0/bias", "<name>/1/weights", "<name>/1/bias".
 */
import { type ActivationName, activation } from "../activations.js";
import type { InitialiserName } from "../initialisers.js";
import type { Layer } from "../layerTypes.js";
import { readOptions } from "../options.js";
import { dense } from "./dense.js";
import { layerNorm } from "./layerNorm.js";

export interface ResidualOptions {
  /** First part of the parameters' names (default "residual"). */
  readonly name: string;
  /** Features that go in and come out. */
  readonly inputs: number;
  /** Features in between (default as many). */
  readonly hidden: number | undefined;
  /** σ (default "leakyRelu"). */
  readonly activation: ActivationName;
  /** Whether there is a layer normalisation (default false). */
  readonly normalise: boolean;
  /** Of W₁ (default "lecunNormal"). */
  readonly initialiser: InitialiserName;
  /** Of W₂ (default: as W₁); with "zeros" the block starts as the identity, however many there are. */
  readonly outputInitialiser: InitialiserName | undefined;
}

const defaults: ResidualOptions = {
  name: "residual",
  inputs: Number.NaN,
  hidden: undefined,
  activation: "leakyRelu",
  normalise: false,
  initialiser: "lecunNormal",
  outputInitialiser: undefined,
};

/** @throws InputError for an option that is unknown or out of range */
export function residual(options: Pick<ResidualOptions, "inputs"> & Partial<ResidualOptions>): Layer {
  const read = readOptions("residual block", options, defaults);
  const { name, inputs, initialiser, hidden = inputs } = read;
  const activate = activation(read.activation);
  const norm = read.normalise ? [layerNorm({ name: `${name}/norm`, inputs })] : [];
  const first = dense({
    name: `${name}/0`,
    inputs,
    outputs: hidden,
    initialiser,
    activation: read.activation,
  });
  const second = dense({
    name: `${name}/1`,
    inputs: hidden,
    outputs: inputs,
    initialiser: read.outputInitialiser ?? initialiser,
  });
  const layers = [...norm, first, second];
  return {
    inputs,
    outputs: inputs,
    parameters: layers.flatMap(({ parameters }) => parameters),
    initialise: (seed) => Object.assign({}, ...layers.map((layer) => layer.initialise(seed))),
    apply(builder, input) {
      const normalised = norm.reduce((x, layer) => layer.apply(builder, x), input);
      return input.add(second.apply(builder, first.apply(builder, activate(normalised))));
    },
  };
}

/**
 * First values of weights of shape [outputs, inputs], as pure functions of a random stream. Variance scaling: mean 0 and
 * variance s/n, with n the inputs (LeCun et al. 1998: s = 1; He et al., arXiv:1502.01852, equation 10: s = 2) or the mean
 * of inputs and outputs (Glorot & Bengio 2010, equation 12: s = 1). Normal ones are cut at two standard deviations and
 * widened to keep their variance, as in Keras; uniform ones reach to √(3s/n).
 */
import { fillUniform, normalQuantile, type RandomStream } from "../random/index.js";
import { fromTable } from "./options.js";

/** @param shape [outputs, inputs] for weights, [n] for biases and others */
export type Initialiser = (stream: RandomStream, shape: readonly number[]) => Float32Array;

/** Φ(−2): what a normal distribution has below two standard deviations. */
const TAIL = 0.022750131948179195;
/** Standard deviation of a standard normal number between −2 and 2: √(1 − 4φ(2)/(1 − 2Φ(−2))). */
const TRUNCATED_DEVIATION = 0.8796256610342398;

type FanMode = "inputs" | "mean";

function fan(shape: readonly number[], mode: FanMode): number {
  const inputs = shape[shape.length - 1];
  return mode === "inputs" ? inputs : (inputs + shape[0]) / 2;
}

/** Uniform random numbers in (0, 1), each put through a function. */
function drawn(stream: RandomStream, shape: readonly number[], of: (u: number) => number): Float32Array {
  const size = shape.reduce((product, n) => product * n, 1);
  return Float32Array.from(fillUniform(stream, new Float64Array(size)), of);
}

function scaledNormal(scale: number, mode: FanMode): Initialiser {
  return (stream, shape) => {
    const deviation = Math.sqrt(scale / fan(shape, mode)) / TRUNCATED_DEVIATION;
    return drawn(stream, shape, (u) => deviation * normalQuantile(TAIL + (1 - 2 * TAIL) * u));
  };
}

function scaledUniform(scale: number, mode: FanMode): Initialiser {
  return (stream, shape) => {
    const reach = Math.sqrt((3 * scale) / fan(shape, mode));
    return drawn(stream, shape, (u) => reach * (2 * u - 1));
  };
}

function filled(value: number): Initialiser {
  return (stream, shape) => drawn(stream, shape, () => value);
}

/** 1 where output and input have the same place, else 0; rectangular, as Keras's "identity". */
const identity: Initialiser = (_stream, shape) => {
  const [outputs, inputs = 1] = shape;
  const values = new Float32Array(outputs * inputs);
  for (let i = 0; i < Math.min(outputs, inputs); i++) values[i * inputs + i] = 1;
  return values;
};

export type InitialiserName =
  | "zeros"
  | "ones"
  | "identity"
  | "lecunNormal"
  | "lecunUniform"
  | "heNormal"
  | "heUniform"
  | "glorotNormal"
  | "glorotUniform";

/** All initialisers by name. A new one is one line here, a row in docs/nn.md, and its moments in the test. */
export const initialisers: Readonly<Record<InitialiserName, Initialiser>> = {
  zeros: filled(0),
  ones: filled(1),
  identity,
  lecunNormal: scaledNormal(1, "inputs"),
  lecunUniform: scaledUniform(1, "inputs"),
  heNormal: scaledNormal(2, "inputs"),
  heUniform: scaledUniform(2, "inputs"),
  glorotNormal: scaledNormal(1, "mean"),
  glorotUniform: scaledUniform(1, "mean"),
};

/** @throws InputError for a name that is none of the initialisers' */
export function initialiser(name: InitialiserName): Initialiser {
  return fromTable<Initialiser>("initialiser", initialisers, name);
}

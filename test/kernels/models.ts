/** Whole row programs as a merging model has them, with data: for the reference's and the wasm variant's tests. */
import {
  type RowInputs,
  type RowProgram,
  type RowValue,
  traceRowProgram,
  type UnaryKind,
} from "../../lib/kernels/index.js";
import { integers, network, networkParameters, normals, uniforms } from "./gradients.js";

export interface Model {
  readonly program: RowProgram;
  readonly inputs: RowInputs;
}

type LogProbability = (observed: RowValue, predicted: RowValue, sigma: RowValue) => RowValue;

export const normalLogProbability: LogProbability = (observed, predicted, sigma) =>
  observed.sub(predicted).div(sigma).square().mul(-0.5).sub(sigma.log()).sub(0.9189385332046727);

/** Student-t with ν = 4 degrees of freedom. */
export const studentTLogProbability: LogProbability = (observed, predicted, sigma) => {
  const z = observed.sub(predicted).div(sigma);
  return z
    .square()
    .div(4)
    .log1p()
    .mul(-2.5)
    .sub(sigma.log())
    .add(Math.log(3 / 8));
};

/**
 * Merging: scale = softplus-noised network of metadata, I predicted = scale × F², log probability of I given SIGI.
 */
export function mergingModel(
  rows: number,
  {
    layers = 4,
    width = 10,
    reflections = 50,
    logProbability = studentTLogProbability,
    activation = "leakyRelu" as UnaryKind,
  } = {},
): Model {
  const program = traceRowProgram((b) => {
    const hidden = network(b, b.column("metadata", width), layers, width, activation);
    const head = b.dense(hidden, { weights: "wHead", bias: "bHead", width: 2 });
    const scale = head.slice(0).add(head.slice(1).softplus().mul(b.noise()));
    const predicted = scale.mul(b.gather("F", "reflection").square());
    const sigma = b.column("SIGI").mul(b.parameter("logError").exp());
    return { logProbability: logProbability(b.column("I"), predicted, sigma) };
  });
  const inputs: RowInputs = {
    parameters: {
      ...networkParameters(layers, width, width),
      wHead: normals(2 * width, "wHead", 0.3),
      bHead: normals(2, "bHead", 0.1),
      F: uniforms(reflections, "F", 0.3, 2),
      logError: Float64Array.of(0.2),
    },
    columns: {
      metadata: normals(rows * width, "metadata"),
      I: normals(rows, "I", 2),
      SIGI: uniforms(rows, "SIGI", 0.5, 1.5),
    },
    indices: { reflection: integers(rows, "reflection", reflections) },
  };
  return { program, inputs };
}

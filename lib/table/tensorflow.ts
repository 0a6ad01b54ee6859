/**
 * TensorFlow.js tensors from columns. The module (@tensorflow/tfjs, tfjs-node or tfjs-node-gpu) is given by the caller
 * or imported if it is installed; Friedel does not depend on it, and knows only the functions named here.
 */
import { InputError } from "../errors.js";
import { importOptional } from "./optionalModule.js";
import type { ReflectionTable } from "./reflectionTable.js";

/** The part of TensorFlow.js that is used: any of its builds fits. `Tensor1D` and `Tensor2D` are the build's own. */
export interface TensorflowLike<Tensor1D = unknown, Tensor2D = unknown> {
  tensor1d(values: Float32Array | Int32Array, dtype?: "float32" | "int32"): Tensor1D;
  tensor2d(values: Float32Array, shape: [number, number], dtype?: "float32"): Tensor2D;
}

/**
 * A float32 tensor of shape [rows, columns] with the columns named, in that order.
 * @param tf the TensorFlow.js module; by default whichever is installed
 * @throws MissingColumnError; InputError where TensorFlow.js is not installed
 */
export async function toTf<Tensor2D>(
  table: ReflectionTable,
  labels: readonly string[] = table.labels,
  tf?: TensorflowLike<unknown, Tensor2D>,
): Promise<Tensor2D> {
  const columns = labels.map((label) => table.values(label));
  const module = tf ?? (await importTensorflow<unknown, Tensor2D>());
  const values = new Float32Array(table.length * columns.length);
  columns.forEach((data, c) => {
    for (let i = 0; i < data.length; i++) values[i * columns.length + c] = data[i];
  });
  return module.tensor2d(values, [table.length, columns.length], "float32");
}

/**
 * A tensor of shape [rows] for each column named: int32 for integer columns, else float32.
 * @throws MissingColumnError; InputError where TensorFlow.js is not installed
 */
export async function toTfColumns<Tensor1D>(
  table: ReflectionTable,
  labels: readonly string[] = table.labels,
  tf?: TensorflowLike<Tensor1D>,
): Promise<Record<string, Tensor1D>> {
  const columns = labels.map((label) => table.column(label));
  const module = tf ?? (await importTensorflow<Tensor1D, unknown>());
  const tensors: Record<string, Tensor1D> = {};
  for (const { label, data } of columns) {
    tensors[label] =
      data instanceof Int32Array
        ? module.tensor1d(data, "int32")
        : module.tensor1d(Float32Array.from(data), "float32");
  }
  return tensors;
}

async function importTensorflow<Tensor1D, Tensor2D>(): Promise<TensorflowLike<Tensor1D, Tensor2D>> {
  const names = ["@tensorflow/tfjs-node-gpu", "@tensorflow/tfjs-node", "@tensorflow/tfjs"];
  const module = await importOptional(names);
  if (!isTensorflow<Tensor1D, Tensor2D>(module)) {
    throw new InputError(
      "toTf: got no TensorFlow.js, expected @tensorflow/tfjs or @tensorflow/tfjs-node; npm install one of them, or give " +
        "the imported module as the last argument",
    );
  }
  return module;
}

function isTensorflow<Tensor1D, Tensor2D>(module: unknown): module is TensorflowLike<Tensor1D, Tensor2D> {
  return typeof module === "object" && module !== null && "tensor1d" in module && "tensor2d" in module;
}

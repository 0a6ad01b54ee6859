/**
 * Rows picked by index, y_i = x[index_i], and rows added by index, y_s = Σ_(i: segment_i = s) x_i; each is the adjoint of
 * the other. Rows run along the first axis. Sums run in float64 in the order of the indices, so they are the same
 * whatever else happens on the machine.
 */
import { InputError } from "../../errors.js";
import { applyOp } from "../apply.js";
import { formatShape, type Shape } from "../broadcasting.js";
import type { OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";

function checkIndices(what: string, indices: Int32Array, end: number): void {
  for (let i = 0; i < indices.length; i++)
    if (indices[i] < 0 || indices[i] >= end)
      throw new InputError(`${what}, entry ${i}: got ${indices[i]}, expected 0 to ${end - 1}`);
}

function checkRows(name: string, shape: Shape): void {
  if (shape.length === 0) throw new InputError(`${name}: got a scalar, expected a tensor with rows`);
}

/** x[index_i] for each index, along the first axis: [n, …] → [indices, …]. */
export function gather(x: Tensor, indices: Int32Array): Tensor {
  const definition: OpDefinition = {
    name: "gather",
    shape([shape]) {
      checkRows("gather", shape);
      checkIndices(`gather from shape ${formatShape(shape)}`, indices, shape[0]);
      return [indices.length, ...shape.slice(1)];
    },
    forward([input], output) {
      const [from, y] = [input.data, output.data];
      const width = rowWidth(output);
      for (let i = 0; i < indices.length; i++)
        for (let j = 0; j < width; j++) y[i * width + j] = from[indices[i] * width + j];
    },
    adjoint({ output, gradient, gradients: [into] }) {
      const width = rowWidth(output);
      for (let i = 0; i < indices.length; i++)
        for (let j = 0; j < width; j++) into[indices[i] * width + j] += gradient[i * width + j];
    },
  };
  return applyOp(definition, [x]);
}

/** Sums of the rows of each segment, along the first axis: [rows, …] → [count, …]; 0 where a segment has no row. */
export function segmentSum(x: Tensor, segments: Int32Array, count: number): Tensor {
  const definition: OpDefinition = {
    name: "segmentSum",
    shape([shape]) {
      checkRows("segmentSum", shape);
      if (shape[0] !== segments.length)
        throw new InputError(
          `segmentSum: got ${segments.length} segments for shape ${formatShape(shape)}, expected one per row`,
        );
      if (!Number.isInteger(count) || count < 0)
        throw new InputError(`segmentSum: got ${count} segments in all, expected a whole number`);
      checkIndices(`segmentSum of shape ${formatShape(shape)}`, segments, count);
      return [count, ...shape.slice(1)];
    },
    forward([input], output) {
      const { data } = input;
      const width = rowWidth(input);
      const totals = input.tape.scratch(output.size);
      for (let i = 0; i < segments.length; i++)
        for (let j = 0; j < width; j++) totals[segments[i] * width + j] += data[i * width + j];
      output.data.set(totals);
    },
    adjoint({ inputs: [input], gradient, gradients: [into] }) {
      const width = rowWidth(input);
      for (let i = 0; i < segments.length; i++)
        for (let j = 0; j < width; j++) into[i * width + j] += gradient[segments[i] * width + j];
    },
  };
  return applyOp(definition, [x]);
}

/** Numbers in a row. */
function rowWidth({ size, shape }: Tensor): number {
  return size === 0 ? 0 : size / shape[0];
}

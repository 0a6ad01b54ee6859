/**
 * The same numbers in another arrangement: reshape, transpose, slice, concat, stack, broadcastTo; and stopGradient, which
 * lets no gradient through. Each is a walk from input places to output places; the adjoint goes the same way back.
 */
import { InputError } from "../../errors.js";
import { applyOp } from "../apply.js";
import {
  broadcastShapes,
  broadcastStrides,
  formatShape,
  formatShapes,
  normalizeAxis,
  type Shape,
  sameShape,
  sizeOf,
  stridesOf,
} from "../broadcasting.js";
import type { OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { Walk } from "../walk.js";

/** An op whose output at any index is the input at `start` + Σ index × strides. */
function rearrangement(
  name: string,
  shape: (input: Shape) => Shape,
  layout: (input: Shape, output: Shape) => { strides: readonly number[]; start?: number },
): OpDefinition {
  const eachPair = (from: Shape, to: Shape, visit: (input: number, output: number) => void) => {
    const { strides, start = 0 } = layout(from, to);
    const walk = new Walk(to, [strides, stridesOf(to)]);
    const { length, steps } = walk;
    walk.runs(
      (input, output) => {
        for (let i = 0; i < length; i++) visit(input + i * steps[0], output + i * steps[1]);
      },
      [start, 0],
    );
  };
  return {
    name,
    shape: ([input]) => shape(input),
    forward([{ shape: from, data: x }], { shape: to, data: y }) {
      eachPair(from, to, (input, output) => {
        y[output] = x[input];
      });
    },
    adjoint({ inputs: [{ shape: from }], output: { shape: to }, gradient, gradients: [into] }) {
      eachPair(from, to, (input, output) => {
        into[input] += gradient[output];
      });
    },
  };
}

/** The same numbers in the same order; one axis may be −1: as long as it must be. */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const known = sizeOf(shape.filter((n) => n !== -1));
  const resolve = (input: Shape) => {
    const size = sizeOf(input);
    const output = shape.map((n) => (n === -1 ? size / known : n));
    if (output.some((n) => !Number.isInteger(n) || n < 0) || sizeOf(output) !== size)
      throw new InputError(
        `reshape: got shape ${formatShape(shape)} for ${formatShape(input)}, expected one of ${size} numbers`,
      );
    return output;
  };
  return applyOp(
    rearrangement("reshape", resolve, (_, output) => ({ strides: stridesOf(output) })),
    [x],
  );
}

/** Axes in another order (default reversed): output axis i is input axis `axes[i]`. */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor {
  const order = (input: Shape) => {
    const given = axes ?? input.map((_, axis) => input.length - 1 - axis);
    const normal = given.map((axis) => normalizeAxis("transpose", axis, input));
    if (normal.length !== input.length || new Set(normal).size !== normal.length)
      throw new InputError(
        `transpose: got axes ${formatShape(given)} for shape ${formatShape(input)}, expected each axis once`,
      );
    return normal;
  };
  const definition = rearrangement(
    "transpose",
    (input) => order(input).map((axis) => input[axis]),
    (input) => {
      const strides = stridesOf(input);
      return { strides: order(input).map((axis) => strides[axis]) };
    },
  );
  return applyOp(definition, [x]);
}

/** Elements `start` to `start + width − 1` along an axis (default the last). */
export function slice(x: Tensor, start: number, width = 1, axis = -1): Tensor {
  const definition = rearrangement(
    "slice",
    (input) => {
      const along = normalizeAxis("slice", axis, input);
      const whole = Number.isInteger(start) && Number.isInteger(width);
      if (!whole || start < 0 || width < 0 || start + width > input[along])
        throw new InputError(
          `slice: got ${width} from ${start} along axis ${axis} of ${formatShape(input)}, expected a part of it`,
        );
      return input.map((n, a) => (a === along ? width : n));
    },
    (input) => {
      const strides = stridesOf(input);
      return { strides, start: start * strides[normalizeAxis("slice", axis, input)] };
    },
  );
  return applyOp(definition, [x]);
}

/** Repeated to a shape, as in broadcasting. */
export function broadcastTo(x: Tensor, shape: Shape): Tensor {
  const definition = rearrangement(
    "broadcastTo",
    (input) => {
      if (!sameShape(broadcastShapes("broadcastTo", [input, shape]), shape))
        throw new InputError(
          `broadcastTo: got ${formatShape(input)} for shape ${formatShape(shape)}, expected axes equal to it or 1`,
        );
      return shape;
    },
    (input, output) => ({ strides: broadcastStrides(input, output) }),
  );
  return applyOp(definition, [x]);
}

/** One after the other along an axis (default the last); the other axes are equal. */
export function concat(parts: readonly Tensor[], axis = -1): Tensor {
  const eachBlock = (
    shapes: readonly Shape[],
    output: Shape,
    visit: (part: number, from: number, to: number, length: number) => void,
  ) => {
    const along = normalizeAxis("concat", axis, output);
    const inner = sizeOf(output.slice(along + 1));
    const outer = sizeOf(output.slice(0, along));
    let before = 0;
    shapes.forEach((shape, part) => {
      const length = shape[along] * inner;
      for (let o = 0; o < outer; o++) visit(part, o * length, o * output[along] * inner + before, length);
      before += length;
    });
  };
  const definition: OpDefinition = {
    name: "concat",
    shape(shapes) {
      const along = normalizeAxis("concat", axis, shapes[0]);
      const others = (shape: Shape) => shape.map((n, a) => (a === along ? 0 : n));
      if (!shapes.every((shape) => sameShape(others(shape), others(shapes[0]))))
        throw new InputError(
          `concat: got shapes ${formatShapes(shapes)}, expected them equal but for axis ${axis}`,
        );
      const total = shapes.reduce((sum, shape) => sum + shape[along], 0);
      return shapes[0].map((n, a) => (a === along ? total : n));
    },
    forward(inputs, output) {
      const y = output.data;
      const shapes = inputs.map(({ shape }) => shape);
      eachBlock(shapes, output.shape, (part, from, to, length) => {
        y.set(inputs[part].data.subarray(from, from + length), to);
      });
    },
    adjoint({ inputs, output, gradient, gradients }) {
      const shapes = inputs.map(({ shape }) => shape);
      eachBlock(shapes, output.shape, (part, from, to, length) => {
        const into = gradients[part];
        if (into.length > 0) for (let i = 0; i < length; i++) into[from + i] += gradient[to + i];
      });
    },
  };
  return applyOp(definition, parts);
}

/** Side by side along a new axis (default the first); all shapes are equal. */
export function stack(parts: readonly Tensor[], axis = 0): Tensor {
  const shapes = parts.map(({ shape }) => shape);
  if (!shapes.every((shape) => sameShape(shape, shapes[0])))
    throw new InputError(`stack: got shapes ${formatShapes(shapes)}, expected equal ones`);
  // One axis more than the parts have: −1 is after their last.
  const at = parts.length === 0 ? 0 : normalizeAxis("stack", axis, [...shapes[0], 1]);
  const widened = parts.map((part) =>
    reshape(part, [...part.shape.slice(0, at), 1, ...part.shape.slice(at)]),
  );
  return concat(widened, at);
}

const stopping: OpDefinition = {
  name: "stopGradient",
  shape: ([shape]) => shape,
  forward([{ data: x }], { data: y }) {
    y.set(x);
  },
};

/** The same numbers, taken as data: no gradient flows through. */
export function stopGradient(x: Tensor): Tensor {
  return applyOp(stopping, [x]);
}

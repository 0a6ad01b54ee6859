/**
 * `op`: the public operations. Elementwise ones take tensors, row values and numbers alike (and give a number where all
 * operands are numbers); those that move numbers between elements (reductions, matmul, shapes, gather) take tensors.
 */
import { InputError } from "../errors.js";
import { binaryFunctions, comparisons, unaryFunctions } from "../kernels/elementwise.js";
import { RowValue } from "../kernels/rowValue.js";
import type { RunnableRows } from "../kernels/runnableTypes.js";
import { asTensor, dispatch } from "./algebra.js";
import type { Shape } from "./broadcasting.js";
import type { BinaryName } from "./ops/binary.js";
import type { CompareName } from "./ops/comparison.js";
import * as gathering from "./ops/gather.js";
import * as matrices from "./ops/matmul.js";
import * as reductions from "./ops/reductions.js";
import { type RowProgramOptions, rowProgram } from "./ops/rowProgram.js";
import * as shapes from "./ops/shapes.js";
import type { UnaryName } from "./ops/unary.js";
import type { AxisOptions } from "./opTypes.js";
import type { Tensor } from "./tensor.js";
import type { Value } from "./valueTypes.js";

// In each, numbers come last: an untyped operand in a notebook must not be taken for one.

/** A function of each number. */
export interface UnaryOp {
  <V extends Value>(x: V): V;
  (x: number): number;
}

/** A function of two values, element by element, with broadcasting. */
export interface BinaryOp {
  <V extends Value>(a: V, b: V | number): V;
  <V extends Value>(a: number, b: V): V;
  (a: number, b: number): number;
}

/** A choice, or a function of three values. */
export interface TernaryOp {
  <V extends Value>(a: V, b: V | number, c: V | number): V;
  <V extends Value>(a: number, b: V, c: V | number): V;
  <V extends Value>(a: number, b: number, c: V): V;
  (a: number, b: number, c: number): number;
}

/** Sum or mean: of a tensor over axes, of a row value over its features. */
export interface SumOp {
  (x: Tensor, options?: AxisOptions): Tensor;
  (x: RowValue): RowValue;
  <V extends Value>(x: V): V;
}

/** The operations that `op` has. */
export interface Ops
  extends Readonly<Record<UnaryName, UnaryOp>>,
    Readonly<Record<BinaryName | CompareName, BinaryOp>> {
  /** a where the condition is not 0, else b. */
  readonly where: TernaryOp;
  /** x held between the lowest and the highest. */
  readonly clamp: TernaryOp;
  /** Σ over axes (default all); of a row value over its features. */
  readonly sum: SumOp;
  /** Mean over axes (default all); of a row value over its features. */
  readonly mean: SumOp;
  largest(x: Tensor, options?: AxisOptions): Tensor;
  smallest(x: Tensor, options?: AxisOptions): Tensor;
  logsumexp(x: Tensor, options?: AxisOptions): Tensor;
  matmul(a: Tensor, b: Tensor): Tensor;
  reshape(x: Tensor, shape: Shape): Tensor;
  transpose(x: Tensor, axes?: readonly number[]): Tensor;
  /** `width` elements from `start` along an axis (default the last). */
  slice(x: Tensor, start: number, width?: number, axis?: number): Tensor;
  concat(parts: readonly Tensor[], axis?: number): Tensor;
  stack(parts: readonly Tensor[], axis?: number): Tensor;
  broadcastTo(x: Tensor, shape: Shape): Tensor;
  gather(x: Tensor, indices: Int32Array): Tensor;
  segmentSum(x: Tensor, segments: Int32Array, count: number): Tensor;
  stopGradient(x: Tensor): Tensor;
  /** Outputs of a row program, summed over rows or (where it says so) row by row; parameters are tensors by name. */
  rowProgram(
    rows: RunnableRows,
    parameters: Readonly<Record<string, Tensor>>,
    options?: RowProgramOptions,
  ): Record<string, Tensor>;
}

/** A function by each name of a table. */
function fromTable<Name extends string, F>(table: Readonly<Record<Name, unknown>>, make: (name: Name) => F) {
  const names = Object.keys(table) as Name[];
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, F>;
}

// The result is of the operands' kind, which is what the generic signatures of Ops say.
type Untyped = (...operands: readonly unknown[]) => never;

const elementwise = {
  ...fromTable(
    unaryFunctions,
    (name): Untyped =>
      (x) =>
        dispatch(name, [x], (algebra, operands) => algebra.unary(name, operands[0])) as never,
  ),
  ...fromTable(
    binaryFunctions,
    (name): Untyped =>
      (a, b) =>
        dispatch(name, [a, b], (algebra, operands) =>
          algebra.binary(name, operands[0], operands[1]),
        ) as never,
  ),
  ...fromTable(
    comparisons,
    (name): Untyped =>
      (a, b) =>
        dispatch(name, [a, b], (algebra, operands) =>
          algebra.compare(name, operands[0], operands[1]),
        ) as never,
  ),
};

const where: Untyped = (condition, a, b) =>
  dispatch("where", [condition, a, b], (algebra, [c, x, y]) => algebra.where(c, x, y)) as never;

const clamp: Untyped = (x, lowest, highest) => elementwise.min(elementwise.max(x, lowest), highest);

/** Features of a row have one axis, so options say nothing that is not said already. */
function rowOnly(name: string, options: AxisOptions | undefined): void {
  if (options !== undefined)
    throw new InputError(
      `${name}: got options for a row value, expected none: it runs over the row's features`,
    );
}

const sum = ((x: unknown, options?: AxisOptions) => {
  if (!(x instanceof RowValue)) return reductions.sum(asTensor("sum", x), options);
  rowOnly("sum", options);
  return x.sum();
}) as SumOp;

const mean = ((x: unknown, options?: AxisOptions) => {
  if (!(x instanceof RowValue)) return reductions.mean(asTensor("mean", x), options);
  rowOnly("mean", options);
  return x.sum().div(x.width);
}) as SumOp;

export const op: Ops = {
  ...elementwise,
  where,
  clamp,
  sum,
  mean,
  largest: (x, options) => reductions.largest(asTensor("largest", x), options),
  smallest: (x, options) => reductions.smallest(asTensor("smallest", x), options),
  logsumexp: (x, options) => reductions.logsumexp(asTensor("logsumexp", x), options),
  matmul: (a, b) => matrices.matmul(asTensor("matmul", a), asTensor("matmul", b)),
  reshape: (x, shape) => shapes.reshape(asTensor("reshape", x), shape),
  transpose: (x, axes) => shapes.transpose(asTensor("transpose", x), axes),
  slice: (x, start, width, axis) => shapes.slice(asTensor("slice", x), start, width, axis),
  concat: (parts, axis) =>
    shapes.concat(
      parts.map((part) => asTensor("concat", part)),
      axis,
    ),
  stack: (parts, axis) =>
    shapes.stack(
      parts.map((part) => asTensor("stack", part)),
      axis,
    ),
  broadcastTo: (x, shape) => shapes.broadcastTo(asTensor("broadcastTo", x), shape),
  gather: (x, indices) => gathering.gather(asTensor("gather", x), indices),
  segmentSum: (x, segments, count) => gathering.segmentSum(asTensor("segmentSum", x), segments, count),
  stopGradient: (x) => shapes.stopGradient(asTensor("stopGradient", x)),
  rowProgram(rows, parameters, options) {
    for (const [name, parameter] of Object.entries(parameters)) asTensor(`rowProgram, ${name}`, parameter);
    return rowProgram(rows, parameters, options);
  },
};

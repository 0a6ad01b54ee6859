/**
 * A tensor: numbers of a shape, contiguous with the last axis fastest, that belong to a tape. Parameters and constants
 * last as long as the tape; every computed value lives on the step arena and ends with its step. The methods are the
 * ops of the same names (lib/autodiff/op.ts) with this tensor first: `x.mul(2).add(y)`.
 */
import { InputError } from "../errors.js";
import { formatShape, type Shape, sizeOf } from "./broadcasting.js";
import { type BinaryName, binary } from "./ops/binary.js";
import { type CompareName, compare, where } from "./ops/comparison.js";
import { gather, segmentSum } from "./ops/gather.js";
import { matmul } from "./ops/matmul.js";
import { largest, logsumexp, mean, smallest, sum } from "./ops/reductions.js";
import { broadcastTo, reshape, slice, stopGradient, transpose } from "./ops/shapes.js";
import { type UnaryName, unary } from "./ops/unary.js";
import type { AxisOptions, Numbers, TensorOperand } from "./opTypes.js";
import type { Tape } from "./tape.js";

export class Tensor {
  readonly size: number;

  /** Made by a tape: `tape.parameter`, `tape.constant`, ops. */
  constructor(
    readonly tape: Tape,
    readonly shape: Shape,
    private readonly values: Numbers,
    /** The op that made it, or "parameter", "constant", …: for messages. */
    readonly origin: string,
    /** Whether it depends on a parameter. */
    readonly differentiable: boolean,
    /** The step it lives in; undefined: it outlives steps. */
    private readonly step?: number,
  ) {
    this.size = sizeOf(shape);
  }

  /**
   * The numbers themselves, not a copy: a computed value's are overwritten after its step.
   * @throws InputError once the step that made the tensor has ended
   */
  get data(): Numbers {
    if (this.step !== undefined && this.step !== this.tape.stepNumber)
      throw new InputError(
        `tensor of shape ${formatShape(this.shape)} made by ${this.origin}: got a use after its step ended, ` +
          "expected one within; copy values out with toArray() before the step ends",
      );
    return this.values;
  }

  /** The only number of a tensor that has one. */
  item(): number {
    if (this.size !== 1)
      throw new InputError(`item: got shape ${formatShape(this.shape)}, expected a single number`);
    return this.data[0];
  }

  /** A copy of the numbers, which outlives the step. */
  toArray(): Numbers {
    return this.data.slice();
  }

  toString(): string {
    const shown = Array.from(this.data.subarray(0, 8), (x) => Number(x.toPrecision(6)));
    return `tensor ${formatShape(this.shape)} ${shown.join(", ")}${this.size > 8 ? ", …" : ""}`;
  }

  /** A function of each number by name: `x.apply("softplus")`. */
  apply(kind: UnaryName): Tensor {
    return unary(kind, this);
  }
  neg(): Tensor {
    return unary("neg", this);
  }
  exp(): Tensor {
    return unary("exp", this);
  }
  log(): Tensor {
    return unary("log", this);
  }
  log1p(): Tensor {
    return unary("log1p", this);
  }
  expm1(): Tensor {
    return unary("expm1", this);
  }
  sqrt(): Tensor {
    return unary("sqrt", this);
  }
  square(): Tensor {
    return unary("square", this);
  }
  abs(): Tensor {
    return unary("abs", this);
  }
  sign(): Tensor {
    return unary("sign", this);
  }
  reciprocal(): Tensor {
    return unary("reciprocal", this);
  }
  tanh(): Tensor {
    return unary("tanh", this);
  }
  sigmoid(): Tensor {
    return unary("sigmoid", this);
  }
  softplus(): Tensor {
    return unary("softplus", this);
  }
  relu(): Tensor {
    return unary("relu", this);
  }
  leakyRelu(): Tensor {
    return unary("leakyRelu", this);
  }
  sin(): Tensor {
    return unary("sin", this);
  }
  cos(): Tensor {
    return unary("cos", this);
  }
  lgamma(): Tensor {
    return unary("lgamma", this);
  }
  digamma(): Tensor {
    return unary("digamma", this);
  }
  erf(): Tensor {
    return unary("erf", this);
  }
  erfc(): Tensor {
    return unary("erfc", this);
  }
  logErfc(): Tensor {
    return unary("logErfc", this);
  }
  /** Φ(x) of the standard normal distribution. */
  normalCdf(): Tensor {
    return unary("normalCdf", this);
  }
  /** log Φ(x), precise however far below 0. */
  logNormalCdf(): Tensor {
    return unary("logNormalCdf", this);
  }
  /** φ(x)/Φ(x), the derivative of log Φ (inverse Mills' ratio of the lower tail). */
  normalReversedHazard(): Tensor {
    return unary("normalReversedHazard", this);
  }
  /** Φ⁻¹(x). */
  normalQuantile(): Tensor {
    return unary("normalQuantile", this);
  }
  /** Φ⁻¹(exp x), the inverse of log Φ: for x < 0, also where exp x underflows. */
  normalQuantileOfLog(): Tensor {
    return unary("normalQuantileOfLog", this);
  }
  /** E[log t] of t ~ normal(x, 1) cut to t > 0. */
  truncatedNormalMeanLog(): Tensor {
    return unary("truncatedNormalMeanLog", this);
  }

  private with(kind: BinaryName, other: TensorOperand): Tensor {
    return binary(kind, this, other);
  }
  add(other: TensorOperand): Tensor {
    return this.with("add", other);
  }
  sub(other: TensorOperand): Tensor {
    return this.with("sub", other);
  }
  mul(other: TensorOperand): Tensor {
    return this.with("mul", other);
  }
  div(other: TensorOperand): Tensor {
    return this.with("div", other);
  }
  /** The larger of two, element by element; over an axis it is `largest`. */
  max(other: TensorOperand): Tensor {
    return this.with("max", other);
  }
  /** The smaller of two, element by element; over an axis it is `smallest`. */
  min(other: TensorOperand): Tensor {
    return this.with("min", other);
  }
  pow(other: TensorOperand): Tensor {
    return this.with("pow", other);
  }

  private against(kind: CompareName, other: TensorOperand): Tensor {
    return compare(kind, this, other);
  }
  lt(other: TensorOperand): Tensor {
    return this.against("lt", other);
  }
  le(other: TensorOperand): Tensor {
    return this.against("le", other);
  }
  gt(other: TensorOperand): Tensor {
    return this.against("gt", other);
  }
  ge(other: TensorOperand): Tensor {
    return this.against("ge", other);
  }
  eq(other: TensorOperand): Tensor {
    return this.against("eq", other);
  }
  /** a where this is not 0, else b. */
  where(a: TensorOperand, b: TensorOperand): Tensor {
    return where(this, a, b);
  }

  sum(options?: AxisOptions): Tensor {
    return sum(this, options);
  }
  mean(options?: AxisOptions): Tensor {
    return mean(this, options);
  }
  largest(options?: AxisOptions): Tensor {
    return largest(this, options);
  }
  smallest(options?: AxisOptions): Tensor {
    return smallest(this, options);
  }
  logsumexp(options?: AxisOptions): Tensor {
    return logsumexp(this, options);
  }
  matmul(other: Tensor): Tensor {
    return matmul(this, other);
  }
  reshape(shape: Shape): Tensor {
    return reshape(this, shape);
  }
  transpose(axes?: readonly number[]): Tensor {
    return transpose(this, axes);
  }
  /** Elements `start` to `start + width − 1` along an axis (default the last). */
  slice(start: number, width = 1, axis = -1): Tensor {
    return slice(this, start, width, axis);
  }
  broadcastTo(shape: Shape): Tensor {
    return broadcastTo(this, shape);
  }
  gather(indices: Int32Array): Tensor {
    return gather(this, indices);
  }
  segmentSum(segments: Int32Array, count: number): Tensor {
    return segmentSum(this, segments, count);
  }
  stopGradient(): Tensor {
    return stopGradient(this);
  }
}

/** What an op on tensors is made of. */

import type { Numbers } from "../kernels/rowInputs.js";
import type { Shape } from "./broadcasting.js";
import type { Tensor } from "./tensor.js";

/** The numbers of a tensor: in float64 or float32 as its tape has it. */
export type { Numbers };

/** What the adjoint of an op is given. */
export interface AdjointContext {
  readonly inputs: readonly Tensor[];
  readonly output: Tensor;
  /** d loss / d output, one number per number of the output. */
  readonly gradient: Float64Array;
  /**
   * d loss / d input, to be **added to**: one array per input. Where nothing depends on an input's gradient the array
   * is empty (adding to it does nothing).
   */
  readonly gradients: readonly Float64Array[];
}

/** An op: its name in messages, the shape of its result, how the result comes about, and how gradients go back. */
export interface OpDefinition {
  readonly name: string;
  /** Shape of the output. @throws InputError where the inputs do not fit together */
  shape(shapes: readonly Shape[]): Shape;
  /** Writes every number of `output.data`. */
  forward(inputs: readonly Tensor[], output: Tensor): void;
  /** Absent: the op passes no gradient back, as a comparison. */
  adjoint?(context: AdjointContext): void;
}

/** A tensor or a number. */
export type TensorOperand = Tensor | number;

/** One axis, several, or (left out) all of them; negative axes count from the last. */
export interface AxisOptions {
  readonly axis?: number | readonly number[];
  /** Keep the axes taken together, with length 1 (default false). */
  readonly keepDims?: boolean;
}

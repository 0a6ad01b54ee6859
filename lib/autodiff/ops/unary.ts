/**
 * Functions of one number, put to each number of a tensor: y_i = f(x_i), dL/dx_i = dL/dy_i f'(x_i). The table is that of
 * row programs. Where dL/dy is 0 nothing is passed on, so a branch not taken (`where`) cannot spoil a gradient with 0 × ∞.
 */
import { unaryFunctions } from "../../kernels/elementwise.js";
import type { UnaryKind } from "../../kernels/rowProgram.js";
import { applyOp } from "../apply.js";
import type { OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";

/** The name of a function of one number. */
export type UnaryName = UnaryKind;

const definitions = new Map(
  Object.entries(unaryFunctions).map(([name, { value, derivative }]): [string, OpDefinition] => [
    name,
    {
      name,
      shape: ([shape]) => shape,
      forward([{ data: x }], { data: y }) {
        for (let i = 0; i < y.length; i++) y[i] = value(x[i]);
      },
      adjoint({ inputs: [{ data: x }], output: { data: y }, gradient, gradients: [into] }) {
        for (let i = 0; i < gradient.length; i++)
          if (gradient[i] !== 0) into[i] += gradient[i] * derivative(x[i], y[i]);
      },
    },
  ]),
);

/** A function of each number by name. */
export function unary(name: UnaryName, x: Tensor): Tensor {
  return applyOp(definitions.get(name)!, [x]);
}

/**
 * Comparisons, 1 where they hold and else 0 (no gradient), and the choice `where`: a where the condition is not 0, else
 * b; the gradient goes to the one taken. All with broadcasting.
 */
import { comparisons } from "../../kernels/elementwise.js";
import type { CompareKind } from "../../kernels/rowProgram.js";
import { applyOp } from "../apply.js";
import { broadcastShapes } from "../broadcasting.js";
import type { OpDefinition, TensorOperand } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { walkOver } from "./binary.js";

/** The name of a comparison. */
export type CompareName = CompareKind;

const definitions = new Map(
  Object.entries(comparisons).map(([name, holds]): [string, OpDefinition] => [
    name,
    {
      name,
      shape: (shapes) => broadcastShapes(name, shapes),
      forward([a, b], output) {
        const walk = walkOver(output, [a, b]);
        const { length, steps } = walk;
        const [x, z, y] = [a.data, b.data, output.data];
        walk.runs((at, atA, atB) => {
          for (let i = 0; i < length; i++)
            y[at + i] = holds(x[atA + i * steps[1]], z[atB + i * steps[2]]) ? 1 : 0;
        });
      },
    },
  ]),
);

/** A comparison by name. */
export function compare(name: CompareName, a: TensorOperand, b: TensorOperand): Tensor {
  return applyOp(definitions.get(name)!, [a, b]);
}

const choice: OpDefinition = {
  name: "where",
  shape: (shapes) => broadcastShapes("where", shapes),
  forward([condition, a, b], output) {
    const walk = walkOver(output, [condition, a, b]);
    const { length, steps } = walk;
    const [c, x, z, y] = [condition.data, a.data, b.data, output.data];
    walk.runs((at, atC, atA, atB) => {
      for (let i = 0; i < length; i++)
        y[at + i] = c[atC + i * steps[1]] !== 0 ? x[atA + i * steps[2]] : z[atB + i * steps[3]];
    });
  },
  adjoint({ inputs: [condition, a, b], output, gradient, gradients: [, intoA, intoB] }) {
    const walk = walkOver(output, [condition, a, b]);
    const { length, steps } = walk;
    const c = condition.data;
    walk.runs((at, atC, atA, atB) => {
      for (let i = 0; i < length; i++) {
        if (c[atC + i * steps[1]] !== 0) {
          if (intoA.length > 0) intoA[atA + i * steps[2]] += gradient[at + i];
        } else if (intoB.length > 0) intoB[atB + i * steps[3]] += gradient[at + i];
      }
    });
  },
};

/** a where the condition is not 0, else b. */
export function where(condition: TensorOperand, a: TensorOperand, b: TensorOperand): Tensor {
  return applyOp(choice, [condition, a, b]);
}

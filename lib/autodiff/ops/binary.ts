/**
 * Functions of two numbers, y = f(a, b), element by element with broadcasting (../broadcasting.ts). The adjoint of a
 * repeated operand is the sum over its repetitions. The table is that of row programs: a new function is one line there.
 */
import { type BinaryFunction, binaryFunctions } from "../../kernels/elementwise.js";
import type { BinaryKind } from "../../kernels/rowProgram.js";
import { applyOp } from "../apply.js";
import { broadcastShapes, broadcastStrides, stridesOf } from "../broadcasting.js";
import type { OpDefinition, TensorOperand } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { Walk } from "../walk.js";

/** The name of a function of two numbers. */
export type BinaryName = BinaryKind;

const definitions = new Map(
  Object.entries(binaryFunctions).map(([name, f]): [string, OpDefinition] => [name, definition(name, f)]),
);

function definition(name: string, { value, byA, byB }: BinaryFunction): OpDefinition {
  return {
    name,
    shape: (shapes) => broadcastShapes(name, shapes),
    forward([a, b], y) {
      const walk = walkOver(y, [a, b]);
      const { length, steps } = walk;
      const [x, z, out] = [a.data, b.data, y.data];
      const [, stepA, stepB] = steps;
      walk.runs((at, atA, atB) => {
        for (let i = 0; i < length; i++) out[at + i] = value(x[atA + i * stepA], z[atB + i * stepB]);
      });
    },
    adjoint({ inputs: [a, b], output, gradient, gradients: [intoA, intoB] }) {
      const walk = walkOver(output, [a, b]);
      const { length, steps } = walk;
      const [x, z, y] = [a.data, b.data, output.data];
      const [, stepA, stepB] = steps;
      walk.runs((at, atA, atB) => {
        for (let i = 0; i < length; i++) {
          const d = gradient[at + i];
          if (d === 0) continue;
          const [p, q] = [atA + i * stepA, atB + i * stepB];
          if (intoA.length > 0) intoA[p] += d * byA(x[p], z[q], y[at + i]);
          if (intoB.length > 0) intoB[q] += d * byB(x[p], z[q], y[at + i]);
        }
      });
    },
  };
}

/** A walk over an output and the operands broadcast to it; the output's runs are contiguous. */
export function walkOver(output: Tensor, operands: readonly Tensor[]): Walk {
  const { shape } = output;
  return new Walk(shape, [stridesOf(shape), ...operands.map((of) => broadcastStrides(of.shape, shape))]);
}

/** A function of two operands by name. */
export function binary(name: BinaryName, a: TensorOperand, b: TensorOperand): Tensor {
  return applyOp(definitions.get(name)!, [a, b]);
}

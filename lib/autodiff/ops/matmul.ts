/**
 * Matrix products, C = A B over the last two axes: [..., n, k] × [..., k, m] → [..., n, m]; the axes before them are
 * broadcast. Adjoints: dL/dA = dL/dC Bᵀ, dL/dB = Aᵀ dL/dC. Sums run in float64.
 */
import { InputError } from "../../errors.js";
import { applyOp } from "../apply.js";
import { broadcastShapes, broadcastStrides, formatShapes, type Shape, stridesOf } from "../broadcasting.js";
import type { OpDefinition } from "../opTypes.js";
import type { Tensor } from "../tensor.js";
import { Walk } from "../walk.js";

/** Calls `product` with the offsets of every pair of matrices and of their product. */
function eachProduct(a: Shape, b: Shape, c: Shape, product: (atA: number, atB: number, atC: number) => void) {
  const batch = c.slice(0, -2);
  const matrices = (shape: Shape) => {
    const size = shape[shape.length - 2] * shape[shape.length - 1];
    return broadcastStrides(shape.slice(0, -2), batch).map((stride) => stride * size);
  };
  const size = c[c.length - 2] * c[c.length - 1];
  const walk = new Walk(batch, [stridesOf(batch).map((stride) => stride * size), matrices(a), matrices(b)]);
  const { length, steps } = walk;
  walk.runs((atC, atA, atB) => {
    for (let i = 0; i < length; i++) product(atA + i * steps[1], atB + i * steps[2], atC + i * steps[0]);
  });
}

const definition: OpDefinition = {
  name: "matmul",
  shape([a, b]) {
    if (a.length < 2 || b.length < 2 || a[a.length - 1] !== b[b.length - 2])
      throw new InputError(
        `matmul: got shapes ${formatShapes([a, b])}, expected [..., n, k] and [..., k, m]; reshape vectors to matrices`,
      );
    const batch = broadcastShapes("matmul", [a.slice(0, -2), b.slice(0, -2)]);
    return [...batch, a[a.length - 2], b[b.length - 1]];
  },
  forward([left, right], output) {
    const [a, b, c] = [left.data, right.data, output.data];
    const [n, m] = output.shape.slice(-2);
    const k = left.shape[left.shape.length - 1];
    const row = left.tape.scratch(m);
    eachProduct(left.shape, right.shape, output.shape, (atA, atB, atC) => {
      for (let i = 0; i < n; i++) {
        row.fill(0);
        for (let l = 0; l < k; l++) {
          const factor = a[atA + i * k + l];
          for (let j = 0; j < m; j++) row[j] += factor * b[atB + l * m + j];
        }
        c.set(row, atC + i * m);
      }
    });
  },
  adjoint({ inputs: [left, right], output, gradient, gradients: [intoA, intoB] }) {
    const [a, b] = [left.data, right.data];
    const [n, m] = output.shape.slice(-2);
    const k = left.shape[left.shape.length - 1];
    eachProduct(left.shape, right.shape, output.shape, (atA, atB, atC) => {
      for (let i = 0; i < n; i++)
        for (let l = 0; l < k; l++) {
          const [p, q, r] = [atA + i * k + l, atB + l * m, atC + i * m];
          if (intoA.length > 0) {
            let total = 0;
            for (let j = 0; j < m; j++) total += gradient[r + j] * b[q + j];
            intoA[p] += total;
          }
          if (intoB.length > 0) for (let j = 0; j < m; j++) intoB[q + j] += a[p] * gradient[r + j];
        }
    });
  },
};

/** A B over the last two axes. @throws InputError where the inner lengths differ or an operand is a vector */
export function matmul(a: Tensor, b: Tensor): Tensor {
  return applyOp(definition, [a, b]);
}

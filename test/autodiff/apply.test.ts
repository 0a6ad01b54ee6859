/** Oracles: central differences for a user's own op; messages by hand. */
import { expect, test } from "vitest";
import { defineOp, Tape, type Tensor } from "../../lib/autodiff/index.js";
import { expectGradients, input } from "./gradients.js";

/** A user's op: the Rice log likelihood's x y with each row weighted, as if it had no formula in op. */
const weightedProduct = defineOp({
  name: "weightedProduct",
  shape: ([a]) => a,
  forward([a, b], out) {
    out.data.forEach((_, i) => {
      out.data[i] = (i + 1) * a.data[i] * b.data[i];
    });
  },
  adjoint({ inputs: [a, b], gradient, gradients: [intoA, intoB] }) {
    gradient.forEach((d, i) => {
      intoA[i] += d * (i + 1) * b.data[i];
      intoB[i] += d * (i + 1) * a.data[i];
    });
  },
});

test("an op of one's own has values and gradients", () => {
  expectGradients((a, b) => weightedProduct(a, b).square(), [input([5], "a"), input([5], "b")]);
});

test("adding to the gradient of a constant does nothing", () => {
  const tape = new Tape({ precision: "float64" });
  const x = tape.parameter([1, 2, 3]);
  const [gradient] = tape.gradient(weightedProduct(x, tape.constant([4, 5, 6])).sum(), [x]);
  expect([...gradient.data]).toEqual([4, 10, 18]);
});

test("an op without an adjoint passes no gradient", () => {
  const round = defineOp({
    name: "round",
    shape: ([shape]) => shape,
    forward([x], out) {
      out.data.set(x.data.map(Math.round));
    },
  });
  const tape = new Tape();
  const x = tape.parameter([1.4, 2.6]);
  expect([...round(x).data]).toEqual([1, 3]);
  expect(round(x).differentiable).toBe(false);
  expect([...tape.gradient(round(x).mul(x).sum(), [x])[0].data]).toEqual([1, 3]);
});

test("operands that are none", () => {
  const x = new Tape().constant([1, 2]);
  const wrong = (operand: unknown) => () => weightedProduct(x, operand as Tensor);
  expect(wrong(undefined)).toThrow("weightedProduct: got undefined, expected a tensor or a number");
  expect(wrong("text")).toThrow("weightedProduct: got a string, expected a tensor or a number");
  expect(wrong([1, 2])).toThrow("weightedProduct: got an object of Array, expected a tensor or a number");
  expect(() => weightedProduct(1, 2)).toThrow(
    "weightedProduct: got the number 1 and the number 2, expected at least one tensor",
  );
});

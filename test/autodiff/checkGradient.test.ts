/** Oracle: functions whose adjoint is known to be right, or known to be wrong. */
import { expect, test } from "vitest";
import { checkGradient, defineOp, op, type Value } from "../../lib/autodiff/index.js";

test("a right gradient passes", () => {
  const gaussian = (x: Value, mu: Value) => op.square(op.sub(x, mu)).div(-2);
  const check = checkGradient(gaussian, [{ data: [1, 2, 3, 4], shape: [2, 2] }, { data: [0.5, 0.25] }]);
  expect(check.deviation).toBeLessThan(1e-10);
});

function cube(adjoint: (x: number) => number) {
  return defineOp({
    name: "cube",
    shape: ([shape]) => shape,
    forward([x], y) {
      y.data.set(x.data.map((value) => value ** 3));
    },
    adjoint({ inputs: [x], gradient, gradients: [into] }) {
      for (let i = 0; i < gradient.length; i++) into[i] += gradient[i] * adjoint(x.data[i]);
    },
  });
}

test("a wrong one is found, and where", () => {
  const inputs = [{ data: [1, 2, -3] }];
  expect(
    checkGradient(
      cube((x) => 3 * x * x),
      inputs,
    ).deviation,
  ).toBeLessThan(1e-10);
  const wrong = checkGradient(
    cube((x) => (x < 0 ? 0 : 3 * x * x)),
    inputs,
  );
  expect(wrong).toMatchObject({ input: 0, element: 2, gradient: 0 });
  expect(wrong.deviation).toBeGreaterThan(0.5);
  expect(
    checkGradient(
      cube(() => Number.NaN),
      inputs,
    ).deviation,
  ).toBeNaN();
});

test("outputs taken for one another are found", () => {
  const swapped = defineOp({
    name: "swapped",
    shape: ([shape]) => shape,
    forward([x], y) {
      y.data.set(x.data);
    },
    adjoint({ gradient, gradients: [into] }) {
      for (let i = 0; i < gradient.length; i++) into[i] += gradient[gradient.length - 1 - i];
    },
  });
  expect(checkGradient(swapped, [{ data: [1, 1] }]).deviation).toBeGreaterThan(0.1);
});

test("what is no tensor", () => {
  expect(() => checkGradient(() => 3 as never, [{ data: [1] }])).toThrow(
    "checkGradient: got the number 3, expected a tensor",
  );
});

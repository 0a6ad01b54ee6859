/** Optimisers by name. */
import { expect, test } from "vitest";
import { adam, type OptimiserSpec, optimiser, optimisers } from "../../../lib/nn/index.js";

test("gives the optimiser named, with its options", () => {
  for (const name of Object.keys(optimisers)) expect(optimiser({ name } as OptimiserSpec).name).toBe(name);
  const [x, y] = [Float64Array.of(1), Float64Array.of(1)];
  const named = optimiser({ name: "adam", learningRate: 0.3 });
  const made = adam({ learningRate: 0.3 });
  named.update(named.initialise({ x }), { x }, { x: Float64Array.of(2) });
  made.update(made.initialise({ y }), { y }, { y: Float64Array.of(2) });
  expect(x).toEqual(y);
  expect(x[0]).not.toBe(1);
});

test("refuses unknown names and options", () => {
  expect(() => optimiser({ name: "Adam" } as unknown as OptimiserSpec)).toThrow(
    "optimiser: got Adam, expected one of adam, sgd; did you mean adam?",
  );
  expect(() => optimiser({ name: "sgd", beta1: 0.9 } as OptimiserSpec)).toThrow(/option of sgd: got beta1/);
});

/** Tables of bias corrections against the powers themselves. */
import { expect, test } from "vitest";
import { BiasCorrection } from "../../../lib/nn/optimisers/biasCorrection.js";

test.each([
  [0.9, 0.999],
  [0.5, 0.99],
  [0, 0],
])("β₁ = %f, β₂ = %f", (beta1, beta2) => {
  const correction = new BiasCorrection(beta1, beta2);
  for (const t of [1, 2, 63, 64, 65, 1000, 20000]) {
    correction.reach(t);
    expect(Math.abs(correction.first[t] * (1 - beta1 ** t) - 1)).toBeLessThan(1e-12);
    expect(Math.abs(correction.second[t] - Math.sqrt(1 - beta2 ** t))).toBeLessThan(1e-12);
  }
});

test("does not depend on how it was filled", () => {
  const [slow, fast] = [new BiasCorrection(0.9, 0.999), new BiasCorrection(0.9, 0.999)];
  for (let t = 1; t <= 3000; t++) slow.reach(t);
  fast.reach(3000);
  expect(slow.first.subarray(0, 3001)).toEqual(fast.first.subarray(0, 3001));
  expect(slow.second.subarray(0, 3001)).toEqual(fast.second.subarray(0, 3001));
});

test("keeps its tables where they reach far enough already", () => {
  const correction = new BiasCorrection(0.9, 0.999);
  correction.reach(50);
  const { first } = correction;
  correction.reach(10);
  expect(correction.first).toBe(first);
});

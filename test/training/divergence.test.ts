/** Numbers that are not finite are found wherever they are. */
import { expect, test } from "vitest";
import { FriedelError } from "../../lib/errors.js";
import { DivergenceError, firstNonFinite, firstNonFiniteTensor } from "../../lib/training/divergence.js";

test("the first term that is not finite", () => {
  expect(firstNonFinite({ nll: 1, kl: -0 })).toBeUndefined();
  expect(firstNonFinite({ nll: 1, kl: Number.NaN, other: Infinity })).toEqual(["kl", Number.NaN]);
  expect(firstNonFinite({ nll: -Infinity })).toEqual(["nll", -Infinity]);
});

test.each([Number.NaN, Infinity, -Infinity])("%d anywhere in a tensor", (value) => {
  for (const [at, tensor] of [new Float32Array(1000), new Float64Array(1000)].entries()) {
    const place = 333 * (at + 1);
    tensor[place] = value;
    expect(firstNonFiniteTensor({ good: new Float32Array(5), w: tensor })).toEqual([`w[${place}]`, value]);
  }
});

test("the largest numbers, and integers, are finite", () => {
  const tensors = {
    large: Float64Array.of(1.7e308, 1.7e308, -1.7e308),
    small: Float32Array.of(3.4e38, 3.4e38),
    whole: new Int32Array(3),
    long: new BigInt64Array(3),
  };
  expect(firstNonFiniteTensor(tensors)).toBeUndefined();
});

test("the error says what, where, what to do", () => {
  const error = new DivergenceError("kl", 12, Number.NaN, 10);
  expect(error).toBeInstanceOf(FriedelError);
  expect(error.message).toMatch(
    /^training diverged at step 12: got kl NaN, expected a finite number; the model is back at its state of step 10, try a smaller learning rate/,
  );
  expect(new DivergenceError("w[3]", 0, Number.NaN, undefined).message).toMatch(
    /^training cannot start from step 0: got w\[3\] NaN, expected a finite number/,
  );
});

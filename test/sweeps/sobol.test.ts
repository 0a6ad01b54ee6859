// Oracle: scipy.stats.qmc.Sobol without scrambling; with it, the definition of a net and the uniform distribution.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { mostSobolAxes, sobolBits, sobolPoint } from "../../lib/sweeps/sobol.js";
import { expectFit, kolmogorovSmirnov } from "../random/goodness.js";

test("points before scrambling are SciPy's, on every axis", () => {
  const rows = JSON.parse(readFileSync(join(import.meta.dirname, "../reference/sweeps/sobol.json"), "utf8"));
  const hex = (bits: number) => bits.toString(16).padStart(8, "0");
  const ours = Array.from({ length: 64 }, (_, i) =>
    Array.from({ length: mostSobolAxes }, (_, axis) => hex(sobolBits(i, axis))),
  );
  expect(ours).toEqual(rows);
});

test.each([1, 2, 77])("with seed %i, 2^m points are one in each of 2^m intervals of every axis", (seed) => {
  const points = Array.from({ length: 64 }, (_, i) => sobolPoint(i, mostSobolAxes, seed));
  for (let axis = 0; axis < mostSobolAxes; axis++) {
    const cells = points.map((point) => Math.floor(point[axis] * 64));
    expect([...cells].sort((a, b) => a - b)).toEqual(Array.from({ length: 64 }, (_, i) => i));
  }
});

test("the first two axes are a net: one point in each box of 64, of whatever shape", () => {
  const points = Array.from({ length: 64 }, (_, i) => sobolPoint(i, 2, 9));
  for (let wide = 0; wide <= 6; wide++) {
    const boxes = points.map(
      ([x, y]) => Math.floor(x * 2 ** wide) * 2 ** (6 - wide) + Math.floor(y * 2 ** (6 - wide)),
    );
    expect(new Set(boxes).size, `${2 ** wide} by ${2 ** (6 - wide)}`).toBe(64);
  }
});

test("each point alone is uniform over the seeds", () => {
  for (const [index, axis] of [
    [0, 0],
    [5, 3],
  ])
    expectFit(
      kolmogorovSmirnov(
        Float64Array.from({ length: 4000 }, (_, seed) => sobolPoint(index, axis + 1, seed)[axis]),
        (x) => x,
      ),
    );
});

test("a mean over 256 scrambled points in four dimensions is as near to the integral as with SciPy's scrambling", () => {
  // ∫ Π 2x = 1; over 2,000 seeds qmc.Sobol(4, scramble=True) has a mean square error of 1.018e-4, random points ((4/3)⁴ − 1)/256
  const errors = Array.from({ length: 200 }, (_, seed) => {
    let sum = 0;
    for (let i = 0; i < 256; i++) sum += sobolPoint(i, 4, seed).reduce((product, x) => product * 2 * x, 1);
    return (sum / 256 - 1) ** 2;
  });
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  expect(mean / 1.018e-4).toBeGreaterThan(0.7);
  expect(mean / 1.018e-4).toBeLessThan(1.3);
});

test("more axes than there are direction numbers for are refused", () => {
  expect(() => sobolPoint(0, 21, 0)).toThrow(
    'quasi-random points: got 21 sampled hyperparameters, expected at most 20; use the sampler "random"',
  );
});

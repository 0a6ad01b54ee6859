// Oracle: closed forms.
import { expect, test } from "vitest";
import {
  halfLine,
  integrateHalfLine,
  integrateInterval,
  unitInterval,
} from "../../lib/distributions/quadrature.js";
import { EULER_GAMMA } from "../../lib/distributions/specialFunctionsGamma.js";

test.each([1, 0.2, 5])("∫₀^∞ exp(−y) dy = 1 with the length scale %d", (length) => {
  expect(integrateHalfLine((y) => Math.exp(-y), length)).toBeCloseTo(1, 13);
});

test("half line with a logarithm at the end, and a Gaussian", () => {
  expect(integrateHalfLine((y) => Math.log(y) * Math.exp(-y), 1)).toBeCloseTo(-EULER_GAMMA, 13);
  expect(integrateHalfLine((y) => Math.exp(-y * y), 1)).toBeCloseTo(Math.sqrt(Math.PI) / 2, 13);
});

test("interval: a polynomial, a logarithm, a Gaussian of a twentieth of the width", () => {
  expect(integrateInterval((y) => y ** 5, 2)).toBeCloseTo(64 / 6, 12);
  expect(integrateInterval((y) => Math.log(y), 3)).toBeCloseTo(3 * Math.log(3) - 3, 13);
  expect(integrateInterval((y) => Math.exp(-0.5 * (y - 10) ** 2), 20)).toBeCloseTo(
    Math.sqrt(2 * Math.PI),
    12,
  );
});

test("nodes ascend and weights are positive", () => {
  for (const { nodes, weights } of [halfLine, unitInterval]) {
    expect(nodes.every((x, k) => k === 0 || x >= nodes[k - 1])).toBe(true);
    expect(weights.every((w) => w > 0)).toBe(true);
  }
});

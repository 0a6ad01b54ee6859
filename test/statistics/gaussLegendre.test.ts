/** Oracle: polynomials, which the rule integrates exactly, and the tabulated five-point rule (Abramowitz & Stegun 25.4). */
import { expect, test } from "vitest";
import { gaussLegendre } from "../../lib/statistics/gaussLegendre.js";

test.each([1, 2, 5, 48])("%d nodes are exact to degree 2n − 1", (n) => {
  const { nodes, weights } = gaussLegendre(n);
  for (let degree = 0; degree < 2 * n; degree++) {
    const sum = nodes.reduce((total, x, i) => total + weights[i] * x ** degree, 0);
    expect(Math.abs(sum - (degree % 2 === 0 ? 2 / (degree + 1) : 0))).toBeLessThan(2e-14);
  }
});

test("the five-point rule", () => {
  const { nodes, weights } = gaussLegendre(5);
  expect(nodes[4]).toBeCloseTo(0.906179845938664, 14);
  expect(nodes[3]).toBeCloseTo(0.538469310105683, 14);
  expect(nodes[2]).toBe(0);
  expect(weights[4]).toBeCloseTo(0.236926885056189, 14);
  expect(weights[2]).toBeCloseTo(0.568888888888889, 14);
});

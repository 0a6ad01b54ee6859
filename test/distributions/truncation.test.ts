// Oracle: closed forms of the standard normal distribution and its tails; the far tail's exponential limit.
import { expect, test } from "vitest";
import { normalCdf } from "../../lib/distributions/specialFunctionsError.js";
import {
  farDensity,
  integrateDensity,
  locationShares,
  logDensity,
  logMass,
  lowerMass,
  nearDensity,
  nearExcess,
  offsetEntropy,
  offsetMoments,
  offsetQuantile,
  upperMass,
} from "../../lib/distributions/truncation.js";
import { centralDifference, deviation } from "./compare.js";

/** Where intervals begin and how wide they are. */
const intervals = [
  [-8, Infinity],
  [-1, Infinity],
  [0, Infinity],
  [0.5, Infinity],
  [6, Infinity],
  [40, Infinity],
  [1e4, Infinity],
  [-1, 3],
  [-30, 100],
  [0.5, 0.25],
  [6, 1],
  [6, 0.01],
  [40, 0.02],
  [-0.1, 0.2],
] as const;

test.each(intervals)("masses, densities and quantiles of a = %d, w = %d fit together", (a, w) => {
  const { mean, variance } = offsetMoments(a, w);
  for (const z of [0.01, 0.3, 1, 1.9]) {
    const t = Math.min(mean + (z - 1) * Math.sqrt(variance) * 0.9, 0.999 * w);
    expect(lowerMass(t, a, w) + upperMass(t, a, w)).toBeCloseTo(1, 12);
    const u = lowerMass(t, a, w);
    const slope = centralDifference((s) => lowerMass(s, a, w), t, 1e-3 * Math.min(t, Math.sqrt(variance)));
    expect(deviation(slope, Math.exp(logDensity(t, a, w)))).toBeLessThan(1e-8);
    expect(deviation(offsetQuantile(u, 1 - u, a, w), t)).toBeLessThan(1e-11);
    const { location, near, far } = locationShares(t, a, w);
    expect(location + near + far).toBeCloseTo(1, 13);
  }
});

test.each([1e-9, 1e-5, 1e-3])("the offset of %d of the probability keeps its digits", (u) => {
  for (const [a, w] of intervals)
    expect(deviation(lowerMass(offsetQuantile(u, 1 - u, a, w), a, w), u), `a = ${a}`).toBeLessThan(
      a < 0 ? 1e-9 : 1e-10,
    );
});

test("mass and bounds of known intervals", () => {
  expect(logMass(0, Infinity)).toBeCloseTo(-Math.LN2, 15);
  expect(logMass(-1, 3)).toBeCloseTo(Math.log(normalCdf(2) - normalCdf(-1)), 14);
  expect(Math.exp(logMass(1, 1))).toBeCloseTo(
    (normalCdf(-1) - normalCdf(-2)) * Math.sqrt(2 * Math.PI) * Math.exp(0.5),
    13,
  );
  expect(nearDensity(0, Infinity)).toBeCloseTo(Math.sqrt(2 / Math.PI), 15);
  expect([farDensity(3, Infinity), farDensity(-1, 3) < farDensity(-1, 2.5)]).toEqual([0, true]);
  expect(nearExcess(6, 1)).toBeCloseTo(nearDensity(6, 1) - 6, 14);
});

test("a million σ out the distribution is exponential", () => {
  const a = 1e6;
  const { mean, variance } = offsetMoments(a, Infinity);
  expect(mean * a).toBeCloseTo(1, 11);
  expect(variance * a * a).toBeCloseTo(1, 10);
  expect(offsetEntropy(a, Infinity)).toBeCloseTo(1 - Math.log(a), 10);
  expect(offsetQuantile(0.5, 0.5, a, Infinity) * a).toBeCloseTo(Math.LN2, 10);
  // dx/dµ → t/a: the length of the exponential, 1/a, shrinks.
  expect(locationShares(1 / a, a, Infinity).location * a * a).toBeCloseTo(1, 10);
});

test("integrals over the density", () => {
  const total = integrateDensity(() => 1, -2, Infinity);
  expect(total).toBeCloseTo(Math.sqrt(2 * Math.PI) * normalCdf(2), 12);
});

/** Oracles: mpmath and SciPy (test/reference/models/likelihoods.py), limits. */
import { describe, expect, test } from "vitest";
import { logNormal, studentT as studentTDistribution } from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { fitted, simulated } from "./fit.js";
import { logProbabilities } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

const { asinh, normal, studentT } = likelihoods;

test("has the values of mpmath and SciPy, a and k learned, of the network and fixed", () => {
  expect(expectReference("asinh", asinh)).toBe(6);
});

test("is log-normal of relative width a when strong, about the median", () => {
  const rows = [0.3, 0.9, 1, 2.5].map((ratio) => ({ predicted: 1e6, observed: ratio * 1e6, sigma: 1 }));
  const found = logProbabilities(asinh({ width: 0.4, sigmaFactor: 1, degreesOfFreedom: Infinity }), rows);
  const expected = logNormal({ location: Math.log(1e6), scale: 0.4 });
  rows.forEach(({ observed }, i) => {
    expect(found[i]).toBeCloseTo(expected.logProbability(observed), 8);
  });
});

test("is the density of scale k σ when weak", () => {
  const rows = [-2, 0, 0.5, 3].map((observed) => ({ predicted: 0.7, observed, sigma: 50 }));
  for (const [degreesOfFreedom, plain] of [
    [Infinity, normal()],
    [8, studentT({ degreesOfFreedom: 8 })],
  ] as const) {
    const found = logProbabilities(asinh({ width: 0.1, sigmaFactor: 1.5, degreesOfFreedom }), rows);
    logProbabilities(
      plain,
      rows.map((row) => ({ ...row, sigma: 75 })),
    ).forEach((value, i) => {
      expect(found[i]).toBeCloseTo(value, 4);
    });
  }
});

test("as the width goes to 0 it is Student's t, strong or weak", () => {
  const rows = [-2, 0.4, 9].map((z) => ({ predicted: 300, observed: 300 + 2 * z, sigma: 2 }));
  const found = logProbabilities(asinh({ width: 1e-6, sigmaFactor: 1, degreesOfFreedom: 4 }), rows);
  logProbabilities(studentT({ degreesOfFreedom: 4 }), rows).forEach((value, i) => {
    expect(found[i]).toBeCloseTo(value, 6);
  });
});

test("a and k of simulated observations are found, and the degrees of freedom", () => {
  const [a, k] = [0.35, 1.5];
  const rows = simulated(
    studentTDistribution({ location: 0, scale: 1, degreesOfFreedom: 8 }),
    (predicted, sigma, q) => ((k * sigma) / a) * Math.sinh(Math.asinh((a * predicted) / (k * sigma)) + a * q),
  );
  const found = fitted(asinh({ width: "learned" }), rows);
  expect(Math.abs(found.a / a - 1)).toBeLessThan(0.05);
  expect(Math.abs(found.k / k - 1)).toBeLessThan(0.05);
  const free = fitted(asinh({ width: "learned", degreesOfFreedom: "learned" }), rows);
  expect(Math.abs(free.degreesOfFreedom / 8 - 1)).toBeLessThan(0.35);
});

test("says what it is and what it trains", () => {
  const plain = asinh();
  expect(plain.description).toEqual({
    name: "asinh",
    width: "network",
    sigmaFactor: "learned",
    density: { name: "studentT", degreesOfFreedom: 8 },
  });
  expect(plain.heads).toEqual([-0.3]);
  expect(plain.parameters).toEqual({ logK: 0 });
  expect(plain.fitted?.({ logK: Math.log(2) })).toEqual({ k: 2 });

  const learned = asinh({ width: "learned", degreesOfFreedom: "learned" });
  expect(Object.keys(learned.parameters ?? {})).toEqual(["width", "logK", "degreesOfFreedom"]);
  expect(learned.fitted?.(learned.parameters ?? {})).toEqual({
    a: expect.closeTo(0.5643552, 6),
    k: 1,
    degreesOfFreedom: expect.closeTo(4, 12),
  });
  expect(learned.heads).toBeUndefined();

  const fixed = asinh({ width: 0.5, sigmaFactor: 1, degreesOfFreedom: Infinity });
  expect(Object.keys(fixed)).toEqual(["description", "logProbability"]);
  expect(JSON.parse(JSON.stringify(fixed.description))).toEqual({
    name: "asinh",
    width: 0.5,
    sigmaFactor: 1,
    density: { name: "normal" },
  });
});

test.each([
  [{ width: 0 }, 'asinh likelihood: got width 0, expected "network", "learned" or a positive number'],
  [{ width: "wide" }, 'asinh likelihood: got width wide, expected "network", "learned" or a positive number'],
  [{ sigmaFactor: -1 }, 'asinh likelihood: got sigmaFactor -1, expected "learned" or a positive number'],
  [{ degreesOfFreedom: 0 }, "Student's t likelihood: got 0 degrees of freedom"],
])("%j is refused", (options, message) => {
  expect(() => asinh(options as never)).toThrow(InputError);
  expect(() => asinh(options as never)).toThrow(message);
});

describe.each([
  ["a of the network", {}, { parameters: { logK: 0.2 }, heads: [-0.3] }],
  ["a of the network, narrow", {}, { parameters: { logK: 0 }, heads: [-3] }],
  ["a of the network, wide", { sigmaFactor: 1 }, { parameters: {}, heads: [2] }],
  [
    "a learned, normal",
    { width: "learned", degreesOfFreedom: Infinity },
    { parameters: { width: -1.3, logK: -0.2 } },
  ],
  [
    "all learned",
    { width: "learned", degreesOfFreedom: "learned" },
    { parameters: { width: 0.4, logK: 0.1, degreesOfFreedom: 6 } },
  ],
  ["all fixed", { width: 0.01, sigmaFactor: 1.2 }, {}],
] as const)("%s", (name, options, values) => {
  describeLikelihood({ name, likelihood: asinh(options), values });
});

/** Oracles: SciPy (test/reference/models/likelihoods.py), careless 0.5.4 (carelessErrors.py). */
import { describe, expect, test } from "vitest";
import { normal as normalDistribution } from "../../../../lib/distributions/index.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { softplusInverse } from "../../../../lib/models/merging/likelihoods/transforms.js";
import careless from "../../../reference/models/carelessErrors.json";
import { fitted, simulated } from "./fit.js";
import { logProbabilities } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

const { normal, studentT, laplace } = likelihoods;
const raw = (fitted: Record<string, number>) =>
  Object.fromEntries(Object.entries(fitted).map(([name, value]) => [name, softplusInverse(value)]));

test("has the values of SciPy in each likelihood", () => {
  expect(expectReference("normal", normal, "evans")).toBe(2);
  expect(expectReference("laplace", laplace, "evans")).toBe(2);
  expect(expectReference("studentT", studentT, "evans")).toBe(4);
});

describe("careless", () => {
  const rows = careless.predicted.map((predicted, i) => ({
    predicted,
    observed: careless.observed[i],
    sigma: careless.sigma[i],
  }));
  const values = { parameters: raw(careless.trained) };

  test.each([
    ["normal", normal({ errorModel: "evans" })],
    ["studentT 8", studentT({ degreesOfFreedom: 8, errorModel: "evans" })],
  ] as const)("gives the same, SdAdd² for its own: %s", (name, likelihood) => {
    logProbabilities(likelihood, rows, values).forEach((value, i) => {
      expect(value / careless[name].logProbability[i]).toBeCloseTo(1, 5);
    });
  });

  test("starts with errors as large as the intensities; ours with those of the sigmas", () => {
    expect(careless.normal.start).toEqual([1, 1, 1]);
    const { parameters = {}, fitted } = normal({ errorModel: "evans" });
    const near = (value: number) => expect.closeTo(value, 12);
    expect(fitted?.(parameters)).toEqual({ SdFac: near(1), SdB: near(0.02), SdAdd: near(0.02) });
  });
});

test("says what it is", () => {
  expect(studentT({ errorModel: "evans" }).description).toEqual({
    name: "studentT",
    degreesOfFreedom: 4,
    errorModel: { name: "evans" },
  });
});

test("a negative prediction has no counting errors, and the relative ones", () => {
  const rows = [{ predicted: -10, observed: -9, sigma: 1 }];
  const values = { parameters: raw({ SdFac: 1, SdB: 5, SdAdd: 0.3 }) };
  const [found] = logProbabilities(normal({ errorModel: "evans" }), rows, values);
  expect(found).toBeCloseTo(-0.5 / 10 - 0.5 * Math.log(2 * Math.PI * 10), 12); // σ'² = 1 + 3²
});

test("SdFac, SdB and SdAdd of simulated observations are found", () => {
  const truth = { SdFac: 1.4, SdB: 0.5, SdAdd: 0.08 };
  const rows = simulated(
    normalDistribution({ location: 0, scale: 1 }),
    (predicted, sigma, residual) =>
      predicted +
      truth.SdFac * Math.sqrt(sigma ** 2 + truth.SdB * predicted + (truth.SdAdd * predicted) ** 2) * residual,
  );
  // σ² and ⟨I⟩ rise together here, so that SdFac and SdB are slow to part.
  const found = fitted(normal({ errorModel: "evans" }), rows, 1500);
  expect(Math.abs(found.SdFac / truth.SdFac - 1)).toBeLessThan(0.1);
  expect(Math.abs(found.SdB / truth.SdB - 1)).toBeLessThan(0.3);
  expect(Math.abs(found.SdAdd / truth.SdAdd - 1)).toBeLessThan(0.15);
});

describe.each([
  ["normal", normal, false],
  ["Student's t", studentT, false],
  ["Laplace", laplace, true],
] as const)("%s", (name, make, kinked) => {
  const values = { parameters: raw({ SdFac: 1.3, SdB: 0.4, SdAdd: 0.07 }) };
  describeLikelihood({ name, likelihood: make({ errorModel: "evans" }), values, kinked });
});

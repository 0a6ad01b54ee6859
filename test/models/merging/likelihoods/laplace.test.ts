/** Oracles: SciPy (test/reference/models/likelihoods.py), careless 0.5.4 (carelessErrors.py). */
import { expect, test } from "vitest";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import careless from "../../../reference/models/carelessErrors.json";
import { logProbabilities } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

test("has the values of SciPy", () => {
  expect(expectReference("laplace", likelihoods.laplace)).toBe(1);
});

test("has the values of careless's: of standard deviation σ", () => {
  const rows = careless.predicted.map((predicted, i) => ({
    predicted,
    observed: careless.observed[i],
    sigma: careless.sigma[i],
  }));
  logProbabilities(likelihoods.laplace(), rows).forEach((value, i) => {
    expect(value / careless.laplace.logProbability[i]).toBeCloseTo(1, 6);
  });
});

test("says what it is, and trains nothing", () => {
  expect(likelihoods.laplace().description).toEqual({ name: "laplace" });
  expect(likelihoods.laplace().parameters).toBeUndefined();
});

describeLikelihood({ name: "Laplace", likelihood: likelihoods.laplace(), kinked: true });

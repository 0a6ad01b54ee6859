/** Oracles: lib/distributions' normal distribution, SciPy (test/reference/models/likelihoods.py). */
import { expect, test } from "vitest";
import { normal } from "../../../../lib/distributions/index.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { logProbabilities, observations } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

test("is the normal density of the observation about the prediction", () => {
  const found = logProbabilities(likelihoods.normal());
  observations.forEach(({ predicted, observed, sigma }, i) => {
    expect(found[i]).toBeCloseTo(normal({ location: predicted, scale: sigma }).logProbability(observed), 10);
  });
  expect(expectReference("normal", likelihoods.normal)).toBe(1);
});

test("says what it is, and trains nothing", () => {
  expect(likelihoods.normal().description).toEqual({ name: "normal" });
  expect(Object.keys(likelihoods.normal({ errorModel: "none" }))).toEqual(["description", "logProbability"]);
});

describeLikelihood({ name: "normal", likelihood: likelihoods.normal() });

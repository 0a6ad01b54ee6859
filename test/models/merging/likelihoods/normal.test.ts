/** Oracle: lib/distributions' normal distribution. */
import { expect, test } from "vitest";
import { normal } from "../../../../lib/distributions/index.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { logProbabilities, observations } from "./rows.js";

test("is the normal density of the observation about the prediction", () => {
  const found = logProbabilities(likelihoods.normal());
  observations.forEach(({ predicted, observed, sigma }, i) => {
    expect(found[i]).toBeCloseTo(normal({ location: predicted, scale: sigma }).logProbability(observed), 10);
  });
});

test("says what it is", () => {
  expect(likelihoods.normal().description).toEqual({ name: "normal" });
});

/** Oracle: the density of scale σ' written out. */
import { expect, test } from "vitest";
import { likelihoods } from "../../../../lib/models/index.js";
import type { ErrorModel } from "../../../../lib/models/merging/likelihoods/errorModelTypes.js";
import { locationScale } from "../../../../lib/models/merging/likelihoods/locationScale.js";
import { normalDensity } from "../../../../lib/models/merging/likelihoods/normal.js";
import { logProbabilities, observations } from "./rows.js";

/** σ' = 3σ. */
const threefold: ErrorModel = {
  description: { name: "threefold" },
  parameters: {},
  heads: [],
  inflation: (predicted) => predicted.mul(0).add(9),
  fitted: () => ({}),
  inflationOf: () => 9,
};

test("is the density of the observation in units of the refined σ", () => {
  const threeSigmas = observations.map((row) => ({ ...row, sigma: 3 * row.sigma }));
  const expected = logProbabilities(likelihoods.normal(), threeSigmas);
  logProbabilities(locationScale(normalDensity, threefold)).forEach((value, i) => {
    expect(value).toBeCloseTo(expected[i], 10);
  });
});

test("has no parameters, heads or fitted numbers where nothing is trained", () => {
  expect(Object.keys(locationScale(normalDensity, threefold))).toEqual(["description", "logProbability"]);
  expect(locationScale(normalDensity, threefold).description).toEqual({
    name: "normal",
    errorModel: { name: "threefold" },
  });
});

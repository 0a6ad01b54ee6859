/** Oracle: lib/distributions' Student's t. */
import { describe, expect, test } from "vitest";
import { studentT } from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { logProbabilities, observations } from "./rows.js";

describe.each([1, 4, 16.5, 1e6])("of %d degrees of freedom", (degreesOfFreedom) => {
  test("is the density of the observation about the prediction", () => {
    const found = logProbabilities(likelihoods.studentT({ degreesOfFreedom }));
    observations.forEach(({ predicted, observed, sigma }, i) => {
      const expected = studentT({ degreesOfFreedom, location: predicted, scale: sigma });
      expect(found[i]).toBeCloseTo(expected.logProbability(observed), 8);
    });
  });
});

test("has 4 degrees of freedom unless told otherwise, and says so", () => {
  expect(likelihoods.studentT().description).toEqual({ name: "studentT", degreesOfFreedom: 4 });
  expect(logProbabilities(likelihoods.studentT())).toEqual(
    logProbabilities(likelihoods.studentT({ degreesOfFreedom: 4 })),
  );
});

test("with many degrees of freedom it is the normal likelihood", () => {
  const t = logProbabilities(likelihoods.studentT({ degreesOfFreedom: 1e9 }));
  const normal = logProbabilities(likelihoods.normal());
  observations.forEach(({ predicted, observed, sigma }, i) => {
    if (Math.abs(observed - predicted) < 5 * sigma) expect(t[i]).toBeCloseTo(normal[i], 5);
  });
});

test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
  "%d degrees of freedom are refused",
  (degreesOfFreedom) => {
    const make = () => likelihoods.studentT({ degreesOfFreedom });
    expect(make).toThrow(InputError);
    expect(make).toThrow(
      `Student's t likelihood: got ${degreesOfFreedom} degrees of freedom, expected a positive number; for infinitely many use the normal likelihood`,
    );
  },
);

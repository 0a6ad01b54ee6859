/** Oracles: lib/distributions' Student's t, SciPy (test/reference/models/likelihoods.py). */
import { describe, expect, test } from "vitest";
import { studentT } from "../../../../lib/distributions/index.js";
import { InputError } from "../../../../lib/errors.js";
import { likelihoods } from "../../../../lib/models/merging/likelihoods/index.js";
import { logProbabilities, observations } from "./rows.js";
import { describeLikelihood, expectReference } from "./suite.js";

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

describe("of learned degrees of freedom", () => {
  const learned = likelihoods.studentT({ degreesOfFreedom: "learned" });

  test("starts at 4, and says so", () => {
    expect(learned.description).toEqual({ name: "studentT", degreesOfFreedom: "learned" });
    expect(learned.fitted?.(learned.parameters ?? {}).degreesOfFreedom).toBeCloseTo(4, 12);
    const fixed = logProbabilities(likelihoods.studentT({ degreesOfFreedom: 4 }));
    logProbabilities(learned).forEach((value, i) => {
      expect(value).toBeCloseTo(fixed[i], 9);
    });
  });

  test.each([
    [-40, 1],
    [0, 1 + Math.LN2],
    [100, 101],
  ])("trained to %d they are %d: above 1, where the mean exists", (x, expected) => {
    expect(learned.fitted?.({ degreesOfFreedom: x }).degreesOfFreedom).toBeCloseTo(expected, 10);
  });

  test("are found by maximum likelihood: t of 3, and of 30", () => {
    for (const truth of [3, 30]) {
      const t = studentT({ location: 0, scale: 1, degreesOfFreedom: truth });
      const rows = Array.from({ length: 1000 }, (_, k) => ({
        predicted: 0,
        observed: t.quantile((k + 0.5) / 1000),
        sigma: 1,
      }));
      const likelihoodAt = (degreesOfFreedom: number) => {
        const values = {
          parameters: {
            degreesOfFreedom: degreesOfFreedom - 1 + Math.log(-Math.expm1(1 - degreesOfFreedom)),
          },
        };
        return logProbabilities(learned, rows, values).reduce((sum, value) => sum + value, 0);
      };
      const candidates = [0.5, 1, 2].map((factor) => factor * truth);
      const best = candidates.reduce((a, b) => (likelihoodAt(a) > likelihoodAt(b) ? a : b));
      expect(best).toBe(truth);
    }
  });
});

test("has the values of SciPy, of 4 and of learned degrees of freedom", () => {
  expect(expectReference("studentT", likelihoods.studentT)).toBe(5);
});

describeLikelihood({ name: "of 4 degrees of freedom", likelihood: likelihoods.studentT() });
for (const degreesOfFreedom of [0.75, 3, 40, 3000])
  describeLikelihood({
    name: `of learned degrees of freedom, trained to ${degreesOfFreedom}`,
    likelihood: likelihoods.studentT({ degreesOfFreedom: "learned" }),
    values: { parameters: { degreesOfFreedom } },
  });

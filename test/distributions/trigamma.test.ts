// Oracle: mpmath (test/reference/distributions/klGradient.py); differences of digammaHalfStepExcess.
import { expect, test } from "vitest";
import { digammaHalfStepExcess } from "../../lib/distributions/specialFunctionsGamma.js";
import { digammaHalfStepExcessSlope, trigamma } from "../../lib/distributions/trigamma.js";
import reference from "../reference/distributions/klGradient.json";
import { centralDifference, deviation, expectTable } from "./compare.js";

test("ψ′ agrees with mpmath", () => {
  expectTable(trigamma, reference.trigamma, 4e-15);
});

test("the slope of the half step agrees with mpmath, and with differences", () => {
  expectTable(digammaHalfStepExcessSlope, reference.halfStepSlope, 4e-15);
  for (const x of [0.3, 2, 15.9, 16.1, 40]) {
    const difference = centralDifference(digammaHalfStepExcess, x, 1e-3 * x);
    expect(deviation(digammaHalfStepExcessSlope(x), difference)).toBeLessThan(1e-8);
  }
});

// Oracle: mpmath at 60 digits (test/reference/distributions/specialFunctions.py).
import { expect, test } from "vitest";
import {
  digamma,
  digammaHalfStepExcess,
  EULER_GAMMA,
  log1pMinus,
  logGamma,
  logGammaHalfStep,
  stirlingCorrection,
} from "../../lib/distributions/specialFunctionsGamma.js";
import reference from "../reference/distributions/specialFunctions.json";
import { expectTable } from "./compare.js";

test("log Γ and ψ, relative above 1 and absolute below", () => {
  expectTable(logGamma, reference.logGamma, 1e-14, 1);
  expectTable(digamma, reference.digamma, 1e-14, 1);
  expectTable(stirlingCorrection, reference.stirlingCorrection, 1e-14, 0.1);
  expect(digamma(1)).toBeCloseTo(-EULER_GAMMA, 14);
});

test("half steps keep their digits for large arguments", () => {
  expectTable(logGammaHalfStep, reference.logGammaHalfStep, 2e-15, 1);
  expectTable(digammaHalfStepExcess, reference.digammaHalfStepExcess, 1e-14);
});

test("log(1 + u) − u is right for small u", () => {
  expectTable(log1pMinus, reference.log1pMinus, 2e-15);
  expect(log1pMinus(0)).toBeCloseTo(0, 300);
});

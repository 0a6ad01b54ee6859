// Oracle: mpmath at 60 digits (test/reference/distributions/specialFunctions.py).
import { expect, test } from "vitest";
import {
  erf,
  erfc,
  erfcx,
  hazardExcess,
  hazardVariance,
  logErfc,
  logNormalCdf,
  logNormalDensity,
  millsRatio,
  normalCdf,
  normalHazard,
} from "../../lib/distributions/specialFunctionsError.js";
import reference from "../reference/distributions/specialFunctions.json";
import { expectTable } from "./compare.js";

test("error functions to 2e-15 relative, where exp(−x²) does not round", () => {
  expectTable(erf, reference.erf, 1e-15);
  expectTable(
    erfcx,
    reference.erfcx.filter(([x]) => x >= 0),
    1e-15,
  );
});

test("error functions to 2e-13 relative out to x = 26", () => {
  expectTable(erfc, reference.erfc, 2e-13);
  expectTable(erfcx, reference.erfcx, 2e-13);
  expectTable(logErfc, reference.logErfc, 1e-15, 1e-3);
});

test("logarithm of the normal distribution function out to ±40 σ", () => {
  expectTable(logNormalCdf, reference.logNormalCdf, 1e-15, 1e-3);
  expectTable(
    (z) => Math.log(normalCdf(z)),
    reference.logNormalCdf.filter(([z]) => z > -30),
    1e-14,
    1e-2,
  );
  expect(logNormalDensity(0)).toBeCloseTo(-0.5 * Math.log(2 * Math.PI), 15);
});

test("Mills' ratio, the hazard, and its differences that cancel", () => {
  expectTable(millsRatio, reference.millsRatio, 1e-14);
  expectTable(normalHazard, reference.normalHazard, 2e-13);
  expectTable(hazardExcess, reference.hazardExcess, 3e-15);
  expectTable(hazardVariance, reference.hazardVariance, 1e-14);
});

test("at and beyond the ends", () => {
  expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfcx(Infinity)]).toEqual([0, 1, -1, 0, 0]);
  expect([normalCdf(-Infinity), normalCdf(Infinity), normalHazard(-Infinity)]).toEqual([0, 1, 0]);
  expect([erf, erfc, erfcx, logErfc, normalCdf, logNormalCdf].map((f) => f(Number.NaN))).toEqual(
    Array(6).fill(Number.NaN),
  );
});

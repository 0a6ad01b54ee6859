// Oracle: mpmath at 60 digits (test/reference/distributions/specialFunctions.py) and, at random arguments and far out, at
// 50 digits (test/reference/kernels/specialFunctions.py).
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
  normalDensity,
  normalHazard,
  normalQuantileOfLog,
  normalReversedHazard,
} from "../../lib/distributions/specialFunctionsError.js";
import reference from "../reference/distributions/specialFunctions.json";
import random from "../reference/kernels/specialFunctions.json";
import { expectTable } from "./compare.js";

test("error functions to 2e-15 relative, where exp(−x²) does not round", () => {
  expectTable(erf, reference.erf, 1e-15);
  expectTable(
    erfcx,
    reference.erfcx.filter(([x]) => x >= 0),
    1e-15,
  );
});

test("error functions to 1e-15 relative wherever they are numbers of full precision", () => {
  expectTable(erfc, reference.erfc, 1e-15);
  expectTable(erfcx, reference.erfcx, 1e-15);
  expectTable(logErfc, reference.logErfc, 1e-15, 1e-3);
});

test.each([
  ["erf", erf],
  ["erfc", erfc],
  ["erfcx", erfcx],
  ["normalCdf", normalCdf],
  ["normalDensity", normalDensity],
  ["logNormalCdf", logNormalCdf],
  ["normalReversedHazard", normalReversedHazard],
] as const)("%s at random arguments and far out to 1e-15", (name, f) => {
  expectTable(f, random.values[name] as [number, number][], 1e-15);
});

test("the quantile of a logarithm, near 0 and far below where its exponential underflows", () => {
  expectTable(normalQuantileOfLog, random.values.normalQuantileOfLog as [number, number][], 1e-15, 1);
  expect([-Infinity, 0, 1].map(normalQuantileOfLog)).toEqual([-Infinity, Infinity, Number.NaN]);
  for (const l of [-1e-300, -1e5, -1e12])
    expect(logNormalCdf(normalQuantileOfLog(l)) / l || 1).toBeCloseTo(1, 13);
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
  expectTable(normalHazard, reference.normalHazard, 1e-15);
  expectTable(hazardExcess, reference.hazardExcess, 3e-15);
  expectTable(hazardVariance, reference.hazardVariance, 1e-14);
});

test("at and beyond the ends", () => {
  expect([erf(0), erf(Infinity), erf(-Infinity), erfc(Infinity), erfcx(Infinity)]).toEqual([0, 1, -1, 0, 0]);
  expect([normalCdf(-Infinity), normalCdf(Infinity), Math.abs(logNormalCdf(Infinity))]).toEqual([0, 1, 0]);
  expect([normalHazard(-Infinity), normalHazard(Infinity), logNormalCdf(-Infinity)]).toEqual([
    0,
    Infinity,
    -Infinity,
  ]);
  expect([erfc(-Infinity), erfcx(-Infinity)]).toEqual([2, Infinity]);
  expect(normalReversedHazard(-1e8) / 1e8).toBeCloseTo(1, 14);
  expect(normalReversedHazard(1e8)).toBe(0);
  const all = [
    erf,
    erfc,
    erfcx,
    logErfc,
    normalCdf,
    normalDensity,
    logNormalCdf,
    logNormalDensity,
    millsRatio,
  ];
  const hazards = [normalHazard, normalReversedHazard, hazardExcess, hazardVariance, normalQuantileOfLog];
  for (const f of [...all, ...hazards]) expect(f(Number.NaN)).toBeNaN();
});

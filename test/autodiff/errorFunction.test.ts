/** Oracle: mpmath at 50 digits (test/reference/autodiff/specialFunctions.py). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import * as errorFunction from "../../lib/autodiff/errorFunction.js";
import { op } from "../../lib/autodiff/index.js";

const file = join(import.meta.dirname, "..", "reference", "autodiff", "specialFunctions.json");
const { values } = JSON.parse(readFileSync(file, "utf8")) as { values: Record<string, [number, number][]> };

// lgamma and digamma cross 0, and are near poles for negative arguments: there the error is against 1.
const functions: [string, (x: number) => number, number, number][] = [
  ["erf", errorFunction.erf, 1e-15, 0],
  ["erfc", errorFunction.erfc, 1e-15, 0],
  ["erfcx", errorFunction.erfcx, 1e-15, 0],
  ["normalCdf", errorFunction.normalCdf, 1e-15, 0],
  ["normalDensity", errorFunction.normalDensity, 1e-15, 0],
  ["logNormalCdf", errorFunction.logNormalCdf, 1e-15, 0],
  ["normalHazard", errorFunction.normalHazard, 1e-15, 0],
  ["lgamma", op.lgamma, 2e-14, 1],
  ["digamma", op.digamma, 3e-14, 1],
];

test.each(functions)("%s", (name, f, tolerance, floor) => {
  let [worst, at] = [0, 0];
  for (const [x, wanted] of values[name]) {
    const deviation =
      wanted === 0 ? Math.abs(f(x)) : Math.abs(f(x) - wanted) / Math.max(Math.abs(wanted), floor);
    if (!(deviation <= worst)) [worst, at] = [deviation, x];
  }
  expect(worst, `at x = ${at}`).toBeLessThan(tolerance);
});

test("the ends", () => {
  const { erf, erfc, erfcx, logNormalCdf, normalCdf, normalHazard } = errorFunction;
  expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([1, -1, 0, 2]);
  expect([erfcx(Infinity), erfcx(-Infinity)]).toEqual([0, Infinity]);
  expect([normalCdf(Infinity), normalCdf(-Infinity), Math.abs(logNormalCdf(Infinity))]).toEqual([1, 0, 0]);
  expect(logNormalCdf(-Infinity)).toBe(-Infinity);
  expect(normalHazard(-1e8) / 1e8).toBeCloseTo(1, 14);
  expect(normalHazard(1e8)).toBe(0);
  for (const f of Object.values(errorFunction)) expect(f(Number.NaN)).toBeNaN();
});

/**
 * Oracles: mpmath quadrature to 60 digits (test/reference/statistics/frenchWilson.py), the tables of French & Wilson
 * (1978), MCMC and cctbx tables of ../shared/data/french_wilson, and phenix.french_wilson on HEWL.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { frenchWilson, standardMoments } from "../../lib/statistics/frenchWilson.js";
import { dataFile, dataTest } from "../data.js";

const golden: { moments: number[][]; phenixMeanIntensity: { rows: number[][] } } = JSON.parse(
  readFileSync(new URL("../reference/statistics/frenchWilson.json", import.meta.url), "utf8"),
);

const fields = ["intensity", "intensitySigma", "amplitude", "amplitudeSigma"] as const;

test("moments agree with mpmath from h = −1e6 to 1e6", () => {
  let worst = 0;
  for (const [h, ...expected] of golden.moments) {
    for (const centric of [false, true]) {
      const moments = standardMoments(h, centric);
      fields.forEach((field, k) => {
        worst = Math.max(worst, Math.abs(moments[field] / expected[k + (centric ? 4 : 0)] - 1));
      });
    }
  }
  expect(golden.moments.length).toBeGreaterThan(50);
  expect(worst).toBeLessThan(1e-10);
});

test("far tails keep their limits", () => {
  // h → −∞: J/σ is exponential (acentric) or chi-square of one degree of freedom (centric) of mean 1/|h|, 1/(2|h|).
  const far = standardMoments(-1e12, false);
  expect(far.intensity * 1e12).toBeCloseTo(1, 9);
  expect(far.intensitySigma * 1e12).toBeCloseTo(1, 9);
  expect(standardMoments(-1e12, true).intensity * 2e12).toBeCloseTo(1, 9);
  // h → ∞: the measurement stands, σ(F) = σ/2F.
  const strong = standardMoments(1e12, true);
  expect(strong.intensity).toBeCloseTo(1e12, 0);
  expect(strong.intensitySigma).toBeCloseTo(1, 9);
  expect(strong.amplitudeSigma * 2e6).toBeCloseTo(1, 9);
});

test("moments are smooth where the formula changes from one origin to the other", () => {
  for (const centric of [false, true]) {
    for (const h of [0, 8]) {
      const below = standardMoments(h - 1e-9, centric);
      const above = standardMoments(h + 1e-9, centric);
      for (const field of fields) expect(Math.abs(below[field] / above[field] - 1)).toBeLessThan(1e-8);
    }
  }
});

test("sigma, mean intensity and centricity enter by reflection", () => {
  const { intensity, amplitude } = frenchWilson([50, -5, 50], [2, 2, 2], [100, 100, 100], [0, 1, 1]);
  expect(intensity[0]).toBeCloseTo(2 * standardMoments(25 - 2 / 100, false).intensity, 12);
  expect(intensity[1]).toBeCloseTo(2 * standardMoments(-2.5 - 2 / 200, true).intensity, 12);
  expect(amplitude[2]).toBeCloseTo(Math.SQRT2 * standardMoments(25 - 2 / 200, true).amplitude, 12);
});

test("what cannot be estimated is NaN, and lengths must agree", () => {
  const bad = frenchWilson(
    [1, 1, Number.NaN, 1, 1],
    [0, -1, 1, Number.NaN, 1],
    [1, 1, 1, 1, 0],
    [0, 0, 0, 0, 0],
  );
  for (const field of fields) expect([...bad[field]].every(Number.isNaN)).toBe(true);
  expect(() => frenchWilson([1, 2], [1], [1, 1], [0, 0])).toThrow(InputError);
  expect(() => frenchWilson([1, 2], [1], [1, 1], [0, 0])).toThrow(
    "got 2 intensities, 1 sigmas, 2 mean intensities and 2 centric flags, expected as many of each",
  );
});

function csv(path: string): number[][] {
  const lines = readFileSync(dataFile(path), "utf8").trim().split("\n").slice(1);
  return lines.map((line) => line.split(",").map((x) => (x === "True" ? 1 : x === "False" ? 0 : Number(x))));
}

function againstCsv(path: string): number[] {
  const rows = csv(path);
  const column = (k: number) => rows.map((row) => row[k]);
  const ours = frenchWilson(column(0), column(1), column(2), column(7));
  return fields.map((field, k) =>
    rows.reduce((worst, row, i) => Math.max(worst, Math.abs(ours[field][i] / row[3 + k] - 1)), 0),
  );
}

dataTest("MCMC posteriors", () => {
  for (const worst of againstCsv("french_wilson/fw_mcmc_data.csv")) expect(worst).toBeLessThan(0.03);
});

dataTest("cctbx's tables", () => {
  for (const worst of againstCsv("french_wilson/fw_test_data.csv")) expect(worst).toBeLessThan(0.06);
});

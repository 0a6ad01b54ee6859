/**
 * Oracles: mpmath quadrature to 60 digits (test/reference/statistics/frenchWilson.py), the tables of French & Wilson
 * (1978), MCMC and cctbx tables of ../shared/data/french_wilson, and phenix.french_wilson on HEWL.
 */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { frenchWilson, standardMoments } from "../../lib/statistics/frenchWilson.js";
import { dataFile, dataTest } from "../data.js";
import { realTable } from "./reflections.js";

const golden: {
  moments: number[][];
  phenixMeanIntensity: { rows: number[][]; worstRelativeDifferenceOfCctbxFromPhenixF: number };
} = JSON.parse(readFileSync(new URL("../reference/statistics/frenchWilson.json", import.meta.url), "utf8"));

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

/** Ours over the file's, less one, by field; columns I, SigI, Sigma, four moments, centric. */
function relative(path: string): Record<(typeof fields)[number], number[]> {
  const rows = csv(path);
  const column = (k: number) => rows.map((row) => row[k]);
  const ours = frenchWilson(column(0), column(1), column(2), column(7));
  const of = (field: (typeof fields)[number], k: number) =>
    rows.map((row, i) => ours[field][i] / row[3 + k] - 1);
  return {
    intensity: of("intensity", 0),
    intensitySigma: of("intensitySigma", 1),
    amplitude: of("amplitude", 2),
    amplitudeSigma: of("amplitudeSigma", 3),
  };
}

const largest = (values: number[]) => values.reduce((worst, value) => Math.max(worst, Math.abs(value)), 0);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value / values.length, 0);
const within = (values: number[], limit: number) =>
  values.filter((value) => Math.abs(value) < limit).length / values.length;

dataTest("MCMC posteriors to 1 %", () => {
  const { intensity, intensitySigma, amplitude, amplitudeSigma } = relative("french_wilson/fw_mcmc_data.csv");
  expect(largest(intensity)).toBeLessThan(0.01);
  expect(largest(amplitude)).toBeLessThan(0.01);
  // The chain's own chance in standard deviations is larger, and about zero: no bias in 2,240 posteriors.
  expect(within(intensitySigma, 0.01)).toBeGreaterThan(0.998);
  expect(within(amplitudeSigma, 0.01)).toBeGreaterThan(0.988);
  expect(largest(amplitudeSigma)).toBeLessThan(0.025);
  for (const values of [intensity, intensitySigma, amplitude, amplitudeSigma]) {
    expect(Math.abs(mean(values))).toBeLessThan(5e-5);
  }
});

dataTest("cctbx's tables of French & Wilson, to their rounding where they are exact", () => {
  const path = "french_wilson/fw_test_data.csv";
  const { intensity, intensitySigma, amplitude, amplitudeSigma } = relative(path);
  // In the acentric table, three decimals (0.0005 of 0.23 or more) and linear steps.
  const inTable = csv(path).map(([i, sigma, wilson, , , , , centric]) => {
    const h = i / sigma - sigma / wilson;
    return centric === 0 && h < 2.9;
  });
  const select = (values: number[]) => values.filter((_, i) => inTable[i]);
  expect(select(intensity).length).toBeGreaterThan(500);
  expect(largest(select(intensity))).toBeLessThan(0.002);
  expect(largest(select(amplitude))).toBeLessThan(0.0015);
  expect(largest(select(amplitudeSigma))).toBeLessThan(0.003);
  // Elsewhere its approximations (√h above 3; centrics integrated coarsely) differ by this much from MCMC and mpmath too.
  expect(largest(intensity)).toBeLessThan(0.02);
  expect(largest(intensitySigma)).toBeLessThan(0.02);
  expect(largest(amplitude)).toBeLessThan(0.015);
  expect(largest(amplitudeSigma)).toBeLessThan(0.055);
});

dataTest("table 1 of French & Wilson (Σ = 20), to its three decimals where it is exact", () => {
  for (const row of csv("french_wilson/fw1978.csv")) {
    const [i, sigma, ...printed] = row;
    const acentric = standardMoments(i - sigma / 20, false);
    const centric = standardMoments(i - sigma / 40, true);
    const off = [
      acentric.intensity,
      acentric.intensitySigma,
      centric.intensity,
      centric.intensitySigma,
      acentric.amplitude,
      acentric.amplitudeSigma,
      centric.amplitude,
      centric.amplitudeSigma,
    ].map((value, k) => Math.abs(value - printed[k]));
    // Columns of the paper: acentric E(J) is right to its last digit; its other columns come from numerical integration
    // (centric) or, from I = 4 on, from F = √J and series. Ours agrees with mpmath to 1e-10 at all of them.
    expect(off[0]).toBeLessThan(0.0006);
    expect(off[1]).toBeLessThan(0.003);
    if (i === 4) {
      expect(printed[2]).toBe(3.91); // a misprint: beside 2.757 at I = 3 and 4.868 at I = 5
      expect(centric.intensity).toBeCloseTo(3.8316, 3);
    } else expect(off[2]).toBeLessThan(0.003);
    expect(off[3]).toBeLessThan(0.0075);
    if (i <= 3) expect(off[4]).toBeLessThan(0.001);
    expect(off[4]).toBeLessThan(0.017);
    expect(off[5]).toBeLessThan(i <= 3 ? 0.001 : 0.0085);
    expect(off[6]).toBeLessThan(0.004);
    expect(off[7]).toBeLessThan(0.002);
  }
});

dataTest(
  "phenix on HEWL, with the mean intensities that it uses, to the rounding of its tables",
  async () => {
    const table = await realTable("french_wilson/phenix_fw_ref.mtz");
    const { rows, worstRelativeDifferenceOfCctbxFromPhenixF } = golden.phenixMeanIntensity;
    expect(worstRelativeDifferenceOfCctbxFromPhenixF).toBeLessThan(1e-7); // its curve is known: its amplitudes are these
    const hkl = table.hkl();
    const index = Array.from(
      { length: table.length },
      (_, i) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]] as const,
    );
    const centric = index.map((h) => table.spaceGroup.isCentric(...h));
    // Linear in d between the centres of its shells, constant beyond; without ε.
    const wilson = Array.from(index, (h) => {
      const d = table.cell.dSpacing(...h);
      const next = rows.findIndex(([centre]) => centre < d);
      if (next <= 0) return next === 0 ? rows[0][1] : rows[rows.length - 1][1];
      const [[high, one], [low, two]] = [rows[next - 1], rows[next]];
      return one + ((high - d) / (high - low)) * (two - one);
    });
    const [intensity, sigma] = [table.values("I"), table.values("SIGI")];
    const ours = frenchWilson(intensity, sigma, wilson, centric);
    const f = index.map((_, i) => ours.amplitude[i] / table.values("F")[i] - 1);
    const sigmaF = index.map((_, i) => ours.amplitudeSigma[i] / table.values("SIGF")[i] - 1);
    const h = index.map((_, i) => intensity[i] / sigma[i] - sigma[i] / wilson[i] / (centric[i] ? 2 : 1));
    const select = (values: number[], isCentric: boolean, from: number, to: number) =>
      values.filter((_, i) => centric[i] === isCentric && h[i] >= from && h[i] < to);
    // Acentrics within the paper's table: three decimals, linear between steps of 0.1 in h.
    expect(largest(select(f, false, -4, 2.9))).toBeLessThan(0.0005);
    expect(largest(select(sigmaF, false, -4, 2.9))).toBeLessThan(0.0015);
    // Above it phenix has F = √(hσ), σ(F) = σ/2F: that is all the difference, F too large by 1/8h².
    index.forEach((_, i) => {
      if (centric[i] || h[i] < 3) return;
      expect(Math.abs(Math.sqrt(h[i] * sigma[i]) / table.values("F")[i] - 1)).toBeLessThan(1e-6);
    });
    expect(largest(select(f, false, 3, 1e9))).toBeLessThan(0.015);
    expect(largest(select(f, false, 20, 1e9))).toBeLessThan(0.0004);
    // Centrics: the paper integrated numerically, to a per cent; above h = 4 a series takes over.
    expect(largest(select(f, true, -4, 4))).toBeLessThan(0.0075);
    expect(largest(select(f, true, 4, 10))).toBeLessThan(0.0006);
    expect(largest(select(f, true, 10, 1e9))).toBeLessThan(1e-5);
    expect(largest(select(sigmaF, true, 10, 1e9))).toBeLessThan(1e-4);
    expect(Math.max(...h)).toBeGreaterThan(20);
    expect(Math.min(...h)).toBeLessThan(0);
  },
);

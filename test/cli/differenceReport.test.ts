import { describe, expect, test } from "vitest";
import { type DifferenceReport, differenceJson, differenceText } from "../../lib/cli/differenceReport.js";
import { Grid } from "../../lib/maps/index.js";
import { atom } from "../../lib/structure/index.js";
import type { DifferenceMap } from "../../lib/table/differenceMap.js";
import { ReflectionTable } from "../../lib/table/reflectionTable.js";

const sulphur = atom({
  element: "S",
  name: "SG",
  residueName: "CYS",
  residueNumber: 69,
  chain: "A",
  x: 1,
  y: 2,
  z: 3,
});
const grid = new Grid({
  cell: [10, 10, 10],
  spaceGroup: "P 1",
  shape: [2, 2, 2],
  data: Float32Array.of(-6, 5, 0, 0, 0, 0, 0, 0),
});
const none = new Float64Array(0);
const map: DifferenceMap = {
  grid,
  sigma: 0.02,
  peaks: [
    {
      height: -6.04,
      gridHeight: -6,
      fractional: [0.1, 0.2, 0.3],
      position: [1, 2, 3],
      nearest: { atom: sulphur, index: 0, distance: 0.04 },
    },
    { height: 5.06, gridHeight: 5, fractional: [0.5, 0.2, 0.3], position: [5, 2, 3] },
  ],
  coefficients: {
    hkl: new Int32Array(0),
    amplitude: none,
    phase: none,
    weight: none,
    difference: none,
    sigma: none,
    scale: { kind: "bFactor", factors: none, overall: 1.25, bFactor: -0.44 },
    weighting: { kind: "q", alpha: undefined, shells: 20, shellsAtLimit: 3 },
    correlation: 0.9611,
    rIso: 0.073,
    leftOut: { missing: 1, sigmaNotPositive: 2, noPhase: 0 },
  },
  reflections: { dark: 12, light: 11, common: 10 },
  resolution: [30.1, 1.6],
  table: new ReflectionTable({ columns: [], cell: [10, 10, 10], spaceGroup: "P 1", merged: true }),
};
const extreme = (height: number) => ({
  height,
  position: [1, 2, 3] as const,
  nearest: { atom: sulphur, distance: 0.5 },
});
const near = { residues: ["CYS"], radius: 2.5, maximum: extreme(5.1), minimum: extreme(-6) };
const report: DifferenceReport = { dark: "d.mtz", light: "l.mtz", map, near };

describe("differenceText", () => {
  test("says what was used, how it was scaled, and lists peaks with their signs", () => {
    const text = differenceText(report);
    for (const part of [
      "d.mtz: 12 reflections",
      "10, of which 3 cannot be used (1 without an amplitude, 2 without a positive sigma, 0 without a phase)",
      "30.10 to 1.60",
      "1.2500, B -0.44 Å² (bFactor)",
      "q, 20 shells, in 3 of them σ explains more than half of the differences",
      "0.9611",
      "2 × 2 × 2 points, −6.0 to +5.0 σ",
      "Within 2.5 Å of CYS:\n  highest +5.1 σ at 1.00 2.00 3.00 Å, 0.50 Å from CYS A69 SG\n  lowest  −6.0 σ",
    ])
      expect(text).toContain(part);
    expect(text).toMatch(/−6\.0 {2}0\.100 0\.200 0\.300 {2}0\.04 {2}CYS A69 SG/);
    expect(text).toMatch(/\+5\.1 {2}0\.500 0\.200 0\.300 +– +–/);
  });

  test.each([
    [{ kind: "k", alpha: 0.05, shells: 0, shellsAtLimit: 0 }, "k, alpha 0.05"],
    [{ kind: "sigma", alpha: undefined, shells: 0, shellsAtLimit: 0 }, "sigma, 1/σ²"],
    [{ kind: "none", alpha: undefined, shells: 0, shellsAtLimit: 0 }, "none"],
    [{ kind: "q", alpha: undefined, shells: 4, shellsAtLimit: 0 }, "q, 4 shells"],
  ] as const)("says which weights: %j", (weighting, text) => {
    const coefficients = { ...map.coefficients, weighting };
    const lines = differenceText({ ...report, map: { ...map, coefficients } }).split("\n");
    expect(lines.find((line) => line.startsWith("Weights"))).toMatch(
      new RegExp(` {2}${text.replace("/", "\\/")}$`),
    );
  });

  test("without peaks, residues or a model it says so and leaves columns out", () => {
    const bare = differenceText({ ...report, near: undefined, map: { ...map, peaks: [] } });
    expect(bare).toContain("No peak of either sign is as high as was asked for.");
    expect(bare).not.toContain("Within");
    const unnamed = differenceText({
      ...report,
      near: undefined,
      map: { ...map, peaks: map.peaks.slice(1) },
    });
    expect(unnamed).not.toContain("from");
  });
});

test("differenceJson has the same, undefined as null", () => {
  const json = JSON.parse(JSON.stringify(differenceJson(report)));
  expect(json).toMatchObject({
    dark: "d.mtz",
    reflections: { common: 10 },
    scale: { kind: "bFactor", overall: 1.25, bFactor: -0.44 },
    weights: { kind: "q", alpha: null, shells: 20, shellsAtLimit: 3 },
    near: {
      residues: ["CYS"],
      minimum: { height: -6, nearest: { residueName: "CYS", name: "SG", distance: 0.5 } },
    },
    map: { shape: [2, 2, 2], minimum: -6, maximum: 5 },
  });
  expect(json.peaks[0].nearest).toMatchObject({ chain: "A", residueNumber: 69, distance: 0.04 });
  expect(json.peaks[1].nearest).toBeNull();
  expect(JSON.parse(JSON.stringify(differenceJson({ ...report, near: undefined }))).near).toBeNull();
});

/**
 * Oracles: cctbx.statistics.wilson_plot on gamma and insulin (test/reference/statistics/mergingStatistics.py), shell by
 * shell; intensities made with a known B.
 */
import { describe, expect, test } from "vitest";
import { generateHkl } from "../../lib/crystal/millerIndex.js";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { exponential } from "../../lib/random/gamma.js";
import { randomStream } from "../../lib/random/index.js";
import {
  averageProtein,
  classicalMerge,
  collectObservations,
  divideIntoShells,
  groupObservations,
  scatteringPower,
  weightedMeans,
  wilsonPlot,
} from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { realTable, reference, unmergedFiles } from "./reflections.js";

interface CctbxWilson {
  contents: Record<string, number>;
  x: number[];
  y: number[];
  b: number;
}
const { sets } = reference<{ sets: Record<"gamma" | "insulin", { wilson: CctbxWilson }> }>(
  "mergingStatistics",
);

const cell = new UnitCell(50, 60, 70);
const spaceGroup = SpaceGroup.of("P 21 21 21");
const hkl = generateHkl(cell, spaceGroup, 1.8);
const count = hkl.length / 3;
const index = Array.from({ length: count }, (_, i) => [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]] as const);
const inverseDSquared = Float64Array.from(index, (h) => cell.inverseDSquared(...h));
const epsilon = Float64Array.from(index, (h) => spaceGroup.epsilon(...h));

/** Acentric-distributed intensities of a protein with B 25 Å² on scale 0.3. */
function made(): Float64Array {
  const chance = randomStream(4, "wilson");
  const contents = averageProtein(cell.volume / 4);
  return inverseDSquared.map(
    (x, i) =>
      0.3 * epsilon[i] * 4 * scatteringPower(contents, x) * Math.exp((-25 * x) / 2) * exponential(chance, i),
  );
}

test("B and scale of made intensities, within their chance", () => {
  const plot = wilsonPlot({ inverseDSquared, intensity: made(), epsilon, cell, spaceGroup });
  expect(plot.bFactorError).toBeGreaterThan(0.05);
  expect(plot.bFactorError).toBeLessThan(1);
  expect(Math.abs(plot.bFactor - 25)).toBeLessThan(3 * plot.bFactorError);
  expect(Math.abs(Math.log(plot.scale / 0.3))).toBeLessThan(0.1);
  expect(plot.dMax).toBeLessThan(4.8); // a shell whose middle is at 4.5 Å
  expect(plot.dMin).toBeCloseTo(1.8, 2);
});

test("an ice ring hardly moves the line", () => {
  const ring = made().map((value, i) =>
    Math.abs(1 / Math.sqrt(inverseDSquared[i]) - 2.25) < 0.02 ? 20 * value : value,
  );
  const plot = wilsonPlot({ inverseDSquared, intensity: ring, epsilon, cell, spaceGroup });
  expect(Math.abs(plot.bFactor - 25)).toBeLessThan(1.5);
  expect(
    Math.max(...plot.points.filter(({ used }) => used).map(({ value, fitted }) => value - fitted)),
  ).toBeGreaterThan(1);
});

test("limits, shells and points", () => {
  const data = { inverseDSquared, intensity: made(), epsilon, cell, spaceGroup };
  const plot = wilsonPlot(data, { dMax: 3, dMin: 2, shells: 20 });
  expect(plot.points.length).toBe(20);
  expect(plot.points.reduce((sum, { reflections }) => sum + reflections, 0)).toBe(count);
  for (const { inverseDSquared: x, used } of plot.points) expect(used).toBe(x >= 1 / 9 && x <= 1 / 4);
});

test("too little for a line, and an unknown element", () => {
  const data = { inverseDSquared, intensity: inverseDSquared.map(() => -1), epsilon, cell, spaceGroup };
  expect(() => wilsonPlot(data)).toThrow(InputError);
  expect(() => wilsonPlot(data)).toThrow("got 0 shells of positive mean intensity");
  expect(() => wilsonPlot(data, { composition: { Qq: 1 } })).toThrow(InputError);
});

describe.each(["gamma", "insulin"] as const)("%s against cctbx", (name) => {
  dataTest("the same plot", async () => {
    const expected = sets[name].wilson;
    const observations = collectObservations(await realTable(unmergedFiles[name]), { dMax: 4 });
    const groups = groupObservations(observations, false);
    const { intensity } = weightedMeans(observations, groups);
    const positive = intensity.map((value) => (value > 0 ? value : Number.NaN)); // as cctbx, which takes amplitudes
    const used = Array.from(positive.keys()).filter((r) => positive[r] > 0);
    const shells = divideIntoShells(
      Float64Array.from(used, (r) => observations.inverseDSquared[r]),
      { shells: 15 },
    );
    const order = observations.spaceGroup.operations.length;
    const centrings = order / observations.spaceGroup.primitiveOperations.length;
    const [stars, sumX, sumI] = Array.from({ length: 3 }, () => new Float64Array(15));
    used.forEach((r, i) => {
      // cctbx counts each reflection as often as it has equivalents, ours divide by ε
      const star = (observations.centric[r] === 1 ? 1 : 2) / observations.epsilon[r];
      const s = shells.ofReflection[i];
      stars[s] += star;
      sumX[s] += star * observations.inverseDSquared[r];
      sumI[s] += star * positive[r];
    });
    expected.x.forEach((stol, s) => {
      expect(Math.abs(sumX[s] / stars[s] / (4 * stol) - 1)).toBeLessThan(1e-6);
      const contents = order * centrings * scatteringPower(expected.contents, 4 * stol);
      expect(Math.abs(Math.log(sumI[s] / stars[s] / contents) - expected.y[s])).toBeLessThan(1e-4);
    });
    // The whole of it, in shells of equal counts and over other limits: B differs by its chance.
    const plot = wilsonPlot(
      { ...observations, intensity: positive },
      { composition: expected.contents, dMax: 4, shells: 15, weighted: false },
    );
    expect(Math.abs(plot.bFactor - expected.b)).toBeLessThan(plot.bFactorError);
  });
});

dataTest("gamma's B with the defaults", async () => {
  const { observations } = classicalMerge(await realTable(unmergedFiles.gamma));
  const { intensity } = weightedMeans(observations, groupObservations(observations, false));
  const plot = wilsonPlot({ ...observations, intensity });
  expect(Math.abs(plot.bFactor - sets.gamma.wilson.b)).toBeLessThan(2 * plot.bFactorError + 0.5);
});

/** Oracles: a loop over all terms with sets; the truth of a simulation; where nothing is a sum, the observations themselves. */
import { describe, expect, test } from "vitest";
import { merge } from "../../../lib/models/index.js";
import { fittedByShell } from "../../../lib/models/merging/fittedReflections.js";
import { collectMergingData } from "../../../lib/models/merging/mergingData.js";
import { simulateLaue } from "../../../lib/simulate/index.js";
import { divideIntoShells } from "../../../lib/statistics/shells.js";
import { type Row, rotation, unmerged } from "./tables.js";

describe("without harmonics", () => {
  const data = collectMergingData(rotation().observations, { anomalous: true });
  const { observations } = data;

  test("reflections, mates and counts are those of the observations", () => {
    const shells = divideIntoShells(observations.inverseDSquared, { shells: 4 });
    const { reflections, times, unique, observations: counted } = fittedByShell(data, () => true, shells);
    const { start, minusStart, reflectionCount, inverseDSquared, centric } = observations;
    expect(reflections.start).toEqual(start);
    expect(reflections.reflectionCount).toBe(reflectionCount);
    expect(reflections.inverseDSquared).toEqual(inverseDSquared);
    reflections.minusStart.forEach((from, r) => {
      expect(from).toBe(centric[r] ? start[r + 1] : minusStart[r]);
    });
    expect(times).toEqual(counted);
    expect(times[4]).toBe(observations.intensity.length);
    expect(unique[4]).toBe(reflectionCount);
    expect(unique.slice(0, 4).reduce((sum, n) => sum + n, 0)).toBe(reflectionCount);
  });

  test("what is not chosen does not count", () => {
    const shells = divideIntoShells(observations.inverseDSquared, { shells: 3 });
    const { reflections, unique } = fittedByShell(data, (i) => i < observations.start[5], shells);
    expect(reflections.reflectionCount).toBe(5);
    expect(unique[3]).toBe(5);
  });
});

describe("with harmonics that reach beyond the spots", () => {
  const { observations, truth } = simulateLaue({ seed: 1, dMin: 3, imageCount: 12 });
  // spots of low indices alone, so that the shells beyond hold harmonics only
  const d = observations.computeDHKL().values("dHKL");
  const coarse = observations.filter((row) => d[row] > 5);
  const laue = { range: [0.5, 2], dMin: 3 } as const;
  const data = collectMergingData(coarse, { laue });
  const { terms, groups } = data;

  test("each shell has the reflections of the terms in it, and the spots they are in", () => {
    const all = Float64Array.from(new Set(groups.reflection), (r) => data.observations.inverseDSquared[r]);
    const shells = divideIntoShells(all, { shells: 5 });
    const found = fittedByShell(data, () => true, shells);
    for (let s = 0; s <= 5; s++) {
      const inside = Array.from(terms.reflection.keys()).filter((t) => {
        const x = terms.inverseDSquared[t];
        return s === 5 || (x >= shells.edges[s] && x < shells.edges[s + 1]);
      });
      expect(found.times[s]).toBe(inside.length);
      expect(found.unique[s]).toBe(new Set(inside.map((t) => groups.reflection[terms.reflection[t]])).size);
      expect(found.observations[s]).toBe(new Set(inside.map((t) => terms.observation[t])).size);
      expect(found.unique[s]).toBeGreaterThan(0);
    }
    expect(found.observations[5]).toBe(coarse.length);
    expect(found.times[5]).toBeGreaterThan(coarse.length);
    expect(found.dMin).toBeLessThan(3.2);
    expect(Math.min(...coarse.computeDHKL().values("dHKL"))).toBeGreaterThan(5);
  });

  test("shells of run.statistics() go from low to high resolution, and none is empty", async () => {
    const model = merge(coarse, { laue, testFraction: 0.1 });
    const run = await model.train({ steps: 2, warmUpSteps: 2 });
    const { shells, overall } = run.statistics({ shells: 8 });
    expect(shells[7].dMin).toBeLessThan(3.2);
    for (const [s, shell] of shells.entries()) {
      expect(shell.dMax).toBeGreaterThan(shell.dMin);
      if (s > 0) expect(shell.dMax).toBeCloseTo(shells[s - 1].dMin, 12);
      expect(shell.reflections).toBeGreaterThan(0);
      expect(shell.observations).toBeGreaterThan(0);
      expect(shell.multiplicity).toBeGreaterThanOrEqual(1);
      expect(shell.completeness).toBeGreaterThan(0);
      expect(shell.completeness).toBeLessThanOrEqual(1);
      expect(shell.meanFOverSigma).toBeGreaterThan(0);
    }
    expect(overall.reflections).toBe(run.merged.length);
    expect(overall.observations).toBe(model.data.test.filter((flag) => flag === 0).length);
    expect(overall.completeness).toBeCloseTo(overall.reflections / overall.possible, 12);
    // CCpred is of the spots by their index: beyond them there are none
    expect(shells[7].ccPredTrain).toBeNaN();
    expect(shells[0].ccPredTrain).not.toBeNaN();
    expect(truth.length).toBeGreaterThanOrEqual(overall.reflections);
  });
});

test("shells whose reflections are all held out do not turn the limits round", async () => {
  const rows: Row[] = Array.from({ length: 60 }, (_, i) => ({
    hkl: [1 + (i % 5), 1 + (i % 4), 1 + (i % 3)],
    intensity: 10 + i,
    batch: 1 + (i % 7),
  }));
  const table = unmerged(rows);
  const d = table.computeDHKL().values("dHKL");
  const finest = Math.min(...d);
  const test_ = Uint8Array.from(d, (value) => (value < 1.2 * finest ? 1 : 0));
  const run = await merge(table, { test: test_, metadata: ["dHKL"] }).train({ steps: 2 });
  const { shells } = run.statistics({ shells: 6 });
  for (const { dMax, dMin } of shells) expect(dMax).toBeGreaterThan(dMin);
  expect(shells[5]).toMatchObject({ reflections: 0, observations: 0, multiplicity: Number.NaN });
});

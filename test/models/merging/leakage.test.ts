/**
 * No leakage. Half data sets of pure noise do not correlate: |CC| < 3/√n in every shell, and would if they shared an image. What is held out changes nothing that is trained, whatever it is.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { type MergingRun, merge } from "../../../lib/models/index.js";
import { halfDatasetMerges } from "../../../lib/models/merging/halfDatasetMerges.js";
import { fillNormal, randomStream } from "../../../lib/random/index.js";
import { halfMergeStatistics, type MergedHalves } from "../../../lib/statistics/index.js";
import type { ReflectionTable } from "../../../lib/table/reflectionTable.js";
import { changed, rotation } from "./tables.js";
import { withObservations } from "./trained.js";

const options = { dMin: 2.6 };

/** Simulated observations with their metadata, whose intensities are noise of the sigmas given. */
function noise(seed: number, sigmaOf: (old: number) => number): ReflectionTable {
  const { observations } = rotation({ ...options, seed });
  const normals = fillNormal(randomStream(seed, "pure noise"), new Float64Array(observations.length));
  const sigmas = changed(observations, "SIGI", sigmaOf);
  const sigma = sigmas.values("SIGI");
  return changed(sigmas, "I", (_, row) => sigma[row] * normals[row]);
}

/** z of CC1/2 and of CCanom, of each shell. */
function deviations(halves: readonly MergedHalves[]): { half: number[]; anomalous: number[] } {
  const { shells } = halfMergeStatistics(halves, { shells: 5 });
  for (const { pairs, anomalousPairs } of shells) {
    expect(pairs).toBeGreaterThan(60);
    expect(anomalousPairs).toBeGreaterThan(20);
  }
  return {
    half: shells.map(({ ccHalf, pairs }) => ccHalf * Math.sqrt(pairs)),
    anomalous: shells.map(({ ccAnomalous, anomalousPairs }) => ccAnomalous * Math.sqrt(anomalousPairs)),
  };
}

function expectNone(halves: readonly MergedHalves[]): void {
  const { half, anomalous } = deviations(halves);
  for (const z of [...half, ...anomalous]) expect(Math.abs(z)).toBeLessThan(3);
}

// The scale is lost in such data: it comes out about 0, and all amplitudes near the prior's.
test.each<[string, number, (old: number) => number]>([
  ["of one sigma", 1, () => 10],
  ["of the sigmas of counting", 2, (old) => old],
  ["of the sigmas of counting, another crystal", 3, (old) => old],
])("half data sets of pure noise %s do not correlate, in no shell", async (_name, seed, sigmaOf) => {
  const table = noise(seed, sigmaOf);
  const negative = Array.from(table.values("I")).filter((value) => value < 0);
  expect(negative.length / table.length).toBeCloseTo(0.5, 1);
  const run = await merge(table, { anomalous: true }).train({ steps: 600, evaluateEvery: 600 });
  // no CC1/2 is given of them (halfPrediction.test.ts): these are the halves as they come
  const [{ halves }] = await halfDatasetMerges(run);
  expectNone(halves);
});

/**
 * A sharper test: the scale of good data, and noise in place of the intensities when halves are merged. Sigmas are the same
 * everywhere once scaled, and general acentric reflections alone are looked at: a posterior mean of weak data depends on
 * sigma, ε and centricity, so that halves correlate by what both know beforehand, where these differ, and not by what one
 * tells the other.
 */
describe("noise under the scale of good data", () => {
  let halves: MergedHalves[];

  beforeAll(async () => {
    const model = merge(rotation({ dMin: 3.2 }).observations, { anomalous: true });
    const run = await model.train({ steps: 400, evaluateEvery: 400 });
    const { level } = model.beginning.fallOff;
    const normals = fillNormal(
      randomStream(7, "noise of the halves"),
      new Float64Array(model.data.reflection.length),
    );
    const sigma = Float64Array.from(run.scales.mean, (scale) => level * Math.abs(scale));
    const noisy = withObservations(run, { sigma, intensity: normals.map((z, i) => z * sigma[i]) });
    const [{ halves: repeats }] = await halfDatasetMerges(noisy, { repeats: 2, steps: 300 });
    halves = repeats.map(({ first, second }) => ({ first: general(first), second: general(second) }));
  });

  function general(table: ReflectionTable): ReflectionTable {
    const epsilon = table.computeEpsilon().values("EPSILON");
    const centric = table.spaceGroup.centricFlags(table.hkl());
    return table.filter((row) => epsilon[row] === 1 && centric[row] === 0);
  }

  test("half data sets do not correlate, in no shell", () => {
    for (const pair of halves) expectNone([pair]);
  });

  test("those that have images in common do: the test can tell", () => {
    for (const [first, second] of [
      [halves[0].first, halves[1].first],
      [halves[0].second, halves[1].first],
    ]) {
      const { half, anomalous } = deviations([{ first, second }]);
      for (const z of [half, anomalous])
        expect(z.reduce((sum, value) => sum + value, 0) / Math.sqrt(z.length)).toBeGreaterThan(4);
    }
  });
});

describe("what is held out", () => {
  const { observations } = rotation();
  const test_ = Uint8Array.from({ length: observations.length }, (_, row) => (row % 6 === 1 ? 1 : 0));
  const training = { steps: 60, batchSize: 700, evaluateEvery: 20 };
  const options = { anomalous: true, test: test_ };
  const wild = changed(
    changed(observations, "I", (x, row) => (test_[row] ? 1e6 * Math.sin(row) - 3 * x : x)),
    "SIGI",
    (x, row) => (test_[row] ? 1e-3 * x + row : x),
  );

  test("does not touch the rough merge, B, the start or the training: not a bit", async () => {
    const [plain, spoilt] = [merge(observations, options), merge(wild, options)];
    expect(spoilt.beginning).toEqual(plain.beginning);
    expect(spoilt.bFactor).toBe(plain.bFactor);
    expect(spoilt.normalisedExpected()).toEqual(plain.normalisedExpected());
    const [first, second] = [await plain.train(training), await spoilt.train(training)];
    expect(second.parameters).toEqual(first.parameters);
    for (const label of first.merged.labels)
      expect(second.merged.values(label)).toEqual(first.merged.values(label));
    const column = (run: MergingRun, name: string) => run.history.steps.column(name);
    for (const name of ["nll", "kl", "gradientNorm"])
      expect(column(second, name)).toEqual(column(first, name));
    // it was looked at, all the same
    expect(second.ccPred().overall.test.spearman).toBeLessThan(0.3);
    expect(first.ccPred().overall.test.spearman).toBeGreaterThan(0.9);
    expect(second.ccPred().overall.train).toEqual(first.ccPred().overall.train);
  });

  test("is not merged: N counts the training observations", async () => {
    const run = await merge(observations, options).train({ steps: 2 });
    const counted = (table: ReflectionTable) => {
      const centric = table.spaceGroup.centricFlags(table.hkl());
      const [plus, minus] = ["N(+)", "N(-)"].map((label) => table.values(label));
      return Array.from(plus, (n, row) => n + (centric[row] ? 0 : minus[row])).reduce((sum, n) => sum + n, 0);
    };
    expect(counted(run.merged)).toBe(test_.filter((flag) => flag === 0).length);
  });
});

/** Merges of simulated data beside the truth: better than the rough merge they start from, worse without what they need. */
import { describe, expect, test } from "vitest";
import { likelihoods, type MergeOptions, type MergingRun, merge } from "../../../lib/models/index.js";
import type { RotationOptions } from "../../../lib/simulate/index.js";
import { pearson } from "../../../lib/statistics/index.js";
import { rotation } from "./tables.js";
import { amplitudes, anomalousDifferences } from "./trained.js";

/** Absorption and drift by a factor of two and more, smooth from image to image. */
const drift: RotationOptions = { scaleDrift: 0.4, absorption: 0.4, imageJitter: 0 };

async function fit(data: RotationOptions, options: MergeOptions = {}, steps = 700) {
  const simulated = rotation(data);
  const model = merge(simulated.observations, { anomalous: true, testFraction: 0.1, ...options });
  const run = await model.train({ steps, evaluateEvery: steps });
  const found = amplitudes(simulated, run);
  return {
    run,
    ...found,
    cc: pearson(found.merged, found.truth),
    ccRough: pearson(found.rough, found.truth),
  };
}

const ofTest = ({ run }: { readonly run: MergingRun }) => run.ccPred().overall.test.spearman;

// found: cc 0.9951 0.9964 0.9968, rough 0.9932 0.9944 0.9902; CCpred 0.987 0.986 0.988
describe.each([1, 2, 3])("drift and absorption, data set %d", (seed) => {
  test("the merge is nearer to the truth than the rough one, and without the scale network it is measurably worse", async () => {
    const whole = await fit({ ...drift, seed });
    expect(whole.cc).toBeGreaterThan(whole.ccRough + 0.001);
    expect(ofTest(whole)).toBeGreaterThan(0.98);
    // without the network: cc 0.9938 0.9944 0.9930, CCpred 0.977 0.979 0.973
    const without = await fit({ ...drift, seed }, { scale: { network: false } });
    expect(without.cc).toBeLessThan(whole.cc - 0.001);
    expect(ofTest(without)).toBeLessThan(ofTest(whole) - 0.005);
    // without image scales either: cc 0.938 0.899 0.883, CCpred 0.885 0.883 0.689
    const unscaled = await fit({ ...drift, seed }, { scale: { network: false, imageScales: false } });
    expect(unscaled.cc).toBeLessThan(without.cc - 0.03);
    expect(ofTest(unscaled)).toBeLessThan(ofTest(without) - 0.05);
  });
});

test("data that are scaled already come out as well as those that are not", async () => {
  const [raw, scaled] = [await fit({}), await fit({ scaled: true })];
  expect(Math.abs(scaled.cc - raw.cc)).toBeLessThan(0.002);
  expect(Math.abs(ofTest(scaled) - ofTest(raw))).toBeLessThan(0.005);
});

test("outliers: Student's t stands them, the normal likelihood does not", async () => {
  const data = { outlierFraction: 0.03 };
  const [robust, normal] = [await fit(data), await fit(data, { likelihood: likelihoods.normal() })];
  // found: 0.9975, 0.965, and 0.983 of the rough merge
  expect(robust.cc).toBeGreaterThan(0.995);
  expect(robust.cc).toBeGreaterThan(robust.ccRough + 0.01);
  expect(normal.cc).toBeLessThan(robust.cc - 0.02);
});

/**
 * Without radiation damage, which takes the mean fall-off of a merge away from that of the undamaged crystal: nobody can
 * tell the two apart, and SIGF does not hold it.
 */
describe("data without radiation damage", () => {
  const simulated = { seed: 2, dMin: 3, radiationDamage: 0, randomAtoms: {} };

  test("intervals of 50, 90 and 95 % hold the truth as often, and anomalous differences are found", async () => {
    const { truth, merged, sigma, run } = await fit(simulated, { testFraction: 0 }, 1500);
    let [top, bottom] = [0, 0];
    merged.forEach((f, i) => {
      const weight = 1 / (sigma[i] ** 2 + (0.02 * f) ** 2);
      top += weight * f * truth[i];
      bottom += weight * truth[i] ** 2;
    });
    const z = merged.map((f, i) => (f - (top / bottom) * truth[i]) / sigma[i]);
    for (const [probability, width] of [
      [0.5, 0.6745],
      [0.9, 1.645],
      [0.95, 1.96],
    ]) {
      const held = z.filter((value) => Math.abs(value) < width).length / z.length;
      expect(Math.abs(held - probability), `${held} of ${probability}`).toBeLessThan(0.03);
    }
    const differences = anomalousDifferences(rotation(simulated), run);
    expect(differences.truth.length).toBeGreaterThan(1000);
    expect(pearson(differences.merged, differences.truth)).toBeGreaterThan(0.8);
    expect(pearson(differences.merged, differences.truth)).toBeGreaterThan(
      pearson(differences.rough, differences.truth),
    );
  });
});

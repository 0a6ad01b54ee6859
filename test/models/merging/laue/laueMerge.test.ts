/**
 * Laue merges of simulated data, with the defaults but for the number of steps: beside the truth, with and without harmonics;
 * noise is not correlated; a run that was stopped goes on to the same bits.
 */
import { describe, expect, test } from "vitest";
import { type MergingRun, merge } from "../../../../lib/models/index.js";
import { halfDatasetMerges } from "../../../../lib/models/merging/halfDatasetMerges.js";
import { collectMergingData } from "../../../../lib/models/merging/mergingData.js";
import { fillNormal, randomStream } from "../../../../lib/random/index.js";
import { compareWithTruth, simulateLaue } from "../../../../lib/simulate/index.js";
import { spearman } from "../../../../lib/statistics/index.js";
import type { ReflectionTable } from "../../../../lib/table/reflectionTable.js";
import { computeDHKL } from "../../../../lib/table/resolution.js";
import { memoryStore } from "../../../../lib/training/index.js";
import { changed } from "../tables.js";
import { bits, withObservations } from "../trained.js";

const simulated = simulateLaue({ seed: 1, dMin: 3 });
const { observations, truth, truthOfObservations: known } = simulated;
const laue = { range: [0.5, 2], dMin: 3 } as const;

/** 1 for reflections of the truth that take part in a spot with others. */
const inHarmonics = new Uint8Array(truth.length);
known.harmonicCount.forEach((count, i) => {
  if (count > 1) for (let t = known.start[i]; t < known.start[i + 1]; t++) inHarmonics[known.row[t]] = 1;
});

function compared(run: MergingRun) {
  const { all, apart, rest } = compareWithTruth(run.merged, truth, { apart: inHarmonics });
  return {
    all: all.correlation.overall,
    harmonic: apart?.correlation.overall,
    alone: rest?.correlation.overall,
  };
}

const fit = (harmonics: boolean) =>
  merge(observations, { laue: { ...laue, harmonics } }).train({
    steps: 300,
    warmUpSteps: 150,
    batchSize: 1024,
    evaluateEvery: 300,
  });

describe("beside the truth", () => {
  test("E is found, and without harmonics measurably worse where they are", async () => {
    const several = known.harmonicCount.filter((count) => count > 1).length;
    expect(several / known.harmonicCount.length).toBeGreaterThan(0.3);
    // found: 0.987, 0.983, 0.998; without harmonics 0.507, 0.421, 0.948
    const [whole, without] = [compared(await fit(true)), compared(await fit(false))];
    expect(whole.all).toBeGreaterThan(0.97);
    expect(whole.harmonic).toBeGreaterThan(0.96);
    expect(whole.alone).toBeGreaterThan(0.99);
    expect(without.harmonic).toBeLessThan(0.7);
    expect(without.all).toBeLessThan(whole.all - 0.2);
    expect(without.alone).toBeLessThan(whole.alone ?? 0);
  });
});

/**
 * As in leakage.test.ts: the scale of good data, and noise in place of the intensities when halves are merged. What spots tell
 * of a reflection differs much in Laue data, and with it how far posteriors shrink, which both halves know. The difference
 * of two noises has none of that: it is of the noise alone.
 */
test("half data sets of noise tell each other nothing", async () => {
  const run = await fit(true);
  const { data, beginning } = run.model;
  const halvesOf = async (seed: number) => {
    const normals = fillNormal(
      randomStream(seed, "noise of halves"),
      new Float64Array(data.reflection.length),
    );
    const sigma = normals.map((_, i) => beginning.fallOff.level * run.scales.mean[data.terms.start[i]]);
    const noisy = withObservations(run, { sigma, intensity: normals.map((z, i) => z * sigma[i]) });
    return (await halfDatasetMerges(noisy, { repeats: 2, steps: 150 }))[0].halves;
  };
  const [[one, again], [other, otherAgain]] = [await halvesOf(1), await halvesOf(2)];
  const [first, second] = [differences(one.first, other.first), differences(one.second, other.second)];
  expect(Math.abs(deviation(first, second))).toBeLessThan(3);
  // found: −2.2, and 4.2 of halves of two divisions, which have images in common: the test can tell
  expect(deviation(first, differences(again.first, otherAgain.first))).toBeGreaterThan(3);
});

/** Of intensities of reflections that both tables have, by their indices. */
function differences(a: ReflectionTable, b: ReflectionTable): Map<string, number> {
  const [of, from] = [a, b].map((table) => {
    const hkl = table.hkl();
    return new Map(
      Array.from(table.values("I"), (value, row) => [hkl.subarray(3 * row, 3 * row + 3).join(), value]),
    );
  });
  return new Map(Array.from(of, ([name, value]) => [name, value - (from.get(name) ?? Number.NaN)]));
}

/** Fisher's z of the correlation of ranks, in standard errors: few reflections are told so little that they are far out. */
function deviation(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  const common = Array.from(a.keys()).filter((name) => b.has(name));
  expect(common.length).toBeGreaterThan(250);
  const of = (values: typeof a) => Float64Array.from(common, (name) => values.get(name) ?? Number.NaN);
  return Math.atanh(spearman(of(a), of(b))) * Math.sqrt((common.length - 3) / 1.06);
}

test.each(["lambda", "LAM_AT_PEAK"])(
  "wavelengths in a column called %s are seen by the scale and encoded as those in Wavelength: the same bits",
  async (label) => {
    const data = Float32Array.from(observations.values("Wavelength"));
    // a column of another program, which says nothing of the reflections' wavelengths, does not take their place
    const other = { label: "WAVELENGTH", type: "R", data: data.map((_, row) => row % 7) } as const;
    const renamed = observations.without("Wavelength").with({ label, type: "R", data });
    const training = { steps: 12, warmUpSteps: 6, batchSize: 500, evaluateEvery: 12 };
    const named = { ...laue, wavelength: label };
    const run = await merge(label === "lambda" ? renamed : renamed.with(other), {
      laue: label === "lambda" ? laue : named,
    }).train(training);
    const original = await merge(observations, { laue }).train(training);
    const expected = original.model.data.metadata.names.map((name) => (name === "Wavelength" ? label : name));
    expect(expected).toContain(label);
    expect(run.model.data.metadata.names).toEqual(expected);
    expect(bits(run)).toEqual(bits(original));
  },
);

test("a merge that is cut at a resolution sums the harmonics beyond it, and merges none of them", async () => {
  const sharpest =
    1 /
    Math.sqrt(
      collectMergingData(observations, { laue: true }).inverseDSquared.reduce((a, b) => Math.max(a, b)),
    );
  const model = merge(observations, { laue: { range: [0.5, 2] }, dMin: 6 });
  const { data } = model;
  const d = data.inverseDSquared.map((x) => 1 / Math.sqrt(x));
  expect(data.laue?.dMin).toBeCloseTo(sharpest, 6);
  expect(d.filter((value) => value < 5.999).length).toBeGreaterThan(20);
  // the sums of a spot are those that it has without a cut
  const whole = collectMergingData(observations, { laue: { range: [0.5, 2] } });
  const termsOf = ({ terms, rowOf }: typeof data) =>
    new Map(Array.from(rowOf, (row, i) => [row, terms.start[i + 1] - terms.start[i]]));
  const all = termsOf(whole);
  for (const [row, count] of termsOf(data)) expect(all.get(row)).toBe(count);
  const run = await model.train({ steps: 2, warmUpSteps: 1 });
  const merged = computeDHKL(run.merged).values("dHKL");
  const indexed = Array.from(d).filter((value) => value >= 5.999).length;
  expect(merged.length).toBe(indexed);
  expect(Math.min(...merged)).toBeGreaterThan(5.999);
  const statistics = run.statistics({ shells: 3 });
  expect([statistics.overall.reflections, statistics.overall.observations]).toEqual([
    indexed,
    data.observations.intensity.length,
  ]);
  expect(statistics.overall.dMin).toBeGreaterThan(5.999);
  expect(String(model)).toContain(
    `${d.length - indexed} reflections beyond the resolution limits are fitted in these sums, and are not merged`,
  );
});

test("statistics say and count what was left out, and how many spots are sums, in text and in JSON", async () => {
  // the second row is the first again
  const twice = ["H", "K", "L", "M/ISYM", "BATCH", "Wavelength"].reduce((table, label) => {
    const [first] = observations.values(label);
    return changed(table, label, (value, row) => (row === 1 ? first : value));
  }, observations);
  const run = await merge(twice, { laue }).train({ steps: 2, warmUpSteps: 1 });
  const statistics = run.statistics();
  const { terms, leftOut } = run.model.data;
  expect(leftOut).toEqual({ outsideRange: 0, sameSpot: 1, withoutHarmonic: 0 });
  expect(String(statistics)).toMatch(/^Laue +Wavelength from 0\.5 to 2 Å$/m);
  expect(String(statistics)).toContain("rows left out: 1 of a spot that another row has");
  const json = JSON.parse(JSON.stringify(statistics));
  expect(json.laue).toMatchObject({
    spots: observations.length - 1,
    terms: terms.reflection.length,
    leftOut,
  });
  expect(json.partials).toMatchObject({ partial: 0, flagged: 0 });
});

test("a run that was stopped goes on to the bits of the unbroken one", async () => {
  const model = merge(observations, { laue, testFraction: 0.1 });
  const training = {
    steps: 40,
    warmUpSteps: 20,
    batchSize: 500,
    evaluateEvery: 10,
    checkpointEvery: 10,
    seed: 3,
  };
  const folder = memoryStore();
  const controller = new AbortController();
  const metrics = { watched: (done: number) => done };
  const stopping = {
    watched: (done: number) => {
      if (done === 20) controller.abort();
      return done;
    },
  };
  const stopped = await model.train({ ...training, folder, metrics: stopping, signal: controller.signal });
  expect(stopped.result).toMatchObject({ state: "stopped", step: 20 });
  const resumed = await merge(observations, { laue, testFraction: 0.1 }).train({
    ...training,
    folder,
    metrics,
    resume: true,
  });
  expect(resumed.result).toMatchObject({ state: "finished", step: 40 });
  expect(bits(resumed)).toEqual(bits(await model.train({ ...training, metrics })));
});

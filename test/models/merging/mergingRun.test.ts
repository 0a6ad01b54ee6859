/**
 * What a run gives, against what its parameters stand for: moments of truncated normals (lib/distributions), and for the
 * spread of predictions, samples.
 */
import { beforeAll, describe, expect, test } from "vitest";
import { type Distribution, truncatedNormal } from "../../../lib/distributions/index.js";
import { type MergingRun, merge } from "../../../lib/models/index.js";
import { roughStart } from "../../../lib/models/merging/posteriorStart.js";
import { fillNormal, randomStream } from "../../../lib/random/index.js";
import { spearman } from "../../../lib/statistics/index.js";
import { rotation } from "./tables.js";

const { observations } = rotation();
const model = merge(observations, { anomalous: true, testFraction: 0.3 });
const { data, beginning } = model;
const groups = Array.from({ length: data.groups.count }, (_, g) => g);

let run: MergingRun;
let q: Distribution;

beforeAll(async () => {
  run = await model.train({ steps: 200, evaluateEvery: 50 });
  const start = roughStart({ ...beginning.rough, expected: beginning.expected, centric: data.centric });
  const { posterior } = run.parameters;
  q = truncatedNormal({
    location: groups.map((g) => start.location[g] + start.scale[g] * posterior[2 * g]),
    scale: groups.map((g) => start.scale[g] * Math.exp(posterior[2 * g + 1])),
  });
});

/** By Miller index and mate: the row of the merged table, and the ending of its columns. */
function placeOf(g: number): { row: number; mate: string } {
  const h = data.groups.reflection[g];
  const key = data.observations.hkl.subarray(3 * h, 3 * h + 3).join();
  const hkl = run.merged.hkl();
  for (let row = 0; row < run.merged.length; row++)
    if (hkl.subarray(3 * row, 3 * row + 3).join() === key)
      return { row, mate: data.groups.minus[g] ? "(-)" : "(+)" };
  return { row: -1, mate: "" };
}

test("merged amplitudes and intensities are the posteriors' moments, in the units of the intensities", () => {
  const { merged } = run;
  let missing = 0;
  for (const g of groups) {
    const { row, mate } = placeOf(g);
    if (beginning.rough.count[g] === 0) {
      missing++;
      if (row >= 0) expect(merged.values(`F${mate}`)[row]).toBeNaN();
      continue;
    }
    const root = Math.sqrt(beginning.expected[g]);
    const square = q.mean(g) ** 2 + q.variance(g);
    expect(merged.values(`F${mate}`)[row] / (root * q.mean(g))).toBeCloseTo(1, 5);
    expect(merged.values(`SIGF${mate}`)[row] / (root * Math.sqrt(q.variance(g)))).toBeCloseTo(1, 4);
    expect(merged.values(`I${mate}`)[row] / (root * root * square)).toBeCloseTo(1, 5);
    expect(merged.values(`N${mate}`)[row]).toBe(beginning.rough.count[g]);
  }
  // some mates were held out whole: the test can tell
  expect(missing).toBeGreaterThan(0);
  expect(run.merged).toBe(merged);
});

describe("predictions", () => {
  test("have a row for each observation, labelled as careless labels them", () => {
    const { predictions } = run;
    expect(predictions.length).toBe(data.reflection.length);
    for (const label of ["Iobs", "SigIobs", "Ipred", "SigIpred", "test", "image_id", "file_id"])
      expect(predictions.has(label)).toBe(true);
    const column = (label: string) => Array.from(predictions.values(label));
    expect(column("Iobs")).toEqual(Array.from(Float32Array.from(data.observations.intensity)));
    expect(column("SigIobs")).toEqual(Array.from(Float32Array.from(data.observations.sigma)));
    expect(column("test")).toEqual(Array.from(data.test));
    expect(column("image_id")).toEqual(Array.from(data.image));
    expect(run.predictions).toBe(predictions);
  });

  test("say where on the detector each was, where the table does", () => {
    const [table] = data.tables;
    for (const label of ["XDET", "YDET"]) {
      const there = Array.from(data.rowOf, (row) => table.values(label)[row]);
      expect(Array.from(run.predictions.values(label))).toEqual(there);
    }
  });

  test("stand at the Miller index of their reflection, I(−) at minus it", () => {
    const hkl = run.predictions.hkl();
    data.reflection.forEach((g, i) => {
      const h = data.groups.reflection[g];
      const sign = data.groups.minus[g] ? -1 : 1;
      for (let axis = 0; axis < 3; axis++)
        expect(hkl[3 * i + axis] - sign * data.observations.hkl[3 * h + axis]).toBe(0);
    });
  });

  test("are mean scale × expected × E[E²]", () => {
    const predicted = run.predictions.values("Ipred");
    const { mean } = run.scales;
    data.reflection.forEach((g, i) => {
      const value = mean[i] * beginning.expected[g] * (q.mean(g) ** 2 + q.variance(g));
      expect(predicted[i] / value).toBeCloseTo(1, 4);
    });
  });

  test("spread as samples of scale × E² do", () => {
    const sigma = run.predictions.values("SigIpred");
    const { mean, deviation } = run.scales;
    for (let i = 0; i < data.reflection.length; i += 97) {
      const g = data.reflection[i];
      const n = 20_000;
      const noise = fillNormal(randomStream(5, "scale", i), new Float64Array(n));
      const stream = randomStream(5, "amplitude", i);
      const samples = noise.map(
        (z, k) => (mean[i] + deviation[i] * z) * beginning.expected[g] * q.sample(stream, k, g) ** 2,
      );
      const average = samples.reduce((sum, x) => sum + x, 0) / n;
      const spread = Math.sqrt(samples.reduce((sum, x) => sum + (x - average) ** 2, 0) / n);
      expect(Math.abs(sigma[i] / spread - 1)).toBeLessThan(0.04);
    }
  });

  test("give CCpred of training and test observations apart", () => {
    const { overall } = run.ccPred();
    const [observed, predicted] = ["Iobs", "Ipred"].map((label) => run.predictions.values(label));
    for (const [flag, found] of [overall.train, overall.test].entries()) {
      const rows = Array.from(data.test.keys()).filter((i) => data.test[i] === flag);
      expect(found.observations).toBe(rows.length);
      expect(found.spearman).toBeCloseTo(
        spearman(
          rows.map((i) => observed[i]),
          rows.map((i) => predicted[i]),
        ),
        10,
      );
    }
    expect(overall.test.spearman).toBeGreaterThan(0.95);
  });
});

test("the history has a row a step, and an evaluation where asked for", () => {
  const { history, result } = run;
  expect(result).toMatchObject({ state: "finished", step: 200, stoppedEarly: false, warnings: [] });
  expect(history.steps.names).toEqual(expect.arrayContaining(["nll", "kl", "gradientNorm", "learningRate"]));
  expect(history.steps.column("nll").length).toBe(200);
  expect(history.evaluations.names).toEqual(expect.arrayContaining(["ccPredTrain", "ccPredTest", "nllTest"]));
  expect(history.evaluations.column("ccPredTest").length).toBe(4);
  // all of the test observations were evaluated, as CCpred has them
  expect(history.evaluations.column("ccPredTest")[3]).toBeCloseTo(run.ccPred().overall.test.spearman, 5);
});

test("scales are of each observation, and computed once", () => {
  expect(run.scales.mean.length).toBe(data.reflection.length);
  expect(run.scales).toBe(run.scales);
  expect(run.scales.deviation.every((value) => value > 0)).toBe(true);
});

test("an early stop keeps the best state", async () => {
  const stopped = await model.train({
    ...{ steps: 400, evaluateEvery: 10, learningRate: 0.05, schedule: "constant" },
    earlyStop: { metric: "nllTest", patience: 3 },
  });
  const { best, stoppedEarly, step } = stopped.result;
  expect(stoppedEarly).toBe(true);
  expect(best?.step).toBe(step - 30);
  const again = await model.train({
    ...{ steps: 400, evaluateEvery: 10, learningRate: 0.05, schedule: "constant" },
    signal: stopAfter(best?.step ?? 0),
  });
  expect(again.result.step).toBe(best?.step);
  expect(again.parameters).toEqual(stopped.parameters);
});

/** A signal that is aborted once it was looked at so many times: the loop looks before every step. */
function stopAfter(steps: number) {
  let looks = 0;
  return {
    get aborted() {
      return looks++ >= steps;
    },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
}

/** Several trainings as one: their mean and spread once a factor and a B factor are off, and what a run of them gives. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { type MergeTrainingOptions, merge } from "../../../lib/models/index.js";
import { ensemblePosteriors, type MemberMoments } from "../../../lib/models/merging/ensemble.js";
import { posteriorMoments } from "../../../lib/models/merging/scalePredictor.js";
import { amplitudeMoments } from "../../../lib/models/merging/surrogatePosterior.js";
import { memoryStore } from "../../../lib/training/index.js";
import { rotation } from "./tables.js";

const inverseDSquared = Float64Array.from({ length: 40 }, (_, g) => 0.01 + 0.004 * g);
const count = new Int32Array(40).fill(3);
const member = (mean: (g: number) => number, deviation = 0.05): MemberMoments => ({
  mean: Float64Array.from(inverseDSquared, (_, g) => mean(g)),
  standardDeviation: new Float64Array(40).fill(deviation),
});
const amplitude = (g: number) => 1 + 0.6 * Math.sin(g);

const momentsOf = (members: readonly MemberMoments[]) => {
  const { location, scale } = ensemblePosteriors(members, { inverseDSquared, count });
  return amplitudeMoments(location, scale);
};

describe("members", () => {
  test("that differ by a factor and a B factor alone are one, on the scale of the first", () => {
    const first = member(amplitude);
    const other = member((g) => 1.7 * Math.exp(-3 * inverseDSquared[g]) * amplitude(g), 0);
    const { mean, standardDeviation } = momentsOf([first, other]);
    for (let g = 0; g < 40; g++) {
      expect(mean[g]).toBeCloseTo(amplitude(g), 9);
      expect(standardDeviation[g]).toBeCloseTo(Math.sqrt(0.05 ** 2 / 2), 9);
    }
  });

  test("have the variance within them and that between them", () => {
    // equal and opposite at neighbours of one d: neither a factor nor B can take it up
    const paired = Float64Array.from(inverseDSquared, (_, g) => inverseDSquared[g - (g % 2)]);
    const members = [1, 1 + 0.1, 1 - 0.1].map((f) => member((g) => 1 + (g % 2 === 0 ? f - 1 : 1 - f)));
    const { location, scale } = ensemblePosteriors(members, { inverseDSquared: paired, count });
    const { mean, standardDeviation } = amplitudeMoments(location, scale);
    const between = (0.1 ** 2 + 0.1 ** 2 + 0 ** 2) / 2;
    for (let g = 0; g < 40; g++) {
      expect(mean[g]).toBeCloseTo(1, 2);
      expect(standardDeviation[g] ** 2).toBeCloseTo(between + 0.05 ** 2, 3);
    }
  });

  test("that met nothing of a reflection do not say how they are brought together", () => {
    const members = [member(amplitude), member((g) => (g < 20 ? 2 : 9) * amplitude(g))];
    const few = count.map((n, g) => (g < 20 ? n : 0));
    const { location, scale } = ensemblePosteriors(members, { inverseDSquared, count: few });
    const { mean } = amplitudeMoments(location, scale);
    for (let g = 0; g < 20; g++) expect(mean[g]).toBeCloseTo(amplitude(g), 9);
    expect(mean[30] / amplitude(30)).toBeCloseTo((1 + 4.5) / 2, 6);
  });

  test("of a single resolution are brought to the first by a factor", () => {
    const alike = new Float64Array(40).fill(0.1);
    const members = [member(amplitude), member((g) => 2 * amplitude(g))];
    const { location, scale } = ensemblePosteriors(members, { inverseDSquared: alike, count });
    expect(amplitudeMoments(location, scale).mean[7]).toBeCloseTo(amplitude(7), 9);
  });
});

describe("a merge", async () => {
  const { observations } = rotation();
  const model = merge(observations, { testFraction: 0.1 });
  const training: MergeTrainingOptions = { steps: 60, evaluateEvery: 60, reporters: [], seed: 4 };
  const alone = [await model.train(training), await model.train({ ...training, seed: 5 })];
  const both = await model.train({ ...training, ensemble: 2 });

  test("is of trainings with seeds from its own on", () => {
    const [first, second] = alone;
    expect(both.parameters).toEqual(first.parameters);
    expect(both.others.map(({ parameters }) => parameters)).toEqual([second.parameters]);
    expect(second.parameters).not.toEqual(first.parameters);
    expect(both.result.state).toBe("finished");
  });

  test("has their mean as F, and their spread in SIGF and in the intervals", () => {
    const moments = alone.map(({ parameters, context }) => posteriorMoments(parameters, context));
    const posteriors = ensemblePosteriors(moments, {
      inverseDSquared: model.data.inverseDSquared,
      count: model.beginning.count,
    });
    const { mean, standardDeviation } = amplitudeMoments(posteriors.location, posteriors.scale);
    const { expected, count: met } = model.beginning;
    const merged = Array.from(met.keys()).filter((g) => met[g] > 0);
    const sorted = (values: ArrayLike<number>) => Float32Array.from(values).sort();
    const F = merged.map((g) => Math.sqrt(expected[g]) * mean[g]);
    const sigma = merged.map((g) => Math.sqrt(expected[g]) * standardDeviation[g]);
    expect(sorted(both.merged.values("F"))).toEqual(sorted(F));
    expect(sorted(both.merged.values("SIGF"))).toEqual(sorted(sigma));
    // where a cut at 0 does not matter the interval is that of a normal distribution
    const table = both.amplitudeIntervals();
    const [f, s] = ["F", "SIGF"].map((label) => both.merged.values(label));
    const [low, high] = ["F_LOW", "F_HIGH"].map((label) => table.values(label));
    const strong = Array.from(f.keys()).filter((row) => f[row] > 6 * s[row]);
    expect(strong.length).toBeGreaterThan(20);
    for (const row of strong) expect((high[row] - low[row]) / (2 * 1.959964 * s[row])).toBeCloseTo(1, 4);
  });

  test("is otherwise the first", () => {
    const [first] = alone;
    expect(both.predictions.values("Ipred")).toEqual(first.predictions.values("Ipred"));
    expect(both.scales).toEqual(first.scales);
    expect(both.ccPred()).toEqual(first.ccPred());
    expect(String(both)).toMatch(/the first of 2, whose amplitudes are averaged/);
    expect(String(first)).not.toMatch(/averaged/);
    expect(both.merged.history.join()).toMatch(/mean of 2 trainings/);
  });

  test("that is stopped on the way says so", async () => {
    const controller = new AbortController();
    let seen = 0;
    const stop = () => {
      seen++;
      if (seen === 5) controller.abort();
      return seen;
    };
    const { signal } = controller;
    const stopped = await model.train({
      ...training,
      ...{ evaluateEvery: 20, metrics: { stop }, signal, ensemble: 3 },
    });
    expect(stopped.result.state).toBe("stopped");
    expect(stopped.others.length).toBe(1);
  });

  test("cannot be kept in a run folder, nor start with weights", async () => {
    const folder = memoryStore();
    await expect(model.train({ ...training, ensemble: 2, folder })).rejects.toThrow(
      /ensemble: got 2 trainings and a run folder/,
    );
    await expect(model.train({ ...training, ensemble: 0 })).rejects.toThrow(InputError);
    await expect(model.train({ ...training, ensemble: 1.5 })).rejects.toThrow(/ensemble/);
    const again = merge(observations, { testFraction: 0.1, initial: { amplitudes: alone[0].weights } });
    await expect(again.train({ ...training, ensemble: 2 })).rejects.toThrow(/start with weights/);
  });
});

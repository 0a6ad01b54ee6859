// Oracles: the formulas on columns of the predictions, and normalisedResiduals, which is tested by itself.
import { beforeAll, describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import {
  likelihoods,
  type MergingRun,
  merge,
  normalisedResiduals,
  residualDensity,
} from "../../../lib/models/index.js";
import { rotation } from "./tables.js";

const { observations } = rotation();
const train = (options: object): Promise<MergingRun> =>
  merge(observations, { testFraction: 0.2, ...options }).train({ steps: 40, reporters: [] });

let plain: MergingRun;
beforeAll(async () => {
  plain = await train({ likelihood: likelihoods.normal() });
});

const columns = (run: MergingRun, rows: Int32Array) =>
  ["Iobs", "Ipred", "SigIobs", "SigIpred"].map((label) => {
    const values = run.predictions.values(label);
    return Array.from(rows, (row) => values[row]);
  });

describe("a normal likelihood", () => {
  test("those held out whose reflections have others, over the errors of both", () => {
    const { residuals, rows, part, density } = plain.residuals();
    const [test, others] = ["test", "N"].map((label) => plain.predictions.values(label));
    expect(part).toBe("test");
    expect(Array.from(rows)).toEqual(
      Array.from(test.keys()).filter((row) => test[row] === 1 && others[row] > 0),
    );
    const [observed, predicted, sigma, spread] = columns(plain, rows);
    residuals.forEach((z, i) => {
      expect(z).toBeCloseTo((observed[i] - predicted[i]) / Math.hypot(sigma[i], spread[i]), 9);
    });
    expect(density.name).toBe("normal");
  });

  test("those fitted to, or all, over σ alone", () => {
    const { residuals, rows } = plain.residuals({ part: "train", includePredicted: false });
    const [observed, predicted, sigma] = columns(plain, rows);
    residuals.forEach((z, i) => {
      expect(z).toBeCloseTo((observed[i] - predicted[i]) / sigma[i], 9);
    });
    expect(plain.residuals({ part: "all" }).rows.length).toBe(plain.predictions.length);
  });
});

test("errors as refined: trained numbers and the outputs of the scale network are read", async () => {
  for (const likelihood of [
    likelihoods.studentT({ degreesOfFreedom: "learned", errorModel: "proportional" }),
    likelihoods.normal({ errorModel: "evans" }),
  ]) {
    const run = await train({ likelihood });
    const { residuals, rows, density } = run.residuals();
    const trained = Object.fromEntries(
      Object.keys(likelihood.parameters ?? {}).map((name) => [name, run.parameters[`likelihood/${name}`][0]]),
    );
    const [observed, predicted, sigma, predictedSigma] = columns(run, rows);
    const known = {
      description: likelihood.description,
      fitted: likelihood.fitted?.(trained),
      heads: run.scales.heads.map((values) => Array.from(rows, (row) => values[row])),
    };
    const { level } = run.model.beginning.fallOff;
    expect(residuals).toEqual(
      normalisedResiduals(known, { observed, predicted, sigma, predictedSigma, level }),
    );
    expect(density.logProbability(1.5)).toBe(residualDensity(known).logProbability(1.5));
    // were nothing read of what was trained, these would be the residuals over σ
    const crude = observed.map(
      (value, i) => (value - predicted[i]) / Math.hypot(sigma[i], predictedSigma[i]),
    );
    expect(residuals.some((z, i) => Math.abs(z - crude[i]) > 1e-3)).toBe(true);
  }
});

test("of one of several data sets, its own", async () => {
  const batch = observations.values("BATCH");
  const middle = Math.max(...batch) / 2;
  const tables = [true, false].map((first) => observations.filter((row) => batch[row] <= middle === first));
  const model = merge(tables, { separate: true, testFraction: 0.2 });
  const run = await model.train({ steps: 20, reporters: [] });
  const file = run.predictions.values("file_id");
  const together = run.residuals();
  const apart = [0, 1].map((dataSet) => run.residuals({ dataSet }));
  apart.forEach(({ residuals, rows }, dataSet) => {
    expect(rows.length).toBeGreaterThan(20);
    const wanted = Array.from(together.rows.keys()).filter((i) => file[together.rows[i]] === dataSet);
    expect([...rows]).toEqual(wanted.map((i) => together.rows[i]));
    expect([...residuals]).toEqual(wanted.map((i) => together.residuals[i]));
  });
  expect(() => run.residuals({ dataSet: 2 })).toThrow(
    "normalised residuals of data set 2: got no observation",
  );
});

test("without held-out observations all of them; of a likelihood of one's own nothing is known", async () => {
  const all = await train({ testFraction: 0, likelihood: likelihoods.normal() });
  expect(all.residuals().part).toBe("all");
  expect(() => all.residuals({ part: "test" })).toThrow(
    "normalised residuals: got no observation held out whose reflection has others, expected some",
  );
  const own = await train({
    likelihood: (
      predicted: { sub(o: unknown): { square(): { mul(x: number): unknown } } },
      observed: unknown,
    ) => predicted.sub(observed).square().mul(-0.5),
  });
  expect(() => own.residuals()).toThrow(InputError);
  expect(() => own.residuals()).toThrow("normalised residuals: got likelihood custom");
});

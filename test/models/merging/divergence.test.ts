/** A training that goes astray stops, names the term and the step, and gives no run to judge by. */
import { describe, expect, test } from "vitest";
import {
  likelihoods,
  type MergeOptions,
  type MergeTrainingOptions,
  merge,
} from "../../../lib/models/index.js";
import { DivergenceError, memoryStore, openRun, TrainingControls } from "../../../lib/training/index.js";
import { rotation } from "./tables.js";

const { observations } = rotation();

async function diverges(options: MergeOptions, training: MergeTrainingOptions): Promise<DivergenceError> {
  const model = merge(observations, { testFraction: 0.1, ...options });
  const outcome = await model
    .train({ steps: 700, batchSize: 500, ...training })
    .catch((reason: unknown) => reason);
  expect(outcome).toBeInstanceOf(DivergenceError);
  return outcome as DivergenceError;
}

describe("an absurd learning rate", () => {
  test.each<[string, MergeOptions, MergeTrainingOptions]>([
    ["of the scale", {}, { learningRate: 1000 }],
    ["of the scale, normal likelihood", { likelihood: likelihoods.normal() }, { learningRate: 1000 }],
    ["of the amplitudes", {}, { posteriorLearningRate: 1000 }],
  ])("%s: term and step are named", async (_name, options, training) => {
    const error = await diverges(options, training);
    expect(["nll", "kl", "gradientNorm"]).toContain(error.term);
    expect(error.step).toBeGreaterThan(1);
    expect(error.step).toBeLessThan(20);
    expect(error.message).toMatch(
      /^training diverged at step \d+: got (nll|kl|gradientNorm) (-?Infinity|NaN), expected a finite number; the model is back at its state of step 0, try a smaller learning rate/,
    );
  });

  test("set while it trains: the state of before is told", async () => {
    const controls = new TrainingControls();
    const metrics = {
      watched: (step: number) => {
        if (step === 220) void controls.set({ learningRate: 1e8 });
        return step;
      },
    };
    const error = await diverges({}, { controls, metrics, evaluateEvery: 20 });
    expect(error.step).toBeGreaterThan(220);
    expect(error.step).toBeLessThan(230);
    expect(error.restoredStep).toBe(200);
  });
});

describe("a fit that goes astray and stays finite", () => {
  test.each<[string, MergeOptions, MergeTrainingOptions]>([
    ["Student's t", {}, { learningRate: 10 }],
    ["normal", { likelihood: likelihoods.normal() }, { learningRate: 1 }],
    ["normal, far astray", { likelihood: likelihoods.normal() }, { learningRate: 10 }],
  ])("%s: its loss lies above that of its start", async (_name, options, training) => {
    const error = await diverges(options, training);
    expect(error.term).toBe("lossTrain");
    expect(error.message).toMatch(/got lossTrain [\d.e+]+, expected at most -?[\d.]+/);
  });
});

describe("a function of one's own that gives NaN", () => {
  test("a likelihood: nll, at the first step", async () => {
    const error = await diverges({ likelihood: (predicted) => predicted.sub(1e9).log() }, {});
    expect([error.term, error.step]).toEqual(["nll", 1]);
  });

  test("a prior: kl, at the first step", async () => {
    const error = await diverges({ prior: (amplitude) => amplitude.sub(1e9).log() }, {});
    expect([error.term, error.step]).toEqual(["kl", 1]);
  });
});

test("the run folder says that it failed and why, and what it had stays", async () => {
  const folder = memoryStore();
  const error = await diverges({}, { learningRate: 1000, folder });
  const opened = await openRun(folder);
  expect(opened).toMatchObject({ state: "failed", step: error.step, reason: error.message });
  expect(opened.checkpoints.map(({ step }) => step)).toEqual([0]);
});

test("half data sets that diverge are not given either", async () => {
  const model = merge(observations, { anomalous: true });
  const run = await model.train({ steps: 50 });
  const spoilt = model.data.observations.sigma.map(() => 1e-30);
  Object.assign(model.data, { observations: { ...model.data.observations, sigma: spoilt } });
  await expect(run.halfDatasets({ steps: 50 })).rejects.toThrow(DivergenceError);
});

/** A merge as the training loop sees it: minibatches, what a step changes and what not, evaluation, state. */
import { afterAll, describe, expect, test } from "vitest";
import { type PreparedRows, RowEngine, runRowProgramReference } from "../../../lib/kernels/index.js";
import { likelihoods } from "../../../lib/models/merging/likelihoods/index.js";
import { trainingProgram } from "../../../lib/models/merging/mergingProgram.js";
import { type MergingProblem, MergingTrainable } from "../../../lib/models/merging/mergingTrainable.js";
import { priors } from "../../../lib/models/merging/priors/index.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { cosineDecay } from "../../../lib/nn/index.js";
import { spearman } from "../../../lib/statistics/index.js";
import { made, madeInputs, smallScale } from "./made.js";

/** An engine that remembers which rows were run with a gradient. */
class Watched extends RowEngine {
  readonly batches: Int32Array[] = [];

  override prepare(...given: Parameters<RowEngine["prepare"]>): PreparedRows {
    const rows = super.prepare(...given);
    const run = rows.run.bind(rows);
    rows.run = (parameters, options = {}) => {
      if (options.gradient !== false && options.rows !== undefined) this.batches.push(options.rows.slice());
      return run(parameters, options);
    };
    return rows;
  }
}

const engines: Watched[] = [];
afterAll(() => {
  for (const engine of engines) engine.close();
});

const scale = smallScale();
const inputs = madeInputs(scale);
const program = trainingProgram({ likelihood: likelihoods.studentT(), prior: priors.wilson() }, scale);
const float32 = <T extends ArrayLike<number>>(record: Readonly<Record<string, T>> = {}) =>
  Object.fromEntries(Object.entries(record).map(([name, values]) => [name, Float32Array.from(values)]));
const go = { learningRate: 1, priorWeight: 1 };
const rowsTo = (end: number, from = 0) => Int32Array.from({ length: end - from }, (_, k) => from + k);

function trainable(changes: Partial<MergingProblem> = {}): { model: MergingTrainable; engine: Watched } {
  const engine = new Watched({ variant: "plain" });
  engines.push(engine);
  const model = new MergingTrainable({
    config: {},
    fingerprint: "made up",
    engine,
    parts: [
      {
        program,
        columns: float32(inputs.columns),
        indices: inputs.indices ?? {},
        observations: rowsTo(made.rows),
      },
    ],
    intensity: float32(inputs.columns).intensity,
    rowWidths: { posterior: 2, "image/scales": 1 },
    trainRows: rowsTo(60),
    testRows: rowsTo(made.rows, 60),
    initial: float32(inputs.parameters),
    seed: 3,
    steps: 100,
    batchSize: 16,
    learningRate: 0.01,
    posteriorLearningRate: 0.1,
    beta2: 0.99,
    epsilon: 1e-8,
    epsilonHat: false,
    schedule: "constant",
    ...changes,
  });
  return { model, engine };
}

describe("minibatches", () => {
  function batchesOf(steps: number, changes: Partial<MergingProblem>): Int32Array[] {
    const { model, engine } = trainable(changes);
    for (let step = 1; step <= steps; step++) model.step(step, go);
    return engine.batches;
  }

  test.each([
    [60, 16],
    [59, 7],
    [64, 32],
    [3, 1],
    [2, 1],
    [60, 59],
  ])(
    "of %d observations, %d at a time: an epoch meets each at most once, in another order each time",
    (n, batchSize) => {
      const perEpoch = Math.floor(n / batchSize);
      const batches = batchesOf(6 * perEpoch, { trainRows: rowsTo(n), batchSize });
      const epochs = Array.from({ length: 6 }, (_, e) =>
        batches.slice(e * perEpoch, (e + 1) * perEpoch).flatMap((rows) => Array.from(rows)),
      );
      for (const met of epochs) {
        expect(met.length).toBe(perEpoch * batchSize);
        expect(new Set(met).size).toBe(met.length);
        expect(Math.max(...met)).toBeLessThan(n);
      }
      if (n > 10) expect(new Set(epochs.map((met) => met.join())).size).toBe(6);
    },
  );

  test("in the long run every observation is met equally often", () => {
    const counts = new Float64Array(60);
    for (const rows of batchesOf(900, {})) for (const row of rows) counts[row]++;
    // 900 × 16/60 = 240 each; an epoch leaves 12 of the 60 out
    for (const count of counts) expect(Math.abs(count - 240)).toBeLessThan(5 * Math.sqrt(300 * 0.2 * 0.8));
  });

  test("company changes: two observations of a batch are seldom together in the next epochs", () => {
    const batches = batchesOf(3 * 200, {});
    const [first] = batches;
    const together = batches.slice(3).filter((rows) => rows.includes(first[0]) && rows.includes(first[1]));
    // by chance (16/60) (15/59) of 597
    expect(together.length).toBeLessThan(80);
    expect(together.length).toBeGreaterThan(10);
  });

  test("depend on the seed, and on nothing that went before", () => {
    const batches = batchesOf(12, {});
    expect(batchesOf(12, {})).toEqual(batches);
    expect(batchesOf(12, { seed: 4 })).not.toEqual(batches);
    const { model, engine } = trainable();
    for (const step of [12, 5, 1]) model.step(step, go);
    expect(engine.batches).toEqual([11, 4, 0].map((k) => batches[k]));
  });

  test("never hold test observations; as large as the data they are all of the others", () => {
    for (const rows of batchesOf(50, {})) expect(Math.max(...rows)).toBeLessThan(60);
    expect(batchesOf(2, { batchSize: Number.POSITIVE_INFINITY })).toEqual([rowsTo(60), rowsTo(60)]);
  });

  test("of nothing are refused", () => {
    const { model } = trainable({ trainRows: new Int32Array(0) });
    expect(() => model.step(1, go)).toThrow("merging: got no observations to train on, expected some");
  });
});

describe("a step", () => {
  test("tells nll and kl of an observation, as the reference computes them", () => {
    const { model, engine } = trainable();
    const terms = model.step(1, go);
    const [rows] = engine.batches;
    const given = {
      columns: float32(inputs.columns),
      indices: inputs.indices,
      parameters: float32(inputs.parameters),
    };
    const { sums } = runRowProgramReference(program, given, { rows, seed: 3, step: 1, gradient: false });
    expect(terms.nll).toBeCloseTo(sums.nll / 16, 4);
    expect(terms.kl).toBeCloseTo(sums.kl / 16, 4);
    expect(terms.gradientNorm).toBeGreaterThan(0);
  });

  test("moves the posteriors of its observations, and no others", () => {
    const { model, engine } = trainable({ batchSize: 4 });
    const before = model.parameters.posterior.slice();
    model.step(1, go);
    const index = inputs.indices?.[posteriorNames.index] ?? new Int32Array(0);
    const touched = new Set(Array.from(engine.batches[0], (row) => index[row]));
    expect(touched.size).toBeLessThan(made.reflections);
    for (let g = 0; g < made.reflections; g++)
      for (const k of [2 * g, 2 * g + 1]) {
        const moved = model.parameters.posterior[k] - before[k];
        // the first step of Adam is as long as its learning rate
        if (touched.has(g)) expect(Math.abs(moved)).toBeCloseTo(0.1, 5);
        else expect(moved).toBe(0);
      }
  });

  test("leaves the first image's scale where it is, to the bit", () => {
    const { model } = trainable();
    const before = model.parameters["image/scales"].slice();
    for (let step = 1; step <= 30; step++) model.step(step, go);
    expect(model.parameters["image/scales"][0]).toBe(before[0]);
    for (let k = 1; k < made.images; k++) expect(model.parameters["image/scales"][k]).not.toBe(before[k]);
  });

  test("obeys the learning rate's control and schedule", () => {
    const { model } = trainable({ schedule: "cosineDecay", steps: 50 });
    const before = model.release();
    const still = trainable().model;
    expect(still.step(1, { ...go, learningRate: 0 }).learningRate).toBe(0);
    expect(still.release()).toEqual(before);
    const decaying = trainable({ schedule: "cosineDecay", steps: 50 }).model;
    const rate = cosineDecay({ steps: 50, floor: 0.01 });
    for (const step of [1, 2, 25, 50])
      expect(decaying.step(step, go).learningRate).toBeCloseTo(0.01 * rate(step - 1), 12);
    expect(trainable().model.step(77, { ...go, learningRate: 0.5 }).learningRate).toBe(0.005);
  });

  test("obeys the prior's weight", () => {
    const outcome = (priorWeight: number) => {
      const { model } = trainable();
      for (let step = 1; step <= 200; step++) model.step(step, { learningRate: 1, priorWeight });
      return model.step(201, { learningRate: 0, priorWeight }).kl;
    };
    expect(outcome(10)).toBeLessThan(0.8 * outcome(0.1));
  });

  test("clips the gradient of the scale where asked for, and tells its norm before", () => {
    const free = trainable().model;
    const clipped = trainable({ globalClipNorm: 1e-3 }).model;
    expect(clipped.step(1, go).gradientNorm).toBe(free.step(1, go).gradientNorm);
    // Adam takes no notice of a constant factor, but of one that differs from step to step
    for (let step = 2; step <= 5; step++) {
      free.step(step, go);
      clipped.step(step, go);
    }
    expect(clipped.parameters["scale/0/weights"]).not.toEqual(free.parameters["scale/0/weights"]);
  });

  test("lowers the objective", () => {
    const { model } = trainable({ batchSize: Number.POSITIVE_INFINITY });
    const total = ({ nll, kl }: Readonly<Record<string, number>>) => nll + kl;
    const before = total(model.step(1, go));
    for (let step = 2; step < 300; step++) model.step(step, go);
    expect(total(model.step(300, go))).toBeLessThan(before - 0.2);
  });
});

describe("an evaluation", () => {
  const observed = float32(inputs.columns).intensity;
  const predict = (_: unknown, rows: Int32Array) =>
    Float64Array.from(rows, (row) => observed[row] + Math.sin(9 * row));

  test("is the rank correlation of observed and predicted, and the test observations' nll", () => {
    const { model } = trainable({ predict });
    const { ccPredTrain, ccPredTest, nllTest } = model.evaluate();
    const correlation = (rows: Int32Array) =>
      spearman(
        predict(undefined, rows),
        Float64Array.from(rows, (row) => observed[row]),
      );
    expect(ccPredTrain).toBeCloseTo(correlation(rowsTo(60)), 12);
    expect(ccPredTest).toBeCloseTo(correlation(rowsTo(70, 60)), 12);
    const given = {
      columns: float32(inputs.columns),
      indices: inputs.indices,
      parameters: float32(inputs.parameters),
    };
    const { sums } = runRowProgramReference(program, given, {
      rows: rowsTo(70, 60),
      seed: 3,
      step: 0,
      gradient: false,
    });
    expect(nllTest).toBeCloseTo(sums.nll / 10, 4);
  });

  test("changes nothing: the steps after it are the same to the bit", () => {
    const [with_, without] = [trainable({ predict }).model, trainable({ predict }).model];
    for (let step = 1; step <= 10; step++) {
      with_.step(step, go);
      without.step(step, go);
      expect(with_.evaluate()).toEqual(with_.evaluate());
    }
    expect(with_.tensors()).toEqual(without.tensors());
  });

  test("tells nothing of a test set that is not there, or of one that has no correlation", () => {
    expect(Object.keys(trainable({ predict, testRows: new Int32Array(0) }).model.evaluate())).toEqual([
      "lossTrain",
      "ccPredTrain",
    ]);
    expect(Object.keys(trainable({ predict, testRows: Int32Array.of(61) }).model.evaluate())).toEqual([
      "lossTrain",
      "ccPredTrain",
      "nllTest",
    ]);
    expect(Object.keys(trainable().model.evaluate())).toEqual(["lossTrain"]);
  });
});

describe("the state", () => {
  test("is all that a step depends on: taken over, it goes on to the same bits", () => {
    const whole = trainable().model;
    const first = trainable().model;
    for (let step = 1; step <= 20; step++) whole.step(step, go);
    for (let step = 1; step <= 9; step++) first.step(step, go);
    const saved = Object.fromEntries(
      Object.entries(first.tensors()).map(([name, values]) => [name, values.slice()]),
    );
    const second = trainable({ initial: float32(madeInputs(scale, { lowest: 0 }).parameters) }).model;
    second.step(1, go);
    second.restore(saved);
    for (let step = 10; step <= 20; step++) second.step(step, go);
    expect(second.tensors()).toEqual(whole.tensors());
  });

  test("holds parameters and both optimisers", () => {
    const names = Object.keys(trainable().model.tensors());
    for (const prefix of ["parameters/posterior", "parameters/image/scales", "adam/", "lazyAdam/"])
      expect(names.some((name) => name.startsWith(prefix))).toBe(true);
  });

  test("that is of another model is refused", () => {
    const { model } = trainable();
    expect(() => model.restore({ "parameters/posterior": new Float32Array(3) })).toThrow(/expected/);
  });
});

test("released, it gives copies of what was trained, and the memory back", () => {
  const { model, engine } = trainable();
  model.step(1, go);
  const trained = model.release();
  const posterior = trained.posterior.slice();
  const other = engine.allocateFloat32(100_000).fill(7);
  expect(trained.posterior).toEqual(posterior);
  expect(Object.keys(trained).sort()).toEqual(Object.keys(inputs.parameters).sort());
  engine.release(other);
  model.release();
  expect(() => model.step(2, go)).toThrow();
});

/**
 * The fit of a merge with a warm-up: stopped in it, resumed after it, its memory given back. Oracles: the unbroken run, the
 * engine's own account of its memory.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../../lib/errors.js";
import { type PreparedRows, RowEngine } from "../../../lib/kernels/index.js";
import { type MergeOptions, merge } from "../../../lib/models/index.js";
import { MergingFit } from "../../../lib/models/merging/mergingFit.js";
import { recipes } from "../../../lib/models/merging/mergingOptions.js";
import { posteriorNames } from "../../../lib/models/merging/surrogatePosterior.js";
import { memoryStore, openRun, TrainingControls } from "../../../lib/training/index.js";
import { rotation } from "./tables.js";
import { bits } from "./trained.js";

const { observations } = rotation();
const options: MergeOptions = {
  testFraction: 0.1,
  scale: { layers: 2, width: 6, link: "log", imageScales: false, imageEmbedding: 2 },
};
const model = merge(observations, options);

/** What a program is for. */
type Stage = "warm-up" | "scales" | "fit";

/** An engine that counts the scales fitted by themselves, and has no room for one kind of program. */
class WatchedEngine extends RowEngine {
  warmUps = 0;
  constructor(private readonly full?: Stage) {
    super();
  }
  override prepare(...[program, inputs]: Parameters<RowEngine["prepare"]>): PreparedRows {
    const outputs = program.outputs.map(({ name }) => name);
    const hasAmplitudes = program.parameters.some(({ name }) => name === posteriorNames.parameter);
    const stage: Stage = !outputs.includes("nll") ? "scales" : hasAmplitudes ? "fit" : "warm-up";
    if (stage === "warm-up") this.warmUps++;
    if (stage === this.full) throw new Error(`no room for the ${stage}`);
    return super.prepare(program, inputs);
  }
}
const training = { steps: 30, batchSize: 500, evaluateEvery: 10, warmUpSteps: 25, reporters: [] };

/** Stops at an evaluation. */
const stoppedAt = (step: number) => {
  const controller = new AbortController();
  const watched = (done: number) => {
    if (done === step) controller.abort();
    return done;
  };
  return { signal: controller.signal, metrics: { watched } };
};

describe("a warm-up", () => {
  test("is not repeated where the run goes on from a checkpoint, to the same bits", async () => {
    const folder = memoryStore();
    await model.train({ ...training, folder, ...stoppedAt(20) });
    const engine = new WatchedEngine();
    const again = merge(observations, { ...options, engine });
    const resumed = await again.train({ ...training, folder, resume: true, ...stoppedAt(-1) });
    expect(engine.warmUps).toBe(0);
    const whole = await again.train({ ...training, ...stoppedAt(-1) });
    expect(engine.warmUps).toBe(1);
    expect(resumed.history.resumes.map(({ step }) => step)).toEqual([20]);
    expect(bits(resumed)).toEqual(bits(whole));
    expect(bits(resumed)).toEqual(bits(await model.train({ ...training, ...stoppedAt(-1) })));
  });

  test("stops within a step, with what it has and without a checkpoint; resumed it begins anew", async () => {
    const folder = memoryStore();
    const controls = new TrainingControls();
    void controls.stop();
    const run = await model.train({ ...training, warmUpSteps: 1_000_000, folder, controls });
    expect(run.result).toMatchObject({ state: "stopped", step: 0 });
    expect(run.merged.length).toBeGreaterThan(100);
    expect(await openRun(folder)).toMatchObject({ state: "stopped", step: 0, checkpoints: [] });
    const short = memoryStore();
    const signal = AbortSignal.abort();
    expect((await model.train({ ...training, folder: short, signal })).result.step).toBe(0);
    const resumed = await model.train({ ...training, folder: short, resume: true });
    expect(bits(resumed)).toEqual(bits(await model.train(training)));
  });

  test("waits in a pause, in which nothing is computed, and says that it warms up", async () => {
    const controls = new TrainingControls();
    void controls.pause();
    const states: string[] = [];
    const run = await model.train({
      ...training,
      controls,
      reporters: [
        ({ state, step, preparation }) => {
          states.push(`${state} ${step}`);
          if (state === "paused") expect(preparation).toEqual({ name: "warm-up", step: 1, steps: 25 });
          if (state === "paused") void controls.resume();
        },
      ],
    });
    expect(states).toContain("paused 0");
    expect(bits(run)).toEqual(bits(await model.train(training)));
  });
});

describe("memory is given back", () => {
  test("where the warm-up, or what comes after it, throws", async () => {
    for (const fails of ["warm-up", "scales", "fit"] as const) {
      const engine = new WatchedEngine(fails);
      const watched = merge(observations, { ...options, engine });
      const before = engine.memory.arenaStart;
      await expect(watched.train(training)).rejects.toThrow(`no room for the ${fails}`);
      expect(engine.memory.arenaStart).toBe(before);
    }
  });

  test("where it was stopped, and where it ended", async () => {
    const engine = new WatchedEngine();
    const watched = merge(observations, { ...options, engine });
    const before = engine.memory.arenaStart;
    await watched.train({ ...training, signal: AbortSignal.abort() });
    expect(engine.memory.arenaStart).toBe(before);
    await watched.train(training);
    expect(engine.memory.arenaStart).toBe(before);
  });
});

describe("a state that does not fit: one sentence", () => {
  const fit = () =>
    new MergingFit(model, { ...recipes.default.training, ...training, start: "roughMerge" }, 0);

  test.each([
    ["no start", {}],
    ["a start of 3", { "start/location": new Float32Array(3), "start/scale": new Float32Array(3) }],
  ])("%s", (what, tensors) => {
    expect(() => fit().restore(tensors)).toThrow(InputError);
    expect(() => fit().restore(tensors)).toThrow(
      `state: got ${what} of the posteriors after the warm-up, expected one of ${model.data.groups.count} numbers`,
    );
  });

  test("and a step before there is a state", () => {
    const unbegun = fit();
    expect(() => unbegun.step(1, { learningRate: 1, priorWeight: 1 })).toThrow(
      "fit of a merge: got a step before a start",
    );
    expect(unbegun.release()).toEqual({});
  });
});

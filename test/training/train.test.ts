/** A training as a whole: from its start or its checkpoint to its end, whatever happens. */
import { describe, expect, test } from "vitest";
import { FriedelError, InputError } from "../../lib/errors.js";
import {
  memoryStore,
  openRun,
  type RunStore,
  TrainingControls,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { Toy } from "./toy.js";

test("trains to the last step, records every step, evaluates on the way and at the end", async () => {
  const toy = new Toy();
  const before = toy.evaluate(0).nllTest;
  const { state, step, history } = await train(toy, { steps: 950 });
  expect([state, step]).toEqual(["finished", 950]);
  expect(toy.evaluate(950).nllTest).toBeLessThan(0.01 * before);
  expect(history.steps.names).toEqual(["step", "nll", "kl", "seconds"]);
  expect(history.steps.column("step")).toEqual(Float64Array.from({ length: 950 }, (_, i) => i + 1));
  expect([...history.evaluations.column("step")]).toEqual([100, 200, 300, 400, 500, 600, 700, 800, 900, 950]);
  expect(history.end).toEqual({ state: "finished", step: 950 });
  const seconds = history.steps.column("seconds");
  expect(seconds.every((value, i) => value >= (seconds[i - 1] ?? 0))).toBe(true);
});

test("reports its start, its progress and its end, with what happened", async () => {
  const reports: TrainingProgress[] = [];
  const store = memoryStore();
  await train(new Toy(), {
    steps: 60,
    checkpointEvery: 20,
    store,
    reporters: [(report) => reports.push(report)],
  });
  const events = reports.flatMap((report) => report.events);
  expect(events.map(({ kind, step }) => `${kind} ${step}`)).toEqual([
    "started 0",
    "checkpoint 0",
    "checkpoint 20",
    "checkpoint 40",
    "checkpoint 60",
    "ended 60",
  ]);
  const last = reports.at(-1);
  expect(last).toMatchObject({ kind: "toy", state: "finished", step: 60, steps: 60 });
  expect(last?.evaluation?.step).toBe(60);
  expect(last?.history.steps.length).toBe(60);
});

test("a report says which training it is of, where it is saved, and what made the model", async () => {
  const reports: TrainingProgress[] = [];
  const reporters = [(report: TrainingProgress) => reports.push(report)];
  const store: RunStore = { ...memoryStore("runs/a"), path: "/home/somebody/runs/a" };
  await train(new Toy(3, "toy 3", "relaxed"), {
    steps: 5,
    store,
    reporters,
    metrics: { a: () => 1, b: () => 2 },
  });
  for (const report of reports)
    expect(report).toMatchObject({
      run: expect.stringMatching(/^\w+-\d+$/),
      folder: "runs/a",
      path: "/home/somebody/runs/a",
      config: { seed: 3, learningRate: 0.02 },
      variant: "relaxed",
      metrics: ["a", "b"],
    });
  expect(new Set(reports.map(({ run }) => run)).size).toBe(1);
  reports.length = 0;
  await train(new Toy(), { steps: 5, reporters });
  expect(reports.at(-1)).toMatchObject({ folder: undefined, path: undefined, metrics: [] });
});

describe("resume", () => {
  const options = { steps: 500, checkpointEvery: 100 };

  /** A store of a run that was stopped after 250 steps. */
  async function stopped(): Promise<RunStore> {
    const store = memoryStore("run");
    const controls = new TrainingControls();
    class Stopping extends Toy {
      override step(...given: Parameters<Toy["step"]>) {
        if (given[0] === 250) void controls.stop();
        return super.step(...given);
      }
    }
    await train(new Stopping(), { ...options, store, controls });
    return store;
  }

  test("whatever state the model has: it is that of the checkpoint which counts", async () => {
    const store = await stopped();
    const used = new Toy();
    await train(used, { steps: 33 });
    await train(used, { ...options, store, resume: true });
    const fresh = new Toy();
    await train(fresh, options);
    expect(used.tensors()).toEqual(fresh.tensors());
  });

  test("can go on for more steps than there were to be, not for fewer than are done", async () => {
    const store = await stopped();
    await expect(train(new Toy(), { ...options, steps: 249, store, resume: true })).rejects.toThrow(
      "training option steps: got 249, expected at least the 250 that run has done",
    );
    const toy = new Toy();
    expect((await train(toy, { ...options, steps: 700, store, resume: true })).step).toBe(700);
    expect(await openRun(store)).toMatchObject({ state: "finished", step: 700, steps: 700 });
    const whole = new Toy();
    await train(whole, { steps: 700 });
    expect(toy.tensors()).toEqual(whole.tensors());
  });

  test("of a run on other data, of another model, or none asked for, is refused and changes nothing", async () => {
    const store = await stopped();
    const history = await store.read("history.jsonl");
    const refused = async (toy: Toy, resume = true) =>
      expect(train(toy, { ...options, store, resume })).rejects;
    await (await refused(new Toy(1, "toy 2"))).toThrow(
      /got a run of another data set \(toy 1\), expected this one's \(toy 2\)/,
    );
    await (await refused(new Toy(2, "toy 1"))).toThrow(/got a run with seed 1, expected 2/);
    await (await refused(new Toy(), false)).toThrow(
      /^run: got a folder that holds a run \(toy, of 2.*set resume to go on/,
    );
    expect(await store.read("history.jsonl")).toEqual(history);
    expect((await openRun(store)).state).toBe("stopped");
  });

  test("with other kernels goes on, with a warning, and says so in the folder", async () => {
    const store = await stopped();
    const { warnings } = await train(new Toy(1, "toy 1", "relaxed"), { ...options, store, resume: true });
    expect(warnings).toEqual([
      'the run goes on with the kernels "relaxed" where its checkpoint was made with "reference": it is as good, but not equal to the bit',
    ]);
    expect((await openRun(store)).variant).toBe("relaxed");
    const text = new TextDecoder().decode(await store.read("history.jsonl"));
    expect(text).toMatch(/^\{"resume":250,"steps":500,"variant":"relaxed","warnings":\["the run goes on/m);
  });

  test("past a spoilt checkpoint goes on from the one before, to the same bits", async () => {
    const store = await stopped();
    const name = "checkpoints/step-00000250.safetensors";
    await store.write(name, ((await store.read(name)) ?? new Uint8Array(0)).subarray(0, 99));
    const toy = new Toy();
    const { warnings, history } = await train(toy, { ...options, store, resume: true });
    expect(warnings[0]).toMatch(/step-00000250.*; the checkpoint before it is taken$/);
    expect(history.resumes).toEqual([{ step: 200, steps: 500, variant: "reference" }]);
    const whole = new Toy();
    await train(whole, options);
    expect(toy.tensors()).toEqual(whole.tensors());
  });

  test("where there is nothing to resume starts anew", async () => {
    const store = memoryStore();
    expect((await train(new Toy(), { steps: 20, store, resume: true })).step).toBe(20);
  });
});

describe("what fails", () => {
  class Broken extends Toy {
    override step(step: number): never {
      throw new InputError(`step ${step}: got nothing, expected something`);
    }
  }

  test("an error of the model marks the run as failed", async () => {
    const store = memoryStore();
    const reports: TrainingProgress[] = [];
    const run = train(new Broken(), { steps: 9, store, reporters: [(report) => reports.push(report)] });
    await expect(run).rejects.toThrow("step 1: got nothing");
    expect(await openRun(store)).toMatchObject({
      state: "failed",
      reason: "step 1: got nothing, expected something",
    });
    expect(reports.at(-1)?.state).toBe("failed");
    // the store is free again
    expect(await store.holder?.()).toBeUndefined();
  });

  test("a full disk stops the run in one sentence; the older checkpoint stands and is resumed", async () => {
    const store = memoryStore("run");
    let writes = 0;
    const full: RunStore = {
      ...store,
      write: async (name, bytes) => {
        if (name.includes("step-") && ++writes > 3)
          throw new InputError(`run/${name}: got a full disk, expected room for the file; free some space`);
        await store.write(name, bytes);
      },
    };
    const options = { steps: 500, checkpointEvery: 100 };
    const toy = new Toy();
    await expect(train(toy, { ...options, store: full })).rejects.toThrow(
      "run/checkpoints/step-00000300.safetensors: got a full disk, expected room for the file; free some space; the run can then be resumed from its checkpoint of step 200",
    );
    expect(toy.counters[0]).toBe(300);
    expect((await openRun(store)).state).toBe("failed");
    const resumed = new Toy();
    await train(resumed, { ...options, store, resume: true });
    const whole = new Toy();
    await train(whole, options);
    expect(resumed.tensors()).toEqual(whole.tensors());
    expect((await openRun(store)).state).toBe("finished");
  });

  test("a history that cannot be appended to stops the run too", async () => {
    const store = memoryStore("run");
    const full: RunStore = {
      ...store,
      append: () => Promise.reject(new InputError("run/history.jsonl: got a full disk, expected room")),
    };
    await expect(train(new Toy(), { steps: 500, store: full })).rejects.toThrow(FriedelError);
  });

  test("wrong options leave controls and store free", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    await expect(train(new Toy(), { steps: 0, controls, store })).rejects.toThrow(InputError);
    const asked = controls.set({ learningRate: 2 });
    expect((await train(new Toy(), { steps: 20, controls, store })).state).toBe("finished");
    expect((await asked).applied).toBe(true);
  });

  test("two trainings cannot share a store", async () => {
    const store = memoryStore();
    const first = train(new Toy(), { steps: 5000, store });
    await expect(train(new Toy(), { steps: 20, store })).rejects.toThrow(/that a training is using/);
    expect((await first).state).toBe("finished");
  });
});

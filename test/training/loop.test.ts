/** What the loop does between steps: judge, evaluate, save, obey. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { listCheckpoints } from "../../lib/training/checkpoint.js";
import {
  type ControlEcho,
  DivergenceError,
  memoryStore,
  openRun,
  readHistory,
  type StepControls,
  type Terms,
  TrainingControls,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { copyTensors } from "../../lib/training/tensors.js";
import { Toy } from "./toy.js";

/** A toy that something is done to after each step. */
class Watched extends Toy {
  readonly seen: StepControls[] = [];
  constructor(private readonly after: (step: number, terms: Record<string, number>, toy: Watched) => void) {
    super();
  }
  override step(step: number, controls: StepControls): Terms {
    const terms = { ...super.step(step, controls) };
    this.seen.push(controls);
    this.after(step, terms, this);
    return terms;
  }
}

const stateAfter = async (steps: number) => {
  const toy = new Toy();
  await train(toy, { steps });
  return copyTensors(toy.tensors());
};

describe("divergence", () => {
  const failing = async (toy: Toy, more: object = {}) => {
    const store = memoryStore();
    const error = await train(toy, { steps: 1000, store, ...more }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(DivergenceError);
    const run = await openRun(store);
    expect(run.state).toBe("failed");
    expect(run.reason).toBe((error as Error).message);
    return { error: error as DivergenceError, store, run };
  };

  test.each([Number.NaN, Infinity, -Infinity])(
    "a term of %d stops at once, names itself, and brings the last good state back",
    async (value) => {
      const toy = new Watched((step, terms) => {
        if (step === 250) terms.kl = value;
      });
      const { error, store, run } = await failing(toy);
      expect([error.term, error.step, error.value, error.restoredStep]).toEqual(["kl", 250, value, 200]);
      expect(toy.tensors()).toEqual(await stateAfter(200));
      expect(run.step).toBe(250);
      const text = new TextDecoder().decode(await store.read("history.jsonl"));
      expect(text).toContain(`{"step":250,"diverged":{"term":"kl","value":"${value}","restored":200}}\n`);
      expect(run.history.steps.last()?.kl).toBe(value);
    },
  );

  test("an evaluation that is not finite, too", async () => {
    class Bad extends Toy {
      override evaluate(step: number): Terms {
        return { nllTest: step === 300 ? Number.NaN : 1 };
      }
    }
    const toy = new Bad();
    const { error } = await failing(toy);
    expect([error.term, error.step, error.restoredStep]).toEqual(["nllTest", 300, 200]);
    expect(toy.tensors()).toEqual(await stateAfter(200));
  });

  test("a state that is not finite is found within 100 steps, and never saved", async () => {
    const toy = new Watched((step, _terms, { m }) => {
      if (step === 150) m[3] = Number.NaN;
    });
    // the moment poisons the parameters and with them the loss one step later
    const { error } = await failing(toy);
    expect([error.term, error.step, error.restoredStep]).toEqual(["nll", 152, 100]);
    const hidden = new Watched((step, _terms, { v }) => {
      if (step === 1000) v[0] = Infinity;
    });
    const found = await failing(hidden);
    expect([found.error.term, found.error.step, found.error.restoredStep]).toEqual(["adam/v[0]", 1000, 900]);
    expect((await listCheckpoints(found.store)).map(({ step }) => step)).toEqual([0]);
  });

  test("a state that is not finite before the first step cannot start", async () => {
    const toy = new Toy();
    toy.w[2] = Number.NaN;
    const { error } = await failing(toy);
    expect(error.message).toMatch(/^training cannot start from step 0: got w\[2\] NaN/);
  });

  test("a loss that stays far above its start; the good state is of before it rose", async () => {
    const rising = () =>
      new Watched((step, terms) => {
        if (step > 1100) terms.nll = 1e4;
      });
    const toy = rising();
    const { error, store } = await failing(toy, { steps: 5000, checkpointEvery: 200 });
    expect(error.term).toBe("a smoothed nll of");
    expect(error.message).toMatch(
      /^training diverged at step 1\d\d\d: got a smoothed nll of 9\d+\.\d+, expected one below \d/,
    );
    expect(error.restoredStep).toBe(1100);
    expect(toy.tensors()).toEqual(await stateAfter(1100));
    // no checkpoint was written while it was above
    expect((await listCheckpoints(store)).map(({ step }) => step)).toEqual([800, 1000]);
    expect((await train(rising(), { steps: 2000, divergence: false })).state).toBe("finished");
  });

  test("a loss term that is not there is a mistake of the model", async () => {
    const toy = new Watched((_step, terms) => {
      delete terms.nll;
    });
    await expect(train(toy, { steps: 5 })).rejects.toThrow(
      "step terms: got no nll, expected the model's loss",
    );
  });
});

describe("early stop", () => {
  test("ends the run with the state of the best evaluation", async () => {
    const store = memoryStore();
    const toy = new Toy();
    const metrics = { distance: (step: number) => Math.abs(step - 330) };
    const earlyStop = { metric: "distance", patience: 4 };
    const options = { steps: 5000, evaluateEvery: 20, metrics, earlyStop, store };
    const result = await train(toy, options);
    expect(result).toMatchObject({
      state: "finished",
      step: 400,
      stoppedEarly: true,
      best: { step: 320, value: 10 },
    });
    expect(toy.tensors()).toEqual(await stateAfter(320));
    expect(await openRun(store)).toMatchObject({ state: "finished", step: 400, steps: 5000 });

    // resumed, it is over at once, with the same state
    const again = new Toy();
    const bytes = await store.read("history.jsonl");
    expect(await train(again, { ...options, resume: true })).toMatchObject({
      step: 400,
      best: { step: 320, value: 10 },
    });
    expect(again.tensors()).toEqual(toy.tensors());
    expect(await store.read("history.jsonl")).toEqual(bytes);
  });

  test("without its time come, the best state is kept all the same", async () => {
    const toy = new Toy();
    const metrics = { distance: (step: number) => Math.abs(step - 100) };
    const { best, stoppedEarly } = await train(toy, {
      steps: 300,
      metrics,
      earlyStop: { metric: "distance" },
    });
    expect([best, stoppedEarly]).toEqual([{ step: 100, value: 0 }, false]);
    expect(toy.tensors()).toEqual(await stateAfter(100));
  });

  test("a metric that there is not is told at the first evaluation", async () => {
    const options = { steps: 300, earlyStop: { metric: "nlltest" } };
    await expect(train(new Toy(), options)).rejects.toThrow(/did you mean nllTest\?/);
  });
});

describe("metrics of the user's own", () => {
  test("are recorded with the model's, may take their time, and do not stop a run", async () => {
    const metrics = {
      slow: async (step: number) => {
        await new Promise((resolve) => setTimeout(resolve, 1));
        return 2 * step;
      },
      wild: () => Number.NaN,
    };
    const { history, state } = await train(new Toy(), { steps: 200, metrics });
    expect(state).toBe("finished");
    expect([...history.evaluations.column("slow")]).toEqual([200, 400]);
    expect([...history.evaluations.column("wild")]).toEqual([Number.NaN, Number.NaN]);
    expect(history.evaluations.names).toEqual(["step", "nllTest", "slow", "wild", "seconds"]);
  });

  test("cannot have the name of one of the model's", async () => {
    const options = { steps: 200, metrics: { nllTest: () => 1 } };
    await expect(train(new Toy(), options)).rejects.toThrow(InputError);
  });

  test("do not change a bit of the training", async () => {
    const toy = new Toy();
    await train(toy, {
      steps: 200,
      evaluateEvery: 7,
      metrics: { a: () => 1 },
      checkpointEvery: 3,
      store: memoryStore(),
    });
    expect(toy.tensors()).toEqual(await stateAfter(200));
  });
});

describe("controls", () => {
  test("are applied at the next step, echoed and recorded; factors are of what the model was made with", async () => {
    const controls = new TrainingControls();
    const echoes: Promise<ControlEcho>[] = [];
    const toy = new Watched((step) => {
      if (step === 10) echoes.push(controls.set({ learningRate: 0.5 }));
      if (step === 20) echoes.push(controls.set({ priorWeight: 0 }), controls.set({ learningRate: 0.1 }));
    });
    const store = memoryStore();
    await train(toy, { steps: 30, controls, store });
    expect(await Promise.all(echoes)).toEqual([
      { step: 11, control: { learningRate: 0.5 }, applied: true },
      { step: 21, control: { priorWeight: 0 }, applied: true },
      { step: 21, control: { learningRate: 0.1 }, applied: true },
    ]);
    const at = (step: number) => toy.seen[step - 1];
    expect([at(10), at(11), at(20), at(21)]).toEqual([
      { learningRate: 1, priorWeight: 1 },
      { learningRate: 0.5, priorWeight: 1 },
      { learningRate: 0.5, priorWeight: 1 },
      { learningRate: 0.1, priorWeight: 0 },
    ]);
    expect((await readHistory(store)).controls.map(({ step }) => step)).toEqual([11, 21, 21]);
  });

  test("a checkpoint is on the disk when it is echoed", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    let listed: Promise<number[]> | undefined;
    const toy = new Watched((step) => {
      if (step === 12)
        listed = controls
          .checkpoint()
          .then(() => listCheckpoints(store))
          .then((entries) => entries.map((entry) => entry.step));
    });
    await train(toy, { steps: 30, controls, store });
    expect(await listed).toEqual([0, 12]);
  });

  test("stop ends it with a checkpoint; what was asked after it is not applied", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    const echoes: Promise<ControlEcho>[] = [];
    const toy = new Watched((step) => {
      if (step === 12) echoes.push(controls.stop(), controls.set({ learningRate: 2 }));
    });
    expect(await train(toy, { steps: 30, controls, store })).toMatchObject({ state: "stopped", step: 12 });
    expect((await Promise.all(echoes)).map(({ step, applied }) => [step, applied])).toEqual([
      [12, true],
      [12, false],
    ]);
    expect((await openRun(store)).checkpoints.at(-1)?.step).toBe(12);
  });

  test("a pause waits, without a step and without work, until it is resumed", async () => {
    const controls = new TrainingControls();
    const reports: TrainingProgress[] = [];
    let paused: Promise<ControlEcho> | undefined;
    const toy = new Watched((step) => {
      if (step === 12) paused = controls.pause();
    });
    const store = memoryStore();
    const running = train(toy, { steps: 30, controls, store, reporters: [(report) => reports.push(report)] });
    while (paused === undefined) await new Promise((resolve) => setTimeout(resolve, 0));
    expect((await paused).step).toBe(12);
    // the wait holds no timer: with nothing else to do the event loop turns without a step or a report
    for (let turn = 0; turn < 50; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    expect(toy.seen.length).toBe(12);
    expect(reports.filter(({ state }) => state === "paused").length).toBe(1);
    expect(reports.at(-1)).toMatchObject({ state: "paused", step: 12 });
    expect((await openRun(store)).state).toBe("running");
    const set = controls.set({ learningRate: 0.5 });
    expect(await set).toMatchObject({ step: 13, applied: true });
    expect(toy.seen.length).toBe(12);
    await controls.resume();
    expect((await running).step).toBe(30);
    expect(toy.seen[12]).toEqual({ learningRate: 0.5, priorWeight: 1 });
  });

  test("factors set in a pause that ends in a stop hold for the resumed run, and stand in its history", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    const echoes: Promise<ControlEcho>[] = [];
    const first = new Watched((step) => {
      if (step === 12) echoes.push(controls.pause(), controls.set({ learningRate: 0.5 }), controls.stop());
    });
    await train(first, { steps: 30, controls, store });
    expect((await Promise.all(echoes)).map(({ step }) => step)).toEqual([12, 13, 12]);
    const second = new Watched(() => undefined);
    await train(second, { steps: 30, store, resume: true });
    expect(second.seen[0]).toEqual({ learningRate: 0.5, priorWeight: 1 });
    const { controls: recorded, steps } = (await openRun(store)).history;
    expect(recorded).toEqual([
      { step: 12, control: { pause: true } },
      { step: 12, control: { stop: true } },
      { step: 13, control: { learningRate: 0.5 } },
    ]);
    expect(steps.length).toBe(30);
  });

  test("an abort ends a pause", async () => {
    const controls = new TrainingControls();
    const abort = new AbortController();
    void controls.pause().then(() => setTimeout(() => abort.abort(), 0));
    expect(await train(new Toy(), { steps: 30, controls, signal: abort.signal })).toMatchObject({
      state: "stopped",
      step: 0,
    });
  });
});

describe("abort", () => {
  test("stops after the current step, with a checkpoint that goes on to the same bits", async () => {
    const abort = new AbortController();
    const store = memoryStore();
    const toy = new Watched((step) => {
      if (step === 137) abort.abort();
    });
    const stopped = await train(toy, { steps: 300, signal: abort.signal, store });
    expect([stopped.state, stopped.step]).toEqual(["stopped", 137]);
    expect((await openRun(store)).state).toBe("stopped");
    const resumed = new Toy();
    const result = await train(resumed, { steps: 300, store, resume: true });
    expect(result.state).toBe("finished");
    expect(resumed.tensors()).toEqual(await stateAfter(300));
    expect((await openRun(store)).state).toBe("finished");
    expect(result.history.steps.length).toBe(300);
  });

  test("a signal from outside reaches a run of quick steps", async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 20);
    const { state, step } = await train(new Toy(), { steps: 1e9, signal: abort.signal });
    expect(state).toBe("stopped");
    expect(step).toBeGreaterThan(0);
  });

  test("one aborted before does not start", async () => {
    expect((await train(new Toy(), { steps: 30, signal: AbortSignal.abort() })).step).toBe(0);
  });
});

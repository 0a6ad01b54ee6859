/** Models whose first state takes its time: the loop's controls are at work meanwhile, and a resume does not repeat it. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { listCheckpoints } from "../../lib/training/checkpoint.js";
import {
  type ControlEcho,
  memoryStore,
  openRun,
  type Preparation,
  readHistory,
  TrainingControls,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { Toy } from "./toy.js";

describe("a model that prepares itself", () => {
  /** A toy whose first state takes 30 units of work. */
  class Prepared extends Toy {
    units = 0;
    constructor(private readonly during: (unit: number) => void = () => {}) {
      super();
    }
    async prepare(goOn: () => Promise<boolean>): Promise<void> {
      for (this.units = 1; this.units <= 30; this.units++) {
        this.w[0] += 0.01;
        this.during(this.units);
        if (!(await goOn())) return;
      }
    }
  }

  test("does so once, before the first checkpoint, and not again where that is gone on from", async () => {
    const store = memoryStore();
    const whole = new Prepared();
    await train(whole, { steps: 60 });
    const controls = new TrainingControls();
    const first = new Prepared();
    const stopAt40 = (step: number) => {
      if (step === 40) void controls.stop();
      return step;
    };
    const metrics = { stopAt40 };
    expect(await train(first, { steps: 60, store, controls, evaluateEvery: 20, metrics })).toMatchObject({
      state: "stopped",
      step: 40,
    });
    const again = new Prepared();
    await train(again, { steps: 60, store, resume: true });
    expect([first.units, again.units]).toEqual([31, 0]);
    expect(again.tensors()).toEqual(whole.tensors());
  });

  test.each(["signal", "button"])("stops at once by a %s, saves nothing, and begins anew", async (how) => {
    const store = memoryStore();
    const controls = new TrainingControls();
    const controller = new AbortController();
    const toy = new Prepared((unit) => {
      if (unit === 7) void (how === "signal" ? controller.abort() : controls.stop());
    });
    const options = { steps: 20, store, controls, signal: controller.signal };
    const result = await train(toy, options);
    expect([result.state, result.step, toy.units]).toEqual(["stopped", 0, 7]);
    expect(await listCheckpoints(store)).toEqual([]);
    expect(await openRun(store)).toMatchObject({ state: "stopped", step: 0 });
    const again = new Prepared();
    expect(await train(again, { steps: 20, store, resume: true })).toMatchObject({ state: "finished" });
    const whole = new Prepared();
    await train(whole, { steps: 20 });
    expect(again.tensors()).toEqual(whole.tensors());
  });

  test("waits in a pause; what there is nothing to do with yet waits for its first state", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    const echoes: Promise<ControlEcho>[] = [];
    let paused = 0;
    const toy = new Prepared((unit) => {
      if (unit === 5) echoes.push(controls.evaluate(), controls.checkpoint(), controls.pause());
    });
    const reporter = ({ state }: TrainingProgress) => {
      if (state !== "paused") return;
      paused = toy.units;
      echoes.push(controls.resume(), controls.set({ learningRate: 0.5 }));
    };
    await train(toy, { steps: 3, store, controls, reporters: [reporter] });
    expect(paused).toBe(5);
    const [evaluate, checkpoint, pause, resume, rate] = await Promise.all(echoes);
    for (const echo of [evaluate, checkpoint, pause, resume])
      expect(echo).toMatchObject({ applied: true, step: 0 });
    expect(rate).toMatchObject({ applied: true, step: 1 });
    const { controls: order, evaluations } = await readHistory(store);
    expect(order.map(({ control }) => Object.keys(control)[0])).toEqual([
      ...["pause", "resume", "learningRate", "evaluate", "checkpoint"],
    ]);
    expect(evaluations.column("nllTest")).toHaveLength(2);
  });

  test("says how far it is in each report until the first step", async () => {
    class Telling extends Toy {
      async prepare(goOn: (done?: Preparation) => Promise<boolean>): Promise<void> {
        for (let step = 1; step <= 30; step++) {
          // a report is due after 100 ms
          for (const until = performance.now() + 10; performance.now() < until; );
          if (!(await goOn({ name: "warm-up", step, steps: 30 }))) return;
        }
      }
    }
    const told: TrainingProgress[] = [];
    await train(new Telling(), { steps: 5, reporters: [(progress) => told.push(progress)] });
    const meanwhile = told.filter(({ preparation }) => preparation !== undefined);
    expect(meanwhile.length).toBeGreaterThan(1);
    for (const { step, preparation } of meanwhile) {
      expect(step).toBe(0);
      expect(preparation).toEqual({ name: "warm-up", step: expect.any(Number), steps: 30 });
    }
    const steps = meanwhile.map(({ preparation }) => preparation?.step ?? 0);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
    expect(told.at(-1)).toMatchObject({ state: "finished", step: 5 });
    expect(told.at(-1)).not.toHaveProperty("preparation");
  });

  test("that throws has failed, like any other", async () => {
    const store = memoryStore();
    const toy = new Prepared(() => {
      throw new InputError("preparation: got nothing, expected something");
    });
    await expect(train(toy, { steps: 3, store })).rejects.toThrow("preparation: got nothing");
    expect(await openRun(store)).toMatchObject({ state: "failed", step: 0 });
  });
});

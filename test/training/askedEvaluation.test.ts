/** An evaluation that is asked for on a running training: recorded once, and without any effect on the rest. */
import { describe, expect, test } from "vitest";
import { merge } from "../../lib/models/index.js";
import {
  type ControlEcho,
  type History,
  memoryStore,
  openRun,
  TrainingControls,
  type TrainingOptions,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { copyTensors } from "../../lib/training/tensors.js";
import { rotation } from "../models/merging/tables.js";
import { Toy } from "./toy.js";

/** A toy that something is done to after some of its steps. */
class Doing extends Toy {
  constructor(private readonly after: Readonly<Record<number, () => void>>) {
    super();
  }
  override step(...given: Parameters<Toy["step"]>) {
    const terms = super.step(...given);
    this.after[given[0]]?.();
    return terms;
  }
}

const stepsOf = ({ evaluations }: History) => [...evaluations.column("step")];

/** The values of a column at some steps. */
const valuesAt = ({ evaluations }: History, name: string, steps: readonly number[]) =>
  steps.map((step) => evaluations.column(name)[evaluations.column("step").indexOf(step)]);

async function unbroken(options: TrainingOptions) {
  const toy = new Toy();
  const result = await train(toy, options);
  return { ...result, tensors: copyTensors(toy.tensors()) };
}

describe("is recorded", () => {
  test("after the current step, with the values of the state there; the echo comes when it is", async () => {
    const controls = new TrainingControls();
    const store = memoryStore();
    const seen: number[][] = [];
    const metrics = { double: (step: number) => 2 * step };
    let echo: Promise<ControlEcho> | undefined;
    const reports: TrainingProgress[] = [];
    const toy = new Doing({
      12: () => {
        echo = controls.evaluate();
        void echo.then(() => seen.push(stepsOf(reports[0].history)));
      },
    });
    const reporters = [(report: TrainingProgress) => reports.push(report)];
    const options = { steps: 40, evaluateEvery: 20, metrics };
    const { history } = await train(toy, { ...options, controls, store, reporters });
    expect(await echo).toEqual({ step: 12, control: { evaluate: true }, applied: true });
    expect(seen).toEqual([[12]]);
    expect(stepsOf(history)).toEqual([12, 20, 40]);
    expect([...history.evaluations.column("double")]).toEqual([24, 40, 80]);
    const twelve = new Toy();
    await train(twelve, { steps: 12 });
    expect(valuesAt(history, "nllTest", [12])).toEqual([twelve.evaluate(12).nllTest]);
    const read = (await openRun(store)).history;
    expect(stepsOf(read)).toEqual([12, 20, 40]);
    expect(read.controls).toEqual([{ step: 12, control: { evaluate: true } }]);
  });

  test("before the first step, and in a pause, of which it is no end", async () => {
    const controls = new TrainingControls();
    const first = controls.evaluate();
    const reports: TrainingProgress[] = [];
    const toy = new Doing({ 5: () => void controls.pause() });
    const running = train(toy, {
      steps: 10,
      controls,
      reporters: [(report) => reports.push(report)],
    });
    expect(await first).toMatchObject({ step: 0, applied: true });
    while (reports.at(-1)?.state !== "paused") await new Promise((resolve) => setTimeout(resolve, 0));
    expect(await controls.evaluate()).toMatchObject({ step: 5, applied: true });
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(reports.at(-1)).toMatchObject({ state: "paused", step: 5, evaluation: { step: 5 } });
    expect(toy.counters[0]).toBe(5);
    await controls.resume();
    expect(stepsOf((await running).history)).toEqual([0, 5, 10]);
  });

  test("never twice for one step, whether it was asked for twice, or due", async () => {
    const controls = new TrainingControls();
    let evaluations = 0;
    class Counting extends Doing {
      override evaluate(step: number) {
        evaluations++;
        return super.evaluate(step);
      }
    }
    const ask = () => void controls.evaluate();
    const toy = new Counting({
      7: () => {
        ask();
        ask();
      },
      20: ask,
      21: ask,
    });
    const { history } = await train(toy, { steps: 40, evaluateEvery: 20, controls });
    expect(stepsOf(history)).toEqual([7, 20, 21, 40]);
    expect(evaluations).toBe(4);
    expect(history.controls.length).toBe(4);
  });

  test("nor is one of before a resume made again", async () => {
    const store = memoryStore();
    const controls = new TrainingControls();
    const toy = new Doing({
      15: () => {
        void controls.evaluate();
        void controls.stop();
      },
    });
    await train(toy, { steps: 30, evaluateEvery: 100, controls, store });
    const again = new TrainingControls();
    const echo = again.evaluate();
    const { history } = await train(new Toy(), { steps: 30, store, resume: true, controls: again });
    expect(await echo).toMatchObject({ step: 15, applied: true });
    expect(stepsOf(history)).toEqual([15, 30]);
    expect(stepsOf((await openRun(store)).history)).toEqual([15, 30]);
  });

  test("not by a model that has nothing to evaluate, though it is answered", async () => {
    class Bare extends Toy {
      override evaluate() {
        return {};
      }
    }
    const controls = new TrainingControls();
    const echo = controls.evaluate();
    const { history } = await train(new Bare(), { steps: 5, controls });
    expect((await echo).applied).toBe(true);
    expect(history.evaluations.length).toBe(0);
  });
});

describe("changes nothing", () => {
  const steps = 5000;
  const far = (step: number) => Math.abs(step - 330);
  const options = {
    steps,
    evaluateEvery: 20,
    // lowest where nothing is due: were it judged, the best state would be of there
    metrics: { distance: far },
    earlyStop: { metric: "distance", patience: 4 },
  };
  const asking = (controls: TrainingControls) =>
    new Doing(
      Object.fromEntries(
        [3, 315, 329, 330, 331, 345, 346, 347, 348].map((step) => [step, () => void controls.evaluate()]),
      ),
    );

  test("the early stop does not hear of it: the same end, the same best state", async () => {
    const controls = new TrainingControls();
    const toy = asking(controls);
    const result = await train(toy, { ...options, controls });
    const plain = await unbroken(options);
    expect(plain).toMatchObject({ step: 400, stoppedEarly: true, best: { step: 320, value: 10 } });
    expect(result).toMatchObject({ step: 400, stoppedEarly: true, best: { step: 320, value: 10 } });
    expect(toy.tensors()).toEqual(plain.tensors);
    expect(stepsOf(result.history)).toEqual(expect.arrayContaining([3, 330, 348]));
  });

  test.each([
    ["with an early stop", { ...options }],
    ["without", { steps: 500, evaluateEvery: 20 }],
  ])("a run that was stopped after one and resumed equals the unbroken one, %s", async (_name, chosen) => {
    const plain = await unbroken(chosen);
    for (const stopAt of [330, 331, 347]) {
      const store = memoryStore();
      const controls = new TrainingControls();
      const first = new Doing({
        315: () => void controls.evaluate(),
        [stopAt]: () => {
          void controls.evaluate();
          void controls.stop();
        },
      });
      await train(first, { ...chosen, controls, store, checkpointEvery: 100 });
      const later = new TrainingControls();
      const second = new Doing({ [stopAt + 1]: () => void later.evaluate() });
      const result = await train(second, { ...chosen, store, resume: true, controls: later });
      expect(second.tensors()).toEqual(plain.tensors);
      expect([result.step, result.best]).toEqual([plain.step, plain.best]);
      const due = stepsOf(plain.history);
      expect(stepsOf(result.history)).toEqual(
        [...new Set([...due, 315, stopAt, stopAt + 1])].sort((a, b) => a - b),
      );
      expect(valuesAt(result.history, "nllTest", due)).toEqual(valuesAt(plain.history, "nllTest", due));
      expect(result.history.steps.column("nll")).toEqual(plain.history.steps.column("nll"));
    }
  });
});

test("of a merge: the same bits, however often it was looked at", async () => {
  const model = merge(rotation().observations, { testFraction: 0.1 });
  const options = { steps: 150, evaluateEvery: 50, reporters: [] };
  const plain = await model.train(options);
  const controls = new TrainingControls();
  let looks = 0;
  // the loop looks at the signal before each step: there it is asked, whatever the pace
  const signal = {
    get aborted() {
      if (++looks % 7 === 0) void controls.evaluate();
      return false;
    },
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  };
  const looked = await model.train({ ...options, controls, signal });
  const evaluated = stepsOf(looked.history);
  expect(evaluated.length).toBeGreaterThan(20);
  expect(new Set(evaluated).size).toBe(evaluated.length);
  expect(looked.parameters).toEqual(plain.parameters);
  expect(valuesAt(looked.history, "ccPredTest", [50, 100, 150])).toEqual([
    ...plain.history.evaluations.column("ccPredTest"),
  ]);
  expect(looked.history.steps.column("nll")).toEqual(plain.history.steps.column("nll"));
});

describe("that fails", () => {
  test("fails the run as one that was due; whoever asked is told", async () => {
    class Bad extends Doing {
      override evaluate() {
        return { nllTest: Number.NaN };
      }
    }
    const controls = new TrainingControls();
    let echo: Promise<ControlEcho> | undefined;
    const toy = new Bad({ 12: () => (echo = controls.evaluate()) });
    await expect(train(toy, { steps: 40, controls })).rejects.toThrow(
      /^training diverged at step 12: got nllTest NaN/,
    );
    expect(await echo).toEqual({ step: 12, control: { evaluate: true }, applied: false });
  });

  test("so is whoever asked for a checkpoint that the disk has no room for", async () => {
    const store = memoryStore();
    const controls = new TrainingControls();
    let echo: Promise<ControlEcho> | undefined;
    const full = {
      ...store,
      write: (name: string, bytes: Uint8Array) =>
        name.includes("00012") ? Promise.reject(new Error("a full disk")) : store.write(name, bytes),
    };
    const toy = new Doing({ 12: () => (echo = controls.checkpoint()) });
    await expect(train(toy, { steps: 40, controls, store: full })).rejects.toThrow("a full disk");
    expect((await echo)?.applied).toBe(false);
  });
});

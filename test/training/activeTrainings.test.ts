import { describe, expect, test } from "vitest";
import { activeTrainings, newRunName, watchTrainings } from "../../lib/training/activeTrainings.js";
import {
  type ActiveTraining,
  memoryStore,
  TrainingControls,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { Toy } from "./toy.js";

test("a training is there from before its first step to its end, with its controls and folder", async () => {
  const controls = new TrainingControls();
  const seen: unknown[] = [];
  const unwatch = watchTrainings((training, state) => seen.push([state, training.kind, training.steps]));
  const steps: number[] = [];
  class Watched extends Toy {
    override step(...args: Parameters<Toy["step"]>) {
      steps.push(activeTrainings().length);
      return super.step(...args);
    }
  }
  const running = train(new Watched(), { steps: 3, controls, store: memoryStore("a folder") });
  expect(activeTrainings()).toMatchObject([{ kind: "toy", steps: 3, folder: "a folder" }]);
  expect(activeTrainings()[0].controls).toBe(controls);
  await running;
  unwatch();
  expect(steps).toEqual([1, 1, 1]);
  expect(activeTrainings()).toEqual([]);
  expect(seen).toEqual([
    ["started", "toy", 3],
    ["ended", "toy", 3],
  ]);
});

test("what asks a training to stop as it begins stops it before its first step", async () => {
  const unwatch = watchTrainings(({ controls }, state) => {
    if (state === "started") void controls.stop();
  });
  const { step, state } = await train(new Toy(), { steps: 50 });
  unwatch();
  expect([step, state]).toEqual([0, "stopped"]);
});

test("a training that fails is taken out too, and one that could not begin was never there", async () => {
  const seen: string[] = [];
  const unwatch = watchTrainings((_, state) => seen.push(state));
  class Broken extends Toy {
    override step(): never {
      throw new Error("broken");
    }
  }
  await expect(train(new Broken(), { steps: 3 })).rejects.toThrow("broken");
  expect(seen).toEqual(["started", "ended"]);
  const controls = new TrainingControls();
  const first = train(new Toy(), { steps: 20_000, controls });
  await expect(train(new Toy(), { steps: 3, controls })).rejects.toThrow("of a training that runs");
  expect(activeTrainings().length).toBe(1);
  void controls.stop();
  await first;
  unwatch();
  expect(seen).toEqual(["started", "ended", "started", "ended"]);
});

test("reports name their training, and no two trainings have one name", async () => {
  const runs = new Set<string | undefined>();
  const names: string[] = [];
  const unwatch = watchTrainings(({ run }, state) => {
    if (state === "started") names.push(run);
  });
  for (let i = 0; i < 3; i++) await train(new Toy(), { steps: 2, reporters: [({ run }) => runs.add(run)] });
  unwatch();
  expect([...runs]).toEqual(names);
  expect(new Set([...names, newRunName(), newRunName()]).size).toBe(5);
});

describe("listen", () => {
  /** A toy whose steps last, so that reports come between; something is done to after some of them. */
  class Slow extends Toy {
    constructor(private readonly after: Readonly<Record<number, () => void>> = {}) {
      super();
    }
    override step(...given: Parameters<Toy["step"]>) {
      for (const until = performance.now() + 10; performance.now() < until; );
      const terms = super.step(...given);
      this.after[given[0]]?.();
      return terms;
    }
  }

  const only = (): ActiveTraining => activeTrainings()[0];

  test("is told what the reporters are told, from then on, to the end", async () => {
    const [reported, heard]: TrainingProgress[][] = [[], []];
    const toy = new Slow({ 20: () => void only().listen((progress) => heard.push(progress)) });
    await train(toy, { steps: 60, reporters: [(progress) => reported.push(progress)] });
    expect(reported[0].step).toBeLessThan(20);
    expect(heard.length).toBeGreaterThan(1);
    expect(heard).toEqual(reported.filter(({ step }) => step >= 20));
    expect(heard.at(-1)).toMatchObject({ state: "finished", step: 60, run: reported[0].run });
  });

  test("ends when it is asked to, also within a report; twice is once", async () => {
    const told: number[] = [];
    let others = 0;
    const toy = new Slow({
      1: () => {
        const end = only().listen(({ step }) => {
          told.push(step);
          end();
          end();
        });
        only().listen(() => others++);
      },
    });
    await train(toy, { steps: 40 });
    expect(told.length).toBe(1);
    expect(others).toBeGreaterThan(2);
  });

  test("one that throws is left out; the training, its reporters and the other listeners go on", async () => {
    const counts = { broken: 0, before: 0, after: 0, reporter: 0 };
    const toy = new Slow({
      1: () => {
        only().listen(() => counts.before++);
        only().listen(() => {
          counts.broken++;
          throw new Error("broken");
        });
        only().listen(() => counts.after++);
      },
    });
    const result = await train(toy, { steps: 40, reporters: [() => counts.reporter++] });
    expect(result).toMatchObject({ state: "finished", warnings: [] });
    expect(counts.broken).toBe(1);
    expect(counts.before).toBeGreaterThan(2);
    expect(counts.after).toBe(counts.before);
    expect(counts.reporter).toBeGreaterThanOrEqual(counts.before);
  });

  test("a reporter that listens twice is told twice, and once after one of them ended", async () => {
    const told: TrainingProgress[] = [];
    const reporter = (progress: TrainingProgress) => told.push(progress);
    let end: (() => void) | undefined;
    const toy = new Slow({
      1: () => {
        end = only().listen(reporter);
        only().listen(reporter);
      },
      40: () => end?.(),
    });
    await train(toy, { steps: 60 });
    expect(told[0]).toEqual(told[1]);
    expect(told.filter(({ state }) => state === "finished").length).toBe(1);
  });

  test("whoever watches trainings begin hears of the first step, and of a failure", async () => {
    const states: string[] = [];
    const unwatch = watchTrainings((training, state) => {
      if (state === "started") training.listen((progress) => states.push(progress.state));
    });
    class Broken extends Toy {
      override step(): never {
        throw new Error("broken");
      }
    }
    await expect(train(new Broken(), { steps: 3 })).rejects.toThrow("broken");
    unwatch();
    expect(states).toEqual(["failed"]);
  });
});

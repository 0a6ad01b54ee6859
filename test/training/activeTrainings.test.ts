import { expect, test } from "vitest";
import { activeTrainings, newRunName, watchTrainings } from "../../lib/training/activeTrainings.js";
import { memoryStore, TrainingControls, train } from "../../lib/training/index.js";
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

import { expect, test } from "vitest";
import { Trainings } from "../../../lib/notebook/link/trainings.js";
import { type ActiveTraining, TrainingControls, type TrainingWatcher } from "../../../lib/training/index.js";

function source() {
  const active: ActiveTraining[] = [];
  const watchers: TrainingWatcher[] = [];
  return {
    begin(run: string) {
      const training = {
        run,
        kind: "toy",
        steps: 1,
        controls: new TrainingControls(),
        listen: () => () => {},
      };
      active.push(training);
      for (const watcher of watchers) watcher(training, "started");
    },
    activeTrainings: () => active,
    watchTrainings: (watcher: TrainingWatcher) => {
      watchers.push(watcher);
      return () => {};
    },
  };
}

test("those of all copies are known; a copy that is added twice counts once", () => {
  const [one, two] = [source(), source()];
  const trainings = new Trainings();
  const seen: string[] = [];
  trainings.watch(({ run }, state) => seen.push(`${run} ${state}`));
  trainings.add(one);
  trainings.add(one);
  trainings.add(two);
  one.begin("a");
  two.begin("b");
  expect(trainings.list().map(({ run }) => run)).toEqual(["a", "b"]);
  expect(seen).toEqual(["a started", "b started"]);
});

import { expect, test } from "vitest";
import { trainingStatus } from "../../lib/displays/trainingStatus.js";
import { History, type TrainingProgress } from "../../lib/training/index.js";

const progress: TrainingProgress = {
  kind: "toy",
  run: "a-1",
  state: "running",
  step: 3,
  steps: 10,
  seconds: 1.5,
  rate: 2.000000001,
  remaining: 3.5,
  terms: {},
  events: [],
  history: new History(),
};

test("which training, and where it stands; what is not known is null", () => {
  const { kind, run, state, step, steps, seconds } = progress;
  const same = { kind, run, state, step, steps, seconds };
  expect(trainingStatus(progress)).toEqual({ ...same, rate: 2, remaining: 3.5 });
  expect(trainingStatus({ ...progress, rate: Number.NaN, remaining: Number.POSITIVE_INFINITY })).toEqual({
    ...same,
    rate: null,
    remaining: null,
  });
  expect(Object.keys(trainingStatus({ ...progress, run: undefined }))).not.toContain("run");
  const preparation = { name: "warm-up", step: 2, steps: 5 };
  expect(trainingStatus({ ...progress, preparation })).toMatchObject({ step: 3, preparation });
});

test("of a training that is over there is nothing to wait for; of one that failed there is a reason", () => {
  const history = new History();
  history.end = { state: "failed", step: 3, reason: "nll is NaN" };
  expect(trainingStatus({ ...progress, state: "failed", history })).toMatchObject({
    state: "failed",
    remaining: null,
    reason: "nll is NaN",
  });
});

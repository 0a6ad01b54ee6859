/** The feed with real trainings; over a real kernel it is in test/notebooks/link.test.ts. */
import { expect, test } from "vitest";
import type { TrainingDelta, TrainingSnapshot } from "../../../lib/displays/index.js";
import type { Comm } from "../../../lib/notebook/link/comms.js";
import { TrainingFeed } from "../../../lib/notebook/link/trainingFeed.js";
import { Trainings } from "../../../lib/notebook/link/trainings.js";
import { activeTrainings, watchTrainings } from "../../../lib/training/activeTrainings.js";
import { TrainingControls, train } from "../../../lib/training/index.js";
import { Toy } from "../../training/toy.js";

interface Told {
  readonly snapshot?: TrainingSnapshot;
  readonly progress?: TrainingDelta & { readonly memory: number };
}

function feed() {
  const trainings = new Trainings();
  trainings.add({ activeTrainings, watchTrainings });
  return new TrainingFeed(trainings);
}

/** A page, and a function that waits for what it is told. */
function page(id: string) {
  const told: Told[] = [];
  let wake = () => {};
  const send = (data: object) => {
    told.push(data);
    wake();
  };
  const comm: Comm = { id, target: "friedel", send, close: () => {} };
  const until = async (wanted: (data: Told) => boolean) => {
    while (!told.some(wanted))
      await new Promise<void>((done) => {
        wake = done;
      });
  };
  return { comm, told, until };
}

test("a page is told of a training that begins: a snapshot, then what is new, to its end", async () => {
  const told = feed();
  const { comm, told: data } = page("one");
  told.subscribe(comm);
  const { history } = await train(new Toy(), { steps: 3000, evaluateEvery: 1000 });
  expect(data[0].snapshot).toMatchObject({ version: 1, kind: "toy", steps: 3000 });
  const first = data[0].snapshot?.step ?? 0;
  const deltas = data.slice(1).map(({ progress }) => progress as TrainingDelta);
  expect(deltas.length).toBe(data.length - 1);
  if (first < 3000) expect(deltas.at(-1)).toMatchObject({ state: "finished", step: 3000 });
  const steps = deltas.flatMap(({ rows }) =>
    rows.values.map((row) => row[rows.names.indexOf("step")] as number),
  );
  expect(steps).toEqual([...new Set(steps)].sort((a, b) => a - b));
  expect(steps.every((step) => step > first)).toBe(true);
  expect(history.steps.length).toBe(3000);
  const evaluated = deltas.flatMap(({ evaluations }) => evaluations.values.map(([step]) => step));
  expect(evaluated).toEqual([1000, 2000, 3000].filter((step) => step > first));
});

test("a page that comes in the midst has a snapshot at once; one that has gone is told nothing", async () => {
  const told = feed();
  const controls = new TrainingControls();
  const [one, two] = [page("one"), page("two")];
  told.subscribe(one.comm);
  const running = train(new Toy(), { steps: 1e7, controls });
  await one.until(({ progress }) => progress !== undefined);
  told.subscribe(two.comm);
  expect(two.told.length).toBe(1);
  expect(two.told[0].snapshot?.state).toBe("running");
  await two.until(({ progress }) => progress !== undefined);
  expect(two.told.at(-1)?.progress?.memory).toBeGreaterThan(1e6);
  told.unsubscribe(one.comm);
  const { length } = one.told;
  await controls.pause();
  await two.until(({ progress }) => progress?.state === "paused");
  expect(one.told.length).toBe(length);
  void controls.stop();
  await running;
  expect(two.told.at(-1)?.progress?.state).toBe("stopped");
});

test("an evaluation that is asked for is told of, with the control", async () => {
  const told = feed();
  const { comm, told: data, until } = page("one");
  told.subscribe(comm);
  const controls = new TrainingControls();
  const running = train(new Toy(), { steps: 1e7, evaluateEvery: 1e7, controls });
  await until(({ snapshot }) => snapshot !== undefined);
  const { step } = await controls.evaluate();
  await until(({ progress }) => (progress?.evaluations.values.length ?? 0) > 0);
  void controls.stop();
  await running;
  const all = data.flatMap(({ progress }) => progress?.evaluations.values ?? []);
  expect(all[0][0]).toBe(step);
  expect(data.flatMap(({ progress }) => progress?.controls ?? [])[0]).toEqual({
    step,
    control: { evaluate: true },
  });
});

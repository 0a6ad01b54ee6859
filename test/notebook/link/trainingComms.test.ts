/** The target "friedel" with a real training; over a real kernel it is in test/notebooks/link.test.ts. */
import { expect, test } from "vitest";
import { Comms } from "../../../lib/notebook/link/comms.js";
import { serveTrainings } from "../../../lib/notebook/link/trainingComms.js";
import { Trainings } from "../../../lib/notebook/link/trainings.js";
import { activeTrainings, watchTrainings } from "../../../lib/training/activeTrainings.js";
import { memoryStore, TrainingControls, train } from "../../../lib/training/index.js";
import { Toy } from "../../training/toy.js";

interface Sent {
  readonly comm: string;
  readonly [key: string]: unknown;
}

/** A page, and a function that waits for what it is told. */
function page() {
  const sent: Sent[] = [];
  let told = () => {};
  const comms = new Comms((_, { comm_id: comm, data }) => {
    sent.push({ comm, ...data });
    told();
  });
  const trainings = new Trainings();
  trainings.add({ activeTrainings, watchTrainings });
  serveTrainings(comms, trainings);
  const open = (comm_id: string) => comms.receive("comm_open", { comm_id, target_name: "friedel", data: {} });
  const until = async (wanted: (message: Sent) => boolean): Promise<Sent> => {
    for (;;) {
      const found = sent.find(wanted);
      if (found !== undefined) return found;
      await new Promise<void>((done) => {
        told = done;
      });
    }
  };
  const ask = (comm_id: string, data: object) => comms.receive("comm_msg", { comm_id, data });
  return { sent, open, ask, until };
}

test("a control is echoed to every page, with the asker's mark to the asker, and is in the history", async () => {
  const { sent, open, ask, until } = page();
  open("one");
  open("two");
  const running = train(new Toy(), { steps: 1e7, store: memoryStore("here") });
  const [{ run }] = activeTrainings();
  const started = { run, kind: "toy", steps: 1e7, folder: "here" };
  expect(sent).toEqual([
    { comm: "one", trainings: [] },
    { comm: "two", trainings: [] },
    { comm: "one", started },
    { comm: "two", started },
  ]);
  ask("one", { run, request: "r", learningRate: 0.5, priorWeight: 2 });
  const echoed = await until(({ comm, echo }) => comm === "two" && echo !== undefined);
  expect(echoed).toEqual({
    comm: "two",
    echo: { run, step: expect.any(Number), control: { learningRate: 0.5, priorWeight: 2 }, applied: true },
  });
  expect(await until(({ request }) => request === "r")).toEqual({ ...echoed, comm: "one", request: "r" });
  ask("two", { trainings: true, request: 1 });
  expect(sent.at(-1)).toEqual({ comm: "two", trainings: [started], request: 1 });
  ask("two", { stop: true });
  const { history, state } = await running;
  expect(state).toBe("stopped");
  expect(history.controls.map(({ control }) => control)).toEqual([
    { learningRate: 0.5, priorWeight: 2 },
    { stop: true },
  ]);
  expect(await until(({ ended }) => ended !== undefined)).toMatchObject({ ended: { run } });
});

test("what the training ended too early for is echoed as not applied", async () => {
  const { open, ask, until } = page();
  open("one");
  const controls = new TrainingControls();
  const running = train(new Toy(), { steps: 1e7, controls });
  void controls.stop();
  ask("one", { learningRate: 2 });
  await running;
  expect(await until(({ echo }) => echo !== undefined)).toMatchObject({
    echo: { control: { learningRate: 2 }, applied: false },
  });
});

test.each([
  [{}, "got {}, expected one of stop, pause, resume, checkpoint, evaluate: true, or numbers"],
  [{ stop: false }, 'got {"stop":false}, expected one of'],
  [{ stop: true, pause: true }, 'got {"stop":true,"pause":true}, expected one of'],
  [{ learningRate: "fast" }, 'got {"learningRate":"fast"}, expected one of'],
  [{ stop: true, learningRate: 1 }, "expected one of"],
  [{ toString: true }, "expected one of"],
  [{ learningRate: 0 }, "learning rate factor: got 0, expected a number above 0"],
  [{ run: "another", stop: true }, 'got run "another", expected one of '],
  [{ run: { deep: [] }, stop: true }, "expected one of "],
])("%j is a sentence, and changes nothing", async (data, sentence) => {
  const { open, ask, until } = page();
  open("one");
  const controls = new TrainingControls();
  const running = train(new Toy(), { steps: 1e7, controls });
  ask("one", { ...data, request: 5 });
  const { error, request } = await until((message) => message.error !== undefined);
  expect(error).toContain(sentence);
  expect(request).toBe(5);
  void controls.stop();
  const { history } = await running;
  expect(history.controls.length).toBe(1);
});

/** Interrupts without a kernel; of a real one by a real signal they are in test/notebooks/link.test.ts. */
import { expect, test } from "vitest";
import { Cells } from "../../../lib/notebook/link/cells.js";
import { interrupt, stopAbandoned, takeInterrupts } from "../../../lib/notebook/link/interrupts.js";
import { Trainings } from "../../../lib/notebook/link/trainings.js";
import { activeTrainings, watchTrainings } from "../../../lib/training/activeTrainings.js";
import { memoryStore, train } from "../../../lib/training/index.js";
import { Toy } from "../../training/toy.js";

function kernel() {
  const cells = new Cells();
  const trainings = new Trainings();
  trainings.add({ activeTrainings, watchTrainings });
  stopAbandoned(cells, trainings);
  const message = {
    header: { msg_id: "1", msg_type: "execute_request", session: "s", username: "u" },
    content: {},
  };
  cells.arrive(message);
  const said: string[] = [];
  let abandoned = 0;
  const press = () =>
    interrupt(
      { cells, trainings },
      () => {
        abandoned++;
      },
      (line) => said.push(line),
    );
  const run = <T>(code: () => T) => cells.run(message.content, code);
  return { cells, said, press, run, abandoned: () => abandoned };
}

test("the first stops trainings and leaves the cell, the second abandons it and what it begins", async () => {
  const { said, press, run, abandoned } = kernel();
  const results = run(async () => {
    const both = [train(new Toy(), { steps: 1e7 }), train(new Toy(), { steps: 1e7, store: memoryStore() })];
    press();
    const [one, two] = await Promise.all(both);
    expect([one.state, two.state, abandoned()]).toEqual(["stopped", "stopped", 0]);
    const third = train(new Toy(), { steps: 1e7 });
    press();
    expect((await third).state).toBe("stopped");
    expect(abandoned()).toBe(1);
    return await train(new Toy(), { steps: 1e7 });
  });
  expect(await results).toMatchObject({ state: "stopped", step: 0 });
  expect(said).toEqual([
    "interrupt: the training stops after this step, with a checkpoint; interrupt again to abandon the cell\n",
  ]);
});

test("where nothing trains the first abandons the cell", () => {
  const { said, press, run, abandoned } = kernel();
  run(press);
  expect([abandoned(), said]).toEqual([1, []]);
});

test("between cells it stops what trains in the background", async () => {
  const { cells, said, press, run, abandoned } = kernel();
  const running = run(() => train(new Toy(), { steps: 1e7 }));
  cells.end({ msg_id: "1", msg_type: "execute_request", session: "s", username: "u" });
  press();
  expect((await running).state).toBe("stopped");
  expect([abandoned(), said]).toEqual([0, ["interrupt: the training stops after this step\n"]]);
});

test("tslab's listener is replaced, once the code that runs now has returned; others stay", async () => {
  const calls: string[] = [];
  const executor = { interrupt: () => calls.push("tslab") };
  const before = process.listeners("SIGINT");
  const tslabs = () => {
    executor.interrupt();
  };
  const other = () => {};
  process.on("SIGINT", tslabs);
  process.on("SIGINT", other);
  takeInterrupts((abandon) => {
    calls.push("ours");
    abandon();
  });
  expect(process.listeners("SIGINT")).toContain(tslabs);
  await undefined;
  const added = process.listeners("SIGINT").filter((listener) => !before.includes(listener));
  for (const listener of added) process.off("SIGINT", listener);
  expect(added).toContain(other);
  expect(added).not.toContain(tslabs);
  for (const listener of added) listener("SIGINT");
  expect(calls).toEqual(["ours", "tslab"]);
});

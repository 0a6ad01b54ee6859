import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import { stoppable } from "../../lib/cli/interrupt.js";

function collected() {
  const said: string[] = [];
  const signals = new EventEmitter();
  return { said, signals, output: { out: () => {}, error: (text: string) => void said.push(text), signals } };
}

test("the first signal asks to stop and says so; after it there is no listener, so that a second one ends the process", async () => {
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    const { said, signals, output } = collected();
    await stoppable(output, "stopping", async ({ signal, came }) => {
      expect([signal.aborted, came()]).toEqual([false, undefined]);
      signals.emit(name);
      expect([signal.aborted, came()]).toEqual([true, name]);
      expect([signals.listenerCount("SIGINT"), signals.listenerCount("SIGTERM")]).toEqual([0, 0]);
    });
    expect(said).toEqual(["\nstopping\n"]);
  }
});

test("work that ends, or fails, leaves no listener behind", async () => {
  const { signals, output } = collected();
  expect(await stoppable(output, "", async () => signals.listenerCount("SIGINT"))).toBe(1);
  const failing = stoppable(output, "", () => Promise.reject(new Error("failed")));
  await expect(failing).rejects.toThrow("failed");
  expect(signals.listenerCount("SIGINT") + signals.listenerCount("SIGTERM")).toBe(0);
});

test("without signals the work is done all the same", async () => {
  const done = await stoppable({ out: () => {}, error: () => {} }, "", async ({ signal }) => signal.aborted);
  expect(done).toBe(false);
});

/** What is recorded stands in memory at once and in the file soon. */
import { expect, test } from "vitest";
import { DivergenceError } from "../../lib/training/divergence.js";
import { History } from "../../lib/training/history.js";
import { readHistory } from "../../lib/training/historyFile.js";
import { memoryStore } from "../../lib/training/memoryStore.js";
import { Recorder } from "../../lib/training/recorder.js";

test("memory and file say the same", async () => {
  const store = memoryStore();
  const recorder = new Recorder(store, new History(), () => 0);
  recorder.step(1, 0.5, { nll: 2, kl: 1 });
  recorder.step(2, 0.7, { nll: 1, kl: Number.NaN });
  recorder.evaluation(2, 0.8, { cc: 0.5 });
  recorder.control({ step: 3, control: { priorWeight: 2 } });
  recorder.step(3, 0.9, { nll: 9, kl: 9 });
  recorder.resume({ step: 2, steps: 10, variant: "plain" }, ["careful"]);
  recorder.step(3, 1, { nll: 0, kl: 0 });
  recorder.diverged(new DivergenceError("kl", 3, Infinity, 2));
  recorder.end({ state: "failed", step: 3, reason: "kl" });
  await recorder.flush();
  const read = await readHistory(store);
  expect(read).toEqual(recorder.history);
  expect([...read.steps.column("nll")]).toEqual([2, 1, 0]);
  const text = new TextDecoder().decode(await store.read("history.jsonl"));
  expect(text.split("\n")).toContain('{"step":3,"diverged":{"term":"kl","value":"Infinity","restored":2}}');
  expect(text.split("\n")).toContain('{"resume":2,"steps":10,"variant":"plain","warnings":["careful"]}');
});

test("lines go to the file after a second, or when there are many", () => {
  let time = 0;
  const recorder = new Recorder(memoryStore(), new History(), () => time);
  expect(recorder.due).toBe(false);
  recorder.step(1, 0, { nll: 1 });
  time = 999;
  expect(recorder.due).toBe(false);
  time = 1000;
  expect(recorder.due).toBe(true);
  void recorder.flush();
  expect(recorder.due).toBe(false);
  for (let step = 2; !recorder.due; step++) recorder.step(step, 0, { nll: 1 });
  expect(recorder.history.steps.length).toBeGreaterThan(5000);
  expect(recorder.history.steps.length).toBeLessThan(10_000);
});

test("without a store nothing waits", () => {
  let time = 0;
  const recorder = new Recorder(undefined, new History(), () => time);
  recorder.step(1, 0, { nll: 1 });
  time = 1e6;
  expect(recorder.due).toBe(false);
});

test("terms cannot have the history's own names", () => {
  const recorder = new Recorder(undefined, new History(), () => 0);
  for (const name of ["step", "seconds", "evaluation", "control", "resume", "end", "diverged"])
    expect(() => recorder.step(1, 0, { [name]: 1 })).toThrow(`step term ${name}: got a name that`);
});

import { expect, test } from "vitest";
import { steadyMemory } from "../../lib/notebook/steadyMemory.js";
import { History, type TrainingProgress } from "../../lib/training/index.js";

const progress: TrainingProgress = {
  kind: "toy",
  state: "running",
  step: 1,
  steps: 10,
  seconds: 1,
  rate: 1,
  remaining: 9,
  terms: {},
  events: [],
  history: new History(),
};

test("collects at the start, then where the heap has grown, and not again at once", () => {
  let [time, size, collected] = [0, 100e6, 0];
  const report = steadyMemory({
    collect: () => {
      collected++;
      size = Math.min(size, 102e6);
    },
    heapSize: () => size,
    now: () => time,
  });
  const after = (seconds: number, heap: number) => {
    time += 1000 * seconds;
    size = heap;
    report(progress);
    return collected;
  };
  expect(after(0, 100e6)).toBe(1);
  expect(after(60, 105e6)).toBe(1);
  expect(after(0.1, 107e6)).toBe(2);
  expect(after(1, 120e6)).toBe(2);
  expect(after(2, 120e6)).toBe(3);
  expect(after(60, 107e6)).toBe(3);
});

test("in this process it collects what is no longer in use", async () => {
  let gone = false;
  const registry = new FinalizationRegistry(() => {
    gone = true;
  });
  (() => registry.register({ large: new Array(1e5).fill(0) }, undefined))();
  // an object of this turn of the event loop is kept alive until it is over
  await new Promise((done) => setImmediate(done));
  steadyMemory()(progress);
  await new Promise((done) => setImmediate(done));
  await new Promise((done) => setImmediate(done));
  expect(gone).toBe(true);
});

/** Buttons: requests wait for the loop, in their order, and are told when nobody will apply them. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { TrainingControls } from "../../lib/training/controls.js";

test("requests of before the start wait for the loop, in their order", async () => {
  const controls = new TrainingControls();
  const echo = controls.set({ learningRate: 0.5 });
  void controls.pause();
  controls.attach();
  expect(controls.attached).toBe(true);
  const first = controls.next();
  expect(first?.control).toEqual({ learningRate: 0.5 });
  first?.settle({ step: 1, control: { learningRate: 0.5 }, applied: true });
  expect(await echo).toEqual({ step: 1, control: { learningRate: 0.5 }, applied: true });
  expect(controls.next()?.control).toEqual({ pause: true });
  expect(controls.next()).toBeUndefined();
});

test("a wait ends at the next request, or when it is poked", async () => {
  const controls = new TrainingControls();
  controls.attach();
  let waits = 0;
  const wait = async () => {
    await controls.changed();
    waits++;
  };
  const first = wait();
  await Promise.resolve();
  expect(waits).toBe(0);
  void controls.resume();
  await first;
  // one is there already
  await wait();
  controls.next();
  const third = wait();
  controls.poke();
  await third;
  expect(waits).toBe(3);
});

test("what the training ended before is echoed as not applied, now and later", async () => {
  const controls = new TrainingControls();
  controls.attach();
  const stop = controls.stop();
  const evaluate = controls.evaluate();
  controls.end(12);
  expect(await evaluate).toEqual({ step: 12, control: { evaluate: true }, applied: false });
  expect(await stop).toEqual({ step: 12, control: { stop: true }, applied: false });
  expect(await controls.checkpoint()).toEqual({ step: 12, control: { checkpoint: true }, applied: false });
  expect(controls.attached).toBe(false);
  controls.attach();
  void controls.resume();
  expect(controls.next()?.control).toEqual({ resume: true });
});

test("one training at a time", () => {
  const controls = new TrainingControls();
  controls.attach();
  expect(() => controls.attach()).toThrow(InputError);
});

test.each([0, -1, Number.NaN, Infinity])("a learning rate factor of %d is refused", (learningRate) => {
  expect(() => new TrainingControls().set({ learningRate })).toThrow(
    /learning rate factor: got .*, expected/,
  );
});

test("a prior's weight may be 0, not less", async () => {
  const controls = new TrainingControls();
  void controls.set({ priorWeight: 0 });
  expect(controls.next()?.control).toEqual({ priorWeight: 0 });
  expect(() => controls.set({ priorWeight: -0.1 })).toThrow(/prior weight factor: got -0.1, expected/);
});

test("requests that cannot be met yet are held back, in their order", async () => {
  const controls = new TrainingControls();
  void controls.checkpoint();
  void controls.stop();
  const isPossible = (control: object) => !("checkpoint" in control);
  expect(controls.next(isPossible)?.control).toEqual({ stop: true });
  expect(controls.next(isPossible)).toBeUndefined();
  let waited = false;
  const wait = controls.changed(isPossible).then(() => {
    waited = true;
  });
  await Promise.resolve();
  expect(waited).toBe(false);
  void controls.resume();
  await wait;
  expect([controls.next()?.control, controls.next()?.control]).toEqual([
    { checkpoint: true },
    { resume: true },
  ]);
});

/** Divergence that stays finite, told from everything that only looks like it. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { normal, randomStream } from "../../lib/random/index.js";
import { LossWatch } from "../../lib/training/lossWatch.js";

const noise = randomStream(3, "loss");

/** The step at which a loss is said to diverge, or undefined. */
function divergesAt(
  loss: (step: number) => number,
  steps = 5000,
  watch = new LossWatch(),
): number | undefined {
  for (let step = 1; step <= steps; step++) {
    watch.add(loss(step));
    if (watch.diverged) return step;
  }
  return undefined;
}

test.each<[string, (step: number) => number]>([
  ["noise about 3", (step) => 3 + 2 * normal(noise, step)],
  ["noise about 0", (step) => normal(noise, step)],
  ["noise of heavy tails about 0", (step) => normal(noise, step) / normal(noise, step + 10_000)],
  ["a fit", (step) => 5 * Math.exp(-step / 200) - 2 + 0.3 * normal(noise, step)],
  ["a fit that gets five times as bad as it started", (step) => (step < 500 ? 2 : 10) + normal(noise, step)],
  ["a spike of 200 steps", (step) => (step > 1000 && step < 1200 ? 1e3 : 1)],
  ["a constant", () => 7],
])("%s is none", (_name, loss) => {
  expect(divergesAt(loss)).toBeUndefined();
});

test("a loss that has been far above its start for 500 steps is", () => {
  const at = divergesAt((step) => (step < 1000 ? 2 : 100) + normal(noise, step));
  expect(at).toBeGreaterThan(1500);
  expect(at).toBeLessThan(1600);
});

test("so is one that starts below zero, and one that grows without end", () => {
  expect(divergesAt((step) => (step < 1000 ? -2 : 60))).toBeGreaterThan(1500);
  expect(divergesAt((step) => step ** 2)).toBeLessThan(1500);
});

test("factor and patience are the user's", () => {
  const watch = new LossWatch({ factor: 2, patience: 10 });
  expect(divergesAt((step) => (step < 100 ? 1 : 5), 5000, watch)).toBeLessThan(150);
  expect(watch.limit).toBe(3);
  expect(watch.value).toBeGreaterThan(3);
  expect(() => new LossWatch({ factor: 0 })).toThrow(InputError);
  expect(() => new LossWatch({ patience: 0.5 })).toThrow(InputError);
});

test("the mean and deviation of the warm-up make the limit", () => {
  const watch = new LossWatch();
  const losses = Array.from({ length: 50 }, (_, i) => normal(noise, i));
  for (const loss of losses) watch.add(loss);
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / 50;
  const deviation = Math.sqrt(losses.reduce((sum, loss) => sum + (loss - mean) ** 2, 0) / 49);
  expect(watch.limit).toBeCloseTo(mean + 10 * Math.max(Math.abs(mean), deviation), 12);
  expect(watch.suspicious).toBe(false);
});

test("a watch restored in the middle goes on as the one that was saved", () => {
  const whole = new LossWatch();
  const first = new LossWatch();
  const loss = (step: number) => (step < 60 ? 1 : 50) + normal(noise, step);
  for (let step = 1; step <= 300; step++) {
    whole.add(loss(step));
    if (step <= 37) first.add(loss(step));
  }
  const second = new LossWatch();
  second.restore(JSON.parse(JSON.stringify(first.state())));
  for (let step = 38; step <= 300; step++) second.add(loss(step));
  expect(second.state()).toEqual(whole.state());
  expect(second.suspicious).toBe(true);
});

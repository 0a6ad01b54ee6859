/** Early stop: when held-out data no longer gain. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { EarlyStop, type EarlyStopOptions } from "../../lib/training/earlyStop.js";

/** The values up to the one at which it stops, and the best. */
function run(options: Omit<EarlyStopOptions, "metric">, values: readonly number[]) {
  const stop = new EarlyStop({ metric: "nllTest", ...options });
  let at = 0;
  while (at < values.length && !stop.due) stop.add(100 * ++at, { nllTest: values[at - 1] });
  return { evaluations: at, best: stop.state.best };
}

test("stops after `patience` evaluations that are no better than the best", () => {
  const values = [5, 4, 3, 3.5, 3.2, 3, 2];
  expect(run({ patience: 3 }, values)).toEqual({ evaluations: 6, best: { step: 300, value: 3 } });
  expect(run({ patience: 4 }, values)).toEqual({ evaluations: 7, best: { step: 700, value: 2 } });
});

test("an improvement must be larger than minimumImprovement, from the best", () => {
  const values = [5, 4.9, 4.8, 4.7, 4.6, 4.5];
  expect(run({ patience: 3 }, values).evaluations).toBe(6);
  expect(run({ patience: 3, minimumImprovement: 0.25 }, values)).toEqual({
    evaluations: 6,
    best: { step: 400, value: 4.7 },
  });
  expect(run({ patience: 2, minimumImprovement: 0.25 }, values).evaluations).toBe(3);
});

test("higher may be better", () => {
  expect(run({ patience: 2, better: "higher" }, [0.5, 0.7, 0.6, 0.65])).toEqual({
    evaluations: 4,
    best: { step: 200, value: 0.7 },
  });
});

test("says of each evaluation whether it is the best, and goes on where it was saved", () => {
  const stop = new EarlyStop({ metric: "nllTest", patience: 2 });
  expect([3, 2, 4].map((nllTest, i) => stop.add(i, { nllTest }))).toEqual([true, true, false]);
  const later = new EarlyStop({ metric: "nllTest", patience: 2 });
  later.restore(JSON.parse(JSON.stringify(stop.state)));
  expect(later.due).toBe(false);
  expect(later.add(3, { nllTest: 2 })).toBe(false);
  expect(later.due).toBe(true);
});

describe("mistakes", () => {
  test("a metric that there is not names the nearest", () => {
    const stop = new EarlyStop({ metric: "nlltest" });
    expect(() => stop.add(1, { nllTest: 1, kl: 2 })).toThrow(
      "early stop: got no nlltest in the evaluation, expected one of nllTest, kl; did you mean nllTest?",
    );
    expect(() => stop.add(1, {})).toThrow(InputError);
  });
  test("options", () => {
    expect(() => new EarlyStop({ metric: "m", patience: 0 })).toThrow(/patience: got 0, expected/);
    expect(() => new EarlyStop({ metric: "m", minimumImprovement: -1 })).toThrow(/got -1, expected/);
    const better = "up" as "lower";
    expect(() => new EarlyStop({ metric: "m", better })).toThrow('got up, expected "lower" or "higher"');
  });
});

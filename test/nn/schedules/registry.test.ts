/** Schedules by name, as they stand in a configuration file. */
import { expect, test } from "vitest";
import { cosineDecay, type ScheduleSpec, schedule, schedules, warmUp } from "../../../lib/nn/index.js";

test("gives what is named, from plain data", () => {
  const spec = JSON.parse(
    '{"name":"warmUp","steps":5,"after":{"name":"cosineDecay","steps":20}}',
  ) as ScheduleSpec;
  const expected = warmUp({ steps: 5, after: cosineDecay({ steps: 20 }) });
  for (const step of [0, 4, 5, 15, 40]) expect(schedule(spec)(step)).toBe(expected(step));
  expect(schedule({ name: "constant" })(3)).toBe(1);
  expect(Object.keys(schedules).length).toBe(4);
});

test("a function is a schedule", () => {
  const own = (step: number) => 1 / (1 + step);
  expect(schedule(own)).toBe(own);
  expect(schedule({ name: "warmUp", steps: 1, after: own })(2)).toBe(0.5);
});

test("refuses unknown names and options", () => {
  expect(() => schedule({ name: "cosine" } as unknown as ScheduleSpec)).toThrow(
    "schedule: got cosine, expected one of constant, cosineDecay, stepDecay, warmUp",
  );
  expect(() => schedule({ name: "stepDecay", every: 3, steps: 4 } as ScheduleSpec)).toThrow(
    /option of step decay: got steps/,
  );
  expect(() => schedule({ name: "warmUp" } as unknown as ScheduleSpec)).toThrow(
    /steps of the warm-up: got NaN/,
  );
});

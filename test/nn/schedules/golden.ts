/** Values of tf_keras's schedules: test/reference/nn/schedules.py. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { type ScheduleSpec, schedule } from "../../../lib/nn/index.js";

interface Golden {
  readonly steps: number[];
  readonly cases: { readonly spec: ScheduleSpec; readonly values: number[] }[];
}

const file = join(import.meta.dirname, "..", "..", "reference", "nn", "schedules.json");
const { steps, cases } = JSON.parse(readFileSync(file, "utf8")) as Golden;

/** Holds a schedule to Keras's values; returns how many cases there were. */
export function expectKeras(name: string): number {
  const own = cases.filter(({ spec }) => spec.name === name);
  for (const { spec, values } of own)
    values.forEach((value, i) => {
      expect(
        Math.abs(schedule(spec)(steps[i]) - value),
        `${JSON.stringify(spec)} at ${steps[i]}`,
      ).toBeLessThan(1e-14);
    });
  return own.length;
}

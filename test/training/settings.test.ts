/** Options of a training and their defaults. */
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { checkedSettings } from "../../lib/training/settings.js";

test("defaults", () => {
  expect(checkedSettings({ steps: 10 })).toMatchObject({
    steps: 10,
    evaluateEvery: 100,
    checkpointEvery: 1000,
    keepCheckpoints: 2,
    resume: false,
    divergence: {},
    reporters: [],
    metrics: {},
  });
  expect(checkedSettings({ steps: 10, divergence: false, evaluateEvery: undefined })).toMatchObject({
    divergence: false,
    evaluateEvery: 100,
  });
});

test.each(["steps", "evaluateEvery", "checkpointEvery", "keepCheckpoints"])(
  "%s must be a whole number",
  (name) => {
    for (const value of [0, -1, 1.5, Number.NaN, Infinity]) {
      expect(() => checkedSettings({ steps: 5, [name]: value })).toThrow(InputError);
      expect(() => checkedSettings({ steps: 5, [name]: value })).toThrow(
        `training option ${name}: got ${value}, expected a whole number of at least 1`,
      );
    }
  },
);

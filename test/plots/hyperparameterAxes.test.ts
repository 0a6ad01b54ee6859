// Oracle: by hand.
import { expect, test } from "vitest";
import { hyperparameterAxes } from "../../lib/plots/hyperparameterAxes.js";
import { sweepTrials } from "./sweepTrials.js";

test("numbers, on a logarithmic scale where they span much, and categories", () => {
  const [rate, recipe, layers] = hyperparameterAxes(sweepTrials());
  expect([rate.kind, rate.log, recipe.kind, layers.kind, layers.log]).toEqual([
    "numeric",
    true,
    "categorical",
    "numeric",
    false,
  ]);
  expect([0.001, 0.01, 0.1].map((value) => rate.position(value))).toEqual([0, 0.5, 1]);
  expect(["default", "careless"].map((value) => recipe.position(value))).toEqual([0, 1]);
  expect([2, 7, 12].map((value) => layers.position(value))).toEqual([0, 0.5, 1]);
  expect(layers.ticks.map(({ text }) => text)).toEqual(["2", "3", "4", "5", "6", "12"]);
  expect(rate.ticks.map(({ text }) => text)).toEqual(["0.001", "0.003", "0.01", "0.02", "0.03", "0.1"]);
});

test("a single value is in the middle; many values have three ticks", () => {
  const trial = (x: number) => ({ name: "", hyperparameters: { x }, state: "finished", ccPred: 1 });
  const [one] = hyperparameterAxes([trial(4), trial(4)]);
  expect([one.position(4), one.ticks]).toEqual([0.5, [{ text: "4", at: 0.5 }]]);
  const [many] = hyperparameterAxes(Array.from({ length: 11 }, (_, i) => trial(i)));
  expect(many.ticks).toEqual([
    { text: "0", at: 0 },
    { text: "5", at: 0.5 },
    { text: "10", at: 1 },
  ]);
});

test("without trials there is nothing to draw", () => {
  expect(() => hyperparameterAxes([])).toThrow("plot of a sweep: got no trials with hyperparameters");
});

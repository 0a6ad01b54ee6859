/** What distinguishes runs, and their order. */
import { expect, test } from "vitest";
import {
  byQuality,
  hyperparameters,
  qualityDimension,
} from "../../../labextension/src/runs/hyperparameters.js";
import type { RunSummary } from "../../../labextension/src/runs/runSummary.js";

const run = (folder: string, config: object, ccPredTest = Number.NaN, nllTest = Number.NaN): RunSummary => ({
  folder,
  kind: "merging",
  state: "finished",
  step: 1,
  steps: 1,
  seconds: 1,
  created: "",
  quality: { ccPredTest, nllTest },
  config: config as RunSummary["config"],
});

test("only leaves that differ are dimensions: numbers, words, and gaps", () => {
  const dimensions = hyperparameters([
    run("a", { model: { layers: 3, name: "x", same: 1 }, training: { rate: 0.001 }, run: { data: "p" } }),
    run("b", {
      model: { layers: 5, name: "y", same: 1 },
      training: { rate: 0.1, extra: true },
      run: { data: "q" },
    }),
  ]);
  expect(dimensions.map(({ path, title, kind, log }) => [path, title, kind, log])).toEqual([
    ["model.layers", "layers", "numeric", false],
    ["model.name", "name", "categorical", false],
    ["training.rate", "rate", "numeric", true],
    ["training.extra", "extra", "categorical", false],
  ]);
  expect(dimensions[1].categories).toEqual(["x", "y"]);
  expect(dimensions[3].values).toEqual([Number.NaN, 0]);
});

test("a name that stands twice is told apart, and the same value under one name stands once", () => {
  const config = (a: number, b: number, steps: number) => ({
    scale: { width: a },
    prior: { width: b },
    training: { steps },
    run: { steps },
  });
  const titles = hyperparameters([run("a", config(1, 2, 10)), run("b", config(2, 5, 20))]).map(
    ({ title }) => title,
  );
  expect(titles).toEqual(["scale.width", "prior.width", "steps"]);
});

test("the best run comes first, those without a value last", () => {
  const runs = [run("a", {}, 0.5, 1), run("b", {}), run("c", {}, 0.9, 3), run("d", {}, 0.7, 2)];
  expect(byQuality(runs, "ccPredTest").map(({ folder }) => folder)).toEqual(["c", "d", "a", "b"]);
  expect(byQuality(runs, "nllTest").map(({ folder }) => folder)).toEqual(["a", "d", "c", "b"]);
  expect(qualityDimension(runs, "nllTest").values).toEqual([1, Number.NaN, 3, 2]);
});

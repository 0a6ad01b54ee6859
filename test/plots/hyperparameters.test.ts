// Oracle: the values of made-up trials, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { hyperparameters } from "../../lib/plots/index.js";
import { render } from "./render.js";
import { sweepTrials } from "./sweepTrials.js";

test("a panel for each hyperparameter, a point for each result, early ones apart", async () => {
  const spec = hyperparameters({ trials: sweepTrials() });
  expect(spec.data.values).toHaveLength(11);
  expect(spec.data.values[4]).toEqual({
    trial: "0020",
    h0: 0.01,
    h1: "default",
    h2: 4,
    ccPred: 0.95,
    series: "finished",
  });
  expect(
    spec.data.values.filter(({ series }) => series === "early result").map(({ trial }) => trial),
  ).toEqual(["0100"]);
  const picture = await render("sweepHyperparameters", spec);
  expect(picture.warnings).toEqual([]);
  for (const text of [
    "learningRate",
    "recipe",
    "scale.layers",
    "CCpred, held out",
    "finished",
    "early result",
  ])
    expect(picture.texts).toContain(text);
  expect(picture.texts).toContain("11 trials shown, 1 failed, 1 without a result");
  expect(picture.texts.filter((text) => text === "finished")).toHaveLength(1);
});

test("the panels of what spans much are logarithmic", () => {
  const kinds = hyperparameters({ trials: sweepTrials() }).vconcat.map((panel) => {
    const { x } = (panel as { encoding: { x: { type: string; scale?: { type: string } } } }).encoding;
    return x.scale?.type ?? x.type;
  });
  expect(kinds).toEqual(["log", "nominal", "linear"]);
});

// Oracle: the values of made-up trials, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { parallelCoordinates } from "../../lib/plots/index.js";
import { render } from "./render.js";
import { sweepTrials } from "./sweepTrials.js";

test("a line for each finished trial through all axes, the best drawn last", async () => {
  const spec = parallelCoordinates({ trials: sweepTrials() });
  expect(spec.data.values).toHaveLength(10 * 4);
  const last = spec.data.values.slice(-4);
  expect(last.map(({ trial, axis, at, value }) => [trial, axis, at, value])).toEqual([
    ["0021", "learningRate", 0.5, "0.01"],
    ["0021", "recipe", 1, "careless"],
    ["0021", "scale.layers", 0.2, "4"],
    ["0021", "CCpred", 1, "0.951"],
  ]);
  const picture = await render("sweepParallel", spec);
  expect(picture.warnings).toEqual([]);
  expect(picture.marks("line")).toBe(10);
  for (const text of ["learningRate", "recipe", "scale.layers", "CCpred", "careless", "0.001", "0.1"])
    expect(picture.texts).toContain(text);
});

test("before a trial has finished: axes without lines", async () => {
  const spec = parallelCoordinates({ trials: sweepTrials().slice(10) });
  expect(spec.data.values).toEqual([]);
  const picture = await render("sweepParallelEmpty", spec);
  expect(picture.texts).toContain("0 of 3 trials finished");
});

// Oracle: what each part is made from, and that it is made once.
import { expect, test } from "vitest";
import { ReportSource } from "../../lib/plots/reportSource.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { wilsonTable } from "./fixtures.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const { observations } = simulateRotation({ dMin: 3.5, scaled: true });

test("of observations: themselves, merged, and their statistics, each once", () => {
  const source = new ReportSource({ unmerged: observations }, { shells: 4, repeats: 2 });
  expect(source.unmerged).toBe(observations);
  expect(source.merged.merged).toBe(true);
  expect(source.merged).toBe(source.merged);
  expect(source.statistics).toBe(source.statistics);
  expect(source.statistics).toEqual(mergingStatistics(observations, { shells: 4, repeats: 2 }));
  expect(source.strength).toBe(source.statistics);
  expect(source.correlations).toBe(source.statistics);
});

test("of merged reflections: no observations, and the same error each time", () => {
  const source = new ReportSource({ merged: wilsonTable() }, {});
  const message = () => {
    try {
      return source.unmerged;
    } catch (error) {
      return error;
    }
  };
  expect(message()).toBeInstanceOf(Error);
  expect(message()).toBe(message());
  expect(() => source.statistics).toThrow("merged reflections alone do not tell it; it takes");
  expect(() => source.predictions).toThrow("it takes what a model predicts of each observation");
  expect(source.strength.shells.length).toBe(10);
});

test("of a merge that has found no signal: no statistics of observations on its scale", () => {
  const halvesWithheld = "half data sets: got amplitudes of one half that do not predict the other";
  const predictions = simulatedPredictions(50);
  const withScale = predictions.with({
    label: "scale",
    type: "R",
    data: new Float32Array(predictions.length).fill(1),
  });
  const source = new ReportSource({ predictions: withScale, halvesWithheld }, { shells: 4, repeats: 2 });
  for (const part of ["unmerged", "statistics", "correlations", "strength"] as const)
    expect(() => source[part]).toThrow(halvesWithheld);
  expect(source.predictions).toBe(withScale);
  expect(new ReportSource({ unmerged: observations, halvesWithheld }, {}).unmerged).toBe(observations);
});

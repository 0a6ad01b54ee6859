// Oracle: what each part is made from, and that it is made once.
import { expect, test } from "vitest";
import { ReportSource } from "../../lib/plots/reportSource.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { wilsonTable } from "./fixtures.js";

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

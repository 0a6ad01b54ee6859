// Oracle: every plot of the registry, drawn from a whole simulated data set through merging and statistics.
import { beforeAll, expect, test } from "vitest";
import {
  drawPlot,
  mergedPlots,
  predictionPlots,
  statisticsPlots,
  unmergedPlots,
} from "../../lib/plots/index.js";
import { type RotationData, simulateRotation } from "../../lib/simulate/index.js";
import { classicalMerge, type MergingStatistics, mergingStatistics } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

let data: RotationData;
let statistics: MergingStatistics;
let merged: ReflectionTable;

beforeAll(() => {
  data = simulateRotation({ dMin: 2.6, scaled: true });
  statistics = mergingStatistics(data.observations);
  merged = classicalMerge(data.observations).table;
});

test.each(Object.keys(statisticsPlots))("%s of merging statistics", async (name) => {
  const picture = await render(`simulated-${name}`, drawPlot(name, statistics));
  expect(picture.marks("symbol")).toBeGreaterThanOrEqual(statistics.shells.length);
});

test.each(Object.keys(unmergedPlots))("%s of unmerged observations", async (name) => {
  const picture = await render(`simulated-${name}`, drawPlot(name, data.observations));
  expect(picture.marks("symbol") + picture.marks("rect")).toBeGreaterThan(100);
});

test.each(Object.keys(mergedPlots))("%s of merged reflections", async (name) => {
  const picture = await render(`simulated-${name}`, drawPlot(name, merged));
  expect(picture.marks("symbol")).toBeGreaterThan(50);
});

test.each(Object.keys(predictionPlots))("%s of predictions", async (name) => {
  const bare = simulatedPredictions(600);
  const column = (label: string, value: (i: number) => number) =>
    ({ label, type: "R", data: Float32Array.from({ length: 600 }, (_, i) => value(i)) }) as const;
  const predictions = bare.without("image_id", "file_id").with(
    { label: "image_id", type: "I", data: Int32Array.from({ length: 600 }, (_, i) => Math.floor(i / 10)) },
    { label: "file_id", type: "I", data: Int32Array.from({ length: 600 }, (_, i) => Math.floor(i / 20)) },
    column("scale", (i) => 1 + 0.01 * (i % 60)),
    column("Wavelength", (i) => 1 + 0.001 * i),
    column("XDET", (i) => i % 21),
    column("YDET", (i) => i % 23),
  );
  const picture = await render(`simulated-${name}`, drawPlot(name, predictions));
  expect(picture.marks("symbol") + picture.marks("rect")).toBeGreaterThan(50);
});

test("a name that is none says which are", () => {
  expect(() => drawPlot("ccHalff", statistics)).toThrow(
    "plot of merging statistics: got ccHalff, expected one of ccHalf, ccAnomalous, rFactors, completeness, multiplicity, " +
      "signalToNoise, anomalousSignal, wilsonPlot; did you mean ccHalf?",
  );
  expect(() => drawPlot("ccHalf", merged)).toThrow("plot of merged reflections: got ccHalf, expected one of");
  expect(() => drawPlot("toString", data.observations)).toThrow(
    "plot of unmerged observations: got toString",
  );
});

test("options reach the plot", () => {
  expect(drawPlot("rFactors", statistics, { title: "Mine", width: "container" })).toMatchObject({
    title: { text: "Mine" },
    width: "container",
  });
});

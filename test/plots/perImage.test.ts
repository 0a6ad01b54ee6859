// Oracle: sums by hand over a table of known scales, and the normal distribution.
import { expect, test } from "vitest";
import { imageStatistics, normalizedDeviations } from "../../lib/plots/index.js";
import { collectObservations } from "../../lib/statistics/index.js";
import { expectFit, kolmogorovSmirnov, normalCdf } from "../random/goodness.js";
import { unmergedTable } from "./fixtures.js";

const scale = (image: number): number => 1 + 0.3 * Math.sin(image / 6);
const table = unmergedTable(30, 60, scale);

test("each image's sums, by hand", () => {
  const images = imageStatistics(collectObservations(table));
  expect(images.map((image) => image.batch)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  const intensity = table.values("I");
  const mean = Array.from({ length: 60 }, (_, r) => {
    let sum = 0;
    for (let i = 0; i < 30; i++) sum += intensity[30 * r + i];
    return sum / 30;
  });
  for (const [i, image] of images.entries()) {
    let [sum, means, deviation] = [0, 0, 0];
    for (let r = 0; r < 60; r++) {
      sum += intensity[30 * r + i];
      means += mean[r];
      deviation += Math.abs(intensity[30 * r + i] - mean[r]);
    }
    expect(image.observations).toBe(60);
    expect(image.meanIntensity).toBeCloseTo(sum / 60, 10);
    expect(image.meanIOverSigma).toBeCloseTo(sum / 120, 10);
    expect(image.relativeScale).toBeCloseTo(sum / means, 10);
    expect(image.rMerge).toBeCloseTo(deviation / sum, 10);
  }
});

test("deviations are standard normal where the sigmas are right", () => {
  const deviations = normalizedDeviations(collectObservations(unmergedTable(40, 100, () => 1)));
  expect(deviations.length).toBe(4000);
  expectFit(kolmogorovSmirnov(deviations, normalCdf));
  const single = normalizedDeviations(collectObservations(unmergedTable(1, 20, () => 1)));
  expect(single.length).toBe(0);
});

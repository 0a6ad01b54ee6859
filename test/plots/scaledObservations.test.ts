// Oracle: intensities that were put on a scale by hand.
import { expect, test } from "vitest";
import { scaledObservations } from "../../lib/plots/scaledObservations.js";
import { collectObservations } from "../../lib/statistics/index.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const bare = simulatedPredictions(300);
const scale = Float32Array.from({ length: 300 }, (_, i) =>
  i === 7 ? 0 : i === 8 ? Number.NaN : 0.5 + i / 100,
);
const predictions = bare.with({ label: "scale", type: "R", data: scale });

test("intensities and sigmas over the scale, images as batches", () => {
  const scaled = scaledObservations(predictions);
  expect(scaled.merged).toBe(false);
  expect(Array.from(scaled.values("BATCH"))).toEqual(Array.from(bare.values("image_id")));
  const [observed, sigma] = [bare.values("Iobs"), bare.values("SigIobs")];
  for (let i = 0; i < 300; i++) {
    if (i === 7 || i === 8) {
      expect(scaled.values("I")[i]).toBeNaN();
      continue;
    }
    expect(scaled.values("I")[i] / (observed[i] / scale[i])).toBeCloseTo(1, 6);
    expect(scaled.values("SIGI")[i] / (sigma[i] / scale[i])).toBeCloseTo(1, 6);
  }
  expect(collectObservations(scaled).labels).toEqual({ intensity: "I", sigma: "SIGI" });
  expect(collectObservations(scaled).dropped.missing).toBe(2);
  expect(scaled.has("Iobs") || scaled.has("Ipred")).toBe(false);
});

test("without a scale there is none", () => {
  expect(() => scaledObservations(bare)).toThrow("column scale is not in simulated.mtz");
});

// Oracle: ccPredBy, which careless.ccpred stands behind.
import { expect, test } from "vitest";
import { ccPredByImage } from "../../lib/plots/index.js";
import { ccPredBy } from "../../lib/statistics/index.js";
import { madePredictions } from "../statistics/careless.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const table = madePredictions();
const images = ccPredBy(table, "image_id");

test("a point for each image, at its CCpred", async () => {
  const spec = ccPredByImage(table);
  const rows = spec.data.values;
  expect(rows.map(({ batch }) => batch)).toEqual(images.map(({ value }) => value));
  const [image, observed, sigma] = ["image_id", "Iobs", "SigIobs"].map((label) => table.values(label));
  rows.forEach((row, i) => {
    expect(Number(row.value)).toBeCloseTo(images[i].all.spearman, 5);
    expect(row.observations).toBe(images[i].all.observations);
    const own = Array.from(image.keys()).filter((k) => image[k] === images[i].value);
    const strength = own.reduce((sum, k) => sum + observed[k] / sigma[k], 0) / own.length;
    expect(Number(row.strength)).toBeCloseTo(strength, 4);
  });
  const picture = await render("ccPredByImage", spec);
  expect(picture.texts).toContain("CCpred (spearman, all observations)");
  expect(picture.marks("symbol")).toBe(12);
});

test("of those held out, by another correlation; images of too few observations are left out", () => {
  const held = ccPredByImage(table, { part: "test", correlation: "weighted", minimumObservations: 12 });
  const enough = images.filter((image) => image.test.observations >= 12);
  expect(enough.length).toBeGreaterThan(1);
  expect(enough.length).toBeLessThan(12);
  expect(held.data.values.map(({ batch }) => batch)).toEqual(enough.map(({ value }) => value));
  expect(Number(held.data.values[0].value)).toBeCloseTo(enough[0].test.weighted, 5);
});

test("without images, or with one, it says so", () => {
  expect(() => ccPredByImage(table.without("image_id"))).toThrow("column image_id is not in");
  expect(() => ccPredByImage(simulatedPredictions(100))).toThrow(
    "CCpred by image of simulated.mtz: got 1 with at least 10 of all observations, expected two or more",
  );
});

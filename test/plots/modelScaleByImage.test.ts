// Oracle: scales that are known, of images of unequal size.
import { expect, test } from "vitest";
import { modelScaleByImage } from "../../lib/plots/index.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const n = 600;
// image i has i + 1 … observations; its scale is 2 + i/10
const image = Int32Array.from({ length: n }, (_, i) => Math.floor(Math.sqrt(i)));
const table = simulatedPredictions(n)
  .without("image_id")
  .with(
    { label: "image_id", type: "I", data: image },
    { label: "scale", type: "R", data: Float32Array.from(image, (i) => 2 + i / 10) },
  );

test("the mean scale of each image, over the mean of all observations", async () => {
  const spec = modelScaleByImage(table);
  const mean = Array.from(image).reduce((sum, i) => sum + 2 + i / 10, 0) / n;
  const rows = spec.data.values;
  expect(rows.map((row) => row.batch)).toEqual(Array.from({ length: 25 }, (_, i) => i));
  rows.forEach((row, i) => {
    expect(Number(row.value)).toBeCloseTo((2 + i / 10) / mean, 4);
    expect(row.observations).toBe(i < 24 ? 2 * i + 1 : n - 24 * 24);
  });
  const picture = await render("modelScaleByImage", spec);
  expect(picture.texts).toEqual(
    expect.arrayContaining(["Image (number in the merge)", "Scale / mean scale"]),
  );
  expect(picture.marks("symbol")).toBe(25);
});

test("observations without a scale do not count", () => {
  const scale = Float32Array.from(table.values("scale"), (value, i) => (i % 3 === 0 ? Number.NaN : value));
  const holes = table.without("scale").with({ label: "scale", type: "R", data: scale });
  const counted = modelScaleByImage(holes).data.values.reduce(
    (sum, row) => sum + Number(row.observations),
    0,
  );
  expect(counted).toBe(400);
});

test("predictions of other programs have no scale", () => {
  expect(() => modelScaleByImage(table.without("scale"))).toThrow("column scale is not in");
  expect(() => modelScaleByImage(table.without("image_id"))).toThrow("column image_id is not in");
});

// Oracle: a running median by hand.
import { expect, test } from "vitest";
import { imageLine } from "../../lib/plots/imageLine.js";
import { collectObservations } from "../../lib/statistics/index.js";
import { unmergedTable } from "./fixtures.js";
import { render } from "./render.js";

const plot = {
  value: (image: { batch: number }) => (image.batch === 10 ? 1000 : image.batch),
  title: "Made up",
  description: "The number of each image against itself, with one outlier: a plot of the tests.",
  yTitle: "number",
  format: ".0f",
};

test("the median does not follow one outlier", async () => {
  const spec = imageLine(collectObservations(unmergedTable(20, 5, () => 1)), plot, {});
  const rows = spec.data.values;
  expect(rows.map((row) => row.value)).toEqual(
    Array.from({ length: 20 }, (_, i) => (i === 9 ? 1000 : i + 1)),
  );
  // Medians of three, of two at the ends.
  expect(rows[0].median).toBe(1.5);
  expect(rows[5].median).toBe(6);
  expect(rows[9].median).toBe(11);
  const picture = await render("imageLine", spec);
  expect(picture.marks("symbol")).toBe(20);
  expect(picture.marks("line")).toBe(1);
});

test("few images are drawn without a median", async () => {
  const spec = imageLine(collectObservations(unmergedTable(4, 10, () => 1)), plot, {});
  const picture = await render("imageLineFew", spec);
  expect(picture.marks("symbol")).toBe(4);
  expect(picture.marks("line")).toBe(0);
  expect(spec.title.subtitle).toBeUndefined();
});

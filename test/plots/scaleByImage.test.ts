// Oracle: a table made with known scales.
import { expect, test } from "vitest";
import { scaleByImage } from "../../lib/plots/index.js";
import { unmergedTable } from "./fixtures.js";
import { render } from "./render.js";

test("finds the scales that were put in, a point an image and a line at 1", async () => {
  const scale = (image: number): number => 1 + 0.3 * Math.sin(image / 6);
  const table = unmergedTable(30, 60, scale);
  const spec = scaleByImage(table);
  const mean = Array.from({ length: 30 }, (_, i) => scale(i + 1)).reduce((a, b) => a + b, 0) / 30;
  for (const row of spec.data.values) {
    expect(Math.abs(Number(row.value) - scale(Number(row.batch)) / mean)).toBeLessThan(0.015);
  }
  const picture = await render("scaleByImage", spec);
  const words = ["Image (batch number)", "ΣI / Σ⟨I⟩", "Line: median of 3 images"];
  expect(picture.texts).toEqual(expect.arrayContaining(words));
  expect(picture.marks("symbol")).toBe(30);
  expect(picture.marks("line")).toBe(1);
  expect(picture.marks("rule")).toBe(1);
});

test("merged tables are refused", () => {
  const table = unmergedTable(3, 5, () => 1);
  expect(() => scaleByImage(table.derive({ merged: true }))).toThrow(/got merged reflections/);
});

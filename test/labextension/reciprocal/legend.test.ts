/** Legends show the numbers of their scale, at their places. */
import { expect, test } from "vitest";
import { drawColourLegend, drawSizeLegend, plainTitle } from "../../../labextension/src/reciprocal/legend.js";
import { themePalette } from "../../../labextension/src/reciprocal/painter.js";
import { makeScale } from "../../../labextension/src/reciprocal/scales.js";
import { RecordingPainter } from "./recordingPainter.js";

const palette = themePalette(false);

test("a bar of the map, ticks at their values, what has no value", () => {
  const painter = new RecordingPainter();
  const scale = makeScale([...Array.from({ length: 1001 }, (_, i) => i), Number.NaN, Number.NaN], "linear");
  drawColourLegend(painter, { title: "`F(+)`", scale, map: "grey" }, palette, 20, 500);
  expect(painter.rectangles.length).toBe(64);
  expect(painter.rectangles[0]).toMatchObject({ x: 20, colour: "rgb(38,38,38)" });
  expect(painter.words).toEqual(["F(+)", "200", "400", "600", "800", "no value (2)"]);
  const four = painter.texts.find(({ text }) => text === "400");
  expect(four?.x).toBeCloseTo(20 + 190 * ((400 - 5) / 990), 6);
});

test.each(["linear", "log", "quantile", "diverging"] as const)(
  "%s: labels do not run into each other",
  (kind) => {
    const painter = new RecordingPainter();
    const scale = makeScale(
      Array.from({ length: 999 }, (_, i) => Math.sinh(i / 40) * 1e-3),
      kind,
    );
    drawColourLegend(painter, { title: "I", scale, map: "viridis" }, palette, 0, 0);
    const labels = painter.texts.slice(1);
    expect(labels.length).toBeGreaterThan(1);
    for (let i = 1; i < labels.length; i++) expect(labels[i].x - labels[i - 1].x).toBeGreaterThan(20);
  },
);

test("three sizes with their values; no backticks", () => {
  const painter = new RecordingPainter();
  drawSizeLegend(
    painter,
    { title: "I", scale: makeScale([1, 2, 3], "quantile"), radii: [2, 4, 6] },
    palette,
    0,
    0,
  );
  expect(painter.words).toEqual(["size: I", "1", "2", "3"]);
  expect(painter.discs.map(({ radius }) => radius)).toEqual([2, 4, 6]);
  expect(plainTitle("`I(+)`/`SIGI(+)`")).toBe("I(+)/SIGI(+)");
});

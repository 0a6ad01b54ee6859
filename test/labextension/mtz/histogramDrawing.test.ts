/** The bars of a histogram. The drawing itself is in test/browser/mtz.test.ts. */
import { expect, test } from "vitest";
import { barsOf, field } from "../../../labextension/src/mtz/histogramDrawing.js";

test("the tallest bar fills the field, bars lie beside each other on its ground", () => {
  const bars = barsOf({ counts: [1, 4, 0, 2] });
  const width = field.width / 4;
  expect(bars.map(({ x }) => x)).toEqual([0, width, 2 * width, 3 * width]);
  expect(bars.map(({ height }) => height)).toEqual([field.height / 4, field.height, 0, field.height / 2]);
  for (const { y, height } of bars) expect(y + height).toBe(field.height);
});

test("a bin with one value of a million is still seen, an empty one is not", () => {
  expect(barsOf({ counts: [1_000_000, 1, 0] }).map(({ height }) => height)).toEqual([field.height, 1, 0]);
});

test("no bins, only empty ones", () => {
  expect(barsOf({ counts: [] })).toEqual([]);
  expect(barsOf({ counts: [0, 0] }).map(({ height }) => height)).toEqual([0, 0]);
});

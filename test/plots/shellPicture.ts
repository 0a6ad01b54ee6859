/** What must hold of every plot over resolution shells: a symbol for each shell of each series, lines, words. */
import { expect } from "vitest";
import type { VegaLiteSpec } from "../../lib/plots/index.js";
import { shells } from "./fixtures.js";
import { type Rendered, render } from "./render.js";

/** Renders a plot of the five shells of fixtures.ts with this many series; `words` must be in the picture. */
export async function shellPicture(
  name: string,
  spec: VegaLiteSpec,
  series: number,
  words: readonly string[],
): Promise<Rendered> {
  const picture = await render(name, spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["Resolution d (Å)", "2", "3", ...words]));
  expect(picture.marks("symbol")).toBe(series * shells.length);
  expect(picture.marks("line")).toBe(series);
  return picture;
}

/** Values of a series as the specification holds them, from low to high resolution. */
export function seriesValues(spec: VegaLiteSpec, name: string): unknown[] {
  return seriesField(spec, name, "value");
}

/** The same of another field of the rows. */
export function seriesField(spec: VegaLiteSpec, name: string, field: string): unknown[] {
  return spec.data.values.filter((row) => row.series === name).map((row) => row[field]);
}

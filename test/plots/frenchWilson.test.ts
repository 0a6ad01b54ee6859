// Oracle: amplitudes put at √I exactly, which must lie on the line F = √I.
import { expect, test } from "vitest";
import { frenchWilson } from "../../lib/plots/index.js";
import { wilsonTable } from "./fixtures.js";
import { render } from "./render.js";

const table = wilsonTable();

test("weak reflections and the line", async () => {
  const spec = frenchWilson(table);
  for (const row of spec.data.values) {
    expect(Number(row.strength)).toBeLessThan(4);
    expect(Number(row.amplitude)).toBeCloseTo(Number(row.root), 3);
  }
  const intensity = table.values("I");
  const weak = Array.from(intensity).filter((value) => value < 80).length;
  expect(spec.data.values.length).toBe(Math.min(2000, weak));
  const picture = await render("frenchWilson", spec);
  expect(picture.texts).toEqual(expect.arrayContaining(["F after French & Wilson", "acentric", "centric"]));
  expect(picture.marks("symbol")).toBe(spec.data.values.length);
  expect(picture.marks("line")).toBe(1);
});

test("thinned where there are too many points, negative intensities to the left", () => {
  const negative = table.with({ label: "I", type: "J", data: table.values("I").map((value) => value - 60) });
  const spec = frenchWilson(negative, { points: 100, maximumIOverSigma: 2 });
  expect(spec.data.values.length).toBe(100);
  expect(spec.data.values.some((row) => Number(row.root) < 0)).toBe(true);
});

test("nothing weak, nothing to draw", () => {
  expect(() => frenchWilson(table, { maximumIOverSigma: -1 })).toThrow(
    "got no reflection with I/σ below -1, expected some; raise maximumIOverSigma",
  );
  expect(() => frenchWilson(table.without("F"))).toThrow("column F is not in the");
});

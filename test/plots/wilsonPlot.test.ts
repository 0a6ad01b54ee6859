// Oracle: points made on a line of B = 24 Å².
import { expect, test } from "vitest";
import { wilsonPlot } from "../../lib/plots/index.js";
import { render } from "./render.js";

const points = Array.from({ length: 12 }, (_, i) => {
  const inverseDSquared = 0.02 + 0.02 * i;
  const fitted = 1 - 12 * inverseDSquared;
  return { inverseDSquared, fitted, value: fitted + (i % 2 ? 0.1 : -0.1), reflections: 200 + i, used: i > 2 };
});
const wilson = { bFactor: 24, bFactorError: 1.25, dMax: 4.5, dMin: 2, points };

test("points, line and B", async () => {
  const picture = await render("wilsonPlot", wilsonPlot({ wilson }));
  expect(picture.texts).toEqual(
    expect.arrayContaining(["Wilson plot: B = 24.0 ± 1.3 Å²", "ln(⟨I/ε⟩ / Σf²)", "Resolution d (Å)", "2.5"]),
  );
  expect(picture.marks("symbol")).toBe(12);
  expect(picture.marks("line")).toBe(2);
  expect([...picture.svg.matchAll(/fill="white"[^>]*stroke="#0072B2"/g)].length).toBe(3);
});

test("the Wilson part alone, without an error, with a shell of negative mean", async () => {
  const broken = {
    ...wilson,
    bFactorError: Number.NaN,
    points: [...points, { ...points[11], inverseDSquared: 0.27, value: Number.NaN }],
  };
  const spec = wilsonPlot(broken);
  expect(spec.title.text).toBe("Wilson plot: B = 24.0 Å²");
  const picture = await render("wilsonPlotBroken", spec);
  expect(picture.marks("symbol")).toBe(12);
});

test("statistics without a line have no plot", () => {
  expect(() => wilsonPlot({ wilson: undefined })).toThrow(
    "Wilson plot: got statistics without one, expected data",
  );
});

// Oracles: residuals that are put into the predictions by place; means by hand; observations of which one corner is weak.
import { expect, test } from "vitest";
import { detectorResiduals } from "../../lib/plots/index.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { predictionTable } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { unmergedTable } from "./fixtures.js";
import { render } from "./render.js";

/** Eighty observations in each square of 10 × 5, whose residuals are `residual(column, row)` ± 0.5. */
function predictions(residual: (column: number, row: number) => number): ReflectionTable {
  const n = 50 * 80;
  const square = (i: number) => Math.floor(i / 80);
  const [column, row] = [(i: number) => square(i) % 10, (i: number) => Math.floor(square(i) / 10)];
  const each = (f: (i: number) => number) => Float64Array.from({ length: n }, (_, i) => f(i));
  // The first and last of all are at the corners, so that the squares are 100 wide.
  const within = (i: number) => (i % 80) / 79;
  return predictionTable(
    {
      hkl: Int32Array.from({ length: 3 * n }, (_, i) => 1 + (i % 7)),
      observed: each((i) => 100 + 4 * (residual(column(i), row(i)) + (i % 2 === 0 ? 0.5 : -0.5))),
      sigma: each(() => 4),
      predicted: each(() => 100),
      predictedSigma: each(() => 1),
      columns: [
        { label: "XDET", type: "R", data: each((i) => 100 * (column(i) + Math.min(0.999, within(i)))) },
        { label: "YDET", type: "R", data: each((i) => 100 * (row(i) + Math.min(0.999, within(i)))) },
      ],
    },
    { cell: [30, 40, 50, 90, 90, 90], spaceGroup: "P 21 21 21", name: "made.mtz" },
  );
}

test("each square has the mean of its residuals", async () => {
  const spec = detectorResiduals(
    predictions((column, row) => (column - row) / 10),
    { bins: 10 },
  );
  const rows = spec.data.values;
  expect(rows.length).toBe(50);
  for (const { x, y, mean, error, residuals } of rows) {
    const [column, row] = [Math.round(Number(x) / 100), Math.round(Number(y) / 100)];
    expect(residuals).toBe(80);
    expect(Number(mean)).toBeCloseTo((column - row) / 10, 5);
    expect(error).toBeCloseTo(1 / Math.sqrt(80), 5);
  }
  const picture = await render("detectorResiduals", spec);
  expect(picture.marks("rect")).toBe(50);
  expect(picture.texts).toEqual(
    expect.arrayContaining([
      "XDET",
      "YDET",
      "mean residual (σ)",
      "Mean of (Iobs − Ipred)/σ of 4,000 observations",
    ]),
  );
  // the shape of the detector
  expect(Number(spec.height) / Number(spec.width)).toBeCloseTo(0.5, 1);
});

test("an outlier does not colour a square, squares of few are left out", () => {
  const spec = detectorResiduals(
    predictions((column) => (column === 3 ? 1000 : 0)),
    { bins: 10, limit: 3 },
  );
  for (const { x, mean } of spec.data.values)
    expect(Number(mean)).toBeCloseTo(Math.floor(Number(x) / 100 + 0.01) === 3 ? 3 : 0, 5);
  expect(spec.title.subtitle).toContain("none counted beyond ±3");
  expect(
    detectorResiduals(
      predictions(() => 0),
      { bins: 2000 },
    ).data.values,
  ).toEqual([]);
});

test("of unmerged observations the deviation from their mean: a corner that is in the shade is seen", async () => {
  const { observations } = simulateRotation({ dMin: 2.6, scaled: true });
  const [x, y] = [observations.values("XDET"), observations.values("YDET")];
  const middle = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [middle(x), middle(y)];
  const intensity = observations
    .values("I")
    .map((value, i) => (x[i] > mx && y[i] > my ? 0.8 * value : value));
  const shaded = observations.without("I").with({ label: "I", type: "J", data: intensity });
  const spec = detectorResiduals(shaded);
  const mean = (inside: boolean) => {
    const rows = spec.data.values.filter((row) => Number(row.x) > mx && Number(row.y) > my === inside);
    return rows.reduce((sum, row) => sum + Number(row.mean), 0) / rows.length;
  };
  expect(mean(true)).toBeLessThan(-0.5);
  expect(mean(false)).toBeGreaterThan(0);
  const picture = await render("detectorResidualsUnmerged", spec);
  expect(picture.marks("rect")).toBeGreaterThan(50);
  expect(picture.texts.join()).toContain("Mean of (I − ⟨I⟩)/σ");
});

test("bad input", () => {
  expect(() => detectorResiduals(unmergedTable(3, 5, () => 1))).toThrow(
    /^detector positions of .*: got none among the columns H K L M\/ISYM BATCH I SIGI, expected XDET and YDET; take/,
  );
});

// Oracle: counts that must add up, and predictions that lie on the diagonal or apart from it.
import { expect, test } from "vitest";
import { drawPlot, predictedAgainstObserved } from "../../lib/plots/index.js";
import { predictionTable } from "../../lib/statistics/index.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const table = simulatedPredictions(20_000);

test("every observation is in one cell, or beyond the axes", async () => {
  const spec = predictedAgainstObserved(table, { part: "all" });
  const count = spec.data.values.reduce((sum, row) => sum + Number(row.count), 0);
  const beyond = Number(/; (\d+) beyond/.exec(String(spec.title.subtitle))?.[1] ?? 0);
  expect(count + beyond).toBe(20_000);
  expect(beyond).toBeGreaterThan(0);
  expect(beyond).toBeLessThan(80);
  const picture = await render("predictedAgainstObserved", spec);
  expect(picture.marks("rect")).toBe(spec.data.values.length);
  expect(picture.texts).toEqual(
    expect.arrayContaining(["Observed intensity", "Predicted intensity", "observations"]),
  );
});

test("the test set by default", () => {
  const spec = drawPlot("predictedAgainstObserved", table);
  expect(spec.title.subtitle).toMatch(/^5,000 observations held out; dashed: equal/);
});

test("perfect predictions lie on the diagonal, negative ones too", () => {
  const values = Float64Array.from({ length: 101 }, (_, i) => (i - 20) * Math.abs(i - 20));
  const exact = predictionTable(
    {
      hkl: new Int32Array(303).fill(1),
      observed: values,
      sigma: new Float64Array(101).fill(1),
      predicted: values,
      predictedSigma: values,
    },
    { cell: [30, 40, 50, 90, 90, 90], spaceGroup: "P 1" },
  );
  const cells = predictedAgainstObserved(exact, { bins: 10 }).data.values;
  expect(cells.length).toBe(10);
  for (const cell of cells)
    expect([cell.observed, cell.observedTo]).toEqual([cell.predicted, cell.predictedTo]);
  // Even in ±√|I|, from −20 to 80: the first step ends at −10.
  expect(cells[0]).toMatchObject({ observed: -400, observedTo: -100 });
});

// Oracle: ccPredBy, which careless.ccpred stands behind.
import { expect, test } from "vitest";
import { ccPredByDataSet } from "../../lib/plots/index.js";
import { ccPredBy } from "../../lib/statistics/index.js";
import { madePredictions } from "../statistics/careless.js";
import { render } from "./render.js";

const made = madePredictions();
const table = made
  .without("file_id")
  .with({ label: "file_id", type: "I", data: Int32Array.from({ length: made.length }, (_, i) => i % 3) });
const sets = ccPredBy(table, "file_id");

test("training and test of each data set, under its name", async () => {
  const spec = ccPredByDataSet(table, { names: ["dark", "2 ms", "5 ms"] });
  const rows = spec.data.values;
  expect(rows.map(({ dataSet, series }) => `${dataSet} ${series}`)).toEqual(
    ["dark", "2 ms", "5 ms"].flatMap((name) => [`${name} training`, `${name} test`]),
  );
  rows.forEach((row, i) => {
    const part = sets[i >> 1][i % 2 === 0 ? "train" : "test"];
    expect(Number(row.value)).toBeCloseTo(part.spearman, 5);
    expect(row.observations).toBe(part.observations);
  });
  const picture = await render("ccPredByDataSet", spec);
  expect(picture.marks("symbol")).toBeGreaterThanOrEqual(6);
  expect(picture.texts).toEqual(expect.arrayContaining(["dark", "2 ms", "5 ms", "training", "test"]));
});

test("numbers where there are no names; no test points where none were held out", async () => {
  const spec = ccPredByDataSet(table.without("test"), { correlation: "pearson" });
  expect(spec.data.values.map(({ dataSet, series }) => `${dataSet} ${series}`)).toEqual([
    "0 training",
    "1 training",
    "2 training",
  ]);
  await render("ccPredByDataSet-numbers", spec);
});

test("predictions without data sets say so", () => {
  expect(() => ccPredByDataSet(table.without("file_id"))).toThrow("column file_id is not in");
});

// Oracle: the numbers given, found again in the specification and in what vega draws of it.
import { expect, test } from "vitest";
import { ccPred } from "../../lib/plots/index.js";
import { ccPred as ccPredOf } from "../../lib/statistics/index.js";
import { madePredictions } from "../statistics/careless.js";
import { shells } from "./fixtures.js";
import { render } from "./render.js";
import { seriesValues, shellPicture } from "./shellPicture.js";

const statistics = {
  shells: shells.map(({ dMin, dMax }, i) => ({
    dMin,
    dMax,
    train: { spearman: 0.99 - 0.03 * i, weighted: 0.98, pearson: 0.97 },
    test: { spearman: 0.97 - 0.06 * i, weighted: 0.9 - 0.1 * i, pearson: 0.95 },
  })),
};

test("training and test, Spearman's by default", async () => {
  const spec = ccPred(statistics);
  expect(seriesValues(spec, "training")).toEqual([0.99, 0.96, 0.93, 0.9, 0.87]);
  expect(seriesValues(spec, "test")).toEqual([0.97, 0.91, 0.85, 0.79, 0.73]);
  // The axis reaches down to 0.6, the fifth below 0.73.
  await shellPicture("ccPred", spec, 2, ["CCpred", "training", "test", "Spearman's rank correlation", "0.6"]);
});

test("the weighted correlation on request", async () => {
  const spec = ccPred(statistics, { correlation: "weighted" });
  expect(seriesValues(spec, "test")).toEqual([0.9, 0.8, 0.7, 0.6, 0.5]);
  await shellPicture("ccPredWeighted", spec, 2, ["Pearson's correlation, weights 1/σ²"]);
});

test("what the statistic gives; without a test set one line", async () => {
  const table = madePredictions();
  const both = await render("ccPredMade", ccPred(ccPredOf(table, { shells: 6 })));
  expect(both.marks("line")).toBe(2);
  const one = await render("ccPredTrain", ccPred(ccPredOf(table.without("test"), { shells: 6 })));
  expect([one.marks("line"), one.marks("symbol")]).toEqual([1, 6]);
});

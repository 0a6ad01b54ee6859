/** Which curves stand on which chart. */
import { expect, test } from "vitest";
import { planCharts } from "../../../labextension/src/training/chartPlan.js";

test("a merge has its charts in the order of the groups", () => {
  const charts = planCharts({
    step: ["step", "nll", "kl", "gradientNorm", "learningRate", "seconds"],
    evaluation: ["step", "lossTrain", "ccPredTrain", "ccPredTest", "nllTest", "anomalousPeak"],
  });
  expect(charts.map(({ title, group }) => `${group}: ${title}`)).toEqual([
    "Loss: −ELBO",
    "Loss: NLL",
    "Loss: KL",
    "Correlation: CCpred",
    "Optimiser: Gradient norm",
    "Optimiser: Learning rate",
    "Metrics: anomalousPeak",
  ]);
  expect(charts[1].curves).toEqual([
    { name: "nll", of: "step", label: "batch", heldOut: false },
    { name: "nllTest", of: "evaluation", label: "test", heldOut: true },
  ]);
  expect(charts[3].curves.map(({ label }) => label)).toEqual(["train", "test"]);
  expect(charts[0].curves.map(({ label, name }) => [label, name])).toEqual([
    ["batch", "elbo"],
    ["all", "lossTrain"],
  ]);
  expect(charts[2].curves[0].label).toBe("");
  for (const { help } of charts) expect(help).toMatch(/\.$/);
});

test("without both of its parts there is no −ELBO, and unknown names have charts of their own", () => {
  const charts = planCharts({ step: ["nll", "myLoss", "zeta"], evaluation: ["ccAnom", "lossTrain"] });
  expect(charts.map(({ id, group }) => [id, group])).toEqual([
    ["nll", "Loss"],
    ["loss", "Loss"],
    ["myLoss", "Loss"],
    ["ccAnom", "Correlation"],
    ["zeta", "Metrics"],
  ]);
});

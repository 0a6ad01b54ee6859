// Oracle: residuals drawn from the likelihood itself must follow its density: Pearson's χ² of the bins.
import { expect, test } from "vitest";
import { normal, studentT } from "../../lib/distributions/index.js";
import { drawPlot, residuals } from "../../lib/plots/index.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const t4 = studentT({ location: 0, scale: 1, degreesOfFreedom: 4 });
const n = 20_000;

test.each([
  ["normal", normal({ location: 0, scale: 1 })],
  ["studentT", t4],
] as const)("noise of a %s likelihood follows its line", async (name, likelihood) => {
  const spec = residuals(simulatedPredictions(n, likelihood), { part: "all", likelihood });
  let chi2 = 0;
  let bins = 0;
  for (const row of spec.data.values) {
    const expected = n * (likelihood.cdf(Number(row.to)) - likelihood.cdf(Number(row.from)));
    if (expected < 5) continue;
    chi2 += (Number(row.count) - expected) ** 2 / expected;
    bins++;
  }
  // χ² of `bins` numbers: mean bins, standard deviation √(2 bins); float32 columns change no more than that.
  expect(chi2).toBeLessThan(bins + 5 * Math.sqrt(2 * bins));
  const picture = await render(`residuals-${name}`, spec);
  expect(picture.marks("rect")).toBe(60);
  expect(picture.marks("line")).toBe(1);
  expect(picture.texts).toContain("(Iobs − Ipred) / σ");
});

test("tails on a logarithmic axis, points where there are some, what is beyond is said", async () => {
  const spec = residuals(simulatedPredictions(n, t4), { likelihood: t4, logarithmic: true, limit: 5 });
  expect(spec.title.subtitle).toMatch(/^5,000 observations held out; line: Student's t; 0\.\d+ % beyond ±5$/);
  const picture = await render("residualsLogarithmic", spec);
  expect(picture.marks("symbol")).toBe(spec.data.values.length);
  expect(spec.data.values.every((row) => Number(row.count) > 0)).toBe(true);
});

test("with the uncertainty of the prediction residuals are smaller", () => {
  const table = simulatedPredictions(4000);
  const width = (includePredicted: boolean) =>
    residuals(table, { part: "all", includePredicted }).data.values.reduce(
      (sum, row) => sum + Number(row.count) * Number(row.middle) ** 2,
      0,
    ) / 4000;
  expect(width(false)).toBeGreaterThan(0.9);
  // SigIpred = SigIobs: half of the variance.
  expect(width(true) / width(false)).toBeCloseTo(0.5, 1);
});

test("bad input", () => {
  const table = simulatedPredictions(40).without("SigIpred");
  expect(() => residuals(table, { includePredicted: true })).toThrow(
    "residuals of simulated.mtz: got no SigIpred in row 0, expected a number; leave out includePredicted",
  );
  expect(() => drawPlot("residual", table)).toThrow(
    "plot of predictions: got residual, expected one of predictedAgainstObserved, residuals, ccPredByImage, " +
      "ccPredByDataSet, modelScaleByImage, spectrum, detectorResiduals; did you mean residuals?",
  );
});

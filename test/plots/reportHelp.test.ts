// Oracle: the sections that the report has.
import { expect, test } from "vitest";
import { normal } from "../../lib/distributions/index.js";
import { reportSteps } from "../../lib/plots/index.js";
import { reportHelp } from "../../lib/plots/reportHelp.js";
import { wilsonTable } from "./fixtures.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

test("each section has a title of its own and a text of whole sentences", () => {
  const steps = reportSteps({
    merged: wilsonTable(),
    statistics: { shells: [], overall: {} },
    residuals: { residuals: [0], density: normal({ location: 0, scale: 1 }), part: "all" },
    predictions: simulatedPredictions(3).with(
      { label: "scale", type: "R", data: Float32Array.of(1, 1, 1) },
      { label: "Wavelength", type: "R", data: Float32Array.of(1, 1.1, 1.2) },
    ),
  });
  expect(steps.map(({ key }) => key)).toEqual(Object.keys(reportHelp));
  const texts = Object.values(reportHelp);
  expect(new Set(texts.map(({ title }) => title)).size).toBe(texts.length);
  for (const { help } of texts) expect(help).toMatch(/^[\S].{40,}\.$/u);
});

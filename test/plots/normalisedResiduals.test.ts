// Oracle: residuals drawn from the density itself must follow it: Pearson's χ² of the bins.
import { expect, test } from "vitest";
import { studentT } from "../../lib/distributions/index.js";
import { normalisedResiduals } from "../../lib/plots/index.js";
import { randomStream } from "../../lib/random/index.js";
import { render } from "./render.js";

const density = studentT({ location: 0, scale: 1, degreesOfFreedom: 4 });
const n = 20_000;
const stream = randomStream(81, "normalised residuals");
const residuals = Float64Array.from({ length: n }, (_, i) => density.sample(stream, i));

test("residuals of the density follow its line", async () => {
  const spec = normalisedResiduals({ residuals, density, part: "test" }, { logarithmic: false });
  let chi2 = 0;
  let bins = 0;
  for (const row of spec.data.values) {
    const expected = n * (density.cdf(Number(row.to)) - density.cdf(Number(row.from)));
    if (expected < 5) continue;
    chi2 += (Number(row.count) - expected) ** 2 / expected;
    bins++;
  }
  expect(chi2).toBeLessThan(bins + 5 * Math.sqrt(2 * bins));
  const picture = await render("normalisedResiduals", spec);
  expect(picture.marks("rect")).toBe(60);
  expect(spec.title.subtitle).toMatch(
    /^20,000 observations held out; line: Student's t; 0\.\d+ % beyond ±6$/,
  );
});

test("logarithmic unless told otherwise", async () => {
  const spec = normalisedResiduals({ residuals, density, part: "all" }, { limit: 4 });
  const picture = await render("normalisedResidualsLogarithmic", spec);
  expect(picture.marks("symbol")).toBe(spec.data.values.length);
  expect(picture.texts).toContain("Residual / its error in the model");
});

test("none, and what is not a number, are refused", () => {
  expect(() => normalisedResiduals({ residuals: [], density, part: "train" })).toThrow(
    "got none, expected some",
  );
  expect(() => normalisedResiduals({ residuals: [0, Number.NaN], density, part: "all" })).toThrow(
    "plot of normalised residuals: got NaN for residual 1, expected numbers",
  );
});

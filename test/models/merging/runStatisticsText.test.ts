/** The displays of a merge's statistics, made up here so that every word of them is known. */
import { describe, expect, test } from "vitest";
import { runStatisticsHtml, runStatisticsText } from "../../../lib/models/merging/runStatisticsText.js";
import type { RunShell, RunStatisticsValues } from "../../../lib/models/merging/runStatisticsTypes.js";

const shell: RunShell = {
  dMax: 30,
  dMin: 2,
  observations: 1200,
  reflections: 300,
  possible: 320,
  multiplicity: 4,
  completeness: 0.9375,
  anomalousCompleteness: 0.8,
  meanFOverSigma: 20.04,
  meanIOverSigma: 10.02,
  ccPredTrain: 0.99123,
  ccPredTrainWeighted: 0.5,
  testObservations: 60,
  ccPredTest: 0.94321,
  ccPredTestWeighted: 0.1,
  ccHalf: 0.98765,
  ccHalfError: 0.00123,
  rSplit: 0.08321,
  rSplitError: 0.00245,
  pairs: 280,
  anomalousPairs: 210,
  ccAnomalous: 0.4567,
  ccAnomalousError: 0.0123,
};

const values: RunStatisticsValues = {
  overall: shell,
  shells: [
    { ...shell, dMin: 3 },
    { ...shell, dMax: 3, ccHalf: 0.5 },
  ],
  fit: {
    state: "finished",
    step: 600,
    stoppedEarly: false,
    seconds: 1.234,
    variant: "relaxed",
    nll: 1.23456,
    kl: 0.5,
    nllTest: 1.4,
    bFactor: 23.44,
    bFactorFitted: true,
  },
  model: {
    metadata: ["dHKL", "ROT"],
    scale: { layers: 5, width: 10, network: true, imageScales: true },
    likelihood: { name: "studentT", degreesOfFreedom: 4 },
    prior: { name: "wilson", bFactor: "fitted" },
  },
  anomalous: true,
  spaceGroup: "P 21 21 21",
  cell: [34.15, 54.81, 68, 90, 90, 90],
  wavelength: undefined,
  dropped: {
    missing: 0,
    sigmaNotPositive: 2,
    systematicAbsence: 3,
    outsideResolution: 0,
    incompletePartial: 0,
    weak: 0,
  },
  partials: {
    partial: 50,
    flagged: 40,
    mpart: 0,
    fraction: 50,
    sums: {
      policy: "sum",
      complete: 16,
      completeParts: 33,
      fractionNotStated: 0,
      tooSmall: 2,
      tooLarge: 0,
      gaps: 1,
      scaled: 0,
      droppedParts: 7,
    },
  },
  laue: {
    label: "lam",
    range: [0.5, 2.00004],
    harmonics: true,
    dMin: 2.5,
    spots: 1000,
    sums: 333,
    terms: 1500,
    beyond: 12,
    leftOut: { outsideRange: 21, sameSpot: 4, withoutHarmonic: 0 },
  },
  repeats: 3,
};
const none: RunShell = {
  ...shell,
  testObservations: 0,
  ccPredTest: Number.NaN,
  ccPredTestWeighted: Number.NaN,
  ccHalf: Number.NaN,
  ccHalfError: Number.NaN,
  rSplit: Number.NaN,
  rSplitError: Number.NaN,
  ccAnomalous: Number.NaN,
  ccAnomalousError: Number.NaN,
};

describe("the text", () => {
  const lines = runStatisticsText(values).split("\n");

  test("says what was merged, with what model, and how it was trained", () => {
    for (const line of [
      "Variational merge",
      "Space group                P 21 21 21",
      "Wavelength (Å)             –",
      "Observations               1200 fitted, 60 held out",
      "Dropped before merging     5 (2 with sigma zero or negative, 3 systematically absent)",
      "Partial records            40; 33 summed to 16 complete spots",
      "                           3 incomplete spots (2 of too small a fraction, 1 with a batch missing): 3 left out",
      "                           10 without M flag, with FRACTIONCALC outside 0.95–1.05 or MPART: used as they are",
      "Laue                       lam from 0.5 to 2 Å",
      "                           333 spots (33.3 %) are sums of harmonics to 2.50 Å, 1500 terms in all",
      "                           12 reflections beyond the resolution limits are fitted in these sums, and are not merged",
      "                           rows left out: 21 outside these wavelengths, 4 of a spot that another row has",
      "Scale                      5 layers of 10 on dHKL ROT, a factor for each image",
      "Likelihood                 studentT (degreesOfFreedom 4)",
      "Prior                      wilson",
      "Wilson B (Å²)              23.4, fitted to the data",
      "Steps                      600, 1.2 s, relaxed kernels",
      "NLL per observation        1.2346, 1.4000 of those held out",
      "KL per observation         0.5000",
    ])
      expect(lines).toContain(line);
  });

  test("gives every statistic overall and for the outermost shells, with errors", () => {
    const row = (name: string) =>
      lines
        .find((line) => line.startsWith(name))
        ?.slice(name.length)
        .trim();
    expect(row("Resolution (Å)")).toMatch(/^30\.00–2\.00 +30\.00–3\.00 +\(3\.00–2\.00\)$/);
    expect(row("Completeness (%)")).toMatch(/^93\.8 +93\.8 +\(93\.8\)$/);
    expect(row("Anomalous completeness (%)")).toMatch(/^80\.0 /);
    expect(row("Mean F/σ(F)")).toMatch(/^20\.0 /);
    expect(row("CCpred, held out")).toMatch(/^0\.9432 /);
    expect(row("CCpred weighted, fitted")).toMatch(/^0\.5000 /);
    expect(row("CC1/2  ")).toMatch(/^0\.9877 ± 0\.0012 .* \(0\.5000 ± 0\.0012\)$/);
    expect(row("Rsplit (%)")).toMatch(/^8\.32 ± 0\.24 /);
    expect(row("CCanom  ")).toMatch(/^0\.457 ± 0\.012 /);
  });

  test("has a line for each shell and one for all", () => {
    const header = lines.findIndex((line) => /dMax +dMin +obs/.test(line));
    expect(lines[header].trim().split(/\s+/)).toEqual(
      "dMax dMin obs unique mult comp% anom% F/σ I/σ CCpred test CC1/2 ± Rsplit% CCanom ±".split(" "),
    );
    expect(lines[header + 2].trim().split(/\s+/)).toEqual(
      "3.00 2.00 1200 300 4.00 93.8 80.0 20.0 10.0 0.991 0.943 0.500 0.0012 8.3 0.457 0.012".split(" "),
    );
    expect(lines[header + 4]).toBe("");
  });

  test("says that weighted correlations are ruled by few observations", () => {
    expect(lines.join(" ")).toMatch(/Weighted .* is ruled by a few huge observations: judge by the ranks/);
  });

  test("leaves out what there is not, and says so", () => {
    const text = runStatisticsText({
      ...values,
      anomalous: false,
      repeats: 0,
      overall: none,
      shells: [none],
    });
    expect(text).not.toMatch(/CC1\/2|Rsplit|CCanom|nomalous|of those held out|CCpred, held/);
    expect(text).toContain("No observation was held out");
    expect(runStatisticsText({ ...values, repeats: 1 })).toContain("an error (±) needs several");
  });

  test("a run that was stopped says that it has not converged", () => {
    const fit = { ...values.fit, state: "stopped" as const, bFactorFitted: false };
    const text = runStatisticsText({ ...values, fit });
    expect(text).toMatch(/600 \(stopped before its last: the fit has not converged\)/);
    expect(text).toContain("23.4, given");
  });
});

test("the HTML has the same cells, escaped, and no colours of its own", () => {
  const html = runStatisticsHtml({ ...values, spaceGroup: "<b>" });
  expect(html).toContain("&lt;b&gt;");
  expect(html.match(/<table /g)).toHaveLength(2);
  expect(html).toContain("0.9877 ± 0.0012");
  expect(html).toContain("1200 fitted, 60 held out");
  expect(html).not.toMatch(/#[0-9a-f]{3}|background:(?!transparent)/);
});

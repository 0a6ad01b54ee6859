// Oracles: the single plots and statistics, which are checked elsewhere; a data set simulated and merged from end to end.
import { beforeAll, describe, expect, test } from "vitest";
import { normal } from "../../lib/distributions/index.js";
import { type ReportSection, report, reportSteps } from "../../lib/plots/index.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import {
  classicalMerge,
  mergingStatistics,
  predictionTable,
  splitHalves,
} from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { madeHalvesTable } from "../statistics/careless.js";
import { render } from "./render.js";
import { simulatedPredictions } from "./simulatedPredictions.js";

const { observations } = simulateRotation({ dMin: 2.6, scaled: true });
let whole: ReportSection[];

beforeAll(() => {
  whole = report({ unmerged: observations }, { repeats: 2 });
});

/** What there is of a report, and what is missing. */
function kinds(sections: readonly ReportSection[]): { drawn: string[]; missing: string[] } {
  const keys = (wanted: (section: ReportSection) => boolean) => sections.filter(wanted).map(({ key }) => key);
  return {
    drawn: keys(({ missing }) => missing === undefined),
    missing: keys(({ missing }) => missing !== undefined),
  };
}

const modelSections = ["residuals", "predictedAgainstObserved", "ccPred", "ccPredByImage"];

describe("unmerged observations", () => {
  test("all sections but those of a model, in the order of reading", () => {
    expect(kinds(whole)).toEqual({
      drawn: [
        "table1",
        "ccHalf",
        "signalToNoise",
        "completeness",
        "multiplicity",
        "anomalousSignal",
        "wilson",
        "intensityDistribution",
        "lTest",
        "normalProbability",
        "scaleByImage",
        "rMergeByImage",
        "detectorResiduals",
      ],
      missing: modelSections,
    });
    for (const { help, title } of whole) {
      expect(title).not.toBe("");
      expect(help.length).toBeGreaterThan(40);
    }
  });

  test("Table 1 is that of the statistics, with its facts", () => {
    const statistics = mergingStatistics(observations, { repeats: 2 });
    expect(statistics).toMatchObject({ ...whole[0].statistics });
    expect(Object.keys(whole[0].statistics?.overall ?? {}).length).toBe(12);
    expect(whole[0].notes.join("\n")).toMatch(
      /^P 21 21 21, cell .*\nWilson B .* Å²\nDropped before merging: \d+/,
    );
  });

  test("every plot can be drawn, and has a section's words", async () => {
    for (const { key, spec } of whole) if (spec !== undefined) await render(`report-${key}`, spec);
  });

  test("what is missing is a sentence", () => {
    for (const section of whole.filter(({ key }) => modelSections.includes(key)))
      expect(section.missing).toBe(
        "Not drawn: it takes what a model predicts of each observation (run.predictions), and there is none here.",
      );
  });
});

test("merged reflections: what they allow, of intensities or of amplitudes, mates together or apart", () => {
  const drawn = ["table1", "signalToNoise", "completeness", "wilson", "intensityDistribution", "lTest"];
  for (const anomalous of [false, true]) {
    const merged = classicalMerge(observations, { anomalous }).table;
    const sections = report({ merged });
    expect(kinds(sections).drawn).toEqual(drawn);
    for (const { missing } of sections)
      if (missing !== undefined) expect(missing).toMatch(/^Not drawn: (it takes|merged reflections alone)/);
    const amplitudes = merged.without(...merged.labels.filter((label) => /^(SIG)?I/.test(label)));
    expect(kinds(report({ merged: amplitudes })).drawn).toEqual(drawn);
  }
});

describe("predictions of a model", () => {
  let predictions: ReflectionTable;
  beforeAll(() => {
    // A perfect model of scale 2 + image/100: Iobs = scale × I.
    const scale = observations.values("BATCH").map((batch) => 2 + batch / 100);
    const intensity = observations.values("I");
    predictions = predictionTable(
      {
        hkl: observations.hkl(),
        observed: intensity.map((value, i) => value * scale[i]),
        sigma: observations.values("SIGI").map((value, i) => value * scale[i]),
        predicted: intensity.map((value, i) => value * scale[i]),
        predictedSigma: intensity.map(() => 1),
        test: intensity.map((_, i) => (i % 10 === 0 ? 1 : 0)),
        image: observations.values("BATCH"),
        columns: [
          { label: "M/ISYM", type: "Y", data: observations.values("M/ISYM") },
          { label: "scale", type: "R", data: scale },
          { label: "XDET", type: "R", data: observations.values("XDET") },
          { label: "YDET", type: "R", data: observations.values("YDET") },
        ],
      },
      { cell: observations.cell, spaceGroup: observations.spaceGroup, name: "predictions.mtz" },
    );
  });

  test("all sections; Table 1 is that of the observations on the model's scale", () => {
    const sections = report({ predictions }, { repeats: 2 });
    expect(kinds(sections).missing).toEqual([]);
    const mine = sections[0].statistics as ReturnType<typeof mergingStatistics>;
    const theirs = mergingStatistics(observations, { repeats: 2 });
    expect(mine.overall.observations).toBeGreaterThan(0.99 * theirs.overall.observations);
    expect(mine.overall.rMeas).toBeCloseTo(theirs.overall.rMeas, 3);
    const scales = sections.find(({ key }) => key === "scaleByImage")?.spec;
    expect(scales?.title.text).toBe("Scale of the model by image");
    const deviations = sections.find(({ key }) => key === "normalProbability")?.spec;
    expect(deviations?.title.subtitle).toMatch(/^Held out: /);
  });

  test("of another program, without scales: what there is, and why not the rest", () => {
    const sections = report({ predictions: simulatedPredictions(2000) });
    expect(kinds(sections).drawn).toEqual([
      "normalProbability",
      "residuals",
      "predictedAgainstObserved",
      "ccPred",
    ]);
    const byImage = sections.find(({ key }) => key === "ccPredByImage");
    expect(byImage?.missing).toMatch(/got 1 with at least 10 of all observations/);
    const table = sections.find(({ key }) => key === "table1");
    expect(table?.missing).toMatch(/column scale is not in simulated.mtz/);
    const detector = sections.find(({ key }) => key === "detectorResiduals");
    expect(detector?.missing).toMatch(/got none among the columns .* expected XDET and YDET/);
  });
});

test("a spectrum where there are wavelengths and scales, residuals of a run where they are given", () => {
  const bare = simulatedPredictions(400);
  const column = (label: string, value: (i: number) => number) =>
    ({ label, type: "R", data: Float32Array.from({ length: 400 }, (_, i) => value(i)) }) as const;
  const predictions = bare.with(
    column("Wavelength", (i) => 1 + (i % 50) / 100),
    column("scale", () => 1),
  );
  const residuals = {
    residuals: [0.1, -0.2, 0.3],
    density: normal({ location: 0, scale: 1 }),
    part: "all",
  } as const;
  const drawn = kinds(report({ predictions, residuals }, { repeats: 1 })).drawn;
  expect(drawn).toEqual(expect.arrayContaining(["spectrum", "normalisedResiduals"]));
  const keys = report({ predictions: bare }, { repeats: 1 }).map(({ key }) => key);
  expect(keys).not.toContain("spectrum");
  expect(keys).not.toContain("normalisedResiduals");
});

test("half data sets and statistics that are given are taken", () => {
  const halves = splitHalves(madeHalvesTable());
  const statistics = { shells: [{ dMin: 2, dMax: 3, ccPredTest: 0.9 }], overall: { dMin: 2, dMax: 3 } };
  const sections = report({ merged: classicalMerge(observations).table, halves, statistics });
  expect(sections[0]).toMatchObject({ key: "merge", statistics });
  expect(kinds(sections).drawn).toContain("ccHalf");
});

test("sections are drawn one by one, and what they share is worked out once", () => {
  const steps = reportSteps({ unmerged: observations }, { repeats: 1, shells: 5, width: "container" });
  expect(steps.map(({ key }) => key)).toEqual(whole.map(({ key }) => key));
  const [table, half] = steps.map(({ draw }) => draw());
  expect(table.statistics?.shells.length).toBe(5);
  expect(half.spec?.width).toBe("container");
  expect(steps[0].draw()).toEqual(table);
});

test("a report of nothing", () => {
  expect(() => report({})).toThrow("report: got no data, expected unmerged observations, merged reflections");
});

// Oracles: a short training on simulated data; the report of its parts (test/plots/report.test.ts).
import { expect, test } from "vitest";
import { reportData, runReport } from "../../lib/displays/index.js";
import { merge, NoSignalError } from "../../lib/models/index.js";
import { fillNormal, randomStream } from "../../lib/random/index.js";
import { classicalMerge } from "../../lib/statistics/index.js";
import { changed, rotation } from "../models/merging/tables.js";

const { observations } = rotation();

test("a trained merge: every section but those for which the data are too few", async () => {
  const run = await merge(observations, { anomalous: true, testFraction: 0.2 }).train({
    steps: 60,
    reporters: [],
  });
  expect(run.halves).toEqual([]);
  const halves = await run.halfDatasets({ repeats: 2, steps: 20 });
  expect(run.halves).toEqual(halves);
  expect(reportData(run).halves).toBe(run.halves);
  const sections = runReport(run, { shells: 4, repeats: 2 });
  const missing = sections.filter((section) => section.missing !== undefined).map(({ key }) => key);
  expect(["wilson", "lTest", "intensityDistribution"]).toEqual(expect.arrayContaining(missing));
  expect(sections[0].key).toBe("merge");
  expect(sections[0].statistics).toEqual(run.statistics());
  const byErrors = sections.find(({ key }) => key === "normalisedResiduals");
  expect(byErrors?.spec?.title.subtitle).toMatch(/observations held out; line: Student's t/);
  expect(sections.map(({ key }) => key)).not.toContain("spectrum");
  expect(sections.find(({ key }) => key === "detectorResiduals")?.spec).toBeDefined();
});

test("of data sets that are merged apart: of one, with its own observations and residuals", async () => {
  const batch = observations.values("BATCH");
  const middle = Math.max(...batch) / 2;
  const tables = [true, false].map((first) => observations.filter((row) => batch[row] <= middle === first));
  const run = await merge(tables, { separate: true }).train({ steps: 5, reporters: [] });
  const second = reportData(run, 1);
  expect(second.merged).toBe(run.mergedTables[1]);
  expect(second.predictions?.length).toBeGreaterThan(20);
  expect(second.predictions?.length).toBeLessThan(run.predictions.length);
  expect(second.residuals?.residuals.length).toBe(second.predictions?.length);
  expect(reportData(run).residuals).toEqual(run.residuals({ dataSet: 0 }));
  const [table] = runReport(run, { shells: 4, repeats: 1, dataSet: 1 });
  expect(table.statistics).toEqual(run.statistics({ dataSet: 1 }));
  expect(() => runReport(run, { dataSet: 2 })).toThrow("got data set 2, expected 0 to 1");
});

test("of noise there is no CC1/2: its section says why", async () => {
  const normals = fillNormal(randomStream(1, "noise"), new Float64Array(observations.length));
  const sigma = observations.values("SIGI");
  const run = await merge(changed(observations, "I", (_, row) => sigma[row] * normals[row])).train({
    steps: 60,
    reporters: [],
  });
  await expect(run.halfDatasets({ steps: 20 })).rejects.toThrow(NoSignalError);
  const sections = runReport(run, { shells: 4, repeats: 2 });
  for (const key of ["ccHalf", "table1"])
    expect(sections.find((section) => section.key === key)?.missing).toContain(
      "the merge has found no signal",
    );
  expect(sections[0].statistics?.overall).toMatchObject({ ccHalf: Number.NaN });
});

test("of a likelihood of one's own there are no residuals, and a report all the same", async () => {
  const run = await merge(observations, {
    likelihood: (predicted, observed) => predicted.sub(observed).square().mul(-0.5),
  }).train({ steps: 5, reporters: [] });
  expect(reportData(run).residuals).toBeUndefined();
  expect(runReport(run, { shells: 4, repeats: 1 }).map(({ key }) => key)).not.toContain(
    "normalisedResiduals",
  );
});

test("tables by what they are, and data as they are given", () => {
  const merged = classicalMerge(observations).table;
  expect(reportData(observations)).toEqual({ unmerged: observations });
  expect(reportData(merged)).toEqual({ merged });
  const both = { merged, unmerged: observations };
  expect(reportData(both)).toBe(both);
});

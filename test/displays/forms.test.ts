import { expect, test } from "vitest";
import {
  displayForms,
  isPlot,
  plotMime,
  plotText,
  reflectionsMime,
  reflectionsPayload,
  statisticsHtml,
  statisticsMime,
  statisticsPayload,
  type TrainingSnapshot,
  trainingMime,
} from "../../lib/displays/index.js";
import { merge } from "../../lib/models/index.js";
import { trainingHistory, VEGA_LITE_MIME } from "../../lib/plots/index.js";
import { halfMergeStatistics, mergingStatistics, table1 } from "../../lib/statistics/index.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { rotation } from "../models/merging/tables.js";

const { observations } = rotation();
const model = merge(observations, { testFraction: 0.1 });
const schema = "https://vega.github.io/schema/vega-lite/v5.json";

test("reflections: the payload, richest first, and HTML", () => {
  const options = { colour: "I/SIGI", rows: 100 };
  const forms = displayForms(observations, options);
  expect(Object.keys(forms)).toEqual([reflectionsMime, "text/html"]);
  expect(forms[reflectionsMime]).toEqual(reflectionsPayload(observations, options));
  expect(forms["text/html"]).toBe(observations.toHtml());
});

test("a table without Miller indices, or without rows, has no reciprocal space", () => {
  const crystal = { cell: [30, 40, 50], spaceGroup: 19 };
  const none = new ReflectionTable({
    ...crystal,
    columns: [{ label: "F", type: "F", data: Float32Array.of(1) }],
  });
  const labels = ["H", "K", "L"];
  const indices = (values: number[], type: "H" | "I" = "H") =>
    new ReflectionTable({
      ...crystal,
      columns: labels.map((label) => ({ label, type, data: values })),
    });
  expect(Object.keys(displayForms(indices([1, 2])))).toEqual([reflectionsMime, "text/html"]);
  for (const table of [none, indices([]), indices([1], "I"), indices([1, Number.NaN])])
    expect(Object.keys(displayForms(table))).toEqual(["text/html"]);
});

test("statistics of the library: a payload, and HTML of its own or made of it", async () => {
  const run = await model.train({ steps: 20, reporters: [] });
  const statistics = run.statistics({ shells: 5 });
  expect(displayForms(statistics)).toEqual({
    [statisticsMime]: statisticsPayload(statistics, { title: "Variational merge", notes: statistics.notes }),
    "text/html": statistics.toHtml(),
  });
  const text = String(statistics);
  for (const note of statistics.notes) expect(text).toContain(note.replace(/^.*?: /, ""));
  expect(statistics.notes.length).toBeGreaterThan(3);
  const merging = mergingStatistics(observations, { shells: 5 });
  const halves = halfMergeStatistics(await run.halfDatasets({ steps: 5 }), { shells: 5 });
  for (const table of [merging, table1(merging).toJSON(), run.ccPred({ shells: 5 }), halves]) {
    const payload = statisticsPayload(table);
    expect(displayForms(table)).toEqual({
      [statisticsMime]: payload,
      "text/html": statisticsHtml(payload),
    });
  }
});

test("a run: its training as it ended", async () => {
  const run = await model.train({ steps: 30, evaluateEvery: 10, reporters: [] });
  const forms = displayForms(run);
  expect(Object.keys(forms)).toEqual([trainingMime, "text/html"]);
  const snapshot = forms[trainingMime] as TrainingSnapshot;
  expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  expect(snapshot).toMatchObject({ kind: "merging", state: "finished", step: 30, steps: 30, warnings: [] });
  expect(snapshot.config).toEqual({ model: JSON.parse(JSON.stringify(model.description)) });
  const lines = Object.fromEntries(snapshot.series.map(({ name, steps }) => [name, steps.length]));
  expect(lines).toMatchObject({ nll: 30, kl: 30, ccPredTest: 3 });
  expect(snapshot.last.nll).toBeCloseTo(run.history.steps.column("nll")[29], 5);
  expect(snapshot.last.ccPredTest).toBeCloseTo(run.history.evaluations.column("ccPredTest")[2], 5);
  expect(Object.keys(snapshot.last)).not.toContain("step");
});

test("a plot: its title and what it means beside the specification", () => {
  const spec = trainingHistory([
    { step: 1, nll: 3 },
    { step: 2, nll: 2 },
  ]);
  const forms = displayForms(spec);
  expect(Object.keys(forms)).toEqual([plotMime, VEGA_LITE_MIME]);
  expect(forms[plotMime]).toEqual({ version: 1, title: spec.title.text, help: spec.description });
  expect(forms[VEGA_LITE_MIME]).toBe(spec);
});

test.each([
  [{ title: "CC1/2" }, "[plot: CC1/2]", "CC1/2"],
  [{ title: { text: "CC1/2" } }, "[plot: CC1/2]", "CC1/2"],
  [{ title: { text: ["two", "lines"] } }, "[plot: two lines]", "two lines"],
  [{ title: ["two", "lines"] }, "[plot: two lines]", "two lines"],
  [{ description: "words" }, "[plot: words]", ""],
  [{ title: null, description: 3 }, "[plot]", ""],
  [{ title: { text: { signal: "x" } } }, "[plot]", ""],
  [{}, "[plot]", ""],
])("the name of a plot with %j is %s", (fields, text, title) => {
  const spec = { $schema: schema, ...fields };
  expect(plotText(spec)).toBe(text);
  expect(displayForms(spec)[plotMime]).toMatchObject({ title });
});

test("what is a plot", () => {
  for (const $schema of [schema, "https://vega.github.io/schema/vega-lite/v6.json"])
    expect(isPlot({ $schema })).toBe(true);
  for (const value of [
    null,
    undefined,
    "x",
    {},
    { $schema: 3 },
    { $schema: "https://vega.github.io/schema/vega/v5.json" },
  ])
    expect(isPlot(value)).toBe(false);
});

test("HTML of one's own; everything else is text only", () => {
  expect(displayForms({ toHtml: () => "<b>" })).toEqual({ "text/html": "<b>" });
  const others = [
    undefined,
    null,
    3,
    "text",
    [1],
    { toHtml: "no function" },
    () => 3,
    Symbol("x"),
    new Map(),
  ];
  for (const value of others) expect(displayForms(value)).toEqual({});
});

// Oracle: careless.ccpred on the same numbers (test/reference/statistics/careless.py). Its weighted correlation is computed
// in float32, so the overall one is also held to the same function of reciprocalspaceship in float64.
import { expect, test } from "vitest";
import { type CcPredShell, ccPred, ccPredBy, pearson, spearman } from "../../lib/statistics/index.js";
import { careless, madePredictions } from "./careless.js";

const table = madePredictions();

test.each([
  ["spearman", 1e-12],
  ["pearson", 1e-12],
  ["weighted", 2e-6],
] as const)("%s by shell as careless.ccpred", (kind, tolerance) => {
  const { shells } = ccPred(table, { binning: "percentile", shells: 5 });
  expect(careless.ccPred[kind].length).toBe(10);
  for (const { bin, range, test: part, value } of careless.ccPred[kind]) {
    const shell: CcPredShell = shells[bin];
    expect(`${shell.dMax.toFixed(2)} - ${shell.dMin.toFixed(2)}`).toBe(range);
    const got = (part === "Test" ? shell.test : shell.train)[kind];
    expect(Math.abs(got - value), `${part} ${range}: got ${got}, expected ${value}`).toBeLessThan(tolerance);
  }
});

test("overall, over the rows of all shells", () => {
  const { overall, dropped } = ccPred(table);
  const { weightedOverall, test: held } = careless.predictions;
  expect(overall.train.weighted).toBeCloseTo(weightedOverall.train, 12);
  expect(overall.test.weighted).toBeCloseTo(weightedOverall.test, 12);
  expect(overall.test.observations).toBe(held.filter((flag) => flag === 1).length);
  expect(overall.train.observations + overall.test.observations).toBe(table.length);
  expect(dropped).toBe(0);
  const rows = held.flatMap((flag, i) => (flag === 1 ? [i] : []));
  const { observed, predicted } = careless.predictions;
  // In float32, as the table keeps them.
  const x = rows.map((i) => Math.fround(observed[i]));
  const y = rows.map((i) => Math.fround(predicted[i]));
  expect(overall.test.spearman).toBeCloseTo(spearman(x, y), 12);
  expect(overall.test.pearson).toBeCloseTo(pearson(x, y), 12);
});

test("by image: the correlations of that image's rows", () => {
  const images = ccPredBy(table, "image_id");
  expect(images.map(({ value }) => value)).toEqual(Array.from({ length: 12 }, (_, i) => i));
  for (const { value, train, test: held, all } of images) {
    const alone = ccPred(table.filter((row) => careless.predictions.image[row] === value)).overall;
    expect(train).toEqual(alone.train);
    expect(held).toEqual(alone.test);
    const image = table.filter((row) => careless.predictions.image[row] === value);
    expect(all).toEqual(ccPred(image.without("test")).overall.train);
    expect(all.observations).toBe(image.length);
  }
  const [one] = ccPredBy(table, "file_id");
  expect(one.train).toEqual(ccPred(table).overall.train);
});

test("without a test set its correlations are undefined; limits of resolution leave rows out", () => {
  const { overall } = ccPred(table.without("test"));
  expect(overall.test).toEqual({
    observations: 0,
    spearman: Number.NaN,
    weighted: Number.NaN,
    pearson: Number.NaN,
  });
  const limited = ccPred(table, { edges: [10, 8, 7] });
  expect(limited.shells.length).toBe(2);
  const inside = limited.shells.map(({ train, test: held }) => train.observations + held.observations);
  expect(limited.overall.train.observations + limited.overall.test.observations).toBe(inside[0] + inside[1]);
  expect(limited.overall.dMax).toBeLessThanOrEqual(10);
  expect(limited.overall.dMin).toBeGreaterThanOrEqual(7);
});

test("bad input", () => {
  expect(() => ccPred(table.without("SigIobs"))).toThrow("column SigIobs is not in predictions.mtz");
  expect(() => ccPredBy(table, "imageid")).toThrow(/imageid is not in .*image_id/);
});

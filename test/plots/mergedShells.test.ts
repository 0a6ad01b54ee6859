// Oracle: the statistics of the observations that were merged.
import { expect, test } from "vitest";
import { mergedShells, withIntensities } from "../../lib/plots/index.js";
import { simulateRotation } from "../../lib/simulate/index.js";
import { classicalMerge, mergingStatistics } from "../../lib/statistics/index.js";
import { wilsonTable } from "./fixtures.js";

const { observations } = simulateRotation({ dMin: 3, scaled: true });
const statistics = mergingStatistics(observations, { outliers: false, repeats: 1, shells: 5 });

test.each([false, true])("as of the observations; mates apart: %s", (anomalous) => {
  const merged = classicalMerge(observations, { anomalous, outliers: false }).table;
  const { overall, shells, wilson } = mergedShells(merged, 5);
  expect(shells.length).toBe(5);
  for (const [mine, theirs] of [
    [overall, statistics.overall] as const,
    ...shells.map((s, i) => [s, statistics.shells[i]] as const),
  ]) {
    expect(mine.reflections).toBe(theirs.reflections);
    expect(mine.possible).toBe(theirs.possible);
    expect(mine.completeness).toBe(theirs.completeness);
    expect(mine.meanIntensity / theirs.meanIntensity).toBeCloseTo(1, 4);
    expect(mine.meanIOverSigma / theirs.meanIOverSigma).toBeCloseTo(1, 4);
    if (anomalous) expect(mine.anomalousCompleteness).toBe(theirs.anomalousCompleteness);
    else expect(mine.anomalousCompleteness).toBeNaN();
  }
  expect(wilson === undefined).toBe(statistics.wilson === undefined);
});

test("amplitudes alone are squared", () => {
  const table = wilsonTable();
  const amplitudes = table.without("I", "SIGI");
  const squared = withIntensities(amplitudes);
  const [intensity, sigma] = [squared.values("I"), squared.values("SIGI")];
  amplitudes.values("F").forEach((f, i) => {
    expect(intensity[i] / (f * f)).toBeCloseTo(1, 5);
    expect(sigma[i] / (2 * f)).toBeCloseTo(1, 5);
  });
  expect(withIntensities(table)).toBe(table);
  // 0 0 0, which the table has, is in no shell.
  expect(mergedShells(amplitudes).overall.reflections).toBe(table.length - 1);
});

test("neither intensities nor amplitudes", () => {
  const none = wilsonTable().without("I", "F");
  expect(() => mergedShells(none)).toThrow("column I is not in");
  expect(() => withIntensities(none)).toThrow("column I is not in");
});

/** Statistics of a column against numpy (columnStatistics.py, with its version in columnStatistics.json). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { columnStatistics, histogramOf, quantile } from "../../../labextension/src/mtz/columnStatistics.js";

interface Reference {
  readonly values: readonly number[];
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly deviation: number;
  readonly median: number;
  readonly quantiles: readonly number[];
  readonly histogram: readonly number[];
}

const file = join(import.meta.dirname, "columnStatistics.json");
const { columns }: { columns: Record<string, Reference> } = JSON.parse(readFileSync(file, "utf8"));

describe.each(Object.entries(columns))("numpy: %s", (_, reference) => {
  const values = Float32Array.from(reference.values);
  const found = columnStatistics(values, false);

  test("statistics", () => {
    expect(found).toMatchObject({ count: 1001, missing: 0, min: reference.min, max: reference.max });
    expect(Math.abs(found.mean / reference.mean - 1)).toBeLessThan(1e-13);
    expect(Math.abs(found.deviation / reference.deviation - 1)).toBeLessThan(1e-12);
    expect(found.median).toBe(reference.median);
    found.quantiles.forEach(({ value }, i) => {
      expect(Math.abs(value - reference.quantiles[i])).toBeLessThan(1e-9 * Math.abs(reference.max));
    });
  });

  test("histogram", () => {
    const { counts, from, to, below, above } = found.histogram;
    expect([from, to, below, above]).toEqual([reference.min, reference.max, 0, 0]);
    // a value at the limit of two bins may fall on either side of it
    const differing = counts.reduce((sum, count, i) => sum + Math.abs(count - reference.histogram[i]), 0);
    expect(differing).toBeLessThanOrEqual(4);
    expect(counts.reduce((sum, count) => sum + count)).toBe(1001);
  });
});

test("missing values are counted and left out; the column is not changed", () => {
  const values = Float32Array.of(3, Number.NaN, 1, 2, Number.NaN);
  expect(columnStatistics(values, false)).toMatchObject({
    count: 3,
    missing: 2,
    mean: 2,
    median: 2,
    deviation: 1,
  });
  expect([...values]).toEqual([3, Number.NaN, 1, 2, Number.NaN]);
});

test("nothing but missing values, one value, no rows", () => {
  const none = columnStatistics(Float32Array.of(Number.NaN, Number.NaN), false);
  expect(none).toMatchObject({ count: 0, missing: 2 });
  for (const key of ["min", "max", "mean", "median", "deviation"] as const) expect(none[key]).toBeNaN();
  expect(none.histogram.counts).toEqual([]);
  const one = columnStatistics(Float32Array.of(7), false);
  expect(one).toMatchObject({ count: 1, min: 7, max: 7, mean: 7, median: 7 });
  expect(one.deviation).toBeNaN();
  expect(one.histogram.counts).toEqual([1]);
  expect(columnStatistics(new Float32Array(0), true).count).toBe(0);
});

describe("histograms", () => {
  test("integers have bins around them", () => {
    const values = Float32Array.from({ length: 100 }, (_, i) => i % 4).sort();
    expect(histogramOf(values, true, 60)).toEqual({
      from: -0.5,
      to: 3.5,
      counts: [25, 25, 25, 25],
      below: 0,
      above: 0,
    });
  });

  test("many integers share bins of whole numbers", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i);
    const { counts, from, to } = histogramOf(values, true, 60);
    expect([from, (to - from) / counts.length]).toEqual([-0.5, 17]);
    expect(counts.length).toBe(59);
    expect(counts.slice(0, 58).every((count) => count === 17)).toBe(true);
  });

  test("a value far out does not press the others into one bin, and is counted", () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => i / 1000);
    values[999] = 1e6;
    const { counts, above, to } = histogramOf(values, false, 60);
    expect(to).toBeLessThan(2);
    expect(above).toBe(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(999);
  });

  test("infinities lie outside", () => {
    const values = Float32Array.of(-Infinity, 1, 2, 3, Infinity);
    expect(histogramOf(values, false, 2)).toEqual({ from: 1, to: 3, counts: [1, 2], below: 1, above: 1 });
  });
});

test("a quantile between two values that are equal or infinite", () => {
  expect(quantile(Float32Array.of(Infinity, Infinity), 0.5)).toBe(Infinity);
  expect(quantile(Float32Array.of(1, 2), 0.25)).toBe(1.25);
  expect(quantile(new Float32Array(0), 0.5)).toBeNaN();
});

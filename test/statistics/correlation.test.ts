/** Oracle: scipy.stats.pearsonr and spearmanr, and reciprocalspaceship's weighted_pearsonr (test/reference/statistics/correlation.py). */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { pearson, ranks, spearman } from "../../lib/statistics/correlation.js";

const golden: {
  cases: { x: number[]; y: number[]; w: number[]; pearson: number; weighted: number; spearman: number }[];
} = JSON.parse(readFileSync(new URL("../reference/statistics/correlation.json", import.meta.url), "utf8"));

test("agrees with scipy and reciprocalspaceship", () => {
  for (const { x, y, w, ...expected } of golden.cases) {
    expect(pearson(x, y)).toBeCloseTo(expected.pearson, 12);
    expect(pearson(x, y, w)).toBeCloseTo(expected.weighted, 12);
    expect(spearman(x, y)).toBeCloseTo(expected.spearman, 12);
  }
  expect(golden.cases.length).toBe(4);
});

test("a large common offset does not cancel", () => {
  const x = [1, 2, 3, 4, 5].map((v) => v + 1e9);
  const y = [2, 1, 4, 3, 5].map((v) => v - 1e9);
  expect(pearson(x, y)).toBeCloseTo(0.8, 9);
});

test("undefined is NaN, and stays within ±1", () => {
  expect(pearson([], [])).toBeNaN();
  expect(pearson([1], [2])).toBeNaN();
  expect(pearson([1, 1, 1], [1, 2, 3])).toBeNaN();
  expect(pearson([1, Number.NaN, 3], [1, 2, 3])).toBeNaN();
  expect(pearson([0.1, 0.2, 0.3], [0.1, 0.2, 0.3])).toBeLessThanOrEqual(1);
  expect(() => pearson([1], [1, 2])).toThrow(InputError);
  expect(() => pearson([1, 2], [1, 2], [1])).toThrow("2 and 2 values and 1 weights");
  expect(() => spearman([1], [1, 2])).toThrow(InputError);
});

test("ties share their mean rank", () => {
  expect([...ranks([10, 20, 10, 5])]).toEqual([2.5, 4, 2.5, 1]);
});

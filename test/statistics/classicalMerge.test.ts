/** Oracle: reciprocalspaceship's merge (test/reference/statistics/rsMerge.py), and hand-made tables. */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { classicalMerge, collectObservations, mergeObservations } from "../../lib/statistics/index.js";
import type { ReflectionTable } from "../../lib/table/index.js";
import { dataTest } from "../data.js";
import { type Row, realTable, reference, unmerged, unmergedFiles } from "./reflections.js";

interface Merged {
  labels: string[];
  count: number;
  sums: number[];
  rows: (number | null)[][];
}
const { sets } = reference<{
  sets: Record<"gamma" | "insulin", { together: Merged; apart: Merged; absent: number }>;
}>("rsMerge");

/** Largest relative difference of the rows of rs from ours; its rows and sums are of float64. */
function compare(table: ReflectionTable, expected: Merged): number {
  const row = new Map<string, number>();
  const hkl = table.hkl();
  for (let i = 0; i < table.length; i++) row.set(hkl.slice(3 * i, 3 * i + 3).join(" "), i);
  let worst = 0;
  for (const [h, k, l, ...values] of expected.rows) {
    const at = row.get(`${h} ${k} ${l}`) ?? -1;
    values.forEach((value, c) => {
      const ours = table.values(expected.labels[c])[at];
      if (value === null) expect(ours).toBeNaN();
      else worst = Math.max(worst, Math.abs(ours - value) / Math.max(1e-30, Math.abs(value)));
    });
  }
  expected.sums.forEach((sum, c) => {
    const present = Array.from(table.values(expected.labels[c])).filter((value) => !Number.isNaN(value));
    worst = Math.max(worst, Math.abs(present.reduce((total, value) => total + value, 0) / sum - 1));
  });
  expect(table.length).toBe(expected.count);
  return worst;
}

describe.each(["gamma", "insulin"] as const)("%s against reciprocalspaceship", (name) => {
  dataTest("Friedel mates together", async () => {
    const { table } = classicalMerge(await realTable(unmergedFiles[name]), {
      outliers: false,
      frenchWilson: false,
    });
    expect(compare(table, sets[name].together)).toBeLessThan(2e-7); // float32 columns
  });
  dataTest("Friedel mates apart, centrics in both columns", async () => {
    const table = await realTable(unmergedFiles[name]);
    const merged = classicalMerge(table, { anomalous: true, outliers: false, frenchWilson: false }).table;
    expect(compare(merged, sets[name].apart)).toBeLessThan(2e-7);
  });
});

const rows: Row[] = [
  [1, 2, 3, 10, 1, 1],
  [1, 2, 3, 16, 2, 2],
  [-1, -2, -3, 20, 1, 3],
  [0, 2, 4, 5, 1, 1],
  [0, -2, -4, 7, 1, 1],
  [3, 4, 5, 8, 2, 1],
];

test("labels, types and order of the columns", () => {
  const together = classicalMerge(unmerged(rows)).table;
  expect(together.labels.join(" ")).toBe("H K L F SIGF I SIGI N");
  expect(together.columns.map((column) => column.type).join("")).toBe("HHHFQJQI");
  const apart = classicalMerge(unmerged(rows), { anomalous: true }).table;
  expect(apart.labels.join(" ")).toBe("H K L F(+) SIGF(+) F(-) SIGF(-) I(+) SIGI(+) I(-) SIGI(-) N(+) N(-)");
  expect(apart.columns.map((column) => column.type).join("")).toBe("HHHGLGLKMKMII");
  expect(apart.merged).toBe(true);
});

test("weighted means, missing mates and centrics", () => {
  const { table } = classicalMerge(unmerged(rows), { anomalous: true });
  const values = (label: string) => Array.from(table.values(label));
  expect(values("N(+)")).toEqual([2, 2, 1]);
  expect(values("N(-)")).toEqual([2, 1, 0]);
  expect(values("I(+)")[0]).toBe(6); // the centric 0 2 4, both observations
  expect(values("I(-)")[0]).toBe(6);
  expect(values("I(+)")[1]).toBeCloseTo((10 + 16 / 4) / 1.25, 5);
  expect(values("SIGI(+)")[1]).toBeCloseTo(1 / Math.sqrt(1.25), 6);
  expect(values("I(-)")[1]).toBe(20);
  for (const label of ["I(-)", "SIGI(-)", "F(-)", "SIGF(-)"]) expect(values(label)[2]).toBeNaN();
  expect(values("F(+)")[0]).toBe(values("F(-)")[0]);
  for (const label of ["F(+)", "SIGF(+)"])
    for (const value of values(label)) expect(value).toBeGreaterThan(0);
});

test("the order of observations does not matter", () => {
  const { table } = classicalMerge(unmerged(rows));
  const { table: turned } = classicalMerge(unmerged([...rows].reverse()));
  for (const label of table.labels)
    expect(Array.from(turned.values(label))).toEqual(Array.from(table.values(label)));
});

test("other estimates of sigma", () => {
  const observations = collectObservations(unmerged(rows));
  const sigma = (sigmaEstimate: "external" | "internal" | "larger") =>
    mergeObservations(observations, { sigmaEstimate }).values("SIGI")[0];
  expect(sigma("external")).toBeCloseTo(Math.SQRT1_2, 6);
  expect(sigma("internal")).toBeCloseTo(1, 6); // s² = 2, of two observations
  expect(sigma("larger")).toBeCloseTo(1, 6);
});

test("outliers are left out and reported; sigmas zero or negative are dropped and counted", () => {
  const bad: Row[] = [
    ...rows,
    [1, 2, 3, 500, 1, 9],
    [1, 2, 3, 9, 1, 9],
    [1, 2, 3, 10, 0, 9],
    [1, 2, 3, 10, -2, 9],
  ];
  const { table, outliers, observations } = classicalMerge(unmerged(bad), { anomalous: true });
  expect(outliers.count).toBe(1);
  expect(outliers.outliers[0]).toMatchObject({
    hkl: [1, 2, 3],
    minus: false,
    batch: 9,
    intensity: 500,
    test: "within",
  });
  expect(observations.dropped.sigmaNotPositive).toBe(2);
  expect(table.values("N(+)")[1]).toBe(3);
});

test("merged data are refused", () => {
  const { table } = classicalMerge(unmerged(rows));
  expect(() => classicalMerge(table)).toThrow(InputError);
  expect(() => classicalMerge(table)).toThrow("got merged reflections, expected unmerged observations");
});

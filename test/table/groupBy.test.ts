// Oracle: pandas 2.3.3 (test/reference/table/verbs.py); values to 1e-8 (the file's 9 decimals), counts by equality.
import { expect, test } from "vitest";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { filled, fourReflections, type PlainColumns, plain, reference, tableOf } from "./tables.js";

interface Reference {
  left: PlainColumns;
  groups: { keys: PlainColumns; size: number[] } & Record<string, (number | null)[]>;
}
const { left, groups: expected } = reference<Reference>("verbs");
const table = tableOf(left, { merged: false });
const groups = table.groupBy();

function expectClose(got: ArrayLike<number>, values: (number | null)[]): void {
  expect(got.length).toBe(values.length);
  filled(values).forEach((value, i) => {
    if (Number.isNaN(value)) expect(got[i]).toBeNaN();
    else expect(Math.abs(got[i] - value)).toBeLessThan(1e-8);
  });
}

test("groups and their keys agree with pandas", () => {
  expect([...groups.sizes()]).toEqual(expected.size);
  for (const label of ["H", "K", "L"]) expect(plain(groups.keyTable(), label)).toEqual(expected.keys[label]);
});

test("mean, sum, count, min, max, first agree with pandas, missing values left out", () => {
  expectClose(groups.mean("I"), expected.mean);
  expectClose(groups.sum("I"), expected.sum);
  expectClose(groups.count("I"), expected.count);
  expectClose(groups.min("I"), expected.min);
  expectClose(groups.max("I"), expected.max);
  expectClose(groups.first("I"), expected.first);
});

test("weighted means agree with pandas", () => {
  const { mean, sigma } = groups.inverseVarianceMean("I", "SIGI");
  expectClose(mean, expected.inverseVarianceMean);
  expectClose(sigma, expected.inverseVarianceSigma);
  const weights = Float64Array.from(table.values("SIGI"), (value) => value ** -2);
  expectClose(groups.weightedMean("I", weights), expected.inverseVarianceMean);
  const withWeights = table.with({ label: "W", type: "W", data: weights });
  expectClose(withWeights.groupBy().weightedMean("I", "W"), expected.inverseVarianceMean);
});

test("offsets and permutation cover every row once, rows of a group in their order", () => {
  const rows = Array.from({ length: groups.length }, (_, g) => [...groups.rows(g)]);
  expect(rows.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: table.length }, (_, i) => i));
  for (const group of rows) expect([...group].sort((a, b) => a - b)).toEqual(group);
  const groupOf = groups.groupOf();
  rows.forEach((group, g) => {
    for (const row of group) expect(groupOf[row]).toBe(g);
  });
});

test("zero or negative standard deviations do not count", () => {
  const small = tableOf({ H: [1, 1, 1], K: [0, 0, 0], L: [0, 0, 0], I: [10, 20, 99], SIGI: [1, 1, 0] });
  expect([...small.groupBy().inverseVarianceMean("I", "SIGI").mean]).toEqual([15]);
  const none = tableOf({ H: [1], K: [0], L: [0], I: [10], SIGI: [-1] });
  expect([...none.groupBy().inverseVarianceMean("I", "SIGI").mean]).toEqual([Number.NaN]);
  expect([...none.groupBy().inverseVarianceMean("I", "SIGI").sigma]).toEqual([Number.NaN]);
});

test("aggregate gives a table, with types", () => {
  const merged = groups.aggregate({
    I: "mean",
    N: { column: "I", how: "count" },
    first: { column: "BATCH", how: "min", type: "B" },
  });
  expect(merged.labels).toEqual(["H", "K", "L", "I", "N", "first"]);
  expect(merged.columns.map((column) => column.type).join("")).toBe("HHHJIB");
  expect(merged.values("N")).toBeInstanceOf(Int32Array);
  expect(merged.length).toBe(groups.length);
});

test("any columns may be keys: floats, with missing values in one last group", () => {
  const mixed = tableOf({ H: [1, 2, 3, 4], K: [1, 1, 1, 1], L: [1, 1, 1, 1], F: [2.5, null, 2.5, null] });
  const byF = mixed.groupBy("F");
  expect([...byF.sizes()]).toEqual([2, 2]);
  expect([...byF.rows(1)]).toEqual([1, 3]);
  expect([...mixed.groupBy(["K", "F"]).sum("H")]).toEqual([4, 6]);
});

test("an empty table has no groups", () => {
  const empty = fourReflections()
    .filter(() => false)
    .groupBy();
  expect(empty.length).toBe(0);
  expect([...empty.mean("F")]).toEqual([]);
  expect(empty.aggregate({ F: "mean" }).length).toBe(0);
});

test("errors: a column that is not there, a wrong number of weights, a group that is not there, an unknown aggregate", () => {
  expect(() => table.groupBy("HH")).toThrow(MissingColumnError);
  expect(() => groups.mean("IMEAN")).toThrow(/column IMEAN is not in the table/);
  expect(() => groups.weightedMean("I", [1])).toThrow(
    "weights: got 1 values, expected 150, one for each row",
  );
  expect(() => groups.rows(groups.length)).toThrow(InputError);
  expect(() => groups.aggregate({ I: "median" as "mean" })).toThrow(
    /aggregate of I: got median, expected mean, sum/,
  );
});

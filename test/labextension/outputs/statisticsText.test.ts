/** Tables of statistics as text, and in another order. */
import { describe, expect, test } from "vitest";
import {
  sortedRows,
  statisticsCsv,
  statisticsTsv,
} from "../../../labextension/src/outputs/statisticsText.js";
import type { StatisticsPayload } from "../../../lib/displays/index.js";

const table: StatisticsPayload = {
  version: 1,
  title: "Table",
  columns: [{ label: "d (Å)", digits: 2 }, { label: 'say "N", please', digits: 2 }, { label: "note" }],
  rows: [
    [4, 1234.5678, "low\tresolution"],
    [2, null, null],
  ],
  overall: [3, 1 / 3, "all"],
  notes: [],
};

test("tab-separated, as shown: digits as asked for, nothing for what is missing, no stray tabs", () => {
  expect(statisticsTsv(table)).toBe(
    'd (Å)\tsay "N", please\tnote\n4.00\t1234.57\tlow resolution\n2.00\t\t\n3.00\t0.33\tall\n',
  );
});

test("CSV after RFC 4180, numbers in full", () => {
  expect(statisticsCsv(table)).toBe(
    'd (Å),"say ""N"", please",note\r\n4,1234.5678,low\tresolution\r\n2,,\r\n3,0.3333333333333333,all\r\n',
  );
});

describe("the order of rows", () => {
  const rows = [
    [2, "b"],
    [null, "a"],
    [1, null],
    [2, "a"],
    [10, "c"],
  ];
  const first = (column: number, descending: boolean) =>
    sortedRows(rows, column, descending).map((row) => row.join(""));

  test("is by number, equal ones as they were, missing ones last either way", () => {
    expect(first(0, false)).toEqual(["1", "2b", "2a", "10c", "a"]);
    expect(first(0, true)).toEqual(["10c", "2b", "2a", "1", "a"]);
  });

  test("is by text where there is text, after the numbers", () => {
    expect(first(1, false)).toEqual(["a", "2a", "2b", "10c", "1"]);
    expect(sortedRows([["b"], [3], ["a"]], 0, false)).toEqual([[3], ["a"], ["b"]]);
    expect(sortedRows([["b"], [3], ["a"]], 0, true)).toEqual([["b"], ["a"], [3]]);
  });

  test("leaves what it was given alone", () => {
    first(0, true);
    expect(rows[0]).toEqual([2, "b"]);
  });
});

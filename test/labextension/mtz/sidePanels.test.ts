/** What the side says of a column and of observations, as text. The panels are in test/browser/mtz.test.ts. */
import { expect, test } from "vitest";
import { columnStatistics } from "../../../labextension/src/mtz/columnStatistics.js";
import {
  meanText,
  observationCells,
  rowsText,
  statisticsFacts,
} from "../../../labextension/src/mtz/sidePanels.js";
import { MtzTable } from "../../../labextension/src/mtz/table.js";
import { bytesSource } from "../../../lib/formats/byteSource.js";
import { mergedSample } from "./samples.js";

const table = MtzTable.open(bytesSource(mergedSample(2000).toBytes(), "sample.mtz"));

test("a column in lines: counts in groups, one figure more for means than for values", async () => {
  const column = (await table).column("FreeR_flag");
  const facts = Object.fromEntries(statisticsFacts(column, await (await table).statistics("FreeR_flag")));
  expect(facts).toMatchObject({
    Values: "2,000",
    Missing: "0",
    Least: "0",
    Greatest: "19",
    Mean: "9.5",
    Median: "9.5",
    "25 %": "4.8",
  });
});

test("a column that is all missing has no more than its counts", async () => {
  const values = Float32Array.of(Number.NaN, Number.NaN);
  expect(statisticsFacts((await table).column("EMPTY"), columnStatistics(values, false))).toEqual([
    ["Values", "0"],
    ["Missing", "2"],
  ]);
});

test("how many rows are shown", () => {
  const header = mergedSample(1500);
  expect(rowsText({ length: 1500, header })).toBe("all 1,500 rows");
  expect(rowsText({ length: 12, header })).toBe("12 of 1,500 rows");
});

test("an observation and a mean", () => {
  const one = { row: 3, batch: 12, hkl: [-2, 3, 0], isym: 4, partial: true, side: "−" } as const;
  expect(observationCells({ ...one, intensity: 12.345, sigma: 1 })).toEqual([
    "12",
    "−2 3 0",
    "4 part",
    "−",
    "12.35",
    "1.00",
  ]);
  const bare = { ...one, batch: Number.NaN, isym: Number.NaN, partial: false };
  expect(observationCells({ ...bare, intensity: Number.NaN, sigma: Number.NaN })).toEqual([
    "–",
    "−2 3 0",
    "–",
    "−",
    "–",
    "–",
  ]);
  expect(meanText({ count: 3, mean: 12.345, sigma: 0.5 })).toBe("12.35 ± 0.50 (3)");
  expect(meanText({ count: 0, mean: Number.NaN, sigma: Number.NaN })).toBe("–");
});

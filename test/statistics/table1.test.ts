/** Oracle: the statistics themselves (mergingStatistics.test.ts), and a picture of the text of gamma. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mergingStatistics, table1 } from "../../lib/statistics/index.js";
import { dataTest } from "../data.js";
import { noisy, realTable, unmerged, unmergedFiles } from "./reflections.js";

dataTest("the text of gamma", async () => {
  const text = table1(mergingStatistics(await realTable(unmergedFiles.gamma))).toString();
  const expected = readFileSync(new URL("../reference/statistics/table1.gamma.txt", import.meta.url), "utf8");
  expect(`${text}\n`).toBe(expected);
});

test("text: what is undefined is –, columns are aligned", () => {
  const text = String(
    table1(
      mergingStatistics(
        unmerged([
          [1, 2, 3, 10, 1],
          [2, 3, 4, 20, 2],
          [2, 3, 4, 20, 0],
          [0, 0, 3, 20, 1],
        ]),
        { dMax: 50 },
      ),
    ),
  );
  const lines = text.split("\n");
  expect(lines).toContain("Space group                P 21 21 21");
  expect(lines).toContain("Wavelength (Å)             –");
  expect(lines).toContain(
    "Dropped before merging     2 (1 with sigma zero or negative, 1 systematically absent)",
  );
  expect(lines.find((line) => line.startsWith("Rmerge (%)"))?.split(/\s+/)).toEqual([
    "Rmerge",
    "(%)",
    "–",
    "–",
    "(–)",
  ]);
  const widths = new Set(
    lines.filter((line) => line.endsWith(")") && !line.startsWith("Dropped")).map(({ length }) => length),
  );
  expect(widths.size).toBe(1);
});

test("JSON: undefined is null, all else as in the statistics", () => {
  const statistics = mergingStatistics(noisy(2, 1, 1), { shells: 4 });
  const json = JSON.parse(JSON.stringify(table1(statistics)));
  expect(json.spaceGroup).toBe("P 21 21 21");
  expect(json.wavelength).toBeNull();
  expect(json.overall.rMerge).toBeCloseTo(statistics.overall.rMerge, 12);
  expect(json.overall.rMergeWithin).toBeNull();
  expect(json.shells.length).toBe(4);
  expect(json.lowShell).toEqual(json.shells[0]);
  expect(json.highShell).toEqual(json.shells[3]);
  expect(Object.keys(json.overall)).toEqual(Object.keys(statistics.overall));
  expect(json.dropped).toEqual(statistics.dropped);
});

test("many outliers are a reason to ask whether the data are scaled", () => {
  const statistics = mergingStatistics(noisy(5, 4, 1));
  const { outliers, overall } = statistics;
  const count = Math.round(overall.observations / 4);
  expect(String(table1({ ...statistics, outliers: { ...outliers, count } }))).toMatch(
    /20 % of the observations: are they on one scale/,
  );
  expect(String(table1(statistics))).not.toContain("on one scale");
});

/** Oracle: the statistics themselves (mergingStatistics.test.ts), and a picture of the text of gamma. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { mergingStatistics, table1 } from "../../lib/statistics/index.js";
import { partialText } from "../../lib/statistics/table1.js";
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

test("what became of parts of spots stands below; nothing where there are none", () => {
  const statistics = mergingStatistics(noisy(2, 1, 1), { shells: 4 });
  const { sums } = statistics.partials;
  const lines = (more: Partial<typeof sums>, flagged = 20, partial = flagged): string[] =>
    partialText({ partial, flagged, mpart: 0, fraction: 0, sums: { ...sums, ...more } });
  expect(lines({}, 0)).toEqual([]);
  expect(String(table1(statistics))).not.toContain("Partial records");
  const some = { complete: 6, completeParts: 13, tooSmall: 2, gaps: 1, droppedParts: 7 };
  expect(lines(some, 20, 23)).toEqual([
    "20; 13 summed to 6 complete spots",
    "3 incomplete spots (2 of too small a fraction, 1 with a batch missing): 3 left out",
    "3 without M flag, with FRACTIONCALC outside 0.95–1.05 or MPART: used as they are",
  ]);
  expect(lines({ ...some, policy: "scale", scaled: 2, tooLarge: 1, fractionNotStated: 4 })).toEqual([
    "20; 13 summed to 6 complete spots (of 4 the file does not say what fraction was recorded)",
    "4 incomplete spots (2 of too small a fraction, 1 with a batch missing, 1 of too large a fraction): 2 scaled by 1/fraction, 2 left out",
  ]);
  expect(lines({ policy: "keep" })).toEqual(["20, used as they are, one by one"]);
  expect(lines({ policy: "drop" })).toEqual(["20, left out"]);
  const partials = { partial: 20, flagged: 20, mpart: 0, fraction: 0, sums: { ...sums, ...some } };
  const shown = table1({ ...statistics, partials });
  expect(String(shown)).toMatch(/Partial records +20; 13 summed to 6 complete spots\n +3 incomplete spots/);
  expect(JSON.parse(JSON.stringify(shown))).toMatchObject({ partials: 20, partialSums: some });
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

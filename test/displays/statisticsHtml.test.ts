import { expect, test } from "vitest";
import {
  type StatisticsPayload,
  statisticsHtml,
  statisticsPayload,
  statisticText,
} from "../../lib/displays/index.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { rotation } from "../models/merging/tables.js";

const payload: StatisticsPayload = {
  version: 1,
  title: "Table <1>",
  columns: [
    { label: "d & d", help: '"so" <b>' },
    { label: "R", digits: 3 },
  ],
  rows: [
    ["<script>", 0.12345],
    [null, -0.0001],
  ],
  overall: [2, null],
  notes: ["a <note>"],
};

/** The text of each cell, row by row. */
const cells = (html: string) =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, text]) => text),
  );

test("heads, a row a shell, all shells last and in bold", () => {
  const html = statisticsHtml(payload);
  expect(cells(html)).toEqual([
    ["d &amp; d", "R"],
    ["&lt;script&gt;", "0.123"],
    ["–", "0.000"],
    ["2", "–"],
  ]);
  expect(html.match(/font-weight:bold/g)?.length).toBe(2);
  expect(html.indexOf("font-weight:bold")).toBeGreaterThan(html.indexOf("script"));
});

test("whatever it is given, it is escaped: title, help, labels, texts and notes", () => {
  const html = statisticsHtml(payload);
  expect(html).toContain("Table &lt;1&gt;");
  expect(html).toContain('title="&quot;so&quot; &lt;b&gt;"');
  expect(html).toContain("a &lt;note&gt;");
  expect(html.replace(/<\/?(div|b|table|thead|tbody|tr|th|td)\b[^<>]*>/g, "")).not.toMatch(/[<>]/);
});

test("a table without a line over all, and without rows", () => {
  const { overall: _, ...rest } = payload;
  expect(cells(statisticsHtml(rest)).length).toBe(3);
  expect(statisticsHtml(rest)).not.toContain("bold");
  expect(cells(statisticsHtml({ ...rest, rows: [] })).length).toBe(1);
});

test("it takes its colours from the page: none of its own", () => {
  expect(statisticsHtml(payload)).not.toMatch(
    /color:(?!inherit)|background:(?!transparent)|#[0-9a-f]{3}|rgb\(/i,
  );
});

test.each([
  [0.12345, 3, "0.123"],
  [-0.0001, 3, "0.000"],
  [-0.0006, 3, "-0.001"],
  [1234.5, 0, "1235"],
  [1234.5678, undefined, "1235"],
  [123.45678, undefined, "123.5"],
  [0.00012345678, undefined, "0.0001235"],
  [1234567, undefined, "1234567"],
  [0, undefined, "0"],
  [null, 2, "–"],
  ["hk0", 2, "hk0"],
])("the text of %s with %s digits is %s", (value, digits, text) => {
  expect(statisticText(value, digits)).toBe(text);
});

test("of real statistics: as many rows as shells, and every cell has something", () => {
  const statistics = mergingStatistics(rotation().observations, { shells: 7 });
  const found = cells(statisticsHtml(statisticsPayload(statistics)));
  expect(found.length).toBe(9);
  for (const row of found) expect(row.every((text) => text !== "")).toBe(true);
  const rMeas = found[0].indexOf("Rmeas");
  expect(found[8][rMeas]).toBe(statistics.overall.rMeas.toFixed(3));
});

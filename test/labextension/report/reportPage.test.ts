// Oracle: the words and pictures put in.
import { expect, test } from "vitest";
import { reportPage } from "../../../labextension/src/report/reportPage.js";

test("one page with words, pictures and tables, and nothing from elsewhere", () => {
  const section = (key: string) => ({ key, title: `The <${key}>`, help: "What it is.", notes: [] });
  const statistics = {
    shells: [{ dMax: 9, dMin: 2, rMerge: 0.1234 }],
    overall: { dMax: 9, dMin: 2, rMerge: 0.1 },
  };
  const page = reportPage(
    "a<b.mtz",
    "1 & 2",
    [section("one"), { ...section("two"), statistics }, { ...section("three"), missing: "Not drawn: so." }],
    new Map([["one", "<svg>picture</svg>"]]),
  );
  expect(page).toMatch(/^<!DOCTYPE html>/);
  expect(page).toContain("<title>Report of a&lt;b.mtz</title>");
  expect(page).toContain("<p>1 &amp; 2</p>");
  expect(page.indexOf("The &lt;one&gt;")).toBeLessThan(page.indexOf("<svg>picture</svg>"));
  expect(page).toContain("0.123");
  expect(page).toContain("Not drawn: so.");
  expect(page).not.toMatch(/<script|https?:|src=/);
});

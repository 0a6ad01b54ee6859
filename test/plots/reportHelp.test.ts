// Oracle: the sections that the report has.
import { expect, test } from "vitest";
import { reportSteps } from "../../lib/plots/index.js";
import { reportHelp } from "../../lib/plots/reportHelp.js";
import { wilsonTable } from "./fixtures.js";

test("each section has a title of its own and a text of whole sentences", () => {
  const steps = reportSteps({ merged: wilsonTable(), statistics: { shells: [], overall: {} } });
  expect(steps.map(({ key }) => key)).toEqual(Object.keys(reportHelp));
  const texts = Object.values(reportHelp);
  expect(new Set(texts.map(({ title }) => title)).size).toBe(texts.length);
  for (const { help } of texts) expect(help).toMatch(/^[\S].{40,}\.$/u);
});

// Oracle: the sections of the report, found again in what is printed where there is no kernel.
import { afterEach, expect, test, vi } from "vitest";
import { showReport } from "../../lib/notebook/showReport.js";
import { reportSteps } from "../../lib/plots/index.js";
import { setProgress } from "../../lib/progress.js";
import { simulateRotation } from "../../lib/simulate/index.js";

const { observations } = simulateRotation({ dMin: 3.5, scaled: true });

afterEach(() => vi.restoreAllMocks());

test("each section's title and plot, in order, and what is missing; progress to the end", async () => {
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((text: string) => void printed.push(text));
  const told: [number, number][] = [];
  const before = setProgress(() => (done, total) => void told.push([done, total]));
  try {
    await showReport(observations, { repeats: 1, shells: 4 });
  } finally {
    setProgress(before);
  }
  const titles = reportSteps({ unmerged: observations }).map(({ title }) => title);
  const found = printed.map((text) => text.split("\n")[0]).filter((line) => titles.includes(line));
  expect(found).toEqual(titles);
  expect(printed.filter((text) => text.startsWith("[plot: ")).length).toBeGreaterThan(8);
  expect(printed.join("\n")).toContain("Not drawn: it takes what a model predicts");
  expect(told.at(-1)).toEqual([titles.length, titles.length]);
});

/** What a terminal, a log and a cell get to see of a training. */
import { describe, expect, test } from "vitest";
import { History } from "../../lib/training/history.js";
import { progressBar, progressText } from "../../lib/training/progressBar.js";
import type { TrainingProgress } from "../../lib/training/trainingTypes.js";

const at = (more: Partial<TrainingProgress>): TrainingProgress => ({
  kind: "merging",
  state: "running",
  step: 1200,
  steps: 4000,
  seconds: 3,
  rate: 412.3,
  remaining: 6.79,
  terms: { nll: 2.31412, kl: 0.0412345, gradientNorm: 1 },
  evaluation: { step: 1100, values: { ccPredTest: 0.9341, nllTest: 3 } },
  events: [],
  history: new History(),
  ...more,
});

/** A stream that keeps what is written. */
const stream = (more: object = {}) => {
  const written: string[] = [];
  return { written, write: (text: string) => written.push(text), ...more };
};

describe("the line", () => {
  test("has rate, time to go and numbers", () => {
    expect(progressText(at({}))).toBe(
      "merging  step 1200 of 4000  412 steps/s  6.8 s left  NLL 2.314  KL 0.04123  CCpred 0.9341",
    );
    expect(progressText(at({}), { bar: true })).toContain("[======              ]");
  });
  test("leaves out what there is not", () => {
    const start = at({
      step: 0,
      rate: Number.NaN,
      remaining: Number.NaN,
      terms: {},
      evaluation: undefined,
      seconds: 0,
    });
    expect(progressText(start)).toBe("merging  step 0 of 4000  in 0.0 s");
  });
  test("says how far a model is that prepares its first step", () => {
    const preparation = { name: "warm-up", step: 250, steps: 1000 };
    const start = { step: 0, rate: Number.NaN, remaining: Number.NaN, terms: {}, evaluation: undefined };
    expect(progressText(at({ ...start, preparation }), { bar: true })).toBe(
      "merging  [=====               ]  warm-up step 250 of 1000  in 3.0 s",
    );
    expect(progressText(at({ ...start, preparation, state: "stopped" }))).toContain(
      "warm-up step 250 of 1000  stopped",
    );
  });
  test("says how it ended", () => {
    expect(progressText(at({ state: "stopped", seconds: 71 }))).toMatch(
      /^merging {2}step 1200 of 4000 {2}stopped {2}412 steps\/s {2}in 1 min 11 s {2}NLL/,
    );
  });
  test.each([
    [0.04, "0.0 s"],
    [59.4, "59 s"],
    [59.6, "1 min 0 s"],
    [3599, "59 min 59 s"],
    [3600, "1 h 0 min"],
    [7830, "2 h 11 min"],
  ])("%d s reads %s", (remaining, text) => {
    expect(progressText(at({ remaining }))).toContain(`  ${text} left`);
  });
  test("has other numbers if one likes", () => {
    const numbers = { "NLL test": ({ evaluation }: TrainingProgress) => evaluation?.values.nllTest };
    expect(progressText(at({ rate: 0.123 }), { numbers })).toBe(
      "merging  step 1200 of 4000  0.12 steps/s  6.8 s left  NLL test 3.000",
    );
  });
});

test("on a terminal one line is written over, never longer than the terminal, and ended once", () => {
  const terminal = stream({ isTTY: true, columns: 40 });
  const bar = progressBar(terminal);
  for (let step = 0; step < 4000; step += 100) bar(at({ step }));
  bar(at({ step: 4000, state: "finished" }));
  const lines = terminal.written;
  expect(lines.length).toBe(41);
  for (const line of lines) {
    expect(line.replace("\x1b[K", "|")).toMatch(/^\r[^|]{1,39}\|\n?$/);
    expect(line.endsWith("\n")).toBe(line === lines.at(-1));
  }
});

test("elsewhere it is a line now and then: bounded, however long it takes", () => {
  const cell = stream();
  const bar = progressBar(cell);
  const week = 7 * 86_400;
  const hours: number[] = [];
  for (let seconds = 0; seconds < week; seconds += 0.5) {
    bar(at({ seconds }));
    if (seconds === 3600) hours.push(cell.written.length);
  }
  bar(at({ seconds: week, state: "finished" }));
  expect(hours[0]).toBeLessThan(25);
  expect(cell.written.length).toBeLessThan(40);
  expect(cell.written.at(-1)).toContain("finished");
  for (const line of cell.written) expect(line).toMatch(/^merging [^\p{Cc}]*\n$/u);
});

test("a short run has its last line", () => {
  const log = stream();
  const bar = progressBar(log);
  bar(at({ seconds: 0 }));
  bar(at({ seconds: 2 }));
  bar(at({ seconds: 3, state: "finished" }));
  expect(log.written.length).toBe(1);
});

test("of a resumed run the first line waits as of any other", () => {
  const log = stream();
  const bar = progressBar(log);
  bar(at({ seconds: 5000 }));
  bar(at({ seconds: 5004 }));
  expect(log.written).toEqual([]);
  bar(at({ seconds: 5006 }));
  expect(log.written.length).toBe(1);
});

test("warnings are lines of their own, at most twenty", () => {
  for (const isTTY of [true, false]) {
    const out = stream({ isTTY });
    const bar = progressBar(out);
    for (let i = 0; i < 50; i++) bar(at({ events: [{ kind: "warning", step: i, message: `careful ${i}` }] }));
    const warnings = out.written.filter((line) => line.includes("warning: careful"));
    expect(warnings.length).toBe(20);
    expect(warnings[0].endsWith("warning: careful 0\n")).toBe(true);
  }
});

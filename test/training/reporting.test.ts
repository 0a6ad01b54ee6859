/** Reports: at most ten a second whatever the pace, with all that happened in between, and none that can hurt. */
import { expect, test } from "vitest";
import { History } from "../../lib/training/history.js";
import { type BareProgress, Reporting } from "../../lib/training/reporting.js";
import type { TrainingProgress } from "../../lib/training/trainingTypes.js";

const progress = (step: number, seconds: number): BareProgress => ({
  kind: "toy",
  state: "running",
  step,
  steps: 30_000,
  seconds,
  terms: {},
  history: new History(),
});

test("30,000 steps of 0.3 ms make 90 reports", () => {
  let time = 0;
  const seen: TrainingProgress[] = [];
  const reporting = new Reporting([(report) => seen.push(report)], () => time);
  reporting.start(0, 0);
  for (let step = 1; step <= 30_000; step++) {
    time += 0.3;
    if (reporting.due) reporting.report(progress(step, time / 1000));
  }
  expect(seen.length).toBeGreaterThan(80);
  expect(seen.length).toBeLessThanOrEqual(91);
  expect(seen.at(-1)?.rate).toBeCloseTo(3333.3, 0);
  const { step = 0, remaining } = seen.at(-1) ?? {};
  expect(remaining).toBeCloseTo((30_000 - step) / 3333.3, 1);
});

test("without reporters none is due", () => {
  expect(new Reporting([], () => 1e9).due).toBe(false);
});

test("the rate is of this session's steps, and follows a change of pace within some seconds", () => {
  let time = 0;
  const rates: number[] = [];
  const reporting = new Reporting([({ rate }) => rates.push(rate)], () => time);
  reporting.start(1000, 50);
  reporting.report(progress(1000, 50));
  expect(rates).toEqual([Number.NaN]);
  let step = 1000;
  for (let i = 0; i < 200; i++) {
    time += 100;
    step += i < 100 ? 10 : 30;
    reporting.report(progress(step, 50 + time / 1000));
  }
  expect(rates[100]).toBeCloseTo(100, 6);
  expect(rates[200]).toBeGreaterThan(250);
  expect(rates[200]).toBeLessThan(300);
});

test("a slow first step weighs no more than the time it took; the time to go is told after a second", () => {
  const rates: number[] = [];
  const remaining: number[] = [];
  const reporting = new Reporting(
    [(report) => [rates.push(report.rate), remaining.push(report.remaining)]],
    () => 0,
  );
  reporting.start(0, 0);
  reporting.report(progress(1, 0.2));
  for (let i = 1; i <= 10; i++) reporting.report(progress(1 + 100 * i, 0.2 + i / 10));
  expect(rates[0]).toBeCloseTo(5, 6);
  // 1,001 steps in 1.2 s, 0.2 s of them for the first; the mean alone would be 834.
  expect(rates[10]).toBeGreaterThan(834);
  expect(rates[10]).toBeLessThan(1000);
  expect(remaining.slice(0, 8).some(Number.isFinite)).toBe(false);
  expect(remaining[10]).toBeCloseTo(28_999 / rates[10], 9);
});

test("events wait for the next report and come once; of a flood the last hundred", () => {
  const seen: TrainingProgress[] = [];
  const reporting = new Reporting([(report) => seen.push(report)], () => 0);
  for (let step = 1; step <= 250; step++) reporting.add({ kind: "checkpoint", step, name: `step ${step}` });
  reporting.add({ kind: "warning", step: 250, message: "careful" });
  reporting.report(progress(250, 1));
  reporting.report(progress(251, 2));
  expect(seen[0].events.length).toBe(100);
  expect(seen[0].events.at(-1)).toEqual({ kind: "warning", step: 250, message: "careful" });
  expect(seen[1].events).toEqual([]);
  expect(reporting.warnings).toEqual(["careful"]);
});

test("a reporter that throws is told no more, and the others hear of it", () => {
  let calls = 0;
  const seen: TrainingProgress[] = [];
  const broken = () => {
    calls++;
    throw new Error("no panel");
  };
  const reporting = new Reporting([broken, (report) => seen.push(report)], () => 0);
  reporting.report(progress(1, 1));
  reporting.report(progress(2, 2));
  expect(calls).toBe(1);
  expect(seen.length).toBe(2);
  expect(seen[1].events).toEqual([
    {
      kind: "warning",
      step: 1,
      message: "a reporter threw (no panel) and is told no more; the training goes on",
    },
  ]);
});

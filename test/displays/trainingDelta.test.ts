// Oracle: the history of real trainings, which the rows of all deltas, put together, must give again.
import { describe, expect, test } from "vitest";
import { type DeltaRows, type TrainingDelta, TrainingDeltas } from "../../lib/displays/index.js";
import {
  History,
  type HistoryTable,
  memoryStore,
  TrainingControls,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { Toy } from "../training/toy.js";

/** A toy whose steps last, so that reports come between. */
class Slow extends Toy {
  override step(...given: Parameters<Toy["step"]>) {
    for (const until = performance.now() + 5; performance.now() < until; );
    return super.step(...given);
  }
}

function made(history: History, more: Partial<TrainingProgress> = {}): TrainingProgress {
  const rest = { kind: "made", step: 1, steps: 9, seconds: 1, rate: 1, remaining: 1, terms: {}, events: [] };
  return { ...rest, state: "running", history, ...more };
}

const empty = () => new TrainingDeltas(made(new History()));

/** The rows of a table, as deltas have them. */
const rowsOf = (table: HistoryTable) =>
  Array.from({ length: table.length }, (_, row) =>
    table.names.map((name) => Number(table.column(name)[row].toPrecision(7))),
  );

/** Rows by name, whatever columns came later. */
const named = ({ names, values }: DeltaRows) =>
  values.map((row) => Object.fromEntries(row.map((value, c) => [names[c], value])));

test("all deltas of a training together are its history, each row once", async () => {
  const found: TrainingDelta[] = [];
  const deltas = empty();
  const controls = new TrainingControls();
  void controls.set({ priorWeight: 2 });
  const reports: TrainingProgress[] = [];
  const metrics = { double: (step: number) => 2 * step };
  const { history } = await train(new Slow(), {
    steps: 120,
    evaluateEvery: 15,
    controls,
    metrics,
    reporters: [
      (progress) => {
        reports.push(progress);
        found.push(deltas.next(progress));
      },
    ],
  });
  expect(found.length).toBeGreaterThan(3);
  for (const delta of found) expect(JSON.parse(JSON.stringify(delta))).toStrictEqual(delta);
  expect(found.flatMap(({ rows }) => rows.values)).toEqual(rowsOf(history.steps));
  expect(found.flatMap(({ evaluations }) => evaluations.values)).toEqual(rowsOf(history.evaluations));
  expect(found.flatMap((delta) => delta.controls)).toEqual(history.controls);
  expect(found.at(-1)).toMatchObject({
    state: "finished",
    step: 120,
    steps: 120,
    kind: "toy",
    remaining: null,
  });
  expect(found.map(({ run }) => run)).toEqual(reports.map(({ run }) => run));
  for (const { rows } of found) expect(rows.names[0]).toBe("step");
});

test("what was there when they begin is not told again", async () => {
  const history = new History();
  for (let step = 1; step <= 5; step++) history.steps.append(step, { x: step });
  history.controls.push({ step: 1, control: { pause: true } });
  const deltas = new TrainingDeltas(made(history));
  expect(deltas.next(made(history))).toMatchObject({ rows: { values: [] }, controls: [] });
  history.steps.append(6, { x: 6 });
  history.evaluations.append(6, { y: 1 });
  expect(deltas.next(made(history))).toMatchObject({
    rows: { names: ["step", "x"], values: [[6, 6]] },
    evaluations: { names: ["step", "y"], values: [[6, 1]] },
  });
  expect(deltas.next(made(history))).toMatchObject({ rows: { values: [] }, evaluations: { values: [] } });
});

test.each([1, 199, 200, 201, 399, 400, 401, 30_000])(
  "of %d new rows at most 200 are sent, evenly, the last among them",
  (count) => {
    const history = new History();
    const deltas = new TrainingDeltas(made(history));
    for (let step = 1; step <= count; step++) history.steps.append(step, { x: -step });
    const { rows } = deltas.next(made(history));
    const steps = rows.values.map(([step]) => Number(step));
    expect(steps.length).toBeLessThanOrEqual(200);
    expect(steps.length).toBeGreaterThanOrEqual(Math.min(count, 100));
    expect(steps.at(-1)).toBe(count);
    expect(new Set(steps.slice(1).map((step, i) => step - steps[i])).size).toBeLessThanOrEqual(1);
    expect(rows.values.every(([step, x]) => x === -Number(step))).toBe(true);
    expect(JSON.stringify(rows).length).toBeLessThan(6000);
  },
);

test("NaN, Infinity and what a row lacks are null; a metric that begins late has a column from then on", () => {
  const history = new History();
  const deltas = empty();
  history.evaluations.append(1, { a: Number.NaN });
  expect(named(deltas.next(made(history)).evaluations)).toEqual([{ step: 1, a: null }]);
  history.evaluations.append(2, { a: Infinity });
  history.evaluations.append(3, { late: 5 });
  const delta = deltas.next(made(history, { rate: Number.NaN, remaining: Infinity }));
  expect(JSON.parse(JSON.stringify(delta))).toStrictEqual(delta);
  expect(delta).toMatchObject({ rate: null, remaining: null });
  expect(named(delta.evaluations)).toEqual([
    { step: 2, a: null, late: null },
    { step: 3, a: null, late: 5 },
  ]);
});

describe("how it goes", () => {
  test("warnings of the events, and why it failed", () => {
    const history = new History();
    const events: TrainingProgress["events"] = [
      { kind: "started", step: 0 },
      { kind: "warning", step: 1, message: "one" },
      { kind: "checkpoint", step: 1, name: "a" },
      { kind: "warning", step: 2, message: "two" },
    ];
    history.end = { state: "failed", step: 2, reason: "because" };
    expect(empty().next(made(history, { state: "failed", events }))).toMatchObject({
      state: "failed",
      warnings: ["one", "two"],
      reason: "because",
    });
    const running = empty().next(made(new History()));
    expect([Object.hasOwn(running, "reason"), Object.hasOwn(running, "run")]).toEqual([false, false]);
  });

  test("the time to go is that of a training that runs", () => {
    const remaining = (state: TrainingProgress["state"]) =>
      empty().next(made(new History(), { state, remaining: 12.345678901 })).remaining;
    expect(remaining("running")).toBe(12.34568);
    expect(remaining("paused")).toBeNull();
    expect(remaining("stopped")).toBeNull();
  });
});

test("a run that is resumed tells its new rows only", async () => {
  const store = memoryStore();
  await train(new Toy(), { steps: 100, store, checkpointEvery: 40 });
  let deltas: TrainingDeltas | undefined;
  const found: TrainingDelta[] = [];
  await train(new Slow(), {
    steps: 160,
    store,
    resume: true,
    reporters: [
      (progress) => {
        if (deltas === undefined) deltas = new TrainingDeltas(progress);
        else found.push(deltas.next(progress));
      },
    ],
  });
  const steps = found.flatMap(({ rows }) => rows.values.map(([step]) => Number(step)));
  expect(steps[0]).toBeGreaterThan(100);
  expect(steps).toEqual(Array.from({ length: steps.length }, (_, i) => steps[0] + i));
  expect(steps.at(-1)).toBe(160);
});

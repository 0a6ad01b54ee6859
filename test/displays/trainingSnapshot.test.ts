// Oracle: the rows of the history of real trainings, and of made-up ones whose means can be told in advance.
import { describe, expect, test } from "vitest";
import { type TrainingSeries, type TrainingSnapshot, trainingSnapshot } from "../../lib/displays/index.js";
import {
  History,
  memoryStore,
  TrainingControls,
  type TrainingOptions,
  type TrainingProgress,
  train,
} from "../../lib/training/index.js";
import { Toy } from "../training/toy.js";

/** The last report of a training of the toy. */
async function reportOf(options: TrainingOptions, toy = new Toy()): Promise<TrainingProgress> {
  const reports: TrainingProgress[] = [];
  await train(toy, { ...options, reporters: [(report) => reports.push(report)] }).catch(() => undefined);
  const last = reports.at(-1);
  if (last === undefined) throw new Error("no report");
  return last;
}

/** A report of a history by hand. */
function made(history: History, more: Partial<TrainingProgress> = {}): TrainingProgress {
  const step = history.steps.length;
  const rest = { kind: "made", steps: 100, seconds: 1, rate: 10, remaining: 9, terms: {}, events: [] };
  return { ...rest, state: "running", step, history, ...more };
}

function line({ series }: TrainingSnapshot, name: string): TrainingSeries {
  const found = series.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no line ${name} among ${series.map((one) => one.name).join()}`);
  return found;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What must hold of every snapshot. */
function checkPlain(snapshot: TrainingSnapshot, points = 200): void {
  expect(JSON.parse(JSON.stringify(snapshot))).toStrictEqual(snapshot);
  for (const { name, steps, values } of snapshot.series) {
    expect(values.length, name).toBe(steps.length);
    expect(steps.length, name).toBeLessThanOrEqual(points);
    expect(
      steps.every((step, i) => i === 0 || step > steps[i - 1]),
      name,
    ).toBe(true);
  }
}

describe("of a real training", () => {
  test("as it ended: its numbers, its last values, its lines", async () => {
    const controls = new TrainingControls();
    void controls.set({ learningRate: 0.5 });
    const metrics = { double: (step: number) => 2 * step };
    const report = await reportOf({ steps: 150, evaluateEvery: 20, controls, metrics });
    const snapshot = trainingSnapshot(report, { folder: "runs/a", device: "a machine", memory: 1e8 });
    checkPlain(snapshot);
    const { history, run, seconds } = report;
    expect(snapshot).toMatchObject({
      version: 1,
      run,
      kind: "toy",
      state: "finished",
      step: 150,
      steps: 150,
      seconds,
      remaining: null,
      controls: [{ step: 1, control: { learningRate: 0.5 } }],
      warnings: [],
      config: { seed: 1, learningRate: 0.02 },
      folder: "runs/a",
      device: "a machine",
      memory: 1e8,
    });
    expect(snapshot.series.map(({ name, of }) => [name, of])).toEqual([
      ["nll", "step"],
      ["kl", "step"],
      ["nllTest", "evaluation"],
      ["double", "evaluation"],
    ]);
    expect(line(snapshot, "kl").steps).toEqual([...history.steps.column("step")]);
    expect(line(snapshot, "kl").values.map(Number)).toEqual(
      [...history.steps.column("kl")].map((value) => Number(value.toPrecision(7))),
    );
    expect(line(snapshot, "double")).toMatchObject({
      steps: [20, 40, 60, 80, 100, 120, 140, 150],
      values: [40, 80, 120, 160, 200, 240, 280, 300],
    });
    expect(Object.keys(snapshot.last).sort()).toEqual(["double", "kl", "nll", "nllTest"]);
    expect(snapshot.last.nll).toBeCloseTo(history.steps.column("nll")[149], 6);
    expect(snapshot.last.double).toBe(300);
  });

  test("of 30,000 steps: bounded, and each point the mean of its window", async () => {
    const report = await reportOf({ steps: 30_000, evaluateEvery: 10 });
    for (const points of [200, 37, 1]) {
      const snapshot = trainingSnapshot(report, { points });
      checkPlain(snapshot, points);
      const { steps, values } = line(snapshot, "nll");
      const all = [...report.history.steps.column("nll")];
      const window = Math.ceil(30_000 / points);
      expect(steps.length).toBe(Math.ceil(30_000 / window));
      for (const i of [0, steps.length >> 1, steps.length - 1]) {
        const rows = all.slice(i * window, (i + 1) * window);
        expect(values[i]).toBeCloseTo(mean(rows), 6);
        expect(Math.abs(steps[i] - (i * window + (rows.length + 1) / 2))).toBeLessThanOrEqual(0.5);
      }
    }
    expect(JSON.stringify(trainingSnapshot(report)).length).toBeLessThan(16_000);
  });

  test("of one that failed: the reason, the values null", async () => {
    class Failing extends Toy {
      override step(...given: Parameters<Toy["step"]>) {
        return { ...super.step(...given), kl: given[0] === 30 ? Number.NEGATIVE_INFINITY : 1 };
      }
    }
    const snapshot = trainingSnapshot(await reportOf({ steps: 100 }, new Failing()));
    checkPlain(snapshot);
    expect(snapshot).toMatchObject({ state: "failed", step: 30, last: { kl: null } });
    expect(snapshot.reason).toMatch(/^training diverged at step 30: got kl -Infinity/);
    expect(line(snapshot, "kl").values.slice(-2)).toEqual([1, null]);
  });

  test("of one that was resumed: the lines of before stand, the superseded rows do not; the last values are known at once", async () => {
    const store = memoryStore();
    const controls = new TrainingControls();
    const metrics = {
      stop: (step: number) => {
        if (step === 250) void controls.stop();
        return step;
      },
    };
    await train(new Toy(), { steps: 500, store, controls, checkpointEvery: 100, evaluateEvery: 50, metrics });
    const reports: TrainingSnapshot[] = [];
    await train(new Toy(), {
      steps: 500,
      store,
      resume: true,
      evaluateEvery: 200,
      metrics: { later: () => 7 },
      reporters: [(report) => reports.push(trainingSnapshot(report))],
    });
    for (const snapshot of reports) checkPlain(snapshot);
    const [last] = reports.slice(-1);
    expect(line(last, "nll").steps.at(-1)).toBeGreaterThan(490);
    expect(line(last, "stop")).toMatchObject({ steps: [50, 100, 150, 200, 250, 400, 500] });
    expect(line(last, "stop").values).toEqual([50, 100, 150, 200, 250, null, null]);
    expect(line(last, "later")).toMatchObject({ steps: [400, 500], values: [7, 7] });
    expect(last.last).toMatchObject({ later: 7, nllTest: expect.any(Number) });
    // finished before: resumed, it has no step of its own to tell of
    const again = await reportOf({ steps: 500, store, resume: true });
    expect([again.terms, again.evaluation]).toEqual([{}, undefined]);
    expect(trainingSnapshot(again).last).toEqual({ ...last.last });
  });
});

describe("by hand", () => {
  const history = (rows: Record<string, number>[]) => {
    const made = new History();
    for (const [i, row] of rows.entries()) made.steps.append(i + 1, row);
    return made;
  };

  test("a window without a finite value is null, others are the mean of those that are", () => {
    const values = [1, 3, Number.NaN, Infinity, Number.NaN, 7, -Infinity, Number.NaN];
    const snapshot = trainingSnapshot(made(history(values.map((x) => ({ x })))), { points: 4 });
    checkPlain(snapshot, 4);
    expect(line(snapshot, "x")).toEqual({
      name: "x",
      of: "step",
      steps: [2, 4, 6, 8],
      values: [2, null, 7, null],
    });
  });

  test("a term that came late begins late; one that never had a value has no point", () => {
    const late = history(
      Array.from({ length: 100 }, (_, i) => ({ a: 1, none: Number.NaN, ...(i >= 60 ? { b: i } : {}) })),
    );
    const snapshot = trainingSnapshot(made(late), { points: 10 });
    expect(line(snapshot, "a").steps.length).toBe(10);
    expect(line(snapshot, "b")).toMatchObject({ steps: [66, 76, 86, 96], values: [64.5, 74.5, 84.5, 94.5] });
    expect(line(snapshot, "none")).toMatchObject({ steps: [], values: [] });
  });

  test("numbers that are not known are null: rate, time to go, terms", () => {
    const report = made(history([{ x: 1 }]), {
      rate: Number.NaN,
      remaining: Infinity,
      terms: { x: Infinity, y: Number.NaN },
    });
    const snapshot = trainingSnapshot(report);
    checkPlain(snapshot);
    expect(snapshot).toMatchObject({ rate: null, remaining: null, last: { x: null, y: null } });
    expect(trainingSnapshot(made(history([{ x: 1 }]))).remaining).toBe(9);
    expect(trainingSnapshot(made(history([{ x: 1 }]), { state: "paused" })).remaining).toBeNull();
  });

  test("the last 200 controls; the warnings given; no field that JSON cannot say", () => {
    const many = new History();
    for (let step = 1; step <= 300; step++) many.controls.push({ step, control: { checkpoint: true } });
    const config = {
      dMin: undefined,
      nested: { b: undefined, c: Number.NaN },
    } as unknown as TrainingProgress["config"];
    const snapshot = trainingSnapshot(made(many, { config, folder: "a name, not a path" }), {
      warnings: ["<b>"],
    });
    checkPlain(snapshot);
    expect(snapshot.controls.map(({ step }) => step)).toEqual(Array.from({ length: 200 }, (_, i) => 101 + i));
    expect(snapshot.warnings).toEqual(["<b>"]);
    expect(snapshot.config).toStrictEqual({ nested: { c: null } });
    for (const absent of ["run", "folder", "device", "memory", "reason"])
      expect(Object.hasOwn(snapshot, absent), absent).toBe(false);
  });

  test("before the first step", () => {
    const snapshot = trainingSnapshot(made(new History()));
    checkPlain(snapshot);
    expect(snapshot).toMatchObject({ step: 0, last: {}, series: [] });
  });
});

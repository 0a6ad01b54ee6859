/** What a page knows of a training, told by folder, kernel and notebook in any order. */
import { HistoryReader, type TrainingSnapshot } from "friedel/browser";
import { expect, test } from "vitest";
import type { ProgressMessage } from "../../../labextension/src/training/messageTypes.js";
import { RunRecord } from "../../../labextension/src/training/runRecord.js";

const row = (step: number, nll = step) => `{"step":${step},"nll":${nll},"kl":0.5,"seconds":${step / 10}}\n`;
const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => row(from + i)).join("");
const progress = (
  run: string,
  values: (number | null)[][],
  more: Partial<ProgressMessage> = {},
): ProgressMessage => ({
  run,
  kind: "merging",
  state: "running",
  step: (values.at(-1)?.[0] as number) ?? 0,
  steps: 100,
  seconds: 1,
  rate: 10,
  remaining: 5,
  rows: { names: ["step", "nll", "kl"], values },
  evaluations: { names: ["step"], values: [] },
  controls: [],
  warnings: [],
  ...more,
});
const reader = () => {
  const history = new HistoryReader();
  return { history, push: (text: string) => history.push(new TextEncoder().encode(text)) };
};
const steps = (record: RunRecord, name = "nll") => [...(record.curve(name, "step")?.steps ?? [])];
const values = (record: RunRecord, name = "nll") => [...(record.curve(name, "step")?.values ?? [])];

test("thinned points of the kernel give way to those of the folder", () => {
  const record = new RunRecord("runs/a", "runs/a");
  const { history, push } = reader();
  record.takeProgress(
    progress("r1", [
      [2, 20, 1],
      [6, 60, null],
    ]),
  );
  expect(values(record)).toEqual([20, 60]);
  push(rows(1, 4));
  record.takeHistory(history.history);
  expect(steps(record)).toEqual([1, 2, 3, 4, 6]);
  expect(values(record).slice(0, 4)).toEqual([1, 2, 3, 4]);
  expect(record.standing.step).toBe(6);
  push(rows(5, 8));
  record.takeHistory(history.history);
  expect(steps(record)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(values(record, "elbo")).toEqual([1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5, 8.5]);
});

test("a resume drops what it supersedes, from the folder and from the kernel", () => {
  const record = new RunRecord("runs/a", "runs/a");
  const { history, push } = reader();
  push(`${rows(1, 9)}{"step":7,"control":{"learningRate":0.5}}\n`);
  record.takeHistory(history.history);
  record.takeProgress(progress("r2", [[5, -5, 1]]));
  record.takeProgress(progress("r2", [[6, -6, 1]]));
  push(`{"resume":4,"steps":20}\n${row(5, -5)}`);
  record.takeHistory(history.history);
  expect(values(record)).toEqual([1, 2, 3, 4, -5]);
  expect(steps(record).slice(0, 5)).toEqual([1, 2, 3, 4, 5]);
  expect(record.controls).toEqual([]);
  push(row(6, -60));
  record.takeHistory(history.history);
  expect(values(record)).toEqual([1, 2, 3, 4, -5, -60]);
});

test("a training that the kernel resumes replaces later points before the folder says so", () => {
  const record = new RunRecord("runs/a", "runs/a");
  record.takeProgress(
    progress("r1", [
      [1, 1, 1],
      [2, 2, 1],
      [3, 3, 1],
    ]),
  );
  record.takeProgress(progress("r2", [[3, -3, 1]]));
  expect(values(record)).toEqual([1, 2, -3]);
});

test("a snapshot of the notebook is all there is where nothing else is left", () => {
  const record = new RunRecord("merging");
  const snapshot: TrainingSnapshot = {
    version: 1,
    run: "r1",
    kind: "merging",
    state: "finished",
    step: 30,
    steps: 30,
    seconds: 3,
    rate: null,
    remaining: null,
    last: {},
    series: [
      { name: "nll", of: "step", steps: [1, 30], values: [5, null] },
      { name: "ccPredTest", of: "evaluation", steps: [30], values: [0.9] },
    ],
    controls: [{ step: 3, control: { priorWeight: 2 } }],
    warnings: ["w"],
    config: { a: 1 },
  };
  record.takeSnapshot(snapshot, "notebook");
  record.takeSnapshot(snapshot, "notebook");
  expect(steps(record)).toEqual([1]);
  expect(record.last("ccPredTest", "evaluation")).toBe(0.9);
  expect(record.standing.state).toBe("finished");
  expect(record.controls).toEqual([{ step: 3, control: { priorWeight: 2 } }]);
  expect(record.config).toEqual({ a: 1 });
});

test("an old snapshot does not undo what the kernel says", () => {
  const record = new RunRecord("runs/a", "runs/a");
  record.takeProgress(progress("r2", [[50, 1, 1]]));
  record.takeSnapshot(
    {
      version: 1,
      run: "r1",
      kind: "merging",
      state: "stopped",
      step: 10,
      steps: 20,
      seconds: 1,
      rate: null,
      remaining: null,
      last: {},
      series: [{ name: "nll", of: "step", steps: [60], values: [1] }],
      controls: [],
      warnings: [],
    },
    "notebook",
  );
  expect(record.standing).toMatchObject({ state: "running", step: 50 });
  expect(steps(record)).toEqual([50]);
});

test("states: running, paused by its echo, interrupted when the kernel goes, over when the folder says so", () => {
  const record = new RunRecord("runs/a", "runs/a");
  let told = 0;
  const end = record.watch(() => told++);
  record.takeStart({ run: "r1", kind: "merging", steps: 9 });
  expect([record.active, record.standing.state]).toEqual([true, "running"]);
  record.takeProgress(progress("r1", [[1, 1, 1]]));
  record.takeEcho({ step: 1, control: { pause: true } });
  expect(record.standing.state).toBe("paused");
  record.takeEcho({ step: 1, control: { resume: true } });
  record.endLive(true);
  expect([record.active, record.standing.state, record.standing.rate]).toEqual([false, "interrupted", null]);
  const { history, push } = reader();
  push(`${rows(1, 9)}{"step":9,"end":"failed","reason":"it diverged"}\n`);
  record.takeHistory(history.history);
  expect(record.standing).toMatchObject({ state: "failed", step: 9, reason: "it diverged" });
  expect(told).toBe(6);
  end();
  record.changed();
  expect(told).toBe(6);
});

test("the folder's config and its steps", () => {
  const record = new RunRecord("runs/a", "runs/a");
  record.takeConfig({
    format: "friedel run 1",
    kind: "mean",
    config: { model: { rate: 1 } },
    training: { steps: 50 },
    created: "2026-01-01",
  });
  expect(record.config).toEqual({ model: { rate: 1 } });
  expect(record.standing).toMatchObject({ kind: "mean", steps: 50 });
  expect(record.file).toMatchObject({ training: { steps: 50 }, created: "2026-01-01" });
});

test("a folder that is read anew forgets the old one", () => {
  const record = new RunRecord("runs/a", "runs/a");
  const first = reader();
  first.push(`${rows(1, 9)}{"step":9,"end":"finished"}\n`);
  record.takeHistory(first.history.history);
  record.forgetFolder();
  const second = reader();
  second.push(row(1, -1));
  record.takeHistory(second.history.history);
  expect(values(record)).toEqual([-1]);
  expect(record.standing.state).toBe("unfinished");
});

test("a warm-up stands beside the steps until there are steps, or the kernel is gone", () => {
  const preparation = { name: "warm-up", step: 3, steps: 10 };
  const record = new RunRecord("runs/a", "runs/a");
  record.takeProgress(progress("r1", [], { preparation }));
  expect(record.standing).toMatchObject({ step: 0, preparation });
  record.takeProgress(progress("r1", [[1, 5, 1]]));
  expect(record.standing.preparation).toBeUndefined();
  record.takeProgress(progress("r2", [], { preparation }));
  record.endLive(true);
  expect(record.standing).toMatchObject({ state: "interrupted", preparation: undefined });
});

/** The trainings of a page: kernels and a server that are made up, and a clock that is set by hand. */
import type { TrainingSnapshot } from "friedel/browser";
import { expect, test } from "vitest";
import type { FolderFiles } from "../../../labextension/src/training/historyFeed.js";
import {
  type KernelChannel,
  type KernelRequest,
  TrainingHub,
} from "../../../labextension/src/training/trainingHub.js";

const row = (step: number) => `{"step":${step},"nll":${step},"kl":0.5,"seconds":${step / 10}}\n`;
const rows = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => row(from + i)).join("");

function surroundings() {
  const texts = new Map<string, string>();
  let time = 1000;
  const timers = new Map<number, { at: number; callback: () => void }>();
  let last = 0;
  let failing = false;
  const files: FolderFiles = {
    readFrom: async (path, from, most) => {
      if (failing) throw new Error("the server does not answer");
      const text = texts.get(path);
      return text === undefined ? undefined : new TextEncoder().encode(text).slice(from, from + most);
    },
    list: async (path) => {
      const names = [...texts.keys()].filter((name) => name.startsWith(`${path}/`));
      const entries = new Set(names.map((name) => name.slice(path.length + 1).split("/")[0]));
      return names.length === 0 ? undefined : [...entries].map((name) => ({ name, type: "file" }));
    },
  };
  const hub = new TrainingHub({
    files,
    serverRoot: "/work",
    now: () => time,
    after(milliseconds, callback) {
      const id = ++last;
      timers.set(id, { at: time + milliseconds, callback });
      return () => void timers.delete(id);
    },
  });
  /** Lets time go by, and everything happen that was to happen. */
  const pass = async (milliseconds: number) => {
    const end = time + milliseconds;
    for (;;) {
      await new Promise((done) => setTimeout(done, 0));
      const due = [...timers].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (due === undefined) break;
      timers.delete(due[0]);
      time = Math.max(time, due[1].at);
      due[1].callback();
    }
    time = end;
  };
  const fail = (now: boolean) => {
    failing = now;
  };
  return { hub, texts, pass, fail };
}

function kernel(hub: TrainingHub, id = "k1", answer?: (data: KernelRequest) => unknown) {
  const asked: KernelRequest[] = [];
  const channel: KernelChannel = {
    id,
    folder: "notebooks",
    notebook: "notebooks/a.ipynb",
    ask: (data) => {
      asked.push(data);
      if (answer === undefined || "subscribe" in data) return new Promise(() => undefined);
      return Promise.resolve(answer(data) as Readonly<Record<string, unknown>>);
    },
  };
  hub.kernelOpened(channel);
  return { channel, asked, say: (data: Readonly<Record<string, unknown>>) => hub.kernelMessage(id, data) };
}

const named = { run: "r1", kind: "merging", steps: 100, folder: "runs/a" };
const progress = (step: number, state = "running") => ({
  run: "r1",
  kind: "merging",
  state,
  step,
  steps: 100,
  seconds: 1,
  rate: 10,
  remaining: 5,
  folder: "runs/a",
  rows: { names: ["step", "nll", "kl"], values: [[step, step, 1]] },
  evaluations: { names: ["step"], values: [] },
  controls: [],
  warnings: [],
});
const snapshot = (state: TrainingSnapshot["state"], step = 10, folder?: string): TrainingSnapshot => ({
  version: 1,
  run: "r1",
  kind: "merging",
  state,
  step,
  steps: 100,
  seconds: 1,
  rate: null,
  remaining: null,
  last: {},
  series: [{ name: "nll", of: "step", steps: [step], values: [1] }],
  controls: [],
  warnings: [],
  ...(folder === undefined ? {} : { folder }),
});

test("one record a run, whoever names it", () => {
  const { hub } = surroundings();
  const { say, asked } = kernel(hub);
  say({ started: named });
  const record = hub.openFolder("notebooks/runs/a");
  expect(record.active).toBe(true);
  expect(hub.openSnapshot(snapshot("running", 10, "runs/a"), "notebooks/a.ipynb", "notebooks")).toBe(record);
  expect(hub.openSnapshot(snapshot("running", 10, "/work/notebooks/runs/a"), "x.ipynb", "")).toBe(record);
  expect(hub.active).toEqual([record]);
  expect(asked).toEqual([{ subscribe: true }]);
});

test("a record that is looked at has every point of its folder, with those of the kernel behind them", async () => {
  const { hub, texts, pass } = surroundings();
  const { say } = kernel(hub);
  say({ started: named });
  const record = hub.openFolder("notebooks/runs/a");
  const release = hub.hold(record);
  texts.set("notebooks/runs/a/config.json", '{"kind":"merging","config":{"x":1},"training":{"steps":100}}');
  texts.set("notebooks/runs/a/history.jsonl", rows(1, 40));
  texts.set("notebooks/runs/a/checkpoints/step-00000020.safetensors", "");
  say({ progress: progress(60) });
  await pass(5000);
  expect([...(record.curve("nll", "step")?.steps ?? [])]).toEqual(
    [...Array(40).keys()].map((i) => i + 1).concat(60),
  );
  expect(record.checkpoints).toEqual([20]);
  expect(record.config).toEqual({ x: 1 });
  expect(record.standing.state).toBe("running");
  texts.set("notebooks/runs/a/history.jsonl", `${rows(1, 100)}{"step":100,"end":"finished"}\n`);
  say({ progress: progress(100, "finished") });
  say({ ended: { run: "r1" } });
  await pass(0);
  expect(record.curve("nll", "step")?.length).toBe(100);
  expect(record.standing.state).toBe("finished");
  release();
});

test("a control is asked of the kernel that trains, and its answer told", async () => {
  const { hub } = surroundings();
  const { say, asked } = kernel(hub, "k1", () => ({
    echo: { run: "r1", step: 7, control: {}, applied: true },
  }));
  say({ trainings: [named] });
  const record = hub.openFolder("notebooks/runs/a");
  say({ progress: progress(6) });
  expect(hub.obstacle(record)).toBeUndefined();
  expect(await hub.ask(record, { learningRate: 0.5 })).toEqual({ step: 7, applied: true });
  expect(asked.at(-1)).toEqual({ run: "r1", learningRate: 0.5 });
  say({ echo: { run: "r1", step: 7, control: { learningRate: 0.5 }, applied: true } });
  expect(record.controls).toEqual([{ step: 7, control: { learningRate: 0.5 } }]);
});

test("where nobody trains, a control is refused with the reason", async () => {
  const { hub } = surroundings();
  const record = hub.openSnapshot(snapshot("finished"), "notebooks/a.ipynb", "notebooks");
  expect(await hub.ask(record, { stop: true })).toEqual({
    error: "Nothing trains here: the run has finished.",
  });
  const other = hub.openSnapshot(snapshot("running", 5, "runs/b"), "notebooks/a.ipynb", "notebooks");
  expect(hub.obstacle(other)).toContain("No kernel of notebooks/a.ipynb answers");
  expect(hub.obstacle(hub.openFolder("elsewhere"))).toContain("another process");
});

test("a kernel that hangs is said to", async () => {
  const { hub, pass } = surroundings();
  const { say } = kernel(hub);
  say({ started: named });
  const answer = hub.ask(hub.openFolder("notebooks/runs/a"), { pause: true });
  await pass(31_000);
  expect(await answer).toEqual({
    error: "The kernel has not answered for 30 s: a step takes longer, or it hangs.",
  });
});

test("a kernel that ends leaves its run interrupted; one that is only out of reach does not", () => {
  const { hub } = surroundings();
  const first = kernel(hub);
  first.say({ started: named });
  const record = hub.openFolder("notebooks/runs/a");
  first.say({ progress: progress(6) });
  hub.kernelClosed("k1", false);
  expect([record.active, record.standing.state]).toEqual([false, "running"]);
  const second = kernel(hub, "k2");
  second.say({ trainings: [named] });
  expect(record.active).toBe(true);
  hub.kernelClosed("k2", true);
  expect(record.standing.state).toBe("interrupted");
});

test("a kernel started anew names no training: what the notebook shows was interrupted", () => {
  const { hub } = surroundings();
  const early = hub.openSnapshot(snapshot("running", 5, "runs/a"), "notebooks/a.ipynb", "notebooks");
  const done = hub.openSnapshot(snapshot("finished", 5, "runs/c"), "notebooks/a.ipynb", "notebooks");
  const { say } = kernel(hub);
  say({ trainings: [] });
  expect(early.standing.state).toBe("interrupted");
  expect(done.standing.state).toBe("finished");
  const late = hub.openSnapshot(snapshot("paused", 5, "runs/b"), "notebooks/a.ipynb", "notebooks");
  expect(late.standing.state).toBe("interrupted");
});

test("a run that nobody names is running while its history grows, and interrupted when it does not", async () => {
  const { hub, texts, pass } = surroundings();
  const path = "runs/a/history.jsonl";
  texts.set("runs/a/config.json", '{"kind":"mean","config":{},"training":{"steps":100}}');
  texts.set(path, rows(1, 10));
  const record = hub.openFolder("runs/a");
  const release = hub.hold(record);
  await pass(1500);
  expect(record.standing.state).toBe("unfinished");
  texts.set(path, rows(1, 20));
  await pass(1500);
  expect(record.standing.state).toBe("running");
  await pass(8000);
  expect(record.standing).toMatchObject({ state: "interrupted", step: 20 });
  release();
});

test("a folder that is deleted, and a server that is gone, are told in a sentence; what was read stays", async () => {
  const { hub, texts, pass, fail } = surroundings();
  texts.set("runs/a/config.json", '{"kind":"mean","config":{},"training":{"steps":10}}');
  texts.set("runs/a/history.jsonl", `${rows(1, 10)}{"step":10,"end":"finished"}\n`);
  const record = hub.openFolder("runs/a");
  const release = hub.hold(record);
  await pass(0);
  fail(true);
  await pass(11_000);
  expect(record.problem).toBe("the server does not answer");
  fail(false);
  await pass(4000);
  expect(record.problem).toBeUndefined();
  texts.clear();
  await pass(11_000);
  expect(record.problem).toMatch(/^runs\/a: got no run in this folder any more/);
  expect(record.curve("nll", "step")?.length).toBe(10);
  release();
});

test("what nobody looks at is not read", async () => {
  const { hub, texts, pass } = surroundings();
  texts.set("runs/a/history.jsonl", rows(1, 10));
  const record = hub.openFolder("runs/a");
  const release = hub.hold(record);
  await pass(0);
  release();
  texts.set("runs/a/history.jsonl", rows(1, 20));
  await pass(60_000);
  expect(record.curve("nll", "step")?.length).toBe(10);
});

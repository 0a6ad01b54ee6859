/**
 * Exact resume: a process that is killed (SIGKILL) at 20 random moments, some of them in the middle of a checkpoint's
 * write or of a line of the history, and started again each time, ends with the bits and the history of an unbroken run.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, expect, test } from "vitest";
import { folderStore } from "../../lib/node/folderStore.js";
import { listCheckpoints, readCheckpoint } from "../../lib/training/checkpoint.js";
import { type HistoryTable, memoryStore, openRun, type RunStore, train } from "../../lib/training/index.js";
import { seeded } from "../fuzz/mtzMutations.js";
import { KilledToy, killedOptions, type Moment } from "./killedRun.js";

let folder: string;
let script: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "friedel-killed-"));
  script = join(folder, "child.mjs");
  const bundle = await rolldown({
    input: join(import.meta.dirname, "killedChild.ts"),
    platform: "node",
    resolve: { extensionAlias: { ".js": [".ts", ".js"] } },
  });
  await bundle.write({ format: "esm", file: script });
  await bundle.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the child until it says that its moment has come, then kills it; or to its end. */
function runChild(
  run: string,
  moment?: Moment,
): Promise<{ signal: string | null; said: string; errors: string }> {
  const env = { ...process.env, FOLDER: run, MOMENT: moment === undefined ? "" : JSON.stringify(moment) };
  const child: ChildProcess = spawn(process.execPath, [script], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  let errors = "";
  child.stdout?.on("data", (data: Buffer) => {
    said += data;
    if (said.includes("now")) child.kill("SIGKILL");
  });
  child.stderr?.on("data", (data: Buffer) => {
    errors += data;
  });
  return new Promise((resolve) => child.on("close", (_code, signal) => resolve({ signal, said, errors })));
}

const random = seeded(20);
const kinds: readonly Moment["kind"][] = [
  ...Array<Moment["kind"]>(10).fill("after a step"),
  ...Array<Moment["kind"]>(4).fill("in a checkpoint's bytes"),
  ...Array<Moment["kind"]>(2).fill("before a checkpoint's rename"),
  ...Array<Moment["kind"]>(2).fill("after a checkpoint's rename"),
  ...Array<Moment["kind"]>(2).fill("in a line of the history"),
];
const moments = kinds
  .map((kind) => ({ kind, count: 1 + random(kind === "after a step" ? 200 : 2), order: random(1e6) }))
  .sort((a, b) => a.order - b.order);

test("20 kills leave no trace in the bits", async () => {
  const run = join(folder, "run");
  for (const moment of moments)
    expect(await runChild(run, moment), JSON.stringify(moment)).toEqual({
      signal: "SIGKILL",
      said: "now\n",
      errors: "",
    });
  const killed = folderStore(run);
  expect((await openRun(killed)).state).toBe("interrupted");
  expect(await runChild(run)).toEqual({ signal: null, said: "finished\n", errors: "" });

  const unbroken = memoryStore();
  const toy = new KilledToy();
  await train(toy, { ...killedOptions, controls: toy.controls, store: unbroken });

  expect(await lastState(killed)).toEqual(await lastState(unbroken));
  expect(await recorded(killed)).toEqual(await recorded(unbroken));
  expect((await openRun(killed)).history.resumes.length).toBe(20);

  // the test has done what it says: torn lines stand in the file, and nothing half written is left beside it
  const lines = readFileSync(join(run, "history.jsonl"), "utf8").split("\n").slice(0, -1);
  expect(lines.filter((line) => !line.endsWith("}")).length).toBe(2);
  expect(readdirSync(run).sort()).toEqual(["checkpoints", "config.json", "history.jsonl"]);
  expect(readdirSync(join(run, "checkpoints"))).toEqual([
    "step-00001470.safetensors",
    "step-00001500.safetensors",
  ]);
});

/** The bits of the last checkpoint: the state, the best state, and what the loop remembers, but for the time. */
async function lastState(store: RunStore) {
  const last = (await listCheckpoints(store)).at(-1);
  expect(last?.step).toBe(killedOptions.steps);
  const { state, tensors, best } = await readCheckpoint(store, last ?? { step: 0, name: "" });
  expect(Object.keys(best ?? {})).toEqual(Object.keys(tensors));
  return { state: { ...state, seconds: 0 }, tensors, best };
}

/** The history without times and resumes. */
async function recorded(store: RunStore) {
  const { steps, evaluations, controls, end } = (await openRun(store)).history;
  const columns = (table: HistoryTable) =>
    Object.fromEntries(
      table.names.filter((name) => name !== "seconds").map((name) => [name, table.column(name).slice()]),
    );
  return { steps: columns(steps), evaluations: columns(evaluations), controls, end };
}

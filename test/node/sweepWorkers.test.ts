/** Trials as processes, of which one may fail, die or be stopped without the others; the program is fakeTrial.mjs. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folderStore } from "../../lib/node/folderStore.js";
import { makeSweep, readSweep } from "../../lib/node/sweepFolder.js";
import { friedelProgram, type ProgramWords, runTrials } from "../../lib/node/sweepWorkers.js";
import { planSweep } from "../../lib/sweeps/sweepPlan.js";
import type { SweepResults } from "../../lib/sweeps/sweepResults.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-workers-"));
afterAll(() => rmSync(folder, { recursive: true }));
const program: ProgramWords = [process.execPath, join(import.meta.dirname, "fakeTrial.mjs")];

let made = 0;

/** A sweep of trials that do these things. */
async function sweepOf(...acts: string[]) {
  const path = join(folder, String(++made));
  const space = { act: acts.map((_, i) => i) };
  const { plan } = await makeSweep(path, planSweep(["a.mtz"], { base: { testFraction: 0.1 }, space }));
  const trials = acts.map((act) => ({ act }));
  writeFileSync(join(path, "sweep.json"), JSON.stringify({ ...plan, trials }));
  return { path, plan: { ...plan, trials } };
}

const states = (results: SweepResults) => results.trials.map(({ state }) => state);
const calls = (path: string) => readFileSync(join(path, "calls.txt"), "utf8").trim().split("\n").map(Number);

test("a trial that fails or dies leaves the others alone; finished ones are not run again", async () => {
  const { path, plan } = await sweepOf("finish", "fail", "die", "finish");
  const told: [number, number][] = [];
  const ended: string[] = [];
  const results = await runTrials(plan, path, {
    workers: 1,
    program,
    progress: (done, all) => told.push([done, all]),
    ended: ({ name, state }) => ended.push(`${name} ${state}`),
  });
  expect(states(results)).toEqual(["finished", "failed", "interrupted", "finished"]);
  expect(results.best?.name).toBe("0004");
  expect(results.failed[0].reason).toBe("it diverged");
  expect(ended).toEqual(["0001 finished", "0002 failed", "0003 interrupted", "0004 finished"]);
  expect([told[0], told.at(-1)]).toEqual([
    [0, 4],
    [4, 4],
  ]);
  expect(calls(path)).toEqual([1, 2, 3, 4]);
  expect(readFileSync(join(path, "trials/0002/log.txt"), "utf8")).toBe("friedel: it diverged\n");
  // again: only the one that died
  expect(states(await runTrials(plan, path, { workers: 2, program }))).toEqual(states(results));
  expect(calls(path)).toEqual([1, 2, 3, 4, 3]);
});

test("as many at a time as there are workers", async () => {
  // each ends only once another has begun
  const { path, plan } = await sweepOf("meet", "meet");
  expect(states(await runTrials(plan, path, { workers: 2, program }))).toEqual(["finished", "finished"]);
});

test("an abort stops those that run, and begins no more", async () => {
  const { path, plan } = await sweepOf("hang", "hang", "finish");
  const controller = new AbortController();
  const running = runTrials(plan, path, { workers: 2, program, signal: controller.signal });
  while (
    !existsSync(join(path, "trials/0002/history.jsonl")) ||
    !existsSync(join(path, "trials/0001/history.jsonl"))
  )
    await new Promise((done) => setTimeout(done, 20));
  controller.abort();
  expect(states(await running)).toEqual(["stopped", "stopped", "waiting"]);
  expect(calls(path)).toHaveLength(2);
});

test("trials of a parent that was killed stop by themselves", async () => {
  const { path } = await sweepOf("hang");
  const trial = [...program, "sweep", "--trial", "1", path];
  const code = `const c = require("node:child_process").spawn(${JSON.stringify(trial[0])}, ${JSON.stringify(trial.slice(1))}, { stdio: ["ignore", "ignore", "ignore", "ipc"], detached: true }); setInterval(() => {}, 1e6)`;
  const parent = spawn(process.execPath, ["-e", code]);
  while (!existsSync(join(path, "trials/0001/history.jsonl")))
    await new Promise((done) => setTimeout(done, 20));
  parent.kill("SIGKILL");
  while ((await readSweep(path)).trials[0].state !== "stopped")
    await new Promise((done) => setTimeout(done, 20));
});

test("a trial that runs elsewhere is left alone", async () => {
  const { path, plan } = await sweepOf("finish", "finish");
  const unlock = await folderStore(join(path, "trials/0001")).lock?.();
  expect(states(await runTrials(plan, path, { program }))).toEqual(["running", "finished"]);
  await unlock?.();
});

test("a command line that is wrong ends the sweep with its sentence", async () => {
  const { path, plan } = await sweepOf("usage", "finish");
  await expect(runTrials(plan, path, { workers: 1, program })).rejects.toThrow(
    "trial 1: friedel merge has no option --act",
  );
  expect(calls(path)).toEqual([1]);
});

test("wrong numbers of workers, and a program that is not there", async () => {
  const { path, plan } = await sweepOf("finish");
  for (const workers of [0, 1.5, Number.NaN])
    await expect(runTrials(plan, path, { workers, program })).rejects.toThrow(`workers: got ${workers}`);
  await expect(runTrials(plan, path, { program: ["/no/such/program"] })).rejects.toThrow(
    "/no/such/program: got spawn /no/such/program ENOENT, expected to start a trial with it",
  );
  expect(friedelProgram()[1]).toMatch(/cli[/\\]main\.js$/);
});

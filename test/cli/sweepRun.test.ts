/**
 * Whole sweeps, their trials real merges in processes of their own: ranked, resumed after kills with the same bits, and told of
 * in the words of the command.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { EventEmitter } from "node:events";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { readSweep } from "../../lib/node/sweepFolder.js";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";
import { bundleProgram } from "./bundledProgram.js";
import { runProgram, temporaryFolder } from "./runProgram.js";
import { smallRotation } from "./smallMerge.js";

const folder = temporaryFolder();
const path = (name: string) => join(folder, name);
const merged = (sweep: string, trial: number) => readFileSync(path(`${sweep}/trials/000${trial}/merged.mtz`));
const common = [path("in.mtz"), "--test-fraction", "0.1", "--workers", "2", "--checkpoint-every", "50"];
let program: ProgramWords;

beforeAll(async () => {
  await writeReflections(smallRotation().observations, path("in.mtz"));
  program = await bundleProgram(path("program"));
});

const sweep = (words: readonly string[], more: Parameters<typeof runProgram>[1] = {}) =>
  runProgram(["sweep", ...words], { ...more, program });

test("trials are ranked by held-out CCpred; failures are listed, and files written", async () => {
  const lines: string[] = [];
  const progress = { write: (text: string) => lines.push(text) };
  const files = ["--csv", path("a.csv"), "--html", path("a.html"), "--plot", path("a.json")];
  const space = ["--grid", "mlp-layers=2,4", "--grid", "metadata=dHKL,ROT;NOSUCH", "--iterations", "60"];
  const answer = await sweep([...common, ...space, ...files, "--folder", path("a")], { progress });
  expect([answer.status, answer.error]).toEqual([0, ""]);
  expect(answer.out).toMatch(/^sweep .*a: 4 trials of mlp-layers, metadata\n/);
  expect(answer.out).toMatch(/2 finished, 2 failed/);
  expect(answer.out).toMatch(/000\d +\d +NOSUCH {2}column NOSUCH is not in the metadata/);
  expect(lines).toHaveLength(4);
  const { ranked } = await readSweep(path("a"));
  expect(ranked[0].ccPred).toBeGreaterThanOrEqual(ranked[1].ccPred);
  expect(readFileSync(path("a.csv"), "utf8").split("\r\n")[1]).toContain(`1,${ranked[0].name},finished`);
  expect(readFileSync(path("a.html"), "utf8")).toContain("Finished, ranked by CCpred");
  expect(JSON.parse(readFileSync(path("a.json"), "utf8")).vconcat).toHaveLength(2);
  // the same again: nothing is left to run
  const again = await sweep([...common, ...space, "--folder", path("a")]);
  expect(again.out).toContain("going on with the sweep");
  expect((await sweep(["status", path("a")])).out.trim()).toBe(
    again.out.slice(again.out.indexOf("Sweep ")).trim(),
  );
  const other = await sweep([...common, "--grid", "mlp-layers=2,5", "--folder", path("a")]);
  expect([other.status, other.error]).toEqual([1, expect.stringContaining("got a sweep with base")]);
});

test("all trials failed: status 1, with the first sentence", async () => {
  const answer = await sweep([...common, "--grid", "metadata=NO,NEITHER", "--folder", path("none")]);
  expect([answer.status, answer.error]).toEqual([
    1,
    expect.stringMatching(/got no finished trial, 2 failed; the first said: column NO is not in/),
  ]);
});

const space = ["--sample", "learningRate=log:0.003:0.03", "--trials", "3", "--iterations", "900"];

/** Runs the program until a trial has a checkpoint of at least so many steps, then does something with it. */
async function until(
  name: string,
  trial: number,
  then: (child: ChildProcess) => void,
): Promise<number | null> {
  const words = ["sweep", ...common, ...space, "--folder", path(name)];
  const child = spawn(program[0], [...program.slice(1), ...words], { stdio: ["ignore", "ignore", "ignore"] });
  const ended = new Promise<number | null>((done) => child.once("close", done));
  const checkpoints = () => {
    const history = path(`${name}/trials/000${trial}/history.jsonl`);
    return existsSync(history) && /"step":1[5-9]\d,/.test(readFileSync(history, "utf8"));
  };
  while (!checkpoints()) {
    if (child.exitCode !== null) throw new Error("the sweep ended too early");
    await new Promise((done) => setTimeout(done, 10));
  }
  then(child);
  return ended;
}

test("killed, and stopped by a signal, a sweep goes on and gives the same bits as an unbroken one", async () => {
  expect(await until("broken", 1, (child) => child.kill("SIGKILL"))).toBe(null);
  // the trials that lost their parent stop by themselves, with a checkpoint
  while ((await readSweep(path("broken"))).unfinished.some(({ state }) => state === "running"))
    await new Promise((done) => setTimeout(done, 20));
  const states = (await readSweep(path("broken"))).trials.map(({ state }) => state);
  expect(states[0]).toBe("stopped");
  expect(states[2]).toBe("waiting");
  expect(await until("broken", 3, (child) => child.kill("SIGTERM"))).toBe(143);
  expect((await readSweep(path("broken"))).trials[2].state).toBe("stopped");
  const resumed = await sweep(["resume", path("broken"), "--workers", "1"]);
  expect([resumed.status, resumed.error]).toEqual([0, ""]);

  expect((await sweep([...common, ...space, "--folder", path("unbroken")])).status).toBe(0);
  for (const trial of [1, 2, 3])
    expect(merged("broken", trial).equals(merged("unbroken", trial)), `${trial}`).toBe(true);
  expect(readFileSync(path("broken/trials/0003/history.jsonl"), "utf8")).toContain('{"resume":');
  const ccPred = (results: Awaited<ReturnType<typeof readSweep>>) =>
    results.trials.map((trial) => trial.ccPred);
  expect(ccPred(await readSweep(path("broken")))).toEqual(ccPred(await readSweep(path("unbroken"))));
});

test("a signal to this process stops the sweep, which says how to go on", async () => {
  const signals = new EventEmitter();
  const running = sweep([...common, ...space, "--folder", path("stopped")], { signals });
  while (!existsSync(path("stopped/trials/0001/history.jsonl")))
    await new Promise((done) => setTimeout(done, 10));
  signals.emit("SIGINT");
  const { status, error } = await running;
  expect(status).toBe(130);
  expect(error).toContain("friedel: stopping the trials, each with a checkpoint");
  expect(error).toMatch(/friedel: stopped: .*waiting; go on with: friedel sweep resume .*stopped\n$/);
});

const programs = path("bin");

/** Programs that stand for Slurm's, and nothing else in the path, for as long as the work lasts. */
async function withSlurm<T>(scripts: Readonly<Record<string, string>>, work: () => Promise<T>): Promise<T> {
  rmSync(programs, { recursive: true, force: true });
  mkdirSync(programs);
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(programs, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(programs, name), 0o755);
  }
  const before = process.env.PATH;
  process.env.PATH = programs;
  try {
    return await work();
  } finally {
    process.env.PATH = before;
  }
}

const onCluster = [...common.slice(0, 3), ...space, "--slurm"];

test("without Slurm: one sentence, status 1, and a sweep that can be run here", async () => {
  const answer = await withSlurm({}, () => sweep([...onCluster, "--folder", path("nowhere")]));
  expect([answer.status, answer.error]).toEqual([
    1,
    "friedel: sbatch: got no such program, expected Slurm on this machine; log in to a machine of the cluster, or run the sweep here, without --slurm\n",
  ]);
  expect((await readSweep(path("nowhere"))).trials).toHaveLength(3);
});

test("on a cluster: submitted, told of, and submitted again where lost, at most so many times", async () => {
  const words = [...onCluster, "--time", "10", "--folder", path("cluster")];
  const submitted = await withSlurm({ sbatch: "echo '17;main'" }, () => sweep(words));
  expect([submitted.status, submitted.error]).toEqual([0, ""]);
  expect(submitted.out).toContain("submitted 3 trials as job 17\n");
  const status = (squeue: Record<string, string>) =>
    withSlurm(squeue, async () => (await sweep(["status", path("cluster")])).out.trim().split("\n\n").at(-1));
  expect(await status({ squeue: "echo 17 1 RUNNING; echo 17 2 PENDING; echo 17 3 PENDING" })).toBe(
    "Slurm: 3 trials queued or running, 0 lost",
  );
  expect(await status({ squeue: "echo 17 2 PENDING" })).toBe(
    `Slurm: 1 trials queued or running, 2 lost\nlost: 0001, 0003; submit them again with: friedel sweep resubmit ${path("cluster")}`,
  );
  // the table is there on any machine
  expect(await status({})).toMatch(/^Slurm: not known; squeue: got no such program/);
  const scripts = { sbatch: "echo 18", squeue: "echo 17 2 PENDING" };
  const again = (...more: string[]) =>
    withSlurm(scripts, () => sweep(["resubmit", path("cluster"), ...more]));
  expect((await again()).out).toBe("submitted 2 lost trials again as job 18\n");
  const last = await again("--tries", "2");
  expect([last.status, last.out]).toEqual([1, "nothing to submit again: 1 trials queued or running\n"]);
  expect(last.error).toContain("got trials 0001, 0003 lost 2 times, expected them to end; see");
});

/**
 * `friedel sweep --slurm` on a real Slurm of one node, which the test starts in a folder of its own: tasks that are killed and
 * cancelled in the middle are lost, are submitted again, go on from their checkpoints, and give the bits of an unbroken run.
 * Where Slurm is not installed (Debian: apt-get install slurm-wlm munge) the tests are skipped, and counted as skipped.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeReflections } from "../../lib/node/reflectionFiles.js";
import { sweep as notebookSweep } from "../../lib/node/sweep.js";
import { readSweep } from "../../lib/node/sweepFolder.js";
import { readSubmissions, resubmitLost } from "../../lib/node/sweepSlurm.js";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";
import type { SweepResults } from "../../lib/sweeps/index.js";
import { bundleProgram } from "../cli/bundledProgram.js";
import { smallRotation } from "../cli/smallMerge.js";
import { missingPrograms, type SlurmCluster, startSlurm } from "./slurmCluster.js";

const hasSlurm = missingPrograms.length === 0;
if (!hasSlurm)
  console.warn(
    `Slurm: ${missingPrograms.join(", ")} not found, its tests are skipped (apt-get install slurm-wlm munge)`,
  );

describe.skipIf(!hasSlurm)("a sweep on Slurm", () => {
  // with a space, as folders have; that of Slurm short, since a socket's path may have a hundred characters
  let folder = "";
  let slurmFolder = "";
  const path = (name: string) => join(folder, name);
  let program: ProgramWords;
  let slurm: SlurmCluster | undefined;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "friedel slurm-"));
    slurmFolder = mkdtempSync(join(tmpdir(), "slurm-"));
    await writeReflections(smallRotation().observations, path("in.mtz"));
    program = await bundleProgram(path("program"));
    slurm = await startSlurm(slurmFolder);
  });

  afterAll(async () => {
    await slurm?.stop();
    for (const made of [folder, slurmFolder]) rmSync(made, { recursive: true, force: true });
  });

  const cluster = (): SlurmCluster => {
    if (slurm === undefined) throw new Error("Slurm did not come up");
    return slurm;
  };
  const friedel = (...words: string[]) => {
    const { env } = cluster();
    const child = spawnSync(program[0], [...program.slice(1), ...words], { env, encoding: "utf8" });
    return { status: child.status, out: child.stdout, error: child.stderr };
  };
  const sweep = (name: string, ...more: string[]) => {
    const common = ["--test-fraction", "0.1", "--iterations", "1500", "--checkpoint-every", "100"];
    return friedel(
      "sweep",
      path("in.mtz"),
      ...common,
      "--grid",
      "scale.layers=2,3,4",
      "--folder",
      path(name),
      ...more,
    );
  };
  const until = async (what: string, so: () => Promise<boolean> | boolean) => {
    const end = performance.now() + 120_000;
    while (!(await so())) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const states = (results: SweepResults) => results.trials.map(({ state }) => state);
  const queued = () => cluster().call("squeue", "--noheader", "--array", "--format=%F_%K %T").trim();
  const trialFile = (name: string, trial: number, file: string) => path(`${name}/trials/000${trial}/${file}`);
  /** Whether there is a checkpoint of step 200 or more; the older ones are removed as newer ones are written. */
  const checkpoint = (name: string, trial: number) => {
    const folder = trialFile(name, trial, "checkpoints");
    const steps = existsSync(folder)
      ? readdirSync(folder).map((file) => Number(/^step-(\d+)\./.exec(file)?.[1]))
      : [];
    return steps.some((step) => step >= 200);
  };
  const resumes = (name: string, trial: number) =>
    readFileSync(trialFile(name, trial, "history.jsonl"), "utf8").match(/^\{"resume":[1-9]/gm)?.length ?? 0;
  const merged = (name: string, trial: number) => readFileSync(trialFile(name, trial, "merged.mtz"));
  // a test that is tried again has a folder of its own
  let tries = 0;

  test("tasks lost in the middle go on when they are submitted again, and give the same bits", async () => {
    const name = `cluster${++tries}`;
    const submitted = sweep(name, "--slurm", "--cpus", "1", "--time", "10");
    expect([submitted.status, submitted.error]).toEqual([0, ""]);
    const [{ job }] = await readSubmissions(path(name));
    expect(submitted.out).toContain(`submitted 3 trials as job ${job}\n`);
    // of two cores, two tasks run and one is pending
    await until("both tasks have a checkpoint", () => checkpoint(name, 1) && checkpoint(name, 2));
    const { pid } = JSON.parse(readFileSync(trialFile(name, 1, "slurm.json"), "utf8"));
    process.kill(pid, "SIGKILL");
    cluster().call("scancel", `${job}_2`);
    await until("the queue is empty", () => queued() === "");

    const before = await readSweep(path(name));
    expect(states(before)).toEqual(["interrupted", "stopped", "finished"]);
    expect(before.trials[0].step).toBeGreaterThanOrEqual(200);
    const status = friedel("sweep", "status", path(name));
    expect(status.out).toContain("Slurm: 0 trials queued or running, 2 lost\nlost: 0001, 0002;");

    const resubmitted = friedel("sweep", "resubmit", path(name), "--wait", "--poll", "0.5");
    expect([resubmitted.status, states(await readSweep(path(name)))]).toEqual([
      0,
      ["finished", "finished", "finished"],
    ]);
    expect(resubmitted.out).toMatch(/submitted lost trials 0001, 0002 again as job \d+/);
    expect((await readSubmissions(path(name))).map(({ trials }) => trials)).toEqual([
      [1, 2, 3],
      [1, 2],
    ]);
    expect([1, 2, 3].map((trial) => resumes(name, trial))).toEqual([1, 1, 0]);

    expect(sweep("here", "--workers", "2").status).toBe(0);
    for (const trial of [1, 2, 3])
      expect(merged(name, trial).equals(merged("here", trial)), `merged.mtz of trial ${trial}`).toBe(true);
    const ccPred = async (one: string) => (await readSweep(path(one))).trials.map((trial) => trial.ccPred);
    expect(await ccPred(name)).toEqual(await ccPred("here"));
  });

  test("a sweep of a notebook: submitted, a task killed, submitted again by a function, watched to its end", async () => {
    const name = `notebook${++tries}`;
    const base = { testFraction: 0.1, steps: 1500, checkpointEvery: 100 };
    const options = { folder: path(name), base, space: { "scale.layers": [2, 3, 4] }, program };
    const before = { ...process.env };
    Object.assign(process.env, cluster().env);
    try {
      const first = await notebookSweep(path("in.mtz"), { ...options, slurm: { cpus: 1, time: "10" } });
      expect(first.trials).toHaveLength(3);
      await until("there is a checkpoint", () => checkpoint(name, 1));
      process.kill(JSON.parse(readFileSync(trialFile(name, 1, "slurm.json"), "utf8")).pid, "SIGKILL");
      await until("the queue is empty", () => queued() === "");
      expect(await resubmitLost(path(name), { program })).toMatchObject({ trials: [1], active: 1 });
      const last = await notebookSweep(path("in.mtz"), { ...options, slurm: { wait: true, poll: 0.5 } });
      expect(states(last)).toEqual(["finished", "finished", "finished"]);
    } finally {
      process.env = before;
    }
    expect((await readSubmissions(path(name))).map(({ trials }) => trials)).toEqual([[1, 2, 3], [1]]);
    expect([1, 2, 3].map((trial) => resumes(name, trial))).toEqual([1, 0, 0]);
    for (const trial of [1, 2, 3])
      expect(merged(name, trial).equals(merged("here", trial)), `merged.mtz of trial ${trial}`).toBe(true);
  });

  test("what Slurm refuses is one sentence, and the sweep is as it was", async () => {
    const { status, error } = sweep("refused", "--slurm", "--partition", "no-such-partition");
    expect([status, error]).toEqual([
      1,
      expect.stringMatching(
        /^friedel: sbatch: got ".*Invalid partition.*", expected it to answer; the sweep is as it was\n$/,
      ),
    ]);
    expect(await readSubmissions(path("refused"))).toEqual([]);
    expect(states(await readSweep(path("refused")))).toEqual(["waiting", "waiting", "waiting"]);
  });

  test("a task that Slurm starts again (requeue) goes on by itself", async () => {
    const name = `again${++tries}`;
    expect(sweep(name, "--slurm", "--cpus", "1").status).toBe(0);
    await until("there is a checkpoint", () => checkpoint(name, 1));
    const [{ job }] = await readSubmissions(path(name));
    cluster().call("scontrol", "requeue", `${job}_1`);
    // Slurm holds such a task back for two minutes, which we need not wait for
    const held = () =>
      cluster().call("squeue", "--noheader", "--array", "--format=%K %r").includes("1 BeginTime");
    await until("the task is held back", held);
    cluster().call("scontrol", "update", `JobId=${job}_1`, "StartTime=now");
    await until("all is finished", async () => (await readSweep(path(name))).complete);
    expect([1, 2, 3].map((trial) => resumes(name, trial))).toEqual([1, 0, 0]);
    for (const trial of [1, 2, 3])
      expect(merged(name, trial).equals(merged("here", trial)), `merged.mtz of trial ${trial}`).toBe(true);
  });
});

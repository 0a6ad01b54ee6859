/** Sweeps on a cluster, with programs in PATH that stand for Slurm's: what is submitted, what counts as lost, how often. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test } from "vitest";
import { makeSweep, makeTrialFolder, readSweep, writeOutcome } from "../../lib/node/sweepFolder.js";
import {
  readSubmissions,
  resubmitLost,
  slurmTrials,
  submitSweep,
  waitForSweep,
} from "../../lib/node/sweepSlurm.js";
import { smallPlan } from "../sweeps/smallSweep.js";

const root = mkdtempSync(join(tmpdir(), "friedel-slurm-"));
const path = process.env.PATH;
let folder = "";
let number = 0;
const bin = join(root, "bin");
mkdirSync(bin);
afterAll(() => rmSync(root, { recursive: true }));

/** Programs that print files: sbatch counts its calls and keeps its words. */
function programs(sbatch = "", squeue = ""): void {
  const write = (name: string, text: string) => {
    writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  };
  write(
    "sbatch",
    sbatch || `printf '%s\\n' "$*" >> ${root}/words; n=$(wc -l < ${root}/words); echo $((100 + n))`,
  );
  write("squeue", squeue || `echo "$*" > ${root}/asked; cat ${root}/queue`);
}

const queue = (...lines: string[]) =>
  writeFileSync(join(root, "queue"), lines.map((line) => `${line}\n`).join(""));
const words = () => readFileSync(join(root, "words"), "utf8").trim().split("\n");

beforeEach(async () => {
  process.env.PATH = `${bin}:${path}`;
  folder = join(root, String(++number));
  await makeSweep(folder, smallPlan());
  rmSync(join(root, "words"), { force: true });
  programs();
  queue();
});
afterEach(() => {
  process.env.PATH = path;
});

const end = async (trial: number, state: "finished" | "failed" = "finished") => {
  await makeTrialFolder(folder, trial);
  await writeOutcome(folder, trial, { state });
};

test("all trials are submitted as one array, once", async () => {
  await end(2);
  const submitted = await submitSweep(folder, {
    partition: "day",
    arrayLimit: 2,
    program: ["node", "main.js"],
  });
  expect(submitted).toMatchObject({ job: "101", trials: [1, 3, 4, 5, 6] });
  expect(words()).toEqual([`--parsable --array=1,3-6%2 ${folder}/slurm.sbatch`]);
  expect(readFileSync(join(folder, "slurm.sbatch"), "utf8")).toContain("#SBATCH --partition=day");
  expect(existsSync(join(folder, "logs"))).toBe(true);
  expect(await readSubmissions(folder)).toEqual([submitted]);
  expect(await submitSweep(folder)).toBeUndefined();
});

test("lost is what is not listed, and has not ended", async () => {
  await submitSweep(folder);
  queue("101 1 RUNNING", "101 3 PENDING", "102 4 RUNNING");
  await end(2);
  await end(5, "failed");
  expect(await resubmitLost(folder)).toEqual({ job: "102", trials: [4, 6], givenUp: [], active: 4 });
  expect(words()[1]).toBe(`--parsable --array=4,6 ${folder}/slurm.sbatch`);
  expect(readFileSync(join(root, "asked"), "utf8").trim()).toBe(
    `--noheader --array --format=%F %K %T --user=${process.getuid?.()}`,
  );
  queue("101 1 RUNNING", "101 3 PENDING", "102 4 RUNNING", "102 6 COMPLETING");
  expect(await resubmitLost(folder)).toEqual({ trials: [], givenUp: [], active: 4 });
  const listed = await slurmTrials(folder, await readSweep(folder));
  expect(listed.map((trial) => [trial.submitted, trial.listed])).toEqual([
    [1, true],
    [1, false],
    [1, true],
    [2, true],
    [1, false],
    [2, true],
  ]);
});

test("a script that was edited stays, and new options go before it", async () => {
  await submitSweep(folder, { time: "01:00:00" });
  const script = join(folder, "slurm.sbatch");
  writeFileSync(script, `${readFileSync(script, "utf8").replace("exec ", "module load node\nexec ")}`);
  await resubmitLost(folder, { time: "02:00:00", more: ["--exclusive"] });
  expect(words()[1]).toBe(`--parsable --array=1-6 --time=02:00:00 --exclusive ${script}`);
  expect(readFileSync(script, "utf8")).toContain("module load node");
});

test("a trial is submitted at most so many times", async () => {
  await submitSweep(folder);
  for (const trial of [3, 4, 5, 6]) await end(trial);
  expect((await resubmitLost(folder, { tries: 2 })).trials).toEqual([1, 2]);
  await end(1);
  expect(await resubmitLost(folder, { tries: 2 })).toEqual({ trials: [], givenUp: [2], active: 0 });
  expect((await resubmitLost(folder, { tries: 3 })).trials).toEqual([2]);
});

test("the lock of a lost task goes with it, that of another process stays", async () => {
  await submitSweep(folder);
  for (const [trial, pid] of [
    [1, 77],
    [2, 78],
  ]) {
    const run = await makeTrialFolder(folder, trial);
    const task = { job: "101", task: String(trial), host: "elsewhere", pid: 77 };
    writeFileSync(join(run, "slurm.json"), JSON.stringify(task));
    writeFileSync(join(run, "lock"), JSON.stringify({ host: "elsewhere", pid, started: "" }));
  }
  queue("101 1 RUNNING", "101 2 RUNNING");
  await resubmitLost(folder);
  const locks = () => [1, 2].map((trial) => existsSync(join(folder, `trials/000${trial}/lock`)));
  expect(locks()).toEqual([true, true]);
  queue();
  await resubmitLost(folder);
  expect(locks()).toEqual([false, true]);
});

test("a task whose submission was not recorded is known by what it wrote itself", async () => {
  await submitSweep(folder);
  const run = await makeTrialFolder(folder, 1);
  writeFileSync(
    join(run, "slurm.json"),
    JSON.stringify({ job: "99", task: "1", host: "elsewhere", pid: 77 }),
  );
  queue("99 1 RUNNING", ...[2, 3, 4, 5, 6].map((trial) => `101 ${trial} RUNNING`));
  expect(await resubmitLost(folder)).toEqual({ trials: [], givenUp: [], active: 6 });
});

test("waiting submits what is lost, and ends when everything has ended", async () => {
  await submitSweep(folder);
  queue(...[1, 2, 3, 4, 5, 6].map((trial) => `101 ${trial} RUNNING`));
  const seen: unknown[] = [];
  const endAll = () => {
    for (const trial of [1, 2, 3, 4, 5, 6]) {
      mkdirSync(join(folder, `trials/000${trial}`), { recursive: true });
      writeFileSync(join(folder, `trials/000${trial}/outcome.json`), '{"state":"finished"}');
    }
  };
  const results = await waitForSweep(folder, {
    poll: 0.01,
    told: (found, { job, trials, active }) => {
      seen.push([job, trials, active, found.complete]);
      // the first task is lost; once it was submitted again all come to their ends
      if (seen.length === 1) queue(...[2, 3, 4, 5, 6].map((trial) => `101 ${trial} RUNNING`));
      if (seen.length === 2) endAll();
    },
  });
  expect(results.complete).toBe(true);
  expect(seen).toEqual([
    [undefined, [], 6, false],
    ["102", [1], 6, false],
    [undefined, [], 0, true],
  ]);
});

test("an abort ends the waiting at once, and leaves the trials alone", async () => {
  await submitSweep(folder);
  queue("101 1 RUNNING");
  const controller = new AbortController();
  const results = await waitForSweep(folder, {
    poll: 1e6,
    signal: controller.signal,
    told: () => setTimeout(() => controller.abort(), 10),
  });
  expect(results.complete).toBe(false);
});

test("without Slurm, and where it answers with an error: one sentence, and nothing is recorded", async () => {
  process.env.PATH = join(root, "nothing");
  await expect(submitSweep(folder)).rejects.toThrow(
    "sbatch: got no such program, expected Slurm on this machine; log in to a machine of the cluster, or run the sweep here, without --slurm",
  );
  expect(await readSubmissions(folder)).toEqual([]);
  process.env.PATH = `${bin}:${path}`;
  programs("echo 'sbatch: error: invalid partition specified: dya' >&2; exit 1");
  await expect(submitSweep(folder)).rejects.toThrow(
    'sbatch: got "sbatch: error: invalid partition specified: dya", expected it to answer',
  );
  programs("echo 'sbatch: fatal: Could not establish a configuration source' >&2; exit 1");
  await expect(submitSweep(folder)).rejects.toThrow(
    "the sweep is as it was; log in to a machine of the cluster, or run the sweep here, without --slurm",
  );
  programs();
  await submitSweep(folder);
  // a squeue that cannot answer is no reason to take trials for lost
  programs("", "echo 'squeue: error: Unable to contact slurm controller' >&2; exit 1");
  await expect(resubmitLost(folder)).rejects.toThrow('squeue: got "squeue: error: Unable to contact');
  expect(await readSubmissions(folder)).toHaveLength(1);
  expect(existsSync(join(folder, "lock"))).toBe(false);
});

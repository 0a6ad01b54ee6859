/**
 * `sweep(…, { slurm })` of a notebook, with programs in PATH that stand for Slurm's: what is submitted, watched and given up.
 * Against a real Slurm: test/interop/slurm.test.ts.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, expect, test } from "vitest";
import { readSubmissions, resubmitLost, slurmTrials, sweep } from "../../lib/node/index.js";
import { makeTrialFolder, readPlan, readSweep, writeOutcome } from "../../lib/node/sweepFolder.js";
import { runOnSlurm } from "../../lib/node/sweepOnSlurm.js";
import type { ProgramWords } from "../../lib/node/sweepWorkers.js";
import { setProgress } from "../../lib/progress.js";

const root = mkdtempSync(join(tmpdir(), "friedel-notebook-slurm-"));
const path = process.env.PATH;
const bin = join(root, "bin");
mkdirSync(bin);
afterAll(() => {
  process.env.PATH = path;
  rmSync(root, { recursive: true });
});
const program: ProgramWords = [process.execPath, join(import.meta.dirname, "fakeSweep.mjs")];
const base = { testFraction: 0.1, anomalous: true };
const space = { "scale.layers": [2, 3, 4] };

function standIn(name: string, text: string): void {
  writeFileSync(join(bin, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(bin, name), 0o755);
}

let folder = "";
let number = 0;
beforeEach(() => {
  process.env.PATH = `${bin}:${path}`;
  folder = join(root, `sweep${++number}`);
  rmSync(join(root, "words"), { force: true });
  writeFileSync(join(root, "queue"), "");
  standIn("sbatch", `printf '%s\\n' "$*" >> ${root}/words; n=$(wc -l < ${root}/words); echo $((100 + n))`);
  standIn("squeue", `cat ${root}/queue`);
});
const words = () => readFileSync(join(root, "words"), "utf8").trim().split("\n");
const queue = (...lines: string[]) =>
  writeFileSync(join(root, "queue"), lines.map((line) => `${line}\n`).join(""));
const finish = async (trial: number) => {
  await makeTrialFolder(folder, trial);
  await writeOutcome(folder, trial, { state: "finished" });
};

test("trials are submitted once as one array with what Slurm is asked for; the cell does not wait", async () => {
  const options = { folder, base, space, program, slurm: { partition: "day", cpus: 2, arrayLimit: 2 } };
  const results = await sweep("in.mtz", options);
  expect(results.trials.map(({ state }) => state)).toEqual(["waiting", "waiting", "waiting"]);
  expect(words()).toEqual([`--parsable --array=1-3%2 ${folder}/slurm.sbatch`]);
  const script = readFileSync(join(folder, "slurm.sbatch"), "utf8");
  expect(script).toContain("#SBATCH --partition=day\n#SBATCH --cpus-per-task=2\n");
  expect(script).toContain(`exec ${program.join(" ")} sweep --trial "$SLURM_ARRAY_TASK_ID" ${folder}`);
  // the same cell again submits nothing
  await sweep("in.mtz", options);
  expect(await readSubmissions(folder)).toHaveLength(1);
});

test("what was lost is submitted again where that is asked for, as often as it may be", async () => {
  const options = { folder, base, space, program };
  await sweep("in.mtz", { ...options, slurm: true });
  queue("101 1 RUNNING");
  await finish(2);
  await sweep("in.mtz", { ...options, slurm: { resubmit: true } });
  expect(words()[1]).toBe(`--parsable --array=3 ${folder}/slurm.sbatch`);
  const listed = await slurmTrials(folder, await readSweep(folder));
  expect(listed.map((trial) => [trial.submitted, trial.listed])).toEqual([
    [1, true],
    [1, false],
    [2, false],
  ]);
  await expect(sweep("in.mtz", { ...options, slurm: { resubmit: true, tries: 2 } })).rejects.toThrow(
    `${folder}: got trials 0003 lost 2 times, expected them to end; see ${folder}/logs`,
  );
  expect((await resubmitLost(folder, { program })).trials).toEqual([3]);
});

test("waiting: progress is told, lost trials are submitted again, and the results are the last", async () => {
  const told: string[] = [];
  const before = setProgress((name) => (done, total) => told.push(`${name} ${done} of ${total}`));
  try {
    // the second submission is the last: its tasks finish at once
    const end = `for t in 1 2 3; do mkdir -p ${folder}/trials/000$t; echo '{"state":"finished"}' > ${folder}/trials/000$t/outcome.json; done`;
    standIn(
      "sbatch",
      `printf '%s\\n' "$*" >> ${root}/words; n=$(wc -l < ${root}/words); if [ $n = 2 ]; then ${end}; fi; echo $((100 + n))`,
    );
    const results = await sweep("in.mtz", {
      folder,
      base,
      space,
      program,
      slurm: { wait: true, poll: 0.01 },
    });
    expect(results.complete).toBe(true);
    expect(words().map((line) => line.split(" ")[1])).toEqual(["--array=1-3", "--array=1-3"]);
    expect(told.at(-1)).toBe("sweep 3 of 3");
  } finally {
    setProgress(before);
  }
});

test("an abort ends the watching, and leaves the trials to the cluster", async () => {
  const controller = new AbortController();
  standIn("squeue", `touch ${root}/asked; echo "101 1 RUNNING"; echo "101 2 RUNNING"; echo "101 3 RUNNING"`);
  const watching = sweep("in.mtz", {
    ...{ folder, base, space, program, signal: controller.signal },
    slurm: { wait: true, poll: 1e6 },
  });
  while (!existsSync(join(root, "asked"))) await new Promise((done) => setTimeout(done, 10));
  controller.abort();
  expect((await watching).complete).toBe(false);
  expect(words()).toHaveLength(1);
});

test("what is wrong is one sentence, nothing is submitted, and the folder is free again", async () => {
  const options = { folder, base, program, slurm: true };
  await expect(sweep("in.mtz", { ...options, space: { act: ["usage"] } })).rejects.toThrow(
    "trial 1: friedel merge has no option --act",
  );
  await expect(sweep("in.mtz", { ...options, space, workers: 2 })).rejects.toThrow(
    "sweep: got workers with slurm, expected it without; on a cluster arrayLimit",
  );
  standIn("sbatch", "echo 'sbatch: error: invalid partition specified: dya' >&2; exit 1");
  await expect(sweep("in.mtz", { ...options, space })).rejects.toThrow("invalid partition specified: dya");
  process.env.PATH = join(root, "nothing");
  await expect(sweep("in.mtz", { ...options, space })).rejects.toThrow("sbatch: got no such program");
  expect(existsSync(join(folder, "sweep.json"))).toBe(false);
});

test("a sweep that is submitted stays where squeue does not answer", async () => {
  standIn("squeue", "echo 'squeue: error: Unable to contact slurm controller' >&2; exit 1");
  const options = { folder, base, space, program, slurm: { wait: true } };
  await expect(sweep("in.mtz", options)).rejects.toThrow('squeue: got "squeue: error: Unable to contact');
  const plan = await readPlan(folder);
  expect(plan.trials).toHaveLength(3);
  await expect(runOnSlurm(plan, folder, { resubmit: true }, { program })).rejects.toThrow("squeue: got");
  expect(await readSubmissions(folder)).toHaveLength(1);
});

/** A trial as a task of Slurm: whose lock it may take away, and whose not. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { enterSlurmTask, readSlurmTask, removeDeadLock } from "../../lib/node/slurmTask.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "friedel-task-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = { SLURM_ARRAY_JOB_ID: "12", SLURM_ARRAY_TASK_ID: "3" };
const write = (name: string, value: object) => writeFileSync(join(folder, name), JSON.stringify(value));
const dead = { job: "12", task: "3", host: "elsewhere", pid: 77 };
const lockOf = { host: "elsewhere", pid: 77, started: "" };

test("outside of Slurm nothing is written", async () => {
  expect(await enterSlurmTask(folder, {})).toBeUndefined();
  expect(await readSlurmTask(folder)).toBeUndefined();
});

test("a task says who it is, and how many cores it has", async () => {
  expect(await enterSlurmTask(folder, { ...env, SLURM_CPUS_PER_TASK: "4" })).toBe(4);
  expect(await enterSlurmTask(folder, env)).toBeUndefined();
  expect(await readSlurmTask(folder)).toEqual({ job: "12", task: "3", host: hostname(), pid: process.pid });
});

test("a task that Slurm starts again takes the lock of its former life away, on another machine too", async () => {
  write("slurm.json", dead);
  write("lock", lockOf);
  await enterSlurmTask(folder, { ...env, SLURM_RESTART_COUNT: "1" });
  expect(existsSync(join(folder, "lock"))).toBe(false);
});

test("one that is not started again, or follows another job, leaves it", async () => {
  for (const [restarts, task] of [
    ["0", dead],
    ["1", { ...dead, job: "11" }],
  ] as const) {
    write("slurm.json", task);
    write("lock", lockOf);
    await enterSlurmTask(folder, { ...env, SLURM_RESTART_COUNT: restarts });
    expect(existsSync(join(folder, "lock"))).toBe(true);
  }
});

test("a lock is taken away only where it is that process's", async () => {
  for (const other of [
    { ...lockOf, host: "third" },
    { ...lockOf, pid: 78 },
  ]) {
    write("lock", other);
    await removeDeadLock(folder, dead);
    expect(existsSync(join(folder, "lock"))).toBe(true);
  }
  write("lock", lockOf);
  await removeDeadLock(folder, dead);
  expect(existsSync(join(folder, "lock"))).toBe(false);
  await removeDeadLock(folder, dead);
});

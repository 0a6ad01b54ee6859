/**
 * A trial as a task of Slurm: which task it is, on which machine, is written into the run folder (`slurm.json`). A machine that
 * dies leaves the run folder locked by a process that nobody else can look for; the lock is taken away once Slurm says that
 * the task is gone: when it starts the task again itself, or when it no longer lists it.
 */
import { readFile, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { lockFile } from "./folderLock.js";
import { writeFileAtomic } from "./writeFile.js";

/** The name of the file in the run folder of a trial. */
const taskFile = "slurm.json";

/** What the file holds. */
export interface SlurmTask {
  /** The job array, and which of its tasks this is. */
  readonly job: string;
  readonly task: string;
  readonly host: string;
  readonly pid: number;
}

/** The environment of a process. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Within a task of Slurm: takes away the lock of its own earlier life, and says who runs now.
 * @returns how many cores Slurm gives it; undefined outside of Slurm, and where it does not say
 */
export async function enterSlurmTask(path: string, env: Environment): Promise<number | undefined> {
  const { SLURM_ARRAY_JOB_ID: job, SLURM_ARRAY_TASK_ID: task } = env;
  if (job === undefined || task === undefined) return undefined;
  const before = await readSlurmTask(path);
  // Slurm starts a task anew only after it has ended the former one
  if (Number(env.SLURM_RESTART_COUNT ?? 0) > 0 && before?.job === job && before.task === task)
    await removeDeadLock(path, before);
  const own: SlurmTask = { job, task, host: hostname(), pid: process.pid };
  await writeFileAtomic(join(path, taskFile), `${JSON.stringify(own)}\n`);
  const cores = Number(env.SLURM_CPUS_PER_TASK);
  return Number.isSafeInteger(cores) && cores >= 1 ? cores : undefined;
}

/** The task that ran a trial last; undefined where none did. */
export async function readSlurmTask(path: string): Promise<SlurmTask | undefined> {
  return parsed<SlurmTask>(join(path, taskFile));
}

/** Takes the lock of a task away that is known to be gone; that of anyone else stays. */
export async function removeDeadLock(path: string, { host, pid }: SlurmTask): Promise<void> {
  const file = join(path, lockFile);
  const owner = await parsed<SlurmTask>(file);
  if (owner?.host === host && owner.pid === pid) await rm(file, { force: true });
}

async function parsed<T>(file: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as T;
  } catch {
    return undefined;
  }
}

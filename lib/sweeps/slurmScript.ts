/**
 * Texts that go to Slurm and come from it: the script of a job array in which each task is a trial, the numbers of an array, and
 * the list of tasks that squeue prints. (Slurm's manual pages sbatch and squeue, versions 20.11 to 24.05.)
 */
import { FormatError } from "../errors.js";

/** What a trial needs of the cluster. */
export interface SlurmOptions {
  readonly partition?: string;
  /** Time limit of a trial as Slurm spells it. */
  readonly time?: string;
  /** Memory of a trial as Slurm spells it. */
  readonly memory?: string;
  readonly cpus?: number;
  /** How many trials may run at a time. */
  readonly arrayLimit?: number;
  /** More options of sbatch, with their dashes. */
  readonly more?: readonly string[];
}

/** The options as words of sbatch, which also stand in a script after #SBATCH. */
export function slurmWords({ partition, time, memory, cpus, more = [] }: SlurmOptions): string[] {
  return [
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
    ...(memory === undefined ? [] : [`--mem=${memory}`]),
    ...(cpus === undefined ? [] : [`--cpus-per-task=${cpus}`]),
    ...more,
  ];
}

/**
 * The script. A minute before its time limit a task is asked to end (SIGTERM to the batch process, which `exec` makes the
 * trial itself), and writes a checkpoint; a task whose machine fails is started again by Slurm, and goes on from there.
 * @param folder of the sweep, from the root
 * @param program how `friedel` is started
 */
export function slurmScript(folder: string, program: readonly string[], options: SlurmOptions): string {
  const name = folder.split("/").filter(Boolean).at(-1) ?? "sweep";
  // a per cent sign begins a replacement in a file name, and %% is the sign itself
  const logs = `${folder.replaceAll("%", "%%")}/logs/%A_%a.txt`;
  const words = [`--job-name=friedel-${name}`, `--output=${logs}`, "--open-mode=append", "--requeue"];
  return [
    "#!/bin/sh",
    "# The trials of a Friedel sweep: each task of the array is one. Edit it as your cluster needs (module load …);",
    "# friedel sweep resubmit uses it as it stands here.",
    ...[...words, "--signal=B:TERM@60", ...slurmWords(options)].map(
      (word) => `#SBATCH ${quotedOption(word)}`,
    ),
    "",
    `exec ${program.map(quoted).join(" ")} sweep --trial "$SLURM_ARRAY_TASK_ID" ${quoted(folder)}`,
    "",
  ].join("\n");
}

/** A word for a shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** sbatch reads its lines as a shell would, with double quotes. */
function quotedOption(word: string): string {
  const at = word.indexOf("=");
  if (/^[\w@%+=:,./-]+$/.test(word) || at < 0) return word;
  return `${word.slice(0, at + 1)}"${word.slice(at + 1).replaceAll('"', '\\"')}"`;
}

/** The numbers of trials as sbatch's --array has them: "1-4,7%2". @param trials in ascending order */
export function arrayText(trials: readonly number[], limit?: number): string {
  const ranges: [number, number][] = [];
  for (const trial of trials) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === trial - 1) last[1] = trial;
    else ranges.push([trial, trial]);
  }
  const text = ranges.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`)).join(",");
  return limit === undefined ? text : `${text}%${limit}`;
}

/** What squeue is asked to print of each task. */
export const squeueFormat = "%F %K %T";

/**
 * The tasks that squeue lists, as "JOB_TASK". Whatever is listed may still run, also what is completing.
 * @throws FormatError where a line is none of the format asked for
 */
export function parseSqueue(text: string): Set<string> {
  const tasks = new Set<string>();
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [, job, task] = /^\s*(\d+)\s+(\S+)\s+[A-Z_]+\s*$/.exec(line) ?? [];
    if (job === undefined)
      throw new FormatError(`squeue: got the line "${line.trim()}", expected a job, a task and a state`);
    // N/A: a job that is no array
    if (/^\d+$/.test(task)) tasks.add(`${job}_${task}`);
  }
  return tasks;
}

/**
 * The job of a submission: the first field of what `sbatch --parsable` prints, the cluster's name after it.
 * @throws FormatError where there is none
 */
export function parseSbatch(text: string): string {
  const [, job] = /^(\d+)(;\S*)?$/.exec(text.trim().split("\n").at(-1) ?? "") ?? [];
  if (job === undefined)
    throw new FormatError(`sbatch: got "${text.trim()}", expected the number of the job`);
  return job;
}

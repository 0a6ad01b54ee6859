/**
 * A sweep from a notebook: trials of a merge with other hyperparameters, on this machine or a cluster, chosen by the CCpred of
 * observations held out. An interrupt of the notebook stops it as it stops a training: each trial with a checkpoint.
 */
import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { InputError } from "../errors.js";
import { progressOf } from "../progress.js";
import { type MergeSettings, settingsByName } from "../sweeps/mergeFlags.js";
import type { Sampler, SearchSpace } from "../sweeps/searchSpace.js";
import { planSweep, sweepFile } from "../sweeps/sweepPlan.js";
import type { SweepResults } from "../sweeps/sweepResults.js";
import type { ReflectionTable } from "../table/reflectionTable.js";
import { enterTraining, newRunName } from "../training/activeTrainings.js";
import { TrainingControls } from "../training/index.js";
import { readReflections, writeReflections } from "./reflectionFiles.js";
import { forgetFailures, makeSweep, resultsIn } from "./sweepFolder.js";
import { runOnSlurm, type SlurmSweepOptions } from "./sweepOnSlurm.js";
import { absolutePaths, absoluteSpace } from "./sweepPaths.js";
import { readSubmissions } from "./sweepSlurm.js";
import { runTrials, type WorkerOptions } from "./sweepWorkers.js";

/** Options of {@link sweep}. */
export interface SweepOptions extends WorkerOptions {
  /** The folder of the sweep. One that holds this very sweep is gone on with: finished trials are not run again. */
  readonly folder: string;
  /**
   * What all trials have in common: options of `merge` and of `model.train` that can be written on a command line, and
   * among them `testFraction`, as `{ testFraction: 0.05, anomalous: true, scale: { layers: 5 }, steps: 2000 }`.
   */
  readonly base: MergeSettings;
  /** What differs, by name, as `{ "scale.layers": [3, 5, 8], learningRate: search.log(1e-3, 1e-1) }`. */
  readonly space: SearchSpace;
  /** How many trials, where values are drawn. */
  readonly trials?: number;
  /** How they are drawn (default "sobol": quasi-random points). */
  readonly sampler?: Sampler;
  /** Runs trials again that failed before (default false). */
  readonly retryFailed?: boolean;
  /**
   * On a cluster, through Slurm: with these of its options, or with true as the cluster has it (default: on this machine).
   * The folder and the data must have the same paths on all of its machines.
   */
  readonly slurm?: boolean | SlurmSweepOptions;
}

/**
 * Runs a sweep, or submits it, and gives its results; a cell shows them as a table.
 * @param data the files to merge, or tables, which are written into the folder first
 * @throws InputError for options that no sweep can have, no observations held out, or a folder that holds another sweep,
 *   and where Slurm is asked for and is not there or refuses
 */
export async function sweep(
  data: string | ReflectionTable | readonly (string | ReflectionTable)[],
  options: SweepOptions,
): Promise<SweepResults> {
  const { folder: name, base, space, trials, sampler, retryFailed = false, slurm = false, ...rest } = options;
  if (slurm !== false && rest.workers !== undefined)
    throw new InputError(
      "sweep: got workers with slurm, expected it without; on a cluster arrayLimit says how many trials run at a time",
    );
  if (typeof name !== "string" || name === "")
    throw new InputError('sweep: got no folder, expected one for its trials (folder: "sweeps/a")');
  const folder = resolve(name);
  const given: readonly (string | ReflectionTable)[] = isList(data) ? data : [data];
  const files = given.map((one, i) => (typeof one === "string" ? resolve(one) : tableFile(folder, i)));
  const asked = planSweep(files, {
    base: absolutePaths(settingsByName(base)),
    space: absoluteSpace(space),
    ...(trials === undefined ? {} : { trials }),
    ...(sampler === undefined ? {} : { sampler }),
  });
  const { plan, made } = await makeSweep(folder, asked);
  for (const [i, one] of given.entries()) if (typeof one !== "string") await keepTable(one, files[i], made);
  if (retryFailed) await forgetFailures(await resultsIn(folder, plan));
  try {
    return await stoppedByInterrupts(name, plan.trials.length, rest, (work) =>
      slurm === false
        ? runTrials(plan, folder, work)
        : runOnSlurm(plan, folder, slurm === true ? {} : slurm, work),
    );
  } catch (error) {
    // a command line that is wrong is so in every trial: nothing has begun, and the folder is free again
    const begun =
      (await readSubmissions(folder)).length > 0 ||
      (await resultsIn(folder, plan)).trials.some(({ state }) => state !== "waiting");
    if (made && !begun) await rm(join(folder, sweepFile), { force: true });
    throw error;
  }
}

function isList(
  data: string | ReflectionTable | readonly (string | ReflectionTable)[],
): data is readonly (string | ReflectionTable)[] {
  return Array.isArray(data);
}

function tableFile(folder: string, i: number): string {
  return join(folder, `data-${i + 1}.mtz`);
}

/** @throws InputError where the folder has another table than this one already */
async function keepTable(table: ReflectionTable, path: string, made: boolean): Promise<void> {
  if (made) return writeReflections(table, path);
  const kept = await readReflections(path);
  const same =
    kept.length === table.length &&
    table.labels.every((label) => {
      const values = kept.has(label) ? kept.values(label) : undefined;
      // the file has the precision of an MTZ file
      return table
        .values(label)
        .every((value, row) => Object.is(Math.fround(value), Math.fround(values?.[row] ?? 0)));
    });
  if (!same)
    throw new InputError(
      `${path}: got the table of another sweep, expected this one; choose another folder for the sweep`,
    );
}

/**
 * Does the work as a training that the notebook knows of, whose stop is the work's abort. The line of progress is asked for
 * before, as what is computed within a training has none.
 */
async function stoppedByInterrupts<T>(
  folder: string,
  trials: number,
  options: WorkerOptions,
  work: (options: WorkerOptions) => Promise<T>,
): Promise<T> {
  const progress = options.progress ?? progressOf("sweep");
  const controls = new TrainingControls();
  const controller = new AbortController();
  const abort = () => controller.abort();
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted) abort();
  controls.attach();
  const leave = enterTraining({
    run: newRunName(),
    kind: "sweep",
    steps: trials,
    folder,
    controls,
    listen: () => () => undefined,
  });
  let over = false;
  const listening = (async () => {
    while (!over) {
      await controls.changed();
      for (let asked = controls.next(); asked !== undefined; asked = controls.next()) {
        const stops = "stop" in asked.control;
        if (stops) abort();
        asked.settle({ step: 0, control: asked.control, applied: stops });
      }
    }
  })();
  try {
    return await work({ ...options, progress, signal: controller.signal });
  } finally {
    over = true;
    controls.poke();
    await listening;
    controls.end(trials);
    leave();
    options.signal?.removeEventListener("abort", abort);
  }
}

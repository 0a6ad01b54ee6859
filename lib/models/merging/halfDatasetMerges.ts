/**
 * Half data sets of a trained merge: the images are divided at random into halves (as careless does), and each half is
 * merged with the scale model frozen. Everything else comes from the half alone: the rough merge, the prior's fall-off
 * and the start of its posteriors, so that the halves have nothing in common but the scale.
 */
import { FriedelError, InputError } from "../../errors.js";
import { type Progress, progressOf } from "../../progress.js";
import { permutation, randomStream } from "../../random/index.js";
import type { MergedHalves } from "../../statistics/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { type AbortSignalLike, train } from "../../training/index.js";
import { version } from "../../version.js";
import { mergedTable } from "./mergedTable.js";
import { columnNames, trainingProgram } from "./mergingProgram.js";
import type { MergingRun } from "./mergingRun.js";
import { MergingTrainable } from "./mergingTrainable.js";
import { roughStart } from "./posteriorStart.js";
import { roughMerge } from "./roughMerge.js";
import { posteriorMoments } from "./scalePredictor.js";
import { posteriorNames } from "./surrogatePosterior.js";
import { expectedIntensities, fitFallOff } from "./wilsonFallOff.js";

/** How half data sets are made. */
export interface HalfDatasetOptions {
  /** Random divisions (default 1): error bars need several. */
  readonly repeats?: number;
  /** Of the divisions (default 0). */
  readonly seed?: number;
  /** Steps of each half (default: half of the run's, for half the data). */
  readonly steps?: number;
  readonly signal?: AbortSignalLike;
  /** Told after each half is merged; by default the notebook cell, if there is one, once it lasts. */
  readonly progress?: Progress;
}

/**
 * Merges `repeats` pairs of halves of a run's data, test observations included.
 * @throws InputError for data of a single image; DivergenceError; FriedelError where the signal stops it, since half
 *   data sets of which some have not converged would be compared for nothing
 */
export async function halfDatasetMerges(
  run: MergingRun,
  { repeats = 1, seed = 0, steps, signal, progress = progressOf("half data sets") }: HalfDatasetOptions = {},
): Promise<MergedHalves[]> {
  const { images, image } = run.model.data;
  if (!Number.isInteger(repeats) || repeats < 1)
    throw new InputError(`half data sets: got ${repeats} repeats, expected a whole number of at least 1`);
  if (images.length < 2)
    throw new InputError(
      "half data sets: got data of a single image, expected at least two images to divide; is there a batch column?",
    );
  const halves: MergedHalves[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = permutation(randomStream(seed, "half data sets by image", repeat), images.length);
    const half = new Uint8Array(images.length);
    order.forEach((number, place) => {
      half[number] = place < images.length / 2 ? 0 : 1;
    });
    const tables: ReflectionTable[] = [];
    for (const which of [0, 1]) {
      const chosen = Uint8Array.from(image, (number) => (half[number] === which ? 1 : 0));
      tables.push(await mergeHalf(run, chosen, { seed: seed + repeat, which, steps, signal }));
      progress(2 * repeat + which + 1, 2 * repeats);
    }
    halves.push({ first: tables[0], second: tables[1] });
  }
  return halves;
}

interface HalfSettings {
  readonly seed: number;
  readonly which: number;
  readonly steps: number | undefined;
  readonly signal: AbortSignalLike | undefined;
}

async function mergeHalf(run: MergingRun, chosen: Uint8Array, settings: HalfSettings) {
  const { model } = run;
  const { data } = model;
  const scales = run.scales;
  const { level } = model.beginning.fallOff;
  const rough = roughMerge(data, { chosen, scale: scales.mean });
  const fallOff = fitFallOff(
    { ...rough, epsilon: data.epsilon, inverseDSquared: data.inverseDSquared },
    model.prior.bFactor === "fitted" ? undefined : model.prior.bFactor,
  );
  const expected = expectedIntensities(fallOff, data);
  const start = roughStart({ ...rough, expected, centric: data.centric });
  const rows = Int32Array.from(Array.from(chosen.keys()).filter((i) => chosen[i] === 1));
  const of = (values: (row: number) => number) => Float32Array.from(rows, values);
  const reflection = Int32Array.from(rows, (row) => data.reflection[row]);
  const paired = (first: (k: number) => number, second: (k: number) => number) =>
    Float32Array.from({ length: 2 * rows.length }, (_, k) => (k % 2 === 0 ? first : second)(k >> 1));
  const trainable = new MergingTrainable({
    ...run.settings,
    steps: settings.steps ?? halfSteps(run),
    seed: 2 * settings.seed + settings.which,
    config: {},
    fingerprint: "",
    engine: model.engine,
    program: trainingProgram(model, "frozen"),
    columns: {
      [columnNames.intensity]: of((row) => data.observations.intensity[row] / level),
      [columnNames.sigma]: of((row) => data.observations.sigma[row] / level),
      [columnNames.expected]: of((row) => expected[data.reflection[row]] / level),
      [columnNames.centric]: of((row) => data.centric[data.reflection[row]]),
      [columnNames.share]: of((row) => 1 / rough.count[data.reflection[row]]),
      [columnNames.scale]: paired(
        (k) => scales.mean[rows[k]],
        (k) => scales.deviation[rows[k]],
      ),
      [posteriorNames.start]: paired(
        (k) => start.location[reflection[k]],
        (k) => start.scale[reflection[k]],
      ),
    },
    indices: { [posteriorNames.index]: reflection },
    trainRows: Int32Array.from(rows, (_, k) => k),
    testRows: new Int32Array(0),
    initial: { [posteriorNames.parameter]: new Float32Array(2 * data.groups.count) },
  });
  try {
    const half = settings.steps ?? halfSteps(run);
    const { state } = await train(trainable, {
      steps: half,
      evaluateEvery: half + 1,
      signal: settings.signal,
    });
    if (state === "stopped")
      throw new FriedelError(
        "half data sets: got a signal to stop before all were merged, expected none; none is given",
      );
    return mergedTable(
      data,
      { moments: posteriorMoments(trainable.release(), start), expected, count: rough.count },
      {
        history: `From FRIEDEL ${version}, variational merge of half the images`,
        name: `half ${settings.which + 1}`,
      },
    );
  } finally {
    trainable.release();
  }
}

function halfSteps({ result }: MergingRun): number {
  return Math.max(1, Math.ceil(result.step / 2));
}

/**
 * Half data sets of a trained merge: the images are divided at random into halves (as careless does), and each half is
 * merged with the scale model frozen. Everything else comes from the half alone: the rough merge, the prior's fall-off
 * and the start of its posteriors, so that the halves have nothing in common but the scale. Whether they tell anything of each
 * other is found beside them (halfPrediction.ts).
 */
import { FriedelError, InputError } from "../../errors.js";
import { type Progress, progressOf } from "../../progress.js";
import { permutation, randomStream } from "../../random/index.js";
import type { MergedHalves } from "../../statistics/index.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import { type AbortSignalLike, train } from "../../training/index.js";
import { version } from "../../version.js";
import { type HalfAmplitudes, type HalfPrediction, halfPrediction } from "./halfPrediction.js";
import { mergedTable } from "./mergedTable.js";
import { beginning, posteriorStart } from "./mergingBeginning.js";
import { mergingRows } from "./mergingRows.js";
import type { MergingRun } from "./mergingRun.js";
import { MergingTrainable } from "./mergingTrainable.js";
import { unmeasuredStart } from "./posteriorStart.js";
import { givenCorrelations } from "./relations.js";
import { posteriorMoments } from "./scalePredictor.js";
import { posteriorNames } from "./surrogatePosterior.js";
import { rowsWhere } from "./testSplit.js";

/** How half data sets are made. */
export interface HalfDatasetOptions {
  /** Random divisions (default 1): error bars need several. */
  readonly repeats?: number;
  /** Of the divisions (default 0). */
  readonly seed?: number;
  /** Which data set's halves to give, where they are merged apart (default 0, the first); all are made. */
  readonly dataSet?: number;
  /** Steps of each half (default: half of the run's, for half the data). */
  readonly steps?: number;
  readonly signal?: AbortSignalLike;
  /** Told after each half is merged; by default the notebook cell, if there is one, once it lasts. */
  readonly progress?: Progress;
}

/** Half data sets of one of the data sets that are merged apart. */
export interface DataSetHalves {
  /** A pair for each repeat. */
  readonly halves: readonly MergedHalves[];
  /** How well they predict each other's observations, for each repeat. */
  readonly predictions: readonly HalfPrediction[];
}

/**
 * Merges `repeats` pairs of halves of a run's data, test observations included.
 * @returns those of each data set that is merged apart, whether or not they tell anything of each other
 * @throws InputError for data of a single image; DivergenceError; FriedelError where the signal stops it, since half
 *   data sets of which some have not converged would be compared for nothing
 */
export async function halfDatasetMerges(
  run: MergingRun,
  {
    repeats = 1,
    seed = 0,
    dataSet = 0,
    steps,
    signal,
    progress = progressOf("half data sets"),
  }: HalfDatasetOptions = {},
): Promise<DataSetHalves[]> {
  const { images, image } = run.model.data;
  if (!Number.isInteger(repeats) || repeats < 1)
    throw new InputError(`half data sets: got ${repeats} repeats, expected a whole number of at least 1`);
  if (images.length < 2)
    throw new InputError(
      "half data sets: got data of a single image, expected at least two images to divide; is there a batch column?",
    );
  const { dataSets } = run.model.data;
  if (!Number.isInteger(dataSet) || dataSet < 0 || dataSet >= dataSets)
    throw new InputError(`half data sets: got data set ${dataSet}, expected 0 to ${dataSets - 1}`);
  const sets = Array.from({ length: dataSets }, () => ({
    halves: [] as MergedHalves[],
    predictions: [] as HalfPrediction[],
  }));
  const whole = { data: run.model.data, scale: run.scales.mean, expected: run.model.beginning.expected };
  for (let repeat = 0; repeat < repeats; repeat++) {
    const order = permutation(randomStream(seed, "half data sets by image", repeat), images.length);
    const half = new Uint8Array(images.length);
    order.forEach((number, place) => {
      half[number] = place < images.length / 2 ? 0 : 1;
    });
    const halfOf = Uint8Array.from(image, (number) => half[number]);
    const merged: MergedHalf[] = [];
    for (const which of [0, 1]) {
      const chosen = halfOf.map((number) => (number === which ? 1 : 0));
      merged.push(await mergeHalf(run, chosen, { seed: seed + repeat, which, steps, signal }));
      progress(2 * repeat + which + 1, 2 * repeats);
    }
    const [first, second] = merged;
    sets.forEach((of, set) => {
      of.halves.push({ first: first.tables[set], second: second.tables[set] });
      of.predictions.push(halfPrediction(whole, halfOf, [first, second], set));
    });
  }
  return sets;
}

/** Tables of the data sets, and what they are made of. */
interface MergedHalf extends HalfAmplitudes {
  readonly tables: readonly ReflectionTable[];
}

interface HalfSettings {
  readonly seed: number;
  readonly which: number;
  readonly steps: number | undefined;
  readonly signal: AbortSignalLike | undefined;
}

async function mergeHalf(run: MergingRun, chosen: Uint8Array, settings: HalfSettings): Promise<MergedHalf> {
  const { model } = run;
  const { data } = model;
  const scales = run.scales;
  const known = beginning(data, {
    chosen,
    bFactor: model.prior.bFactor,
    anisotropy: model.prior.anisotropy,
    imageScales: false,
    scale: scales.mean,
  });
  const { expected, count } = known;
  const { columns, moments: own } = model.priorNumbers;
  const start = unmeasuredStart(
    posteriorStart(data, known, {
      from: "roughMerge",
      scale: scales.mean,
      trained: true,
      relations: model.relations,
    }),
    count,
    own,
  );
  const { level } = model.beginning.fallOff;
  const context = { ...run.context, start };
  const rows = rowsWhere(chosen, 1);
  const posterior = { [posteriorNames.parameter]: new Float32Array(2 * data.groups.count) };
  const trained = Object.entries(run.parameters).filter(([name]) => name !== posteriorNames.parameter);
  const trainable = new MergingTrainable({
    ...run.settings,
    steps: settings.steps ?? halfSteps(run),
    seed: 2 * settings.seed + settings.which,
    config: {},
    fingerprint: "",
    engine: model.engine,
    parts: mergingRows(data, {
      ...model,
      priorColumns: columns,
      scale: scales,
      start,
      expected: expected.map((value) => value / level),
      level,
      count,
      chosen,
    }),
    intensity: new Float32Array(0),
    trainRows: rows,
    testRows: new Int32Array(0),
    initial: posterior,
    frozen: { ...givenCorrelations(model.relations), ...Object.fromEntries(trained) },
    rowWidths: { [posteriorNames.parameter]: 2 },
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
    const moments = posteriorMoments({ ...Object.fromEntries(trained), ...trainable.release() }, context);
    const names = {
      history: `From FRIEDEL ${version}, variational merge of half the images`,
      name: `half ${settings.which + 1}`,
    };
    return {
      tables: Array.from({ length: data.dataSets }, (_, dataSet) =>
        mergedTable(data, { moments, expected, count }, names, dataSet),
      ),
      meanSquare: moments.meanSquare.map((value, g) => expected[g] * value),
      count,
    };
  } finally {
    trainable.release();
  }
}

function halfSteps({ result }: MergingRun): number {
  return Math.max(1, Math.ceil(result.step / 2));
}

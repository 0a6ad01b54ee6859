/**
 * CCpred by image and by data set of a trained merge (careless 0.5.4, `careless.image_cc`), and tables without the images
 * whose CCpred lies below a limit (`careless.filter_by_image_cc`). An image's CC is that of its observations with what the
 * model predicts of them: crystals that are split, of another form or indexed wrongly have a low one, and so have images that
 * are merely weak.
 *
 * Leaving images out by how they agree with the merge makes what is left agree better whether or not it is better: CC1/2,
 * Rsplit and CCpred of the rest rise for pure noise too, most where an image has few observations. Hence the floor on their
 * number, and the rule to judge by what no image was chosen by (docs/statistics.md).
 */
import { InputError } from "../../errors.js";
import { ccPredBy, type PredictionCorrelation, predictionLabels } from "../../statistics/index.js";
import { batchNumbers } from "../../statistics/observationColumns.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import type { MergingRun } from "./mergingRun.js";

/** CCpred of some of a run's observations: those fitted to, those held out, and all together. */
export interface CcPredParts {
  readonly train: PredictionCorrelation;
  readonly test: PredictionCorrelation;
  readonly all: PredictionCorrelation;
}

/** CCpred of an image. */
export interface ImageCcPred extends CcPredParts {
  /** Its number in the merge: `image_id` of the predictions. */
  readonly image: number;
  /** Number of its table among those merged, and that table's name; of the first, where tables share their images. */
  readonly table: number;
  readonly name: string;
  /** Its batch number there. */
  readonly batch: number;
}

/** CCpred of a data set: a table of those merged. */
export interface DataSetCcPred extends CcPredParts {
  /** Its number: `file_id` of the predictions. */
  readonly dataSet: number;
  readonly name: string;
}

/** CCpred of each image of a run, in the order of tables and batches. */
export function ccPredByImage({ predictions, model }: MergingRun): ImageCcPred[] {
  const { images, tables } = model.data;
  return ccPredBy(predictions, predictionLabels.image).map(({ value, ...parts }) => ({
    image: value,
    ...images[value],
    name: tables[images[value].table].name,
    ...parts,
  }));
}

/** CCpred of each data set (table) of a run. */
export function ccPredByDataSet({ predictions, model }: MergingRun): DataSetCcPred[] {
  return ccPredBy(predictions, predictionLabels.dataset).map(({ value, ...parts }) => ({
    dataSet: value,
    name: model.data.tables[value].name,
    ...parts,
  }));
}

/** Which images are left out. */
export interface FilterImagesOptions {
  /** Images of a lower CCpred are left out. */
  readonly minimumCC: number;
  /** Which correlation (default "spearman", of ranks; careless's default is "weighted"). */
  readonly correlation?: "spearman" | "weighted" | "pearson";
  /** Of which observations: all (default), as few images have enough held out, or those held out or fitted to alone. */
  readonly part?: keyof CcPredParts;
  /** An image with fewer observations of that part is not judged (default 10). */
  readonly minimumObservations?: number;
  /** What becomes of images that are not judged (default "keep"). */
  readonly unjudged?: "keep" | "leaveOut";
}

/** An image, its CC, and what became of it. */
export interface JudgedImage extends ImageCcPred {
  /** The correlation it was judged by; NaN where it is undefined. */
  readonly cc: number;
  /** Observations it was judged by. */
  readonly observations: number;
  readonly verdict: "kept" | "leftOut" | "tooFew";
  /** Whether its rows are in the tables that are given back. */
  readonly isKept: boolean;
}

/** Tables without the images left out, and what was left out. */
export interface FilteredImages {
  /** In the order given. */
  readonly tables: readonly ReflectionTable[];
  readonly images: readonly JudgedImage[];
  /** Images left out, and images that had too few observations to be judged. */
  readonly leftOut: number;
  readonly tooFew: number;
  /** Rows of the tables given that are not in those given back. */
  readonly rowsLeftOut: number;
  /** The same in a sentence. */
  toString(): string;
}

/**
 * Tables without the images of a low CCpred.
 * @param tables those that the run was merged from, in the same order
 * @throws InputError for a limit that is none, tables that are not the run's, or where no image would be left
 */
export function filterImages(
  tables: ReflectionTable | readonly ReflectionTable[],
  run: MergingRun,
  options: FilterImagesOptions,
): FilteredImages {
  const { minimumCC, part = "all", minimumObservations = 10 } = options;
  const given = Array.isArray(tables) ? (tables as readonly ReflectionTable[]) : [tables as ReflectionTable];
  checkFilter(given, run, options);
  const images = ccPredByImage(run).map((image) => judge(image, options));
  const out = images.filter(({ isKept }) => !isKept);
  if (out.length === images.length)
    throw new InputError(
      `filter of images: got a CCpred below ${minimumCC} (${part}) for every one of ${images.length} images, expected some to be left; take a lower limit`,
    );
  const isShared = run.model.options.sharedImages === true;
  const filtered = given.map((table, t) => {
    const batches = new Set(out.filter((image) => isShared || image.table === t).map(({ batch }) => batch));
    const batch = batchNumbers(table);
    return table.filter((row) => !batches.has(batch[row]));
  });
  const rows = (all: readonly ReflectionTable[]) => all.reduce((sum, { length }) => sum + length, 0);
  const tooFew = images.filter(({ verdict }) => verdict === "tooFew").length;
  const rowsLeftOut = rows(given) - rows(filtered);
  const text =
    `${out.length} of ${images.length} images left out, with ${rowsLeftOut} of ${rows(given)} rows: CCpred ` +
    `(${options.correlation ?? "spearman"}, ${partNames[part]}) below ${minimumCC}` +
    (tooFew === 0
      ? ""
      : `; ${tooFew} had fewer than ${minimumObservations} observations and were ` +
        `${options.unjudged === "leaveOut" ? "left out with them" : "kept unjudged"}`);
  return { tables: filtered, images, leftOut: out.length, tooFew, rowsLeftOut, toString: () => text };
}

const partNames: Readonly<Record<keyof CcPredParts, string>> = {
  all: "all observations",
  test: "held out",
  train: "fitted to",
};
const correlationNames = ["spearman", "weighted", "pearson"] as const;

function judge(image: ImageCcPred, options: FilterImagesOptions): JudgedImage {
  const { minimumCC, correlation = "spearman", part = "all", minimumObservations = 10 } = options;
  const { observations, [correlation]: cc } = image[part];
  // of observations that are all alike there is no correlation, however many they are
  const isJudged = observations >= minimumObservations && !Number.isNaN(cc);
  const verdict = !isJudged ? "tooFew" : cc < minimumCC ? "leftOut" : "kept";
  const isKept = isJudged ? verdict === "kept" : options.unjudged !== "leaveOut";
  return { ...image, cc, observations, verdict, isKept };
}

function checkFilter(
  tables: readonly ReflectionTable[],
  { model: { data } }: MergingRun,
  { minimumCC, correlation = "spearman", part = "all", minimumObservations = 10 }: FilterImagesOptions,
): void {
  if (!(minimumCC >= -1 && minimumCC <= 1))
    throw new InputError(`filter of images: got minimumCC ${minimumCC}, expected a number from -1 to 1`);
  if (!Number.isInteger(minimumObservations) || minimumObservations < 3)
    throw new InputError(
      `filter of images: got minimumObservations ${minimumObservations}, expected a whole number of at least 3; fewer have no correlation to tell`,
    );
  if (!correlationNames.includes(correlation))
    throw new InputError(
      `filter of images: got correlation ${correlation}, expected ${correlationNames.join(" or ")}`,
    );
  if (!Object.hasOwn(partNames, part))
    throw new InputError(
      `filter of images: got part ${part}, expected ${Object.keys(partNames).join(" or ")}`,
    );
  if (tables.length !== data.tables.length)
    throw new InputError(
      `filter of images: got ${tables.length} tables, expected the ${data.tables.length} that were merged, in the same order`,
    );
  const odd = tables.findIndex((table, t) => table.length !== data.tables[t].length);
  if (odd >= 0)
    throw new InputError(
      `filter of images: got ${tables[odd].length} rows in ${tables[odd].name}, expected the ${data.tables[odd].length} that were merged; give the tables of the run in the same order`,
    );
}

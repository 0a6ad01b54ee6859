/** Checks of what a user gives to a merge, before anything is computed: names that are not known, numbers out of range. */
import { InputError, nearestName } from "../../errors.js";
import { RowValue } from "../../kernels/index.js";
import { checkCount, checkNumber } from "../../nn/options.js";
import type { ReflectionTable } from "../../table/reflectionTable.js";
import type { LaueOptions } from "./laue/laueData.js";
import type { MergeOptions, MergeTrainingOptions, ScaleOptions } from "./mergingOptions.js";

const mergeNames: Readonly<Record<keyof MergeOptions, true>> = {
  anomalous: true,
  separate: true,
  sharedImages: true,
  laue: true,
  metadata: true,
  scale: true,
  likelihood: true,
  prior: true,
  testFraction: true,
  test: true,
  seed: true,
  initial: true,
  freeze: true,
  recipe: true,
  engine: true,
  intensity: true,
  sigma: true,
  dMin: true,
  dMax: true,
  keepAbsences: true,
  minIOverSigma: true,
  partials: true,
  partialLimits: true,
  minimumFraction: true,
  edgeTolerance: true,
  angleTolerance: true,
  allowMixed: true,
};

const scaleNames: Readonly<Record<keyof ScaleOptions, true>> = {
  layers: true,
  width: true,
  activation: true,
  initialiser: true,
  imageScales: true,
  network: true,
  link: true,
  residual: true,
  imageEmbedding: true,
  oneHotImages: true,
  imageLayers: true,
  positionalEncoding: true,
  imageTerms: true,
  terms: true,
};

const laueNames: Readonly<Record<keyof LaueOptions, true>> = {
  wavelength: true,
  range: true,
  harmonics: true,
  dMin: true,
};

const trainingNames: Readonly<Record<keyof MergeTrainingOptions, true>> = {
  steps: true,
  seed: true,
  batchSize: true,
  learningRate: true,
  posteriorLearningRate: true,
  imageLearningRate: true,
  warmUpSteps: true,
  beta2: true,
  schedule: true,
  start: true,
  globalClipNorm: true,
  folder: true,
  reporters: true,
  evaluateEvery: true,
  checkpointEvery: true,
  keepCheckpoints: true,
  resume: true,
  signal: true,
  earlyStop: true,
  divergence: true,
  metrics: true,
  controls: true,
};

/** @throws InputError for what is no table, and for options that are unknown or no list */
export function checkMerge(
  tables: ReflectionTable | readonly ReflectionTable[],
  options: MergeOptions,
): void {
  const all: readonly unknown[] = Array.isArray(tables) ? tables : [tables];
  for (const table of all)
    if (!isTable(table))
      throw new InputError(
        `merge: got ${spell(table)}, expected a reflection table, as readReflections gives it`,
      );
  checkNames("merge", options, mergeNames);
  if (options.metadata !== undefined && !Array.isArray(options.metadata))
    throw new InputError(`metadata: got ${spell(options.metadata)}, expected a list of names`);
  if (options.scale !== undefined) checkScale(options.scale);
  if (typeof options.laue === "object") checkNames("Laue data", options.laue, laueNames);
}

function checkScale(scale: Partial<ScaleOptions>): void {
  checkNames("the merge's scale", scale, scaleNames);
  checkChoice("the scale's link", scale.link, ["linear", "log"]);
  for (const name of ["imageEmbedding", "imageLayers"] as const)
    checkCount(`${name} of scale`, scale[name] ?? 0, 0);
  checkCount("layers of scale", scale.layers ?? 0, 0);
  checkCount("width of scale", scale.width ?? 1);
  if (scale.terms !== undefined && !scale.terms.every((term) => typeof term?.build === "function"))
    throw new InputError(
      "the scale's terms: got another thing, expected terms as of `scaleTerms`, in a list",
    );
}

/** @throws InputError for options that are unknown or out of range */
export function checkMergeTraining(options: MergeTrainingOptions): void {
  checkNames("the merge's training", options, trainingNames);
  const { batchSize = 1, seed = 0, beta2 = 0, globalClipNorm = 1 } = options;
  if (batchSize !== Number.POSITIVE_INFINITY && !(Number.isSafeInteger(batchSize) && batchSize >= 1))
    throw new InputError(
      `batchSize: got ${batchSize}, expected a whole number of at least 1, or Infinity for all observations`,
    );
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new InputError(`seed: got ${seed}, expected a whole number of at least 0`);
  for (const name of ["learningRate", "posteriorLearningRate", "imageLearningRate"] as const)
    checkNumber(name, options[name] ?? 0, { low: 0 });
  checkNumber("beta2", beta2, { low: 0, high: 1, openHigh: true });
  checkNumber("globalClipNorm", globalClipNorm, { low: 0, openLow: true });
  checkChoice("schedule", options.schedule, ["cosineDecay", "constant"]);
  checkChoice("start", options.start, ["roughMerge", "wideRoughMerge", "prior"]);
  checkCount("warmUpSteps", options.warmUpSteps ?? 0, 0);
}

/** What a function of the user's gave. @throws InputError where it is no row value */
export function givenRowValue(what: string, value: RowValue): RowValue {
  if (value instanceof RowValue) return value;
  throw new InputError(
    `${what}: got ${spell(value)} from the function, expected a value for each observation, made with op from its arguments (is there a return?)`,
  );
}

/** A value of another kind than expected, for a sentence. */
export function spell(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  return typeof value === "object" && value !== null ? "an object of another kind" : String(value);
}

function isTable(value: unknown): value is ReflectionTable {
  return typeof value === "object" && value !== null && "columns" in value && "spaceGroup" in value;
}

function checkNames(what: string, given: object, known: Readonly<Record<string, true>>): void {
  const names = Object.keys(known);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const nearest = nearestName(unknown, names);
  throw new InputError(
    `option of ${what}: got ${unknown}, expected one of ${names.join(", ")}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
  );
}

function checkChoice(what: string, value: string | undefined, names: readonly string[]): void {
  if (value !== undefined && !names.includes(value))
    throw new InputError(`${what}: got ${value}, expected ${names.join(" or ")}`);
}

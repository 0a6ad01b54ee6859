/** Checks of what a user gives to a merge, before anything is computed: names that are not known, numbers out of range. */
import { InputError, nearestName } from "../../errors.js";
import { isObject } from "../../json.js";
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
  laueLorentz: true,
  terms: true,
};

const laueNames: Readonly<Record<keyof LaueOptions, true>> = {
  wavelength: true,
  range: true,
  dropOutside: true,
  harmonics: true,
  dMin: true,
};

const trainingNames: Readonly<Record<keyof MergeTrainingOptions, true>> = {
  steps: true,
  seed: true,
  ensemble: true,
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

/** Options by what they are; those that may be several things are looked at by themselves. */
const mergeKinds: Readonly<Record<Kind, readonly (keyof MergeOptions)[]>> = {
  boolean: ["anomalous", "separate", "sharedImages", "keepAbsences", "allowMixed"],
  string: ["intensity", "sigma", "recipe", "freeze"],
  number: [
    ...(["testFraction", "seed", "dMin", "dMax", "minIOverSigma"] as const),
    ...(["minimumFraction", "edgeTolerance", "angleTolerance"] as const),
  ],
};
const scaleKinds: Readonly<Record<Kind, readonly (keyof ScaleOptions)[]>> = {
  boolean: ["imageScales", "network", "residual", "oneHotImages", "laueLorentz"],
  string: ["activation", "initialiser", "link"],
  number: ["layers", "width", "imageEmbedding", "imageLayers"],
};
const laueKinds: Readonly<Record<Kind, readonly (keyof LaueOptions)[]>> = {
  boolean: ["harmonics", "dropOutside"],
  string: ["wavelength"],
  number: ["dMin"],
};

/** @throws InputError for what is no table, and for options that are unknown or of another kind */
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
  checkKinds("", options, mergeKinds);
  const { metadata, test, initial, scale, laue } = options;
  if (metadata !== undefined && !isListOfNames(metadata))
    throw new InputError(`metadata: got ${spell(metadata)}, expected a list of names`);
  if (test !== undefined && typeof test !== "string" && !isArrayLike(test))
    throw new InputError(
      `test: got ${spell(test)}, expected the name of a column, or a flag for each row of the tables`,
    );
  if (initial !== undefined && !isObject(initial))
    throw new InputError(
      `initial: got ${spell(initial)}, expected weights, as { scale: run.weights, amplitudes: run.weights }`,
    );
  if (scale !== undefined) checkScale(scale);
  if (scale?.laueLorentz && (laue ?? false) === false)
    throw new InputError(
      "laueLorentz of the scale: got true for data of one wavelength, expected Laue data; give laue: true with it",
    );
  if (laue !== undefined && typeof laue !== "boolean") checkLaue(laue);
}

function checkLaue(laue: LaueOptions): void {
  if (!isObject(laue))
    throw new InputError(
      `laue: got ${spell(laue)}, expected true, false, or options of Laue data, such as { range: [0.95, 1.2] }`,
    );
  checkNames("Laue data", laue, laueNames);
  checkKinds(" of Laue data", laue, laueKinds);
}

function checkScale(scale: Partial<ScaleOptions>): void {
  checkNames("the merge's scale", scale, scaleNames);
  checkKinds(" of the scale", scale, scaleKinds);
  const { imageTerms, positionalEncoding } = scale;
  if (imageTerms !== undefined && typeof imageTerms !== "boolean" && !isObject(imageTerms))
    throw new InputError(
      `imageTerms of the scale: got ${spell(imageTerms)}, expected true, false, or options, such as { bFactor: false }`,
    );
  if (positionalEncoding !== undefined) {
    if (!isObject(positionalEncoding))
      throw new InputError(
        `positionalEncoding of the scale: got ${spell(positionalEncoding)}, expected options, such as { frequencies: 2 }`,
      );
    checkCount("frequencies of the positional encoding", positionalEncoding.frequencies, 0);
    if (positionalEncoding.columns !== undefined && !isListOfNames(positionalEncoding.columns))
      throw new InputError(
        `columns of the positional encoding: got ${spell(positionalEncoding.columns)}, expected a list of names`,
      );
  }
  checkChoice("the scale's link", scale.link, ["linear", "log"]);
  for (const name of ["imageEmbedding", "imageLayers"] as const)
    checkCount(`${name} of scale`, scale[name] ?? 0, 0);
  checkCount("layers of scale", scale.layers ?? 0, 0);
  checkCount("width of scale", scale.width ?? 1);
  if (
    scale.terms !== undefined &&
    !(Array.isArray(scale.terms) && scale.terms.every((term) => typeof term?.build === "function"))
  )
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
  checkKinds("", options, { boolean: ["resume"], string: [], number: [] });
  const { ensemble = 1, folder } = options;
  checkCount("ensemble", ensemble);
  if (ensemble > 1 && folder !== undefined)
    throw new InputError(
      `ensemble: got ${ensemble} trainings and a run folder, expected one of the two, since a folder holds one training; leave the folder out`,
    );
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

function isListOfNames(value: unknown): boolean {
  return Array.isArray(value) && value.every((name) => typeof name === "string");
}

function isArrayLike(value: unknown): boolean {
  return typeof value === "object" && value !== null && "length" in value;
}

type Kind = "boolean" | "string" | "number";
const kindWords: Readonly<Record<Kind, string>> = {
  boolean: "true or false",
  string: "a name",
  number: "a number",
};

/** A notebook is not held to the types: "yes" or null would else pass for true, or fail far inside. */
function checkKinds(of: string, given: object, kinds: Readonly<Record<Kind, readonly string[]>>): void {
  const values = given as Readonly<Record<string, unknown>>;
  for (const kind of ["boolean", "string", "number"] as const)
    for (const name of kinds[kind])
      if (values[name] !== undefined && typeof values[name] !== kind)
        throw new InputError(`${name}${of}: got ${spell(values[name])}, expected ${kindWords[kind]}`);
}

function checkNames(what: string, given: object, known: Readonly<Record<string, true>>): void {
  if (!isObject(given))
    throw new InputError(`options of ${what}: got ${spell(given)}, expected options by their names`);
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

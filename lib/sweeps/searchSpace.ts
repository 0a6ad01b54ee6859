/**
 * The space of a sweep: for each hyperparameter a list of values, all of which are tried in every combination (a grid), or a
 * distribution from which values are drawn, with u uniform in (0, 1):
 *   linear   low + u (high − low)
 *   log      low (high / low)^u, for what matters by its order of magnitude
 *   integer  whole numbers from low to high, each as likely; with log, as likely as their order of magnitude
 *   choice   one of a list
 * The u are quasi-random (scrambled Sobol points) or random; both are functions of the seed.
 */
import { InputError } from "../errors.js";
import { randomStream, uniform } from "../random/index.js";
import { sobolPoint } from "./sobol.js";

/** A value of a hyperparameter; columns of metadata are one text with commas between. */
export type HyperparameterValue = number | string | boolean;

/** The hyperparameters of one trial by name. */
export type Hyperparameters = Readonly<Record<string, HyperparameterValue>>;

/** From what the values of one hyperparameter are drawn. */
export type SearchDistribution =
  | { readonly kind: "linear" | "log"; readonly low: number; readonly high: number }
  | { readonly kind: "integer"; readonly low: number; readonly high: number; readonly log?: boolean }
  | { readonly kind: "choice"; readonly values: readonly HyperparameterValue[] };

/** A list: every value is tried. A distribution: values are drawn. */
export type SearchDimension = readonly HyperparameterValue[] | SearchDistribution;

/** By the names of the hyperparameters: `{ "scale.layers": [3, 5, 8], learningRate: search.log(1e-3, 1e-1) }`. */
export type SearchSpace = Readonly<Record<string, SearchDimension>>;

/** How points are drawn. */
export type Sampler = "sobol" | "random";

export interface TrialOptions {
  /** How many trials; needed where something is drawn. Of a grid alone it is the number of combinations. */
  readonly trials?: number;
  /** Of what is drawn (default 0). */
  readonly seed?: number;
  /** Default "sobol": quasi-random points. */
  readonly sampler?: Sampler;
}

/** The distributions. */
export const search: Readonly<{
  /** Any number between, each as likely. */
  linear(low: number, high: number): SearchDistribution;
  /** Any positive number between, each order of magnitude as likely. */
  log(low: number, high: number): SearchDistribution;
  /** Whole numbers from low to high. */
  integer(low: number, high: number, options?: { readonly log?: boolean }): SearchDistribution;
  /** One of the values. */
  choice(values: readonly HyperparameterValue[]): SearchDistribution;
}> = {
  linear: (low, high) => ({ kind: "linear", low, high }),
  log: (low, high) => ({ kind: "log", low, high }),
  integer: (low, high, { log = false } = {}) => ({ kind: "integer", low, high, ...(log ? { log } : {}) }),
  choice: (values) => ({ kind: "choice", values }),
};

/** More are a mistake: a grid's combinations multiply. */
const mostTrials = 100_000;

/**
 * The hyperparameters of every trial, in the order in which they are run. Of a grid the last hyperparameter changes first.
 * Where there are drawn ones too, each point drawn is tried with every combination of the grid before the next is.
 * @throws InputError for a space that is empty or wrong, or a number of trials that is missing, too small or too large
 */
export function searchTrials(space: SearchSpace, options: TrialOptions = {}): Hyperparameters[] {
  checkSpace(space);
  const { seed = 0, sampler = "sobol" } = options;
  if (sampler !== "sobol" && sampler !== "random")
    throw new InputError(`sampler: got ${String(sampler)}, expected sobol or random`);
  const lists = Object.entries(space).filter((entry): entry is [string, readonly HyperparameterValue[]] =>
    isList(entry[1]),
  );
  const drawn = Object.entries(space).filter(
    (entry): entry is [string, SearchDistribution] => !isList(entry[1]),
  );
  const combinations = lists.reduce((product, [, values]) => product * values.length, 1);
  const trials = trialCount(combinations, drawn.length > 0, options.trials);
  return Array.from({ length: trials }, (_, trial) => {
    const point = pointOf(Math.floor(trial / combinations), drawn.length, seed, sampler);
    const chosen = new Map<string, HyperparameterValue>();
    drawn.forEach(([name, distribution], axis) => {
      chosen.set(name, valueAt(distribution, point[axis]));
    });
    let rest = trial % combinations;
    for (const [name, values] of [...lists].reverse()) {
      chosen.set(name, values[rest % values.length]);
      rest = Math.floor(rest / values.length);
    }
    return Object.fromEntries(Object.keys(space).map((name) => [name, chosen.get(name) ?? ""]));
  });
}

function trialCount(combinations: number, draws: boolean, given: number | undefined): number {
  if (given !== undefined && !(Number.isSafeInteger(given) && given >= 1))
    throw new InputError(`trials: got ${given}, expected a whole number of at least 1`);
  if (draws && given === undefined)
    throw new InputError("trials: got no number of them, expected one, since hyperparameters are drawn");
  const count = draws ? (given as number) : combinations;
  if (!draws && given !== undefined && given !== combinations)
    throw new InputError(
      `trials: got ${given}, expected ${combinations}, the combinations of the grid; leave it out`,
    );
  if (draws && count < combinations)
    throw new InputError(
      `trials: got ${count}, expected at least ${combinations}, so that each combination of the grid is tried`,
    );
  if (count > mostTrials)
    throw new InputError(`trials: got ${count}, expected at most ${mostTrials}; shorten a list`);
  return count;
}

function pointOf(index: number, axes: number, seed: number, sampler: Sampler): Float64Array {
  if (sampler === "sobol") return sobolPoint(index, axes, seed);
  const stream = randomStream(seed, "random trials", index);
  return Float64Array.from({ length: axes }, (_, axis) => uniform(stream, axis));
}

/** The value of a distribution at u. */
export function valueAt(distribution: SearchDistribution, u: number): HyperparameterValue {
  if (distribution.kind === "choice")
    return distribution.values[
      Math.min(distribution.values.length - 1, Math.floor(u * distribution.values.length))
    ];
  const { kind, low, high } = distribution;
  if (kind === "integer") {
    const [from, to] = [low - 0.5, high + 0.5];
    // whole numbers as they would be rounded: for log the interval around 1 begins at ½, so low is at least 1
    const value = distribution.log ? from * (to / from) ** u : from + u * (to - from);
    return Math.min(high, Math.max(low, Math.round(value)));
  }
  const value = kind === "log" ? low * (high / low) ** u : low + u * (high - low);
  // four digits are as good as all, and can be read and typed
  return Math.min(high, Math.max(low, Number(value.toPrecision(4))));
}

/** @throws InputError that names the hyperparameter */
function checkSpace(space: SearchSpace): void {
  const entries = Object.entries(space);
  if (entries.length === 0)
    throw new InputError(
      "sweep: got no hyperparameters to vary, expected at least one with a list of values or a distribution",
    );
  for (const [name, dimension] of entries) checkDimension(name, dimension);
}

function checkDimension(name: string, dimension: SearchDimension): void {
  const values = isList(dimension) ? dimension : dimension.kind === "choice" ? dimension.values : undefined;
  if (values !== undefined) {
    if (!isList(values) || values.length === 0)
      throw new InputError(`hyperparameter ${name}: got no values, expected at least one`);
    const wrong = values.find((value) => !isValue(value));
    if (wrong !== undefined)
      throw new InputError(
        `hyperparameter ${name}: got ${JSON.stringify(wrong)}, expected numbers, texts, true or false`,
      );
    if (new Set(values).size < values.length)
      throw new InputError(`hyperparameter ${name}: got ${values.join(", ")}, expected each value once`);
    return;
  }
  const { kind, low, high } = dimension as Exclude<SearchDistribution, { kind: "choice" }>;
  if (kind !== "linear" && kind !== "log" && kind !== "integer")
    throw new InputError(
      `hyperparameter ${name}: got ${JSON.stringify(dimension)}, expected a list of values, or one of search.linear, log, integer, choice`,
    );
  if (!(Number.isFinite(low) && Number.isFinite(high) && low < high))
    throw new InputError(
      `hyperparameter ${name}: got the range ${low} to ${high}, expected two numbers, the smaller first`,
    );
  checkRange(name, dimension as Exclude<SearchDistribution, { kind: "choice" }>);
}

function checkRange(name: string, dimension: Exclude<SearchDistribution, { kind: "choice" }>): void {
  const { kind, low, high } = dimension;
  const log = kind === "log" || (kind === "integer" && dimension.log === true);
  if (log && !(low > 0))
    throw new InputError(
      `hyperparameter ${name}: got the range ${low} to ${high} on a logarithmic scale, expected it above 0`,
    );
  if (kind === "integer" && !(Number.isSafeInteger(low) && Number.isSafeInteger(high)))
    throw new InputError(`hyperparameter ${name}: got the range ${low} to ${high}, expected whole numbers`);
}

function isList(value: unknown): value is readonly HyperparameterValue[] {
  return Array.isArray(value);
}

function isValue(value: unknown): value is HyperparameterValue {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}

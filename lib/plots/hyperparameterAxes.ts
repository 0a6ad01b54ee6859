/**
 * The hyperparameters of a sweep as axes: numbers, on a logarithmic scale where they span more than a factor of twenty, or
 * categories. Values are placed from 0, the smallest, to 1, the largest.
 */
import { InputError } from "../errors.js";

/** A trial as the plots of a sweep need it. */
export interface PlottedTrial {
  readonly name: string;
  readonly hyperparameters: Readonly<Record<string, number | string | boolean>>;
  /** "finished", "failed", or another word for what is neither. */
  readonly state: string;
  /** Of the observations held out; NaN where there is none. */
  readonly ccPred: number;
}

/** A hyperparameter as an axis. */
export interface HyperparameterAxis {
  readonly name: string;
  readonly kind: "numeric" | "categorical";
  readonly log: boolean;
  /** What stands beside the axis, and where: from 0 to 1. */
  readonly ticks: readonly { readonly text: string; readonly at: number }[];
  /** Where a value is on the axis. */
  position(value: number | string | boolean): number;
}

/**
 * The axes of the hyperparameters, in their order.
 * @throws InputError where no trial has any
 */
export function hyperparameterAxes(trials: readonly PlottedTrial[]): HyperparameterAxis[] {
  const names = new Set(trials.flatMap(({ hyperparameters }) => Object.keys(hyperparameters)));
  if (names.size === 0)
    throw new InputError("plot of a sweep: got no trials with hyperparameters, expected some");
  return [...names].map((name) =>
    axisOf(
      name,
      trials.flatMap(({ hyperparameters }) => (name in hyperparameters ? [hyperparameters[name]] : [])),
    ),
  );
}

function axisOf(name: string, values: readonly (number | string | boolean)[]): HyperparameterAxis {
  if (!values.every((value) => typeof value === "number")) {
    const categories = [...new Set(values.map(String))];
    const position = (value: number | string | boolean) =>
      categories.length === 1 ? 0.5 : categories.indexOf(String(value)) / (categories.length - 1);
    const ticks = categories.map((text) => ({ text, at: position(text) }));
    return { name, kind: "categorical", log: false, ticks, position };
  }
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const log = low > 0 && high / low > 20;
  const scale = log ? Math.log : (value: number) => value;
  const position = (value: number | string | boolean) =>
    low === high ? 0.5 : (scale(Number(value)) - scale(low)) / (scale(high) - scale(low));
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const middle = log ? Math.sqrt(low * high) : (low + high) / 2;
  const marked = distinct.length <= 6 ? distinct : [low, Number(middle.toPrecision(3)), high];
  const ticks = marked.map((value) => ({ text: String(value), at: position(value) }));
  return { name, kind: "numeric", log, ticks, position };
}

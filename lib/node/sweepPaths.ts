/** Paths among the settings of a sweep, from the root: trials run elsewhere, on other machines, and at other times. */
import { resolve } from "node:path";
import { mergeFlag } from "../sweeps/mergeFlags.js";
import type {
  Hyperparameters,
  HyperparameterValue,
  SearchDimension,
  SearchSpace,
} from "../sweeps/searchSpace.js";

/** Flags that name a file to read. */
const files: readonly string[] = ["reference", "scale-file", "structure-factor-file"];

/** The same settings, with paths from the root. */
export function absolutePaths(settings: Hyperparameters): Hyperparameters {
  return mapped(settings, (value) => asPath(value));
}

/** The same space. */
export function absoluteSpace(space: SearchSpace): SearchSpace {
  return mapped(space, pathsOf);
}

function mapped<T>(of: Readonly<Record<string, T>>, change: (value: T) => T): Record<string, T> {
  const isFile = (name: string) => files.includes(mergeFlag(name).flag);
  return Object.fromEntries(
    Object.entries(of).map(([name, value]) => [name, isFile(name) ? change(value) : value]),
  );
}

function pathsOf(dimension: SearchDimension): SearchDimension {
  if (isList(dimension)) return dimension.map(asPath);
  return dimension.kind === "choice" ? { ...dimension, values: dimension.values.map(asPath) } : dimension;
}

function isList(dimension: SearchDimension): dimension is readonly HyperparameterValue[] {
  return Array.isArray(dimension);
}

function asPath(value: HyperparameterValue): HyperparameterValue {
  return typeof value === "string" ? resolve(value) : value;
}

/** What differs between the configurations of two runs, leaf by leaf. */
import { isObject, type JsonValue } from "friedel/browser";

/** A leaf of a configuration: its path, "model.scale.layers", and its value. */
export type Leaf = readonly [path: string, value: JsonValue];

/** A leaf that is not the same in both. */
export interface Difference {
  readonly path: string;
  /** undefined where the run does not have it. */
  readonly here: JsonValue | undefined;
  readonly there: JsonValue | undefined;
}

/** All leaves, in their order. A list of numbers or words is one leaf; so is an empty object. */
export function leavesOf(value: JsonValue | undefined, path = ""): Leaf[] {
  if (value === undefined) return [];
  if (!isTree(value)) return path === "" ? [] : [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner as JsonValue | undefined, path === "" ? key : `${path}.${key}`),
  );
}

/** The leaves that differ, those of the first run in its order, then those that only the second has. */
export function differences(here: JsonValue | undefined, there: JsonValue | undefined): Difference[] {
  const [a, b] = [new Map(leavesOf(here)), new Map(leavesOf(there))];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((path) => ({ path, here: a.get(path), there: b.get(path) }))
    .filter((leaf) => JSON.stringify(leaf.here) !== JSON.stringify(leaf.there));
}

/** A value as a person writes it: words without quotes. */
export function leafText(value: JsonValue | undefined): string {
  if (value === undefined) return "–";
  if (typeof value === "string") return value;
  return JSON.stringify(value) ?? "–";
}

function isTree(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return isObject(value) && Object.keys(value).length > 0;
}

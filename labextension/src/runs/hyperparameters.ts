/**
 * What distinguishes runs: the leaves of their configurations that are not the same in all of them, as dimensions of a plot.
 * A dimension is numeric where all of its values are numbers, else categorical; what a run does not have is a gap.
 */
import type { JsonValue } from "friedel/browser";
import { leafText, leavesOf } from "../training/configDifference.js";
import { type Quality, qualities, type RunSummary } from "./runSummary.js";

/** A dimension: one value a run. */
export interface Dimension {
  /** The path of the leaf, or the name of a quality. */
  readonly path: string;
  /** What an axis calls it: the end of the path, longer where that is not unique. */
  readonly title: string;
  readonly kind: "numeric" | "categorical";
  /** Whether it spans so much that its axis is logarithmic. */
  readonly log: boolean;
  /** The value of each run; for categories their place among `categories`; NaN for a gap. */
  readonly values: readonly number[];
  /** Of a categorical dimension, in the order of the axis. */
  readonly categories: readonly string[];
}

/** Leaves that say how long or where a run was, and not how it was made. */
const notHyperparameters = /^run\.(data|created)$/;

/** The hyperparameters that differ between runs, in the order of the configurations. */
export function hyperparameters(runs: readonly RunSummary[]): Dimension[] {
  const maps = runs.map(({ config }) => new Map(leavesOf(config)));
  const paths = [...new Set(maps.flatMap((map) => [...map.keys()]))].filter(
    (path) => !notHyperparameters.test(path),
  );
  const differing = paths.filter(
    (path) => new Set(maps.map((map) => JSON.stringify(map.get(path)) ?? "")).size > 1,
  );
  const distinct = withoutCopies(differing, maps);
  return distinct.map((path) =>
    dimensionOf(
      path,
      titleOf(path, distinct),
      maps.map((map) => map.get(path)),
    ),
  );
}

/** A measure of held-out quality as a dimension. */
export function qualityDimension(runs: readonly RunSummary[], quality: Quality): Dimension {
  const values = runs.map((run) => run.quality[quality]);
  return {
    path: quality,
    title: qualities[quality].title,
    kind: "numeric",
    log: false,
    values,
    categories: [],
  };
}

/** The runs in the order of their quality, the best first; those without one last, by name. */
export function byQuality(runs: readonly RunSummary[], quality: Quality): RunSummary[] {
  const sign = qualities[quality].better === "higher" ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [x, y] = [a.quality[quality], b.quality[quality]];
    if (Number.isNaN(x) || Number.isNaN(y)) {
      const gaps = Number(Number.isNaN(x)) - Number(Number.isNaN(y));
      return gaps || (a.folder < b.folder ? -1 : 1);
    }
    return sign * (x - y) || (a.folder < b.folder ? -1 : 1);
  });
}

/** Of leaves of one name and the same values in every run (the steps stand in two places), the first. */
function withoutCopies(paths: readonly string[], maps: readonly ReadonlyMap<string, JsonValue>[]): string[] {
  const seen = new Set<string>();
  return paths.filter((path) => {
    const name = path.slice(path.lastIndexOf(".") + 1);
    const key = JSON.stringify([name, maps.map((map) => map.get(path) ?? null)]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function titleOf(path: string, all: readonly string[]): string {
  const parts = path.split(".");
  for (let length = 1; length < parts.length; length++) {
    const end = parts.slice(-length).join(".");
    if (all.filter((other) => other === end || other.endsWith(`.${end}`)).length === 1) return end;
  }
  return path;
}

function dimensionOf(path: string, title: string, leaves: readonly (JsonValue | undefined)[]): Dimension {
  const present = leaves.filter((leaf) => leaf !== undefined && leaf !== null);
  if (present.every((leaf) => typeof leaf === "number")) {
    const values = leaves.map((leaf) => (typeof leaf === "number" ? leaf : Number.NaN));
    return { path, title, kind: "numeric", log: spansMuch(values), values, categories: [] };
  }
  const texts = leaves.map((leaf) => (leaf === undefined || leaf === null ? undefined : leafText(leaf)));
  const categories = [...new Set(texts.filter((text) => text !== undefined))].sort();
  const values = texts.map((text) => (text === undefined ? Number.NaN : categories.indexOf(text)));
  return { path, title, kind: "categorical", log: false, values, categories };
}

/** Positive, and from one to more than twenty times that. */
function spansMuch(values: readonly number[]): boolean {
  const finite = values.filter(Number.isFinite);
  return finite.length > 0 && Math.min(...finite) > 0 && Math.max(...finite) / Math.min(...finite) > 20;
}

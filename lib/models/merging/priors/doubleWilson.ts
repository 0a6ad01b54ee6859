/**
 * The double-Wilson prior: data sets of almost the same crystal, or Friedel mates, have almost the same amplitudes. Each
 * amplitude but the first of a family hangs on a parent's, with the correlation r of their complex structure factors:
 * p(E | E_p) is a Rice (centric: folded normal) distribution (relatedPosterior.ts). What stands without a parent has
 * Wilson's prior. r: 1 is identical, 0 independent; 1 − r² = ⟨|F − rF_p|²⟩/⟨|F|²⟩, the difference one expects.
 */
import { InputError } from "../../../errors.js";
import { reindexMatrix } from "../../../table/reindex.js";
import type { Prior, PriorRelations, RelatedDataSets } from "./priorTypes.js";
import { type WilsonOptions, wilson } from "./wilson.js";

/** Options of {@link doubleWilson}. */
export interface DoubleWilsonOptions extends WilsonOptions {
  /**
   * By data set: the one it hangs on, counted from 0, or null. Default: all on the first. Data sets are those of a merge
   * with `separate`.
   */
  readonly parents?: readonly (number | null)[];
  /** r between a data set and its parent, of all or one by one (default 0.99). */
  readonly correlation?: number | readonly number[];
  /** By data set: operator that brings its indices to those of its parent, as "k,h,-l", or null. */
  readonly reindex?: readonly (string | null)[];
  /** r between Friedel mates, with which F(−) hangs on F(+) (default: 0.995 where nothing else is related, else none). */
  readonly mates?: number | boolean;
  /** Learn r, starting from what is given (default false). */
  readonly learnCorrelation?: boolean;
}

const SETS = 0.99;
const MATES = 0.995;

/** @throws InputError for an r or an operator that is none, a parent that is not there or hangs on its child, or where nothing is related */
export function doubleWilson(options: DoubleWilsonOptions = {}): Prior {
  const { parents, correlation = SETS, reindex = [], mates, learnCorrelation = false, ...rest } = options;
  const base = wilson(rest);
  for (const r of [correlation, typeof mates === "number" ? mates : []].flat()) checkCorrelation(r);
  for (const triplet of reindex) if (triplet !== null) reindexMatrix(triplet);
  return {
    ...base,
    description: {
      ...base.description,
      name: "doubleWilson",
      parents: parents === undefined ? null : [...parents],
      correlation: typeof correlation === "number" ? correlation : [...correlation],
      reindex: [...reindex],
      mates: mates ?? null,
      learnCorrelation,
    },
    relations: (data) => relations(options, data),
  };
}

function relations(options: DoubleWilsonOptions, { dataSets, anomalous }: RelatedDataSets): PriorRelations {
  const { correlation = SETS, reindex = [], learnCorrelation = false } = options;
  const mates = options.mates ?? (anomalous && dataSets === 1);
  if (mates !== false && !anomalous)
    throw new InputError(
      "double-Wilson prior: got mates, with Friedel mates merged together, expected them apart; merge with anomalous: true",
    );
  if (dataSets === 1 && mates === false)
    throw new InputError(
      "double-Wilson prior: got one data set and no mates, expected something to relate; give several tables with separate: true, or anomalous: true",
    );
  const parents = options.parents ?? Array.from({ length: dataSets }, (_, set) => (set === 0 ? null : 0));
  checkParents(parents, dataSets);
  const list = typeof correlation === "number" ? Array<number>(dataSets).fill(correlation) : [...correlation];
  checkLength("correlation", list.length, dataSets);
  if (reindex.length > 0) checkLength("reindex", reindex.length, dataSets);
  return {
    parents: dataSets === 1 ? undefined : parents,
    reindex: reindex.length > 0 ? reindex : Array<null>(dataSets).fill(null),
    mates: mates !== false,
    correlations: [...list, typeof mates === "number" ? mates : MATES],
    learned: learnCorrelation,
  };
}

function checkCorrelation(r: number): void {
  if (!(r > 0 && r < 1))
    throw new InputError(
      `double-Wilson prior: got a correlation r of ${r}, expected a number above 0 and below 1, such as ${SETS}`,
    );
}

function checkLength(what: string, length: number, dataSets: number): void {
  if (length !== dataSets)
    throw new InputError(
      `double-Wilson prior, ${what}: got ${length} values, expected ${dataSets}, one for each data set (each table, with separate: true)`,
    );
}

function checkParents(parents: readonly (number | null)[], dataSets: number): void {
  checkLength("parents", parents.length, dataSets);
  parents.forEach((parent, set) => {
    if (parent !== null && !(Number.isInteger(parent) && parent >= 0 && parent < dataSets))
      throw new InputError(
        `double-Wilson prior, parent of data set ${set}: got ${parent}, expected null or the number of another, 0 to ${dataSets - 1}`,
      );
  });
  parents.forEach((parent, set) => {
    // of a circle, those on it come back to themselves; others that hang on it would go round for ever
    for (let p = parent, above = 0; p !== null && above < dataSets; p = parents[p], above++)
      if (p === set)
        throw new InputError(
          `double-Wilson prior, parent of data set ${set}: got ${parent}, which hangs on ${set} itself, expected no circle`,
        );
  });
}

/**
 * The observations as rows of row programs: for each number of harmonics a part of its own (partitionedRows.ts), with the
 * columns of every term and of the reflections it hangs on. A column is made when it is read: the engine copies those that
 * the program names, and none need stand beside its copy.
 */

import type { Likelihood } from "./likelihoods/likelihoodTypes.js";
import type { MergingData } from "./mergingData.js";
import { columnNames, trainingProgram } from "./mergingProgram.js";
import type { RowPart } from "./partitionedRows.js";
import type { PosteriorStart } from "./posteriorStart.js";
import type { Prior, PriorColumns } from "./priors/priorTypes.js";
import { ancestorName, relationNames } from "./relatedPosterior.js";
import { involvement, type Relations } from "./relations.js";
import { termName } from "./rowSource.js";
import { type ScaleModel, scaleColumns } from "./scale/scaleModel.js";
import type { ScaleMoments } from "./scalePredictor.js";
import { posteriorNames, priorColumn } from "./surrogatePosterior.js";
import { rowsWhere } from "./testSplit.js";

/** What the rows are made of besides the data. */
export interface RowsOptions {
  readonly likelihood: Likelihood;
  readonly prior: Prior;
  /** What the prior provides of each reflection (default nothing). */
  readonly priorColumns?: PriorColumns;
  /** Trained, or frozen: moments of the scale of each term. */
  readonly scale: ScaleModel | ScaleMoments;
  readonly relations: Relations | undefined;
  readonly start: PosteriorStart;
  /** c of each reflection, and what intensities are divided by. */
  readonly expected: Float64Array;
  readonly level: number;
  /** Terms fitted to of each reflection, g. */
  readonly count: Int32Array;
  /** 1 for each observation fitted to, n. */
  readonly chosen: Uint8Array;
}

/** A column of the terms at the numbers given (default all of them, in order). */
type TermColumn = (at: Int32Array | undefined) => Float32Array;

export function mergingRows(data: MergingData, options: RowsOptions): RowPart[] {
  const { terms } = data;
  const columns = termColumns(data, options);
  const { scale, relations } = options;
  const depth = relations?.depth ?? 0;
  return termCounts(terms.start).map(([number, observations]) => {
    const part = { columns: observationColumns(data, options, observations), indices: {} };
    for (let k = 0; k < number; k++) {
      const at =
        terms.start.length - 1 === observations.length && number === 1
          ? undefined
          : observations.map((i) => terms.start[i] + k);
      for (const [name, column] of Object.entries(columns.values))
        whenRead(part.columns, termName(name, k), () => column(at));
      for (const [name, index] of Object.entries(columns.indices))
        whenRead(part.indices, termName(name, k), () => (at === undefined ? index : at.map((t) => index[t])));
    }
    const program = trainingProgram(options, "network" in scale ? scale : "frozen", { terms: number, depth });
    return { program, observations, ...part };
  });
}

/** An entry of a record that is made anew each time it is read. */
function whenRead<T>(record: Record<string, T>, name: string, make: () => T): void {
  Object.defineProperty(record, name, { enumerable: true, get: make });
}

/** By number of terms, ascending: the observations that have so many. */
export function termCounts(start: Int32Array): [number, Int32Array][] {
  const numbers = start.slice(1).map((end, i) => end - start[i]);
  return Array.from(new Set(numbers))
    .sort((a, b) => a - b)
    .map((number) => {
      const chosen = new Uint8Array(numbers.length).map((_, i) => (numbers[i] === number ? 1 : 0));
      return [number, rowsWhere(chosen, 1)];
    });
}

/** Numbers of terms that stand row by row, width of them each. */
function rowsOf({ width, values }: { width: number; values: Float32Array }): TermColumn {
  return (at) => {
    if (at === undefined) return values;
    const rows = new Float32Array(at.length * width);
    at.forEach((t, row) => {
      for (let j = 0; j < width; j++) rows[row * width + j] = values[t * width + j];
    });
    return rows;
  };
}

/** What functions make of the number of a term, in columns beside each other. */
function columnsOf(terms: number, ...functions: readonly ((t: number) => number)[]): TermColumn {
  const width = functions.length;
  return (at) => {
    const rows = new Float32Array((at?.length ?? terms) * width);
    functions.forEach((of, j) => {
      for (let row = 0; row * width < rows.length; row++) rows[row * width + j] = of(at?.[row] ?? row);
    });
    return rows;
  };
}

/** What an observation has once, whatever its harmonics. */
function observationColumns(
  data: MergingData,
  { level, chosen }: RowsOptions,
  observations: Int32Array,
): Record<string, Float32Array> {
  const { intensity, sigma } = data.observations;
  const ofImage = new Int32Array(data.images.length);
  chosen.forEach((flag, i) => {
    if (flag) ofImage[data.image[i]]++;
  });
  const all = ofImage.reduce((sum, count) => sum + count, 0);
  const columns: Record<string, Float32Array> = {};
  const one = (name: string, of: (i: number) => number) =>
    whenRead(columns, name, () => columnsOf(intensity.length, of)(observations));
  one(columnNames.intensity, (i) => intensity[i] / level);
  one(columnNames.sigma, (i) => sigma[i] / level);
  one(columnNames.imageShare, (i) => 1 / Math.max(1, ofImage[data.image[i]]));
  one(columnNames.wholeShare, () => 1 / Math.max(1, all));
  return columns;
}

function termColumns(data: MergingData, options: RowsOptions) {
  const { scale, relations, start, expected, count, priorColumns = {} } = options;
  const { reflection, observation } = data.terms;
  const shares = involvement(count, relations);
  const of = (...functions: ((t: number) => number)[]) => columnsOf(reflection.length, ...functions);
  const ofReflection = (g: Int32Array, share: (t: number) => number): Record<string, TermColumn> => ({
    [columnNames.centric]: of((t) => data.centric[g[t]]),
    [columnNames.share]: of(share),
    ...Object.fromEntries(
      Object.entries(priorColumns).map(([name, values]) => [priorColumn(name), of((t) => values[g[t]])]),
    ),
    [posteriorNames.start]: of(
      (t) => start.location[g[t]],
      (t) => start.scale[g[t]],
    ),
  });
  const values: Record<string, TermColumn> = {
    [columnNames.expected]: of((t) => expected[reflection[t]]),
    ...ofReflection(reflection, (t) => 1 / Math.max(1, shares[reflection[t]])),
    ...("network" in scale ? trainedColumns(scale, data) : frozenColumns(scale)),
  };
  const indices: Record<string, Int32Array> = {
    [posteriorNames.index]: reflection,
    [columnNames.image]: observation.map((i) => data.image[i]),
  };
  if (relations !== undefined) {
    let g = reflection;
    for (let j = 0; j <= relations.depth; j++) {
      const at = g;
      const present = j === 0 ? undefined : ancestorPresent(reflection, relations, j);
      const name = (plain: string) => ancestorName(plain, j);
      if (present !== undefined) {
        const columns = ofReflection(at, (t) => (present[t] ? 1 / Math.max(1, shares[at[t]]) : 0));
        for (const [plain, column] of Object.entries(columns)) values[name(plain)] = column;
        indices[name(posteriorNames.index)] = at;
      }
      if (j < relations.depth) {
        values[name(relationNames.related)] = of((t) =>
          relations.parent[at[t]] >= 0 && (present?.[t] ?? 1) ? 1 : 0,
        );
        indices[name(relationNames.index)] = at.map((h) => relations.relation[h]);
      }
      // what has no parent stands in for it: its sample is drawn and not used
      g = at.map((h) => (relations.parent[h] >= 0 ? relations.parent[h] : h));
    }
  }
  return { values, indices };
}

/** 1 where the reflection of a term has a j-th ancestor. */
function ancestorPresent(reflection: Int32Array, { parent }: Relations, j: number): Uint8Array {
  return Uint8Array.from(reflection, (h) => {
    let g = h;
    for (let k = 0; k < j; k++) {
      if (parent[g] < 0) return 0;
      g = parent[g];
    }
    return 1;
  });
}

function trainedColumns(scale: ScaleModel, { metadata }: MergingData): Record<string, TermColumn> {
  const given = Object.entries(scaleColumns(scale, metadata.values));
  return Object.fromEntries(given.map(([name, column]) => [name, rowsOf(column)]));
}

function frozenColumns({ mean, deviation, heads }: ScaleMoments): Record<string, TermColumn> {
  const of = (...all: (Float32Array | Float64Array)[]) =>
    columnsOf(mean.length, ...all.map((values) => (t: number) => values[t]));
  const scale = of(mean, deviation);
  return heads.length === 0
    ? { [columnNames.scale]: scale }
    : { [columnNames.scale]: scale, [columnNames.heads]: of(...heads) };
}

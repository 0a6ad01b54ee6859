/**
 * The observations as rows of row programs: for each number of harmonics a part of its own (partitionedRows.ts), with the
 * columns of every term and of the reflections it hangs on.
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

/** A column of all terms: width numbers each. */
interface TermColumn {
  readonly width: number;
  readonly values: Float32Array;
}

export function mergingRows(data: MergingData, options: RowsOptions): RowPart[] {
  const { terms } = data;
  const columns = termColumns(data, options);
  const { scale, relations } = options;
  const depth = relations?.depth ?? 0;
  return termCounts(terms.start).map(([number, observations]) => {
    const part: { columns: Record<string, Float32Array>; indices: Record<string, Int32Array> } = {
      columns: observationColumns(data, options, observations),
      indices: {},
    };
    for (let k = 0; k < number; k++) {
      const at =
        terms.start.length - 1 === observations.length && number === 1
          ? undefined
          : observations.map((i) => terms.start[i] + k);
      for (const [name, column] of Object.entries(columns.values))
        part.columns[termName(name, k)] = rowsOf(column, at);
      for (const [name, index] of Object.entries(columns.indices))
        part.indices[termName(name, k)] = at === undefined ? index : at.map((t) => index[t]);
    }
    const program = trainingProgram(options, "network" in scale ? scale : "frozen", { terms: number, depth });
    return { program, observations, ...part };
  });
}

/** By number of terms, ascending: the observations that have so many. */
export function termCounts(start: Int32Array): [number, Int32Array][] {
  const byNumber = new Map<number, number[]>();
  for (let i = 0; i + 1 < start.length; i++) {
    const number = start[i + 1] - start[i];
    const list = byNumber.get(number);
    if (list === undefined) byNumber.set(number, [i]);
    else list.push(i);
  }
  return Array.from(byNumber)
    .sort(([a], [b]) => a - b)
    .map(([number, list]) => [number, Int32Array.from(list)]);
}

function rowsOf({ width, values }: TermColumn, at: Int32Array | undefined): Float32Array {
  if (at === undefined) return values;
  const rows = new Float32Array(at.length * width);
  at.forEach((t, row) => {
    for (let j = 0; j < width; j++) rows[row * width + j] = values[t * width + j];
  });
  return rows;
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
  return {
    [columnNames.intensity]: Float32Array.from(observations, (i) => intensity[i] / level),
    [columnNames.sigma]: Float32Array.from(observations, (i) => sigma[i] / level),
    [columnNames.imageShare]: Float32Array.from(observations, (i) => 1 / Math.max(1, ofImage[data.image[i]])),
    [columnNames.wholeShare]: new Float32Array(observations.length).fill(1 / Math.max(1, all)),
  };
}

function termColumns(data: MergingData, options: RowsOptions) {
  const { scale, relations, start, expected, count, priorColumns = {} } = options;
  const { reflection, observation } = data.terms;
  const shares = involvement(count, relations);
  const one = (of: (t: number) => number): TermColumn => ({
    width: 1,
    values: Float32Array.from({ length: reflection.length }, (_, t) => of(t)),
  });
  const pair = (first: (t: number) => number, second: (t: number) => number): TermColumn => ({
    width: 2,
    values: Float32Array.from({ length: 2 * reflection.length }, (_, k) =>
      (k % 2 === 0 ? first : second)(k >> 1),
    ),
  });
  const ofReflection = (g: Int32Array, share: (t: number) => number): Record<string, TermColumn> => ({
    [columnNames.centric]: one((t) => data.centric[g[t]]),
    [columnNames.share]: one(share),
    ...Object.fromEntries(
      Object.entries(priorColumns).map(([name, values]) => [priorColumn(name), one((t) => values[g[t]])]),
    ),
    [posteriorNames.start]: pair(
      (t) => start.location[g[t]],
      (t) => start.scale[g[t]],
    ),
  });
  const values: Record<string, TermColumn> = {
    [columnNames.expected]: one((t) => expected[reflection[t]]),
    ...ofReflection(reflection, (t) => 1 / Math.max(1, shares[reflection[t]])),
    ...("network" in scale ? scaleColumns(scale, data.metadata.values) : frozenColumns(scale, pair)),
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
      const name = (of: string) => ancestorName(of, j);
      if (present !== undefined) {
        const columns = ofReflection(at, (t) => (present[t] ? 1 / Math.max(1, shares[at[t]]) : 0));
        for (const [of, column] of Object.entries(columns)) values[name(of)] = column;
        indices[name(posteriorNames.index)] = at;
      }
      if (j < relations.depth) {
        values[name(relationNames.related)] = one((t) =>
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

function frozenColumns(
  { mean, deviation, heads }: ScaleMoments,
  pair: (first: (t: number) => number, second: (t: number) => number) => TermColumn,
): Record<string, TermColumn> {
  const scale = pair(
    (t) => mean[t],
    (t) => deviation[t],
  );
  const width = heads.length;
  if (width === 0) return { [columnNames.scale]: scale };
  const values = new Float32Array(mean.length * width);
  heads.forEach((head, j) => {
    for (let t = 0; t < mean.length; t++) values[t * width + j] = head[t];
  });
  return { [columnNames.scale]: scale, [columnNames.heads]: { width, values } };
}

/**
 * Which reflection hangs on which: F(−) on F(+) of the same data set, a reflection of one data set on the same of another,
 * after reindexing where the other is indexed otherwise. A reflection whose parent is not among the data hangs on nothing.
 */
import { HklIndex } from "../../crystal/index.js";
import { multiplyVector } from "../../crystal/symmetryOperation.js";
import { InputError } from "../../errors.js";
import { reindexMatrix } from "../../table/reindex.js";
import type { MergingData } from "./mergingData.js";
import type { Prior, PriorRelations } from "./priors/priorTypes.js";
import { relationNames } from "./relatedPosterior.js";

/** g reflections. */
export interface Relations {
  /** −1: none. */
  readonly parent: Int32Array;
  /** Which r holds: number of the data set, or, of mates, how many data sets there are. */
  readonly relation: Int32Array;
  /** Generations above the youngest. */
  readonly depth: number;
  /** log(v/(1 − v)) of each relation at the start, v = 1 − r². */
  readonly first: Float32Array;
  readonly learned: boolean;
}

/** What six reflections tell of the metric, and by how much 1/d² may differ: lattices may be nearly symmetric. */
const METRIC: readonly (readonly number[])[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 0],
];
const METRIC_TOLERANCE = 0.05;

type RelatedData = Pick<MergingData, "groups" | "observations" | "dataSets" | "anomalous">;

/** @returns undefined where nothing hangs on anything */
export function relationsOf(data: RelatedData, prior: Prior): Relations | undefined {
  const asked = prior.relations?.({ dataSets: data.dataSets, anomalous: data.anomalous });
  if (asked === undefined) return undefined;
  const { groups } = data;
  const parent = new Int32Array(groups.count).fill(-1);
  const relation = new Int32Array(groups.count);
  const elsewhere = inOtherDataSets(data, asked);
  for (let g = 0; g < groups.count; g++) {
    const [r, minus, set] = [groups.reflection[g], groups.minus[g], groups.dataSet[g]];
    const mate = asked.mates && minus === 1 ? groups.find(r, 0, set) : -1;
    const other = mate < 0 ? elsewhere(r, minus, set) : -1;
    parent[g] = mate < 0 ? other : mate;
    relation[g] = mate < 0 ? set : data.dataSets;
  }
  const depth = generations(parent);
  if (depth === 0) return undefined;
  const first = Float32Array.from(asked.correlations, (r) => Math.log((1 - r * r) / (r * r)));
  return { parent, relation, depth, first, learned: asked.learned };
}

/** The same reflection of the parent data set. */
function inOtherDataSets({ groups, observations, anomalous }: RelatedData, asked: PriorRelations) {
  const { hkl, spaceGroup } = observations;
  const matrices = asked.reindex.map((operator, set) =>
    operator === null ? undefined : matrixOfLattice(operator, set, observations),
  );
  const index = matrices.some((matrix) => matrix !== undefined) ? new HklIndex(hkl) : undefined;
  return (r: number, minus: number, set: number): number => {
    const parentSet = asked.parents?.[set] ?? null;
    if (parentSet === null) return -1;
    const matrix = matrices[set];
    if (matrix === undefined || index === undefined) return groups.find(r, minus, parentSet);
    const [h, k, l] = multiplyVector(matrix, hkl.subarray(3 * r, 3 * r + 3));
    const asu = spaceGroup.toAsu(h, k, l);
    const found = index.find(asu.h, asu.k, asu.l);
    // mates that are merged together stand as F(+), whichever of them was met
    const inverted = anomalous && asu.isym % 2 === 0 ? 1 : 0;
    return found < 0 ? -1 : groups.find(found, minus ^ inverted, parentSet);
  };
}

/** M of an operator that leaves 1/d² of all reflections as they are. @throws InputError for one that does not */
function matrixOfLattice(operator: string, set: number, { cell }: RelatedData["observations"]): number[] {
  const matrix = reindexMatrix(operator);
  for (const hkl of METRIC) {
    const [h, k, l] = multiplyVector(matrix, hkl);
    const ratio = cell.inverseDSquared(h, k, l) / cell.inverseDSquared(hkl[0], hkl[1], hkl[2]);
    if (!(Math.abs(ratio - 1) < METRIC_TOLERANCE))
      throw new InputError(
        `double-Wilson prior, reindex of data set ${set}: got "${operator}", which takes ${hkl.join(" ")} to ${h} ${k} ${l} of another resolution in the cell ${cell}, expected an operator of the lattice`,
      );
  }
  return matrix;
}

function generations(parent: Int32Array): number {
  let depth = 0;
  for (let g = 0; g < parent.length; g++) {
    let above = 0;
    for (let p = parent[g]; p >= 0; p = parent[p]) above++;
    depth = Math.max(depth, above);
  }
  return depth;
}

/** What the programs read of r as given; where it is learned, what is trained goes before. */
export function givenCorrelations(relations: Relations | undefined): Record<string, Float32Array> {
  if (relations === undefined) return {};
  return { [relationNames.first]: relations.first, [relationNames.parameter]: relations.first };
}

/** In how many of the rows given each reflection takes part, itself or as an ancestor. */
export function involvement(own: Int32Array, relations: Relations | undefined): Int32Array {
  const total = Int32Array.from(own);
  if (relations === undefined) return total;
  own.forEach((count, g) => {
    for (let p = relations.parent[g]; p >= 0; p = relations.parent[p]) total[p] += count;
  });
  return total;
}

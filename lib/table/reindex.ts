/**
 * Another indexing of the same crystal: h' = M h with M an integer matrix of determinant 1, written as a triplet such as
 * "k,h,-l" (h' = k, k' = h, l' = −l). The new axes are a'_j = Σ_i M_ji a_i, so that the metric becomes G' = M G Mᵀ, a symmetry
 * operation (R, t) becomes (M⁻ᵀ R Mᵀ, M⁻ᵀ t), and phases stay. Where the point group is below the symmetry of the lattice,
 * this tells apart the ways in which one crystal may be indexed: two data sets must agree in it before they are merged.
 * Orientations of batches change with the axes: U' B' = U B M⁻¹, with B the matrix of Busing & Levy (1967).
 * Source: International Tables A, section 5.1 (transformations of the coordinate system).
 */

import { SpaceGroup, SymmetryOperation, UnitCell } from "../crystal/index.js";
import {
  determinant as determinantOf,
  invertMatrix,
  multiplyMatrices,
  multiplyVector,
  parseTriplet,
} from "../crystal/symmetryOperation.js";
import { InputError, SymmetryError } from "../errors.js";
import type { MtzBatch } from "../formats/mtzTypes.js";
import { findIsym } from "./asu.js";
import { withMillerIndices } from "./equivalents.js";
import type { ReflectionTable } from "./reflectionTable.js";

/**
 * The table with other Miller indices, cell and space group of the same crystal. Indices go back to where they were observed,
 * and those of unmerged tables, and of such as had an M/ISYM column, to the asymmetric unit of the new axes.
 * @param operator h', k', l' in terms of h, k, l
 * @throws InputError for an operator that is no triplet of whole numbers of h, k, l with determinant 1
 */
export function reindex(table: ReflectionTable, operator: string): ReflectionTable {
  const matrix = reindexMatrix(operator);
  const observed = findIsym(table) === undefined ? table : table.hklToObserved();
  const old = observed.hkl();
  const hkl = new Int32Array(old.length);
  for (let i = 0; i < old.length; i += 3) hkl.set(multiplyVector(matrix, old.subarray(i, i + 3)), i);
  const cellOf = (cell: UnitCell) => transformedCell(cell, matrix);
  const numbersOf = (cell: readonly number[]) => (isCell(cell) ? cellOf(UnitCell.of(cell)).toArray() : cell);
  const changed = observed.derive({
    columns: withMillerIndices(observed, observed.columns, hkl),
    cell: cellOf(table.cell),
    spaceGroup: transformedGroup(table.spaceGroup, matrix),
    datasets: table.datasets.map((dataset) => ({ ...dataset, cell: numbersOf(dataset.cell) })),
    batches: table.batches.map((batch) => turnedBatch(batch, matrix)),
    history: [`reindexed: h,k,l -> ${operator.trim()}`, ...table.history],
  });
  const mapped = changed.hklToAsu();
  return table.merged && findIsym(table) === undefined ? mapped.without("M/ISYM") : mapped;
}

/**
 * The table in another space group, such as another one of the same Laue class: unmerged observations go back to where they
 * were observed and to the asymmetric unit of the new group.
 * @throws SymmetryError for a space group that is unknown or that the cell does not have; InputError for a merged table
 */
export function inSpaceGroup(table: ReflectionTable, group: SpaceGroup | string | number): ReflectionTable {
  const spaceGroup =
    typeof group === "string" && /^\d+$/.test(group.trim())
      ? SpaceGroup.of(Number(group))
      : SpaceGroup.of(group);
  if (table.merged) {
    throw new InputError(
      `space group of ${table.name}: got merged reflections in ${table.spaceGroup} for ${spaceGroup}, expected unmerged ` +
        "observations: what is merged in one group cannot be merged in another",
    );
  }
  if (!spaceGroup.isCompatibleWith(table.cell, 0.05)) {
    throw new SymmetryError(
      `space group of ${table.name}: got ${spaceGroup}, which the cell ${table.cell} does not have, expected a group of its symmetry or less`,
    );
  }
  const observed = findIsym(table) === undefined ? table : table.hklToObserved();
  return observed.derive({ spaceGroup }).hklToAsu();
}

/**
 * M of a reindexing operator such as "k,h,-l", 9 whole numbers row-major.
 * @throws InputError for what is no triplet of whole numbers of h, k, l with determinant 1
 */
export function reindexMatrix(operator: string): number[] {
  const wrong = (why: string) =>
    new InputError(
      `reindex operator: got ${JSON.stringify(operator)}${why}, expected h, k, l in terms of the old ones, such as "k,h,-l"`,
    );
  if (typeof operator !== "string" || !/^[-+hkl\d*,\s]+$/i.test(operator)) throw wrong("");
  const letters: Readonly<Record<string, string>> = { h: "x", k: "y", l: "z" };
  let matrix: number[];
  try {
    const { rotation, translation } = parseTriplet(
      operator.replace(/[hkl]/gi, (letter) => letters[letter.toLowerCase()]),
    );
    if (translation.some((part) => part !== 0)) throw wrong(", which adds a number to an index");
    matrix = rotation;
  } catch (error) {
    if (error instanceof SymmetryError) throw wrong("");
    throw error;
  }
  const determinant = determinantOf(matrix);
  if (determinant === -1) {
    throw wrong(
      ", which changes the hand (Friedel mates would change places); change the sign of all three or of one",
    );
  }
  if (determinant !== 1) throw wrong(` of determinant ${determinant}, which does not index the same lattice`);
  return matrix;
}

function transposed(m: readonly number[]): number[] {
  return [m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]];
}

function isCell(cell: readonly number[]): boolean {
  return cell.length === 6 && cell.every((value) => value > 0);
}

/** The cell of G' = M G Mᵀ; the old one where it is the same. */
function transformedCell(cell: UnitCell, matrix: readonly number[]): UnitCell {
  const g = multiplyMatrices(multiplyMatrices(matrix, cell.metric), transposed(matrix));
  const [a, b, c] = [g[0], g[4], g[8]].map(Math.sqrt);
  const angle = (dot: number, p: number, q: number) => {
    const degrees = (180 / Math.PI) * Math.acos(Math.max(-1, Math.min(1, dot / (p * q))));
    // Rounding must not make a right angle of 90.0000000001.
    return Math.abs(degrees - Math.round(degrees)) < 1e-9 ? Math.round(degrees) : degrees;
  };
  const made = new UnitCell(a, b, c, angle(g[5], b, c), angle(g[2], a, c), angle(g[1], a, b));
  return made.equals(cell, { length: 1e-9, angle: 1e-9 }) ? cell : made;
}

/** The group on the new axes; the old one, with its order of operations, where it is the same. */
function transformedGroup(group: SpaceGroup, matrix: readonly number[]): SpaceGroup {
  const forth = transposed(matrix);
  const back = invertMatrix(forth);
  const operations = group.operations.map(
    ({ rotation, translation }) =>
      new SymmetryOperation(
        multiplyMatrices(multiplyMatrices(back, rotation), forth).map(Math.round),
        multiplyVector(back, translation).map(Math.round),
      ),
  );
  const made = SpaceGroup.fromOperations(operations);
  return made.equals(group) ? group : made;
}

/** The batch with the cell and the orientation on the new axes: U' = U B M⁻¹ B'⁻¹. */
function turnedBatch(batch: MtzBatch, matrix: readonly number[]): MtzBatch {
  if (!isCell(batch.cell)) return batch;
  const old = UnitCell.of(batch.cell);
  const cell = transformedCell(old, matrix);
  const turn = multiplyMatrices(
    multiplyMatrices(busingLevy(old), invertMatrix(matrix)),
    invertMatrix(busingLevy(cell)),
  );
  return { ...batch, cell: cell.toArray(), uMatrix: multiplyMatrices(batch.uMatrix, turn) };
}

/** B of Busing & Levy: columns a* along x, b* in the xy plane, c*. */
function busingLevy({ reciprocal: r, c, alpha }: UnitCell): number[] {
  const radians = Math.PI / 180;
  const cosine = Math.cos(alpha * radians);
  return [
    r.a,
    r.b * Math.cos(r.gamma * radians),
    r.c * Math.cos(r.beta * radians),
    0,
    r.b * Math.sin(r.gamma * radians),
    -r.c * Math.sin(r.beta * radians) * cosine,
    0,
    0,
    1 / c,
  ];
}

/**
 * A CCP4 map file holds a box of the unit cell's grid, often the asymmetric unit; here it is made into the map of the
 * whole cell by lattice translations and the symmetry operations x → Rx + t, which in grid steps u_i = n_i x_i are
 * u_i → Σ_j R_ij (n_i/n_j) u_j + n_i t_i, whole numbers where the grid suits the space group.
 */
import { InputError } from "../errors.js";
import { Grid } from "../maps/grid.js";
import type { Ccp4Map, Triple } from "./ccp4Map.js";

/** Options of {@link gridOfCcp4Map}. */
export interface Ccp4GridOptions {
  /** Value of the points that the file does not cover; by default a box that leaves points uncovered is an error. */
  readonly missing?: number;
}

/** Points of the largest whole-cell grid made from a box. */
const maximumPoints = 2 ** 30;

/**
 * The map over the whole unit cell: the box of the file repeated by lattice translations and symmetry.
 * @throws InputError if the box and its images do not cover the cell (and `missing` is not given), the symmetry does
 *   not map the grid onto itself, or the map is skewed against the cell
 */
export function gridOfCcp4Map(map: Ccp4Map, options: Ccp4GridOptions = {}): Grid {
  const { sampling, spaceGroup, size } = map;
  const { missing } = options;
  if (map.skewed) {
    throw new InputError(
      "CCP4 map: got a map skewed against its cell (LSKFLG 1), expected one on the cell's own grid",
    );
  }
  const points = sampling[0] * sampling[1] * sampling[2];
  const boxPoints = size[0] * size[1] * size[2];
  const most = boxPoints * spaceGroup.operations.length;
  if ((missing === undefined && most < points) || points > maximumPoints) {
    throw coverageError(map, points, Math.min(most, points));
  }
  const grid = new Grid({ cell: map.cell, spaceGroup, shape: sampling });
  const covered = new Uint8Array(points);
  let left = points;
  for (let o = 0; o < spaceGroup.operations.length && left > 0; o++) {
    left -= placeImage(map, grid, covered, onGrid(spaceGroup.operations[o], sampling));
  }
  if (left > 0) {
    if (missing === undefined) throw coverageError(map, points, points - left);
    for (let i = 0; i < points; i++) if (covered[i] === 0) grid.data[i] = missing;
  }
  return grid;
}

function coverageError(map: Ccp4Map, points: number, covered: number): InputError {
  return new InputError(
    `CCP4 map of a whole cell: got a box of ${map.size.join(" × ")} in ${map.spaceGroup.name}, which covers at most ` +
      `${covered} points, expected ${map.sampling.join(" × ")} = ${points} (up to 2^30); ` +
      "use the box itself, or give the value of missing points, e.g. { missing: 0 }",
  );
}

/** A symmetry operation in grid steps: u' = matrix·u + shift. */
interface GridOperation {
  readonly matrix: readonly number[];
  readonly shift: readonly number[];
}

function onGrid(
  operation: { rotation: ArrayLike<number>; translation: ArrayLike<number> },
  n: Triple,
): GridOperation {
  const matrix = Array.from(operation.rotation, (r, i) => (r * n[Math.floor(i / 3)]) / n[i % 3]);
  const shift = Array.from(operation.translation, (t, i) => (t * n[i]) / 24);
  if (![...matrix, ...shift].every(Number.isInteger)) {
    throw new InputError(
      `CCP4 map of ${n.join(" × ")} points in the cell: got a symmetry operation that does not map the grid onto itself, ` +
        "expected sizes that suit the space group; use the box itself",
    );
  }
  return { matrix, shift };
}

/** Writes one image of the box to the points of the grid that have no value yet; how many there were. */
function placeImage(
  map: Ccp4Map,
  grid: Grid,
  covered: Uint8Array,
  { matrix: m, shift }: GridOperation,
): number {
  const { size, start, data } = map;
  let [at, placed] = [0, 0];
  for (let i = 0; i < size[0]; i++) {
    const x = start[0] + i;
    for (let j = 0; j < size[1]; j++) {
      const y = start[1] + j;
      for (let k = 0; k < size[2]; k++, at++) {
        const z = start[2] + k;
        const to = grid.index(
          m[0] * x + m[1] * y + m[2] * z + shift[0],
          m[3] * x + m[4] * y + m[5] * z + shift[1],
          m[6] * x + m[7] * y + m[8] * z + shift[2],
        );
        if (covered[to] === 1) continue;
        covered[to] = 1;
        grid.data[to] = data[at];
        placed++;
      }
    }
  }
  return placed;
}

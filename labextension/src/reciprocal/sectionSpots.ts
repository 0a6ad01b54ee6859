/**
 * The spots of a section: of all reflections and their drawn equivalents those that lie in the plane, each index once. An index
 * that the file holds is drawn with its own value (the mean where several rows have it); equivalents fill the others. The
 * plane's remaining indices within the resolution are missing, or systematically absent.
 */

import { type Expansion, indexMatrices, moveIndex, type Vector3 } from "./lattice.js";
import { presenceOf } from "./missing.js";
import type { Reflections } from "./reflections.js";
import { planeIndex, planePoint, type SectionGeometry, stepsTo, stepsWithin } from "./sections.js";

/** Spots, n of them, and the places where there is none. */
export interface SectionSpots {
  /** Steps i, j of each spot, and picture coordinates in Å⁻¹, interleaved. */
  readonly steps: Int32Array;
  readonly points: Float32Array;
  /** Values of each spot; NaN where the value is missing. */
  readonly values: Float32Array;
  /** The row that each stands for. */
  readonly rows: Int32Array;
  /** Places without reflection: picture coordinates, and steps, interleaved. */
  readonly missing: EmptyPlaces;
  readonly absent: EmptyPlaces;
}

/** Places of the plane without a reflection. */
export interface EmptyPlaces {
  readonly steps: Int32Array;
  readonly points: Float32Array;
}

/** The largest number of places of a plane that is looked at for what is missing. */
const mostPlaces = 400_000;

/**
 * The spots of a section.
 * @param values one for each reflection
 * @param dMin limit in Å of what is drawn
 */
export function sectionSpots(
  reflections: Reflections,
  values: ArrayLike<number>,
  geometry: SectionGeometry,
  expansion: Expansion,
  dMin: number,
): SectionSpots {
  const radius = Math.sqrt(Math.max(0, 1 / dMin ** 2 - geometry.height ** 2)) * (1 + 1e-9);
  const places = new PlaceTable();
  indexMatrices(reflections.spaceGroup, expansion).forEach((matrix, m) => {
    collect(reflections.hkl, matrix, m, geometry, values, places);
  });
  const found = places.spots().filter(({ i, j }) => Math.hypot(...planePoint(geometry, i, j)) <= radius);
  const { missing, absent } = emptyPlaces(reflections, geometry, radius);
  return {
    steps: Int32Array.from(found.flatMap(({ i, j }) => [i, j])),
    points: Float32Array.from(found.flatMap(({ i, j }) => planePoint(geometry, i, j))),
    values: Float32Array.from(found, ({ sum, count }) => (count === 0 ? Number.NaN : sum / count)),
    rows: Int32Array.from(found, ({ row }) => row),
    missing,
    absent,
  };
}

/** Puts the rows whose equivalent by `matrix` lies in the plane into the table. */
function collect(
  hkl: Int32Array,
  matrix: Int32Array,
  matrixNumber: number,
  geometry: SectionGeometry,
  values: ArrayLike<number>,
  places: PlaceTable,
): void {
  const { uvw, level } = geometry;
  // uvw · (M h) as one product with h: millions of rows pass here
  const [p, q, r] = [0, 1, 2].map(
    (column) => uvw[0] * matrix[column] + uvw[1] * matrix[3 + column] + uvw[2] * matrix[6 + column],
  );
  for (let j = 0; j < hkl.length; j += 3) {
    if (hkl[j] * p + hkl[j + 1] * q + hkl[j + 2] * r !== level) continue;
    const steps = stepsTo(geometry, moveIndex(matrix, [hkl[j], hkl[j + 1], hkl[j + 2]]));
    if (steps !== undefined) places.add(steps, j / 3, values[j / 3], matrixNumber);
  }
}

interface Spot {
  readonly i: number;
  readonly j: number;
  readonly row: number;
  readonly matrix: number;
  sum: number;
  count: number;
}

/** Spots by their steps. */
class PlaceTable {
  readonly #spots = new Map<number, Spot>();

  add([i, j]: readonly [number, number], row: number, value: number, matrix: number): void {
    const key = i * 0x100000 + j;
    let spot = this.#spots.get(key);
    if (spot === undefined) {
      spot = { i, j, row, matrix, sum: 0, count: 0 };
      this.#spots.set(key, spot);
    }
    if (spot.matrix !== matrix || !Number.isFinite(value)) return;
    spot.sum += value;
    spot.count++;
  }

  spots(): Spot[] {
    return [...this.#spots.values()];
  }
}

function emptyPlaces(
  reflections: Reflections,
  geometry: SectionGeometry,
  radius: number,
): Pick<SectionSpots, "missing" | "absent"> {
  const [{ stepP, stepQ }, lists] = [geometry, { missing: [] as number[], absent: [] as number[] }];
  const places = (Math.PI * radius ** 2) / Math.abs(stepP[0] * stepQ[1] - stepP[1] * stepQ[0]);
  const steps = places > mostPlaces ? new Int32Array(0) : stepsWithin(geometry, radius);
  for (let n = 0; n < steps.length; n += 2) {
    const [h, k, l] = planeIndex(geometry, steps[n], steps[n + 1]);
    if (h === 0 && k === 0 && l === 0) continue;
    const presence = presenceOf(reflections, h, k, l);
    if (presence !== "present") lists[presence].push(steps[n], steps[n + 1]);
  }
  const made = (pairs: readonly number[]): EmptyPlaces => {
    const points = new Float32Array(pairs.length);
    for (let n = 0; n < pairs.length; n += 2) points.set(planePoint(geometry, pairs[n], pairs[n + 1]), n);
    return { steps: Int32Array.from(pairs), points };
  };
  return { missing: made(lists.missing), absent: made(lists.absent) };
}

/** The Miller index at a spot or an empty place. */
export function spotIndex(geometry: SectionGeometry, steps: Int32Array, n: number): Vector3 {
  return planeIndex(geometry, steps[2 * n], steps[2 * n + 1]);
}

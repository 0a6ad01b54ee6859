/**
 * The highest and lowest values of a map around some atoms, such as those of a chromophore in a difference map: the map is
 * interpolated linearly at steps of 0.5 Å along x, y and z within a distance of each atom. Peaks (findPeaks.ts) tell where
 * density is; this tells how much of it lies beside a residue whether it makes a peak there or not.
 */
import { InputError } from "../errors.js";
import type { PeakAtom, PeakStructure } from "./findPeaks.js";
import type { Grid } from "./grid.js";
import { NeighbourSearch } from "./neighbourSearch.js";

/** A value of a map and where it is. */
export interface DensityExtreme<A extends PeakAtom = PeakAtom> {
  /** In the units of the map: σ where it is normalised. */
  readonly height: number;
  /** Å, in the map's cell. */
  readonly position: readonly [number, number, number];
  /** The nearest of the atoms searched around, and its distance, Å. */
  readonly nearest: { readonly atom: A; readonly distance: number };
}

/** Options of {@link densityNear}. */
export interface DensityNearOptions {
  /** Å around each atom (default 2.5). */
  readonly radius?: number;
  /** Å between the places looked at (default 0.5). */
  readonly step?: number;
}

/**
 * The highest and the lowest value of the map within `radius` of any atom of the structure. The structure's fractional
 * coordinates are carried into the map's cell.
 * @throws InputError where there is no atom, or radius or step is not positive
 */
export function densityNear<A extends PeakAtom = PeakAtom>(
  grid: Grid,
  structure: PeakStructure<A>,
  options: DensityNearOptions = {},
): { readonly maximum: DensityExtreme<A>; readonly minimum: DensityExtreme<A> } {
  const { radius = 2.5, step = 0.5 } = options;
  for (const [name, value] of Object.entries({ radius, step }))
    if (!(value > 0 && value < 100))
      throw new InputError(`density near atoms, ${name}: got ${value} Å, expected a positive length`);
  const { atoms } = structure;
  if (atoms.length === 0) throw new InputError("density near atoms: got no atom, expected at least one");
  const { cell } = grid;
  const points = atoms.flatMap((atom) => structure.cell.fractionalize([atom.x, atom.y, atom.z]));
  const offsets = ball(radius, step);
  const extremes = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const places: (readonly [number, number, number])[] = [
    [0, 0, 0],
    [0, 0, 0],
  ];
  for (let a = 0; a < points.length; a += 3) {
    const [x, y, z] = cell.orthogonalize(points.slice(a, a + 3));
    for (const [dx, dy, dz] of offsets) {
      const place = [x + dx, y + dy, z + dz] as const;
      const value = grid.interpolate(cell.fractionalize(place));
      if (value > extremes[0]) [extremes[0], places[0]] = [value, place];
      if (value < extremes[1]) [extremes[1], places[1]] = [value, place];
    }
  }
  const search = new NeighbourSearch(cell, grid.spaceGroup, points);
  const extreme = (i: number): DensityExtreme<A> => {
    const near = search.nearest(cell.fractionalize(places[i]));
    if (near === undefined)
      throw new InputError(`density near atoms: got a map of ${extremes[i]}, expected finite values`);
    return {
      height: extremes[i],
      position: places[i],
      nearest: { atom: atoms[near.index], distance: near.distance },
    };
  };
  return { maximum: extreme(0), minimum: extreme(1) };
}

/** Steps from the middle of a ball to the points of a lattice in it. */
function ball(radius: number, step: number): [number, number, number][] {
  const most = Math.floor(radius / step + 1e-9);
  const offsets: [number, number, number][] = [];
  for (let x = -most; x <= most; x++)
    for (let y = -most; y <= most; y++)
      for (let z = -most; z <= most; z++)
        if (Math.hypot(x, y, z) * step <= radius + 1e-9) offsets.push([x * step, y * step, z * step]);
  return offsets;
}

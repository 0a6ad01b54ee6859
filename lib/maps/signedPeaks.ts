/**
 * Peaks of a difference map, which has them of both signs: what came (positive) and what went (negative). Those of
 * findPeaks.ts on the map and on its negative, by their distance from the mean.
 */
import { type FindPeaksOptions, findPeaks, type Peak, type PeakAtom } from "./findPeaks.js";
import { Grid } from "./grid.js";

/**
 * Positive and negative peaks of a map, the highest and deepest first; a negative one has negative heights. `count` and
 * `minimumSigma` are for both signs together, by the size of the height.
 * @throws InputError as {@link findPeaks}
 */
export function findSignedPeaks<A extends PeakAtom = PeakAtom>(
  grid: Grid,
  options: FindPeaksOptions<A> = {},
): Peak<A>[] {
  const { cell, spaceGroup, shape } = grid;
  const negative = new Grid({ cell, spaceGroup, shape, data: grid.data.map((value) => 0 - value) });
  const found = [
    ...findPeaks(grid, options),
    ...findPeaks(negative, options).map((peak) => ({
      ...peak,
      height: 0 - peak.height,
      gridHeight: 0 - peak.gridHeight,
    })),
  ];
  found.sort((a, b) => Math.abs(b.height) - Math.abs(a.height));
  return found.slice(0, options.count ?? found.length);
}

/** Oracle: findPeaks on the map and on its negative. */
import { expect, test } from "vitest";
import { findPeaks } from "../../lib/maps/findPeaks.js";
import { Grid } from "../../lib/maps/grid.js";
import { findSignedPeaks } from "../../lib/maps/signedPeaks.js";
import { atom } from "../../lib/structure/atom.js";
import { Structure } from "../../lib/structure/structure.js";

const shape = [24, 24, 24] as const;
const cell = [24, 24, 24];

/** Gaussian blobs of a height at a fractional coordinate. */
function blobs(places: readonly (readonly [number, number, number, number])[]): Grid {
  const grid = new Grid({ cell, spaceGroup: "P 1", shape });
  for (let u = 0; u < 24; u++)
    for (let v = 0; v < 24; v++)
      for (let w = 0; w < 24; w++)
        for (const [height, x, y, z] of places) {
          const d = [u / 24 - x, v / 24 - y, w / 24 - z].map((t) => 24 * (t - Math.round(t)));
          grid.data[grid.index(u, v, w)] += height * Math.exp(-(d[0] ** 2 + d[1] ** 2 + d[2] ** 2) / 3);
        }
  return grid.normalized();
}

const map = blobs([
  [3, 0.25, 0.25, 0.25],
  [-4, 0.75, 0.5, 0.25],
  [-2, 0.25, 0.75, 0.75],
]);

test("both signs, by the size of their height, each with its sign and the nearest atom", () => {
  const place = (name: string, x: number, y: number, z: number) =>
    atom({ element: "C", name, x: 24 * x, y: 24 * y, z: 24 * z });
  const spaceGroup = map.spaceGroup;
  const atoms = [place("WENT", 0.74, 0.5, 0.25), place("CAME", 0.25, 0.27, 0.25)];
  const structure = new Structure({ cell: map.cell, spaceGroup, atoms });
  const peaks = findSignedPeaks(map, { structure, minimumSigma: 2 });
  expect(peaks.map(({ height }) => Math.sign(height))).toEqual([-1, 1, -1]);
  expect(peaks.slice(0, 2).map(({ nearest }) => nearest?.atom.name)).toEqual(["WENT", "CAME"]);
  expect(peaks[0].fractional[0]).toBeCloseTo(0.75, 2);
  const [highest] = findPeaks(map);
  expect(peaks[1]).toEqual({ ...highest, nearest: peaks[1].nearest });
  expect(peaks[0].height / peaks[1].height).toBeCloseTo(-4 / 3, 1);
  expect(peaks[0].gridHeight).toBeCloseTo(map.statistics().minimum, 4);
});

test("the count and the lowest height are for both signs together", () => {
  expect(findSignedPeaks(map, { count: 2, minimumSigma: 2 }).map(({ height }) => height < 0)).toEqual([
    true,
    false,
  ]);
  const middle = Math.abs(findSignedPeaks(map, { minimumSigma: 2 })[1].height);
  expect(findSignedPeaks(map, { minimumSigma: middle + 0.1 })).toHaveLength(1);
  expect(findSignedPeaks(new Grid({ cell, spaceGroup: "P 1", shape }))).toEqual([]);
});

/**
 * Oracles: maps that are symmetric by construction, of which a box is cut out; the parts of maps that
 * reference/maps/ccp4Map.py wrote.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import type { Ccp4Map, Triple } from "../../lib/formats/ccp4Map.js";
import { gridOfCcp4Map } from "../../lib/formats/ccp4MapGrid.js";
import { Grid } from "../../lib/maps/grid.js";
import { ParkMiller } from "../maps/parkMiller.js";
import reference from "../reference/maps/ccp4Map.json";
import { changed, decode, fileNamed, read } from "./ccp4Samples.js";

/** A map with the symmetry of its group: every point has the random number of the first point of its orbit. */
function symmetricGrid(spaceGroup: SpaceGroup, shape: Triple): Grid {
  const data = Float32Array.from(new ParkMiller(11).take(shape[0] * shape[1] * shape[2]));
  const grid = new Grid({
    cell: [20, 20, 30, 90, 90, spaceGroup.number > 142 ? 120 : 90],
    spaceGroup,
    shape,
  });
  for (let u = 0, at = 0; u < shape[0]; u++)
    for (let v = 0; v < shape[1]; v++)
      for (let w = 0; w < shape[2]; w++, at++) {
        const orbit = spaceGroup.operations.map((operation) => {
          const x = operation.apply([u / shape[0], v / shape[1], w / shape[2]]);
          const [p, q, r] = [0, 1, 2].map((axis) => Math.round(x[axis] * shape[axis]));
          return grid.index(p, q, r);
        });
        grid.data[at] = data[Math.min(...orbit)];
      }
  return grid;
}

/** What a file of the box from `start` would hold. */
function boxOf(grid: Grid, start: Triple, size: Triple): Ccp4Map {
  const data: number[] = [];
  for (let i = 0; i < size[0]; i++)
    for (let j = 0; j < size[1]; j++)
      for (let k = 0; k < size[2]; k++) data.push(grid.at(start[0] + i, start[1] + j, start[2] + k));
  return {
    cell: grid.cell,
    spaceGroup: grid.spaceGroup,
    sampling: [grid.shape[0], grid.shape[1], grid.shape[2]],
    start,
    size,
    data: Float32Array.from(data),
    mode: 2,
    axisOrder: [1, 2, 3],
    bigEndian: false,
    stated: { minimum: 0, maximum: 0, mean: 0, rms: 0 },
    labels: [],
    symmetryRecords: [],
    skewed: false,
  };
}

describe("gridOfCcp4Map", () => {
  test.each<[string, Triple, Triple, Triple]>([
    // group, points of the cell, start and size of a box that holds an asymmetric unit
    ["P 1", [5, 6, 7], [-3, 11, 100], [5, 6, 7]],
    ["P 21 21 21", [8, 12, 6], [0, 0, 0], [5, 7, 6]],
    ["P 21 21 21", [8, 12, 6], [-8, 12, -1], [5, 7, 6]],
    ["C 1 2 1", [8, 6, 10], [0, 0, 0], [8, 3, 6]],
    ["I 41", [8, 8, 12], [-2, 5, 7], [8, 8, 3]],
    ["P 31", [6, 6, 9], [2, 1, -4], [6, 6, 3]],
    ["P 65 2 2", [12, 12, 12], [0, 0, -1], [12, 12, 2]],
    ["R 3:H", [6, 6, 12], [0, 0, 3], [6, 6, 4]],
    ["F m -3 m", [8, 8, 8], [0, 0, 0], [5, 5, 3]],
  ])("%s: the whole cell of %j from a box at %j of %j", (name, shape, start, size) => {
    const grid = symmetricGrid(SpaceGroup.fromName(name), shape);
    const whole = gridOfCcp4Map(boxOf(grid, start, size));
    expect(Array.from(whole.shape)).toEqual(shape);
    expect(whole.data).toEqual(grid.data);
    expect(whole.cell).toBe(grid.cell);
    expect(whole.spaceGroup).toBe(grid.spaceGroup);
  });

  test("a box of several cells is taken from its beginning", () => {
    const grid = symmetricGrid(SpaceGroup.fromNumber(1), [3, 4, 5]);
    const map = boxOf(grid, [0, 0, 0], [6, 4, 5]);
    map.data.fill(99, 60);
    expect(gridOfCcp4Map(map).data).toEqual(grid.data);
  });

  test("values to fill with do not replace what is there, NaN included", () => {
    const grid = symmetricGrid(SpaceGroup.fromNumber(1), [4, 4, 4]);
    const map = boxOf(grid, [1, 2, 3], [2, 1, 1]);
    map.data[1] = Number.NaN;
    const filled = gridOfCcp4Map(map, { missing: 0 });
    expect(filled.at(1, 2, 3)).toBe(grid.at(1, 2, 3));
    expect(filled.at(2, 2, 3)).toBeNaN();
    expect(filled.data.filter((x) => x === 0)).toHaveLength(62);
  });

  test("more points than memory holds are refused before any is made", () => {
    const map = boxOf(symmetricGrid(SpaceGroup.fromNumber(1), [2, 2, 2]), [0, 0, 0], [2, 2, 2]);
    const huge: Ccp4Map = {
      ...map,
      sampling: [2 ** 11, 2 ** 11, 2 ** 11],
      cell: new UnitCell(1e4, 1e4, 1e4),
    };
    expect(() => gridOfCcp4Map(huge, { missing: 0 })).toThrow(InputError);
    expect(() => gridOfCcp4Map(huge, { missing: 0 })).toThrow("= 8589934592 (up to 2^30)");
  });

  test("a box that does not cover the cell stays a box, or is filled as asked", async () => {
    const map = await read(decode(reference.part.base64));
    expect(map.size).toEqual([2, 3, 2]);
    expect(() => gridOfCcp4Map(map)).toThrow(
      "got a box of 2 × 3 × 2 in P 1, which covers at most 12 points, expected 5 × 6 × 7 = 210",
    );
    const grid = gridOfCcp4Map(map, { missing: -9 });
    for (const [i, value] of reference.part.values.entries())
      expect(grid.data[i]).toBeCloseTo(value ?? -9, 6);
  });

  test("a part that symmetry cannot complete is said to be so", async () => {
    const file = fileNamed("asymmetric unit, y x z, from a negative start");
    // One section fewer, so that the images of the box leave gaps.
    const map = await read(changed(file, { 3: 5 }));
    expect(() => gridOfCcp4Map(map)).toThrow(InputError);
    const grid = gridOfCcp4Map(map, { missing: 7 });
    expect(grid.data.some((x) => x === 7)).toBe(true);
  });

  test("a grid that does not suit the symmetry is said to be so", async () => {
    const map = await read(fileNamed("gemmi, part of the cell"));
    expect(() => gridOfCcp4Map({ ...map, sampling: [7, 12, 6] })).toThrow(
      "got a symmetry operation that does not map the grid onto itself",
    );
  });

  test("a skewed map is read but not placed in the cell", async () => {
    const map = await read(changed(fileNamed("gemmi, whole cell"), { 25: 1 }));
    expect(map.skewed).toBe(true);
    expect(() => gridOfCcp4Map(map)).toThrow("got a map skewed against its cell (LSKFLG 1)");
  });
});

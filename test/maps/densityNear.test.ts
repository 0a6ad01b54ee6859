/** Oracle: a map that is known everywhere, searched point by point here. */
import { describe, expect, test } from "vitest";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { densityNear } from "../../lib/maps/densityNear.js";
import { Grid } from "../../lib/maps/grid.js";
import { ParkMiller } from "./parkMiller.js";

const cell = UnitCell.of([20, 24, 30, 90, 105, 90]);
const shape = [20, 24, 30] as const;
const data = Float32Array.from(new ParkMiller(5).take(20 * 24 * 30));
const grid = new Grid({ cell, spaceGroup: "P 1", shape, data });
const at = (name: string, x: number, y: number, z: number) => ({
  name,
  residueName: "LIG",
  residueNumber: 1,
  chain: "A",
  x,
  y,
  z,
});
const atoms = [at("C1", 3, 4, 5), at("C2", 18.2, -2, 29)];

describe("densityNear", () => {
  test("the highest and lowest of all places within the radius, and the atom next to each", () => {
    const { maximum, minimum } = densityNear(grid, { cell, atoms });
    let [high, low] = [-9, 9];
    for (const { x, y, z } of atoms)
      for (let i = -5; i <= 5; i++)
        for (let j = -5; j <= 5; j++)
          for (let k = -5; k <= 5; k++) {
            if (Math.hypot(i, j, k) > 5) continue;
            const value = grid.interpolate(cell.fractionalize([x + i / 2, y + j / 2, z + k / 2]));
            [high, low] = [Math.max(high, value), Math.min(low, value)];
          }
    expect(maximum.height).toBe(high);
    expect(minimum.height).toBe(low);
    for (const { height, position, nearest } of [maximum, minimum]) {
      expect(grid.interpolate(cell.fractionalize(position))).toBeCloseTo(height, 12);
      const { x, y, z } = nearest.atom;
      expect(Math.hypot(position[0] - x, position[1] - y, position[2] - z)).toBeCloseTo(nearest.distance, 9);
      expect(nearest.distance).toBeLessThanOrEqual(2.5 + 1e-9);
    }
  });

  test("a radius below the step looks at the atoms themselves", () => {
    const { maximum, minimum } = densityNear(grid, { cell, atoms }, { radius: 0.1 });
    const values = atoms.map(({ x, y, z }) => grid.interpolate(cell.fractionalize([x, y, z])));
    expect(maximum.height).toBe(Math.max(...values));
    expect(minimum.height).toBe(Math.min(...values));
    expect(maximum.nearest.distance).toBeCloseTo(0, 6);
  });

  test("a model in another cell is carried over by its fractional coordinates", () => {
    const other = UnitCell.of([20.2, 24.3, 29.9, 90, 105, 90]);
    const moved = atoms.map((atom) => {
      const [x, y, z] = other.orthogonalize(cell.fractionalize([atom.x, atom.y, atom.z]));
      return { ...atom, x, y, z };
    });
    const near = densityNear(grid, { cell: other, atoms: moved }).maximum;
    expect(near.height).toBeCloseTo(densityNear(grid, { cell, atoms }).maximum.height, 6);
  });

  test("no atoms, and lengths that are none, are refused", () => {
    expect(() => densityNear(grid, { cell, atoms: [] })).toThrow("got no atom, expected at least one");
    for (const wrong of [{ radius: 0 }, { step: -1 }, { radius: Number.NaN }])
      expect(() => densityNear(grid, { cell, atoms }, wrong)).toThrow(InputError);
  });
});

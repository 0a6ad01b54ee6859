/**
 * Oracles: gemmi's interpolate_value and tricubic_interpolation and its choice of grid sizes
 * (reference/maps/structureFactorMap.json); cubic polynomials, which a cubic spline through their points must reproduce.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { Grid, gridFactors, gridShape } from "../../lib/maps/grid.js";
import type { GridShape } from "../../lib/maps/realFft3.js";
import { mapFromCoefficients } from "../../lib/maps/structureFactorMap.js";
import reference from "../reference/maps/structureFactorMap.json";
import { ParkMiller } from "./parkMiller.js";

const cell = new UnitCell(7, 8, 9, 81, 97, 105);

function randomGrid(shape: GridShape, seed = 1): Grid {
  const data = Float32Array.from(new ParkMiller(seed).take(shape[0] * shape[1] * shape[2]));
  return new Grid({ cell, spaceGroup: "P 1", shape, data });
}

describe("Grid", () => {
  test("indexes points of any cell, w fastest", () => {
    const grid = randomGrid([2, 3, 4]);
    expect(grid.index(1, 2, 3)).toBe(23);
    expect(grid.index(-1, -1, -1)).toBe(23);
    expect(grid.index(2, 3, 4)).toBe(0);
    expect(grid.at(-2, 4, 9)).toBe(grid.data[1 * 4 + 1]);
  });

  test("statistics are those of the definition", () => {
    const grid = new Grid({ cell, spaceGroup: 1, shape: [1, 2, 2], data: Float32Array.of(1, 2, 3, 6) });
    expect(grid.statistics()).toEqual({ mean: 3, sigma: Math.sqrt(14 / 4), minimum: 1, maximum: 6 });
    const normalized = grid.normalized().statistics();
    expect(normalized.mean).toBeCloseTo(0, 7);
    expect(normalized.sigma).toBeCloseTo(1, 7);
  });

  test("a flat map, and one with a missing value, cannot be normalised", () => {
    expect(() => new Grid({ cell, spaceGroup: 1, shape: [2, 2, 2] }).normalized()).toThrow(
      "map to normalise: got σ = 0, expected a map that varies and is finite",
    );
    const grid = new Grid({ cell, spaceGroup: 1, shape: [1, 1, 2], data: Float32Array.of(1, Number.NaN) });
    expect(() => grid.normalized()).toThrow(InputError);
  });

  test("shapes and data that do not fit are refused", () => {
    expect(() => new Grid({ cell, spaceGroup: 1, shape: [2, 0, 2] })).toThrow(
      "grid shape: got 2 × 0 × 2, expected three positive whole numbers",
    );
    expect(() => new Grid({ cell, spaceGroup: 1, shape: [2, 2, 2], data: new Float32Array(7) })).toThrow(
      "data of a 2 × 2 × 2 grid: got 7 values, expected 8",
    );
  });
});

describe("interpolate", () => {
  test("gives the values at grid points, whatever the cell", () => {
    const grid = randomGrid([4, 5, 6]);
    for (const order of ["linear", "cubic"] as const) {
      for (const [u, v, w] of [
        [0, 0, 0],
        [3, 4, 5],
        [1, 2, 3],
      ]) {
        const at = [u / 4 + 2, v / 5 - 1, w / 6];
        expect(grid.interpolate(at, order)).toBeCloseTo(grid.at(u, v, w), 6);
      }
    }
  });

  test("linear is exact for a linear function, cubic for a quadratic one, away from the edge", () => {
    const shape: GridShape = [10, 10, 10];
    const linear = (u: number, v: number, w: number) => 1 + 2 * u - 3 * v + w;
    const quadratic = (u: number, v: number, w: number) => linear(u, v, w) + u * u - 0.5 * v * w + w * w;
    const grid = (f: typeof linear) => {
      const made = new Grid({ cell, spaceGroup: 1, shape });
      for (let i = 0; i < 1000; i++) made.data[i] = f(Math.floor(i / 100), Math.floor(i / 10) % 10, i % 10);
      return made;
    };
    const random = new ParkMiller(2);
    for (let i = 0; i < 50; i++) {
      const at = [5 + 6 * random.next(), 5 + 6 * random.next(), 5 + 6 * random.next()] as const;
      const fractional = at.map((x) => x / 10);
      expect(grid(linear).interpolate(fractional)).toBeCloseTo(linear(...at), 4);
      expect(grid(quadratic).interpolate(fractional, "cubic")).toBeCloseTo(quadratic(...at), 4);
    }
  });

  test.each(reference.made)(
    "$spaceGroup: as gemmi",
    ({ spaceGroup, cell: parameters, rows, shape, sigma, between }) => {
      const map = mapFromCoefficients(
        Int32Array.from(rows.flatMap((row) => row.slice(0, 3))),
        { amplitude: rows.map((row) => row[3]), phase: rows.map((row) => row[4]) },
        { cell: parameters, spaceGroup, shape: [shape[0], shape[1], shape[2]] },
      );
      for (const [at, linear, cubic] of between) {
        if (!Array.isArray(at)) throw new Error("the reference has coordinates first");
        expect(Math.abs(map.interpolate(at) - Number(linear))).toBeLessThan(1e-5 * sigma);
        expect(Math.abs(map.interpolate(at, "cubic") - Number(cubic))).toBeLessThan(1e-5 * sigma);
      }
    },
  );

  test("coordinates that are not numbers are refused", () => {
    expect(() => randomGrid([2, 2, 2]).interpolate([0, Number.NaN, 1])).toThrow(
      "coordinates to interpolate at: got 0, NaN, 1, expected three finite numbers",
    );
  });
});

describe("gridShape", () => {
  test("every operation of every setting maps the grid onto itself", () => {
    const groups = SpaceGroup.all();
    expect(groups.length).toBeGreaterThan(500);
    for (const spaceGroup of groups) {
      const { classes } = gridFactors(spaceGroup);
      // Lengths that differ but where the symmetry makes them equal; the angles do not matter here.
      const lengths = classes.map((c) => [20, 27, 31][c]);
      const shape = gridShape(UnitCell.of(lengths), spaceGroup, { dMin: 2 });
      for (const { rotation, translation } of spaceGroup.operations) {
        for (let i = 0; i < 3; i++) {
          expect((translation[i] * shape[i]) % 24).toBe(0);
          for (let j = 0; j < 3; j++) expect(Math.abs(rotation[3 * i + j] * shape[i]) % shape[j]).toBe(0);
        }
        expect(shape.map((n, i) => n >= (3 * lengths[i]) / 2)).toEqual([true, true, true]);
      }
    }
  });

  test("points are no further apart than dMin/rate along the normals of the faces", () => {
    const shape = gridShape(cell, SpaceGroup.fromNumber(1), { dMin: 1.1, sampleRate: 2.5 });
    for (const [i, length] of [cell.reciprocal.a, cell.reciprocal.b, cell.reciprocal.c].entries()) {
      expect(1 / (length * shape[i])).toBeLessThanOrEqual(1.1 / 2.5);
    }
  });

  test("takes the least sizes asked for", () => {
    expect(gridShape(cell, SpaceGroup.fromNumber(1), { dMin: 5, minimum: [1, 13, 31] })).toEqual([6, 16, 32]);
  });

  test("refuses what makes no grid", () => {
    const group = SpaceGroup.fromNumber(1);
    expect(() => gridShape(cell, group, { dMin: 0 })).toThrow("resolution of a grid: got 0 Å");
    expect(() => gridShape(cell, group, { dMin: 1, sampleRate: -1 })).toThrow(
      "sample rate of a grid: got -1",
    );
    expect(() => gridShape(cell, group, { dMin: 0.001 })).toThrow(
      /expected at most 1073741824; sample more coarsely/,
    );
  });
});

/**
 * Oracles: trying every operation and every lattice translation in reach; gemmi's NeighborSearch on real models
 * (reference/maps/neighbourSearch.json).
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { NeighbourSearch } from "../../lib/maps/neighbourSearch.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/maps/neighbourSearch.json";
import { ParkMiller } from "./parkMiller.js";

/** All images within a radius, sorted by distance: every operation, lattice translations −4 … 4 about the place. */
function everyImage(
  cell: UnitCell,
  group: SpaceGroup,
  points: Float64Array,
  at: number[],
  radius: number,
): number[] {
  const found: number[] = [];
  for (const { rotation: r, translation: t } of group.operations) {
    const image = [0, 1, 2].map(
      (i) => r[3 * i] * at[0] + r[3 * i + 1] * at[1] + r[3 * i + 2] * at[2] + t[i] / 24,
    );
    for (let p = 0; p < points.length; p += 3) {
      const d = image.map((x, i) => x - points[p + i] - Math.round(x - points[p + i]));
      for (let a = -4; a <= 4; a++) {
        for (let b = -4; b <= 4; b++) {
          for (let c = -4; c <= 4; c++) {
            const distance = Math.hypot(...cell.orthogonalize([d[0] + a, d[1] + b, d[2] + c]));
            if (distance <= radius) found.push(distance);
          }
        }
      }
    }
  }
  return found.sort((x, y) => x - y);
}

const crystals: [string, number[]][] = [
  ["P 1", [4, 6, 9, 65, 110, 80]],
  ["P 1", [5, 5, 5, 62, 62, 62]],
  ["P 1 21 1", [5, 20, 8, 90, 128, 90]],
  ["R 3:H", [12, 12, 9, 90, 90, 120]],
  ["P 61 2 2", [9, 9, 30, 90, 90, 120]],
  ["F 2 3", [14, 14, 14, 90, 90, 90]],
];

describe("NeighbourSearch", () => {
  test.each(crystals)(
    "%s %j: the images that trying them all finds, at every bin size",
    (name, parameters) => {
      const cell = UnitCell.of(parameters);
      const group = SpaceGroup.fromName(name);
      const random = new ParkMiller(9);
      const points = random.take(3 * 9).map((x) => 4 * x);
      for (const binSize of [1, 4, 50]) {
        const search = new NeighbourSearch(cell, group, points, binSize);
        for (let i = 0; i < 8; i++) {
          const at = Array.from(random.take(3), (x) => 6 * x);
          const radius = 3 + 4 * (random.next() + 0.5);
          const expected = everyImage(cell, group, points, at, radius);
          const found = search.within(at, radius);
          expect(found.length).toBe(expected.length);
          for (const [j, { distance }] of found.entries())
            expect(Math.abs(distance - expected[j])).toBeLessThan(1e-9);
          const nearest = search.nearest(at);
          const all = everyImage(cell, group, points, at, 12);
          expect(Math.abs((nearest?.distance ?? Number.NaN) - all[0])).toBeLessThan(1e-9);
        }
      }
    },
  );

  test("the image lies next to the point as it was given, and the operation makes it", () => {
    const cell = new UnitCell(9, 9, 30, 90, 90, 120);
    const group = SpaceGroup.fromName("P 61 2 2");
    const random = new ParkMiller(4);
    const points = random.take(30).map((x) => 7 * x);
    const search = new NeighbourSearch(cell, group, points);
    for (let i = 0; i < 20; i++) {
      const at = Array.from(random.take(3), (x) => 5 * x);
      const found = search.nearest(at);
      if (found === undefined) throw new Error("there are points");
      const between = found.image.map((x, j) => x - points[3 * found.index + j]);
      expect(Math.hypot(...cell.orthogonalize(between))).toBeCloseTo(found.distance, 9);
      const made = group.operations[found.operation].apply(at);
      for (const j of [0, 1, 2]) {
        const whole = found.image[j] - made[j];
        expect(Math.abs(whole - Math.round(whole))).toBeLessThan(1e-9);
      }
    }
  });

  test("nothing within reach, no points, and coordinates that are not numbers", () => {
    const cell = new UnitCell(50, 50, 50);
    const group = SpaceGroup.fromNumber(1);
    const search = new NeighbourSearch(cell, group, [0, 0, 0]);
    expect(search.nearest([0.5, 0.5, 0.5], 43.2)).toBeUndefined();
    expect(search.nearest([0.5, 0.5, 0.5], 43.4)?.distance).toBeCloseTo(Math.sqrt(3) * 25, 9);
    expect(search.nearest([0.5, 0.5, 0.5])?.distance).toBeCloseTo(Math.sqrt(3) * 25, 9);
    expect(new NeighbourSearch(cell, group, []).nearest([0, 0, 0])).toBeUndefined();
    expect(() => new NeighbourSearch(cell, group, [0, 0, 0, 0, Number.NaN, 0])).toThrow(
      "fractional coordinates of point 1: got NaN, expected a finite number",
    );
    expect(() => search.nearest([0, Infinity, 0])).toThrow("place to search around: got 0, Infinity, 0");
  });

  for (const { path, rows } of reference.models) {
    dataTest(`${path}: nearest atoms and numbers of neighbours as gemmi`, () => {
      const { cell, spaceGroup, atoms } = readPdb(readFileSync(dataFile(path), "latin1"));
      const points = atoms.flatMap(({ x, y, z }) => cell.fractionalize([x, y, z]));
      const search = new NeighbourSearch(cell, spaceGroup, points);
      for (const [x, y, z, serial, distance, count] of rows) {
        const nearest = search.nearest([x, y, z]);
        expect(nearest?.distance).toBeCloseTo(distance, 6);
        expect(atoms[nearest?.index ?? -1].serial).toBe(serial);
        expect(search.within([x, y, z], 6).length).toBe(count);
      }
    });
  }
});

/**
 * Oracles: Gaussian atoms, whose map is known everywhere (its maxima found by climbing the Fourier sum itself);
 * scipy's maximum_filter on gemmi's maps (reference/maps/findPeaks.json).
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { findPeaks, type PeakAtom } from "../../lib/maps/findPeaks.js";
import { Grid } from "../../lib/maps/grid.js";
import { NeighbourSearch } from "../../lib/maps/neighbourSearch.js";
import { mapFromCoefficients } from "../../lib/maps/structureFactorMap.js";
import reference from "../reference/maps/findPeaks.json";
import made from "../reference/maps/structureFactorMap.json";
import { ParkMiller } from "./parkMiller.js";

interface Model {
  readonly cell: UnitCell;
  readonly group: SpaceGroup;
  /** Fractional coordinates. */
  readonly sites: number[][];
  readonly weights: number[];
}

const bFactor = 12;

/** Unique Miller indices to dMin (one of each pair of Friedel mates) and Σ w exp(−B/4d²) exp(2πi h·x) of all images. */
function structureFactors({ cell, group, sites, weights }: Model, dMin: number) {
  const hkl: number[] = [];
  const re: number[] = [];
  const im: number[] = [];
  const images = group.operations.flatMap((operation) => sites.map((site) => operation.apply(site)));
  const most = [cell.a, cell.b, cell.c].map((length) => Math.floor(length / dMin));
  for (let h = -most[0]; h <= most[0]; h++) {
    for (let k = -most[1]; k <= most[1]; k++) {
      for (let l = 0; l <= most[2]; l++) {
        const inverse = cell.inverseDSquared(h, k, l);
        if (inverse > 1 / dMin ** 2 || inverse === 0 || !group.isInAsu(h, k, l)) continue;
        const fall = Math.exp((-bFactor * inverse) / 4);
        let [a, b] = [0, 0];
        images.forEach(([x, y, z], i) => {
          const angle = 2 * Math.PI * (h * x + k * y + l * z);
          a += weights[i % weights.length] * fall * Math.cos(angle);
          b += weights[i % weights.length] * fall * Math.sin(angle);
        });
        hkl.push(h, k, l);
        re.push(a);
        im.push(b);
      }
    }
  }
  return { hkl: Int32Array.from(hkl), re, im };
}

/** The top of the map near a place: its Fourier sum climbed with ever smaller steps. */
function climb(value: (at: readonly number[]) => number, from: readonly number[], step: number): number[] {
  let at = [...from];
  for (let size = step; size > 1e-6; ) {
    const around = [0, 1, 2].flatMap((i) =>
      [-size, size].map((d) => at.map((x, j) => (j === i ? x + d : x))),
    );
    const best = around.reduce((a, b) => (value(b) > value(a) ? b : a), at);
    if (best === at) size /= 2;
    at = best;
  }
  return at;
}

const models: [string, number[]][] = [
  ["P 1", [11, 12, 13, 75, 100, 85]],
  ["P 1 21 1", [12, 14, 13, 90, 118, 90]],
  ["P 21 21 21", [13, 15, 18, 90, 90, 90]],
  ["P 63", [18, 18, 14, 90, 90, 120]],
];

describe("findPeaks", () => {
  test.each(models)(
    "%s %j: one peak for each atom, where and as high as the map really is",
    (name, parameters) => {
      const cell = UnitCell.of(parameters);
      const group = SpaceGroup.fromName(name);
      const sites = [
        [0.13, 0.21, 0.07],
        [0.31, 0.42, 0.66],
        [0.62, 0.05, 0.41],
      ];
      const model = { cell, group, sites, weights: [10, 8, 6] };
      const dMin = 1.5;
      const { hkl, re, im } = structureFactors(model, dMin);
      const grid = mapFromCoefficients(hkl, { re, im }, { cell, spaceGroup: group });
      const { sigma } = grid.statistics();
      const atoms: PeakAtom[] = sites.map((site, i) => {
        const [x, y, z] = cell.orthogonalize(site);
        return { name: "XE", residueName: "XE", residueNumber: i + 1, chain: "A", x, y, z };
      });
      const peaks = findPeaks(grid, { count: 3, structure: { cell, atoms } });
      expect(peaks.map(({ nearest }) => nearest?.atom.residueNumber)).toEqual([1, 2, 3]);
      // The map itself, finely: the same sum on a grid of a quarter of the spacing, interpolated by cubics.
      const fine = mapFromCoefficients(hkl, { re, im }, { cell, spaceGroup: group, sampleRate: 14 });
      for (const peak of peaks) {
        const top = climb((at) => fine.interpolate(at, "cubic"), peak.fractional, 0.01);
        const apart = Math.hypot(...cell.orthogonalize(top.map((x, i) => x - peak.fractional[i])));
        const height = fine.interpolate(top, "cubic") / sigma;
        expect(apart).toBeLessThan(0.06);
        expect(Math.abs(peak.height / height - 1)).toBeLessThan(0.04);
        expect(peak.gridHeight).toBeLessThanOrEqual(peak.height);
        const { x, y, z } = atoms[peak.nearest?.index ?? Number.NaN];
        const distance = Math.hypot(peak.position[0] - x, peak.position[1] - y, peak.position[2] - z);
        expect(peak.nearest?.distance).toBeCloseTo(distance, 9);
        expect(peak.nearest?.distance).toBeLessThan(0.25);
      }
    },
  );

  test.each(reference.made.map(({ spaceGroup, heights }, i) => ({ spaceGroup, heights, i })))(
    "$spaceGroup: the local maxima that scipy finds in gemmi's map",
    ({ heights, i }) => {
      const { rows, cell, spaceGroup } = made.made[i];
      const grid = mapFromCoefficients(
        Int32Array.from(rows.flatMap((row) => row.slice(0, 3))),
        { amplitude: rows.map((row) => row[3]), phase: rows.map((row) => row[4]) },
        { cell, spaceGroup, normalize: true },
      );
      const found = findPeaks(grid, { minimumSigma: 0, separation: 0 })
        .map(({ gridHeight }) => gridHeight)
        .filter((height) => height > 0.5)
        .sort((a, b) => b - a);
      expect(found.length).toBe(heights.length);
      for (const [j, height] of found.entries()) expect(Math.abs(height - heights[j])).toBeLessThan(2e-5);
    },
  );

  test.each(made.made)(
    "$spaceGroup: peaks closer than the separation are one, and the highest",
    ({ rows, cell, spaceGroup }) => {
      const grid = mapFromCoefficients(
        Int32Array.from(rows.flatMap((row) => row.slice(0, 3))),
        { amplitude: rows.map((row) => row[3]), phase: rows.map((row) => row[4]) },
        { cell, spaceGroup, normalize: true },
      );
      const all = findPeaks(grid, { minimumSigma: 0.5, separation: 0 });
      const kept = findPeaks(grid, { minimumSigma: 0.5, separation: 2 });
      expect(kept.length).toBeGreaterThan(1);
      const search = new NeighbourSearch(
        grid.cell,
        grid.spaceGroup,
        kept.flatMap(({ fractional }) => [...fractional]),
      );
      for (const peak of all) {
        const near = search.within(peak.fractional, 2);
        const best = near.map(({ index }) => kept[index]).some(({ height }) => height >= peak.height - 1e-9);
        expect(best).toBe(true);
      }
      for (const [i, peak] of kept.entries()) {
        const others = search.within(peak.fractional, 2 - 1e-9).filter(({ index }) => index !== i);
        expect(others).toEqual([]);
      }
    },
  );

  test("the quadratic is exact where the map is one, cross terms too", () => {
    const shape = [8, 8, 8] as const;
    const grid = new Grid({ cell: [8, 8, 8], spaceGroup: 1, shape });
    const top = [3.3, 4.2, 3.8];
    for (let i = 0; i < 512; i++) {
      const [x, y, z] = [Math.floor(i / 64) - top[0], (Math.floor(i / 8) % 8) - top[1], (i % 8) - top[2]];
      grid.data[i] = 100 - (3 * x * x + 2 * y * y + z * z + 1.5 * x * y - 0.8 * y * z + 0.5 * x * z);
    }
    const { mean, sigma } = grid.statistics();
    const [peak] = findPeaks(grid, { minimumSigma: 0 });
    for (const i of [0, 1, 2]) expect(peak.fractional[i] * 8).toBeCloseTo(top[i], 4);
    expect(peak.height).toBeCloseTo((100 - mean) / sigma, 5);
  });

  test("of equal neighbours one is the peak", () => {
    const grid = new Grid({ cell: [8, 8, 8], spaceGroup: 1, shape: [8, 8, 8] });
    for (const [u, v, w] of [
      [7, 3, 3],
      [0, 3, 3],
    ])
      grid.data[grid.index(u, v, w)] = 1;
    const peaks = findPeaks(grid, { separation: 0 });
    expect(peaks.length).toBe(1);
    expect((peaks[0].fractional[0] * 8 + 1) % 8).toBeCloseTo(0.5, 6);
  });

  test("a radius asks that a peak be the highest within it", () => {
    const grid = new Grid({ cell: [20, 20, 20], spaceGroup: 1, shape: [20, 20, 20] });
    grid.data[grid.index(5, 5, 5)] = 2;
    grid.data[grid.index(5, 5, 8)] = 1;
    grid.data[grid.index(19, 19, 19)] = 1.5;
    grid.data[grid.index(1, 0, 0)] = 1;
    const count = (radius?: number) => findPeaks(grid, { radius, separation: 0 }).length;
    expect(count()).toBe(4);
    expect(count(2.3)).toBe(4);
    expect(count(2.5)).toBe(3);
    expect(count(3)).toBe(2);
    expect(count(100)).toBe(1);
  });

  test("count, minimum height and order", () => {
    const grid = new Grid({ cell: [20, 20, 20], spaceGroup: 1, shape: [20, 20, 20] });
    for (let i = 0; i < 5; i++) grid.data[grid.index(4 * i, 4 * i, 4 * i)] = 1 + i;
    const heights = findPeaks(grid).map(({ height }) => height);
    expect(heights.length).toBe(5);
    expect(heights).toEqual(heights.slice().sort((a, b) => b - a));
    expect(findPeaks(grid, { count: 2 }).map(({ height }) => height)).toEqual(heights.slice(0, 2));
    const { sigma, mean } = grid.statistics();
    expect(findPeaks(grid, { minimumSigma: (2.5 - mean) / sigma }).length).toBe(3);
  });

  test("the model is carried into the map's cell by its fractional coordinates", () => {
    const grid = new Grid({ cell: [22, 20, 20], spaceGroup: 1, shape: [20, 20, 20] });
    grid.data[grid.index(18, 5, 5)] = 1;
    const atom = { name: "XE", residueName: "XE", residueNumber: 1, chain: "A", x: 18, y: 5, z: 5 };
    const [peak] = findPeaks(grid, { structure: { cell: new UnitCell(20, 20, 20), atoms: [atom] } });
    expect(peak.nearest?.atom).toBe(atom);
    expect(peak.nearest?.distance).toBeCloseTo(0, 9);
  });

  test("flat maps have no peaks; maps and options that are not numbers are refused", () => {
    const grid = new Grid({ cell: [5, 5, 5], spaceGroup: 1, shape: [4, 4, 4] });
    expect(findPeaks(grid)).toEqual([]);
    expect(() => findPeaks(grid, { count: Number.NaN })).toThrow("findPeaks count: got NaN");
    expect(() => findPeaks(grid, { separation: -1 })).toThrow("findPeaks separation: got -1");
    grid.data[3] = Number.NaN;
    expect(() => findPeaks(grid)).toThrow("findPeaks: got a map with σ = NaN, expected finite values");
  });

  test("grids of a single layer have peaks too", () => {
    const data = Float32Array.from(new ParkMiller(1).take(64));
    const grid = new Grid({ cell: [8, 8, 1], spaceGroup: 1, shape: [8, 8, 1], data });
    const highest = findPeaks(grid, { minimumSigma: 0 })[0];
    expect(highest.gridHeight * grid.statistics().sigma + grid.statistics().mean).toBeCloseTo(
      Math.max(...data),
      6,
    );
  });
});

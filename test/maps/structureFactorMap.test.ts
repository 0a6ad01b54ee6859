/**
 * Oracles: gemmi's transform_f_phi_to_map and transform_map_to_f_phi (reference/maps/structureFactorMap.json), the
 * defining sums, and phenix.fmodel's structure factors expanded to P1 (data/fmodel, 42 pairs).
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { Grid } from "../../lib/maps/grid.js";
import { mapFromCoefficients, structureFactorsFromMap } from "../../lib/maps/structureFactorMap.js";
import { dataFile, dataTest, hasData } from "../data.js";
import reference from "../reference/maps/structureFactorMap.json";
import { ParkMiller } from "./parkMiller.js";

interface Sampled {
  readonly shape: number[];
  readonly mean: number;
  readonly sigma: number;
  readonly values: number[];
}

/** The largest difference from gemmi's samples, in σ of the map; shape, mean and σ must agree. */
function worstOf(grid: Grid, { shape, mean, sigma, values }: Sampled): number {
  expect(Array.from(grid.shape)).toEqual(shape);
  const statistics = grid.statistics();
  expect(Math.abs(statistics.mean - mean)).toBeLessThan(1e-5 * sigma);
  expect(statistics.sigma / sigma).toBeCloseTo(1, 5);
  const differences = values.map((value, i) => Math.abs(grid.at(7 * i, 11 * i, 13 * i) - value) / sigma);
  return Math.max(...differences);
}

function madeUp({ spaceGroup, cell, rows }: (typeof reference.made)[number]) {
  return {
    spaceGroup: SpaceGroup.fromName(spaceGroup),
    cell: UnitCell.of(cell),
    hkl: Int32Array.from(rows.flatMap((row) => row.slice(0, 3))),
    amplitude: rows.map((row) => row[3]),
    phase: rows.map((row) => row[4]),
  };
}

describe("mapFromCoefficients", () => {
  test.each(reference.made)("$spaceGroup: as gemmi", (golden) => {
    const { hkl, amplitude, phase, cell, spaceGroup } = madeUp(golden);
    const grid = mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup });
    expect(worstOf(grid, golden)).toBeLessThan(1e-5);
  });

  test.each(reference.made)("$spaceGroup: has the symmetry of the space group", (golden) => {
    const { hkl, amplitude, phase, cell, spaceGroup } = madeUp(golden);
    const grid = mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup });
    const random = new ParkMiller(3);
    for (const operation of spaceGroup.operations) {
      const point = grid.shape.map((n) => Math.floor(n * (random.next() + 0.5)));
      const image = operation.apply(point.map((x, i) => x / grid.shape[i]));
      const [u, v, w] = Array.from(image, (x, i) => Math.round(x * grid.shape[i]));
      expect(Math.abs(grid.at(u, v, w) - grid.at(point[0], point[1], point[2]))).toBeLessThan(
        1e-5 * golden.sigma,
      );
    }
  });

  test("is 1/V Σ F exp(−2πi h·x) over the sphere, F(000) only where given", () => {
    const cell = new UnitCell(5, 6, 7, 80, 95, 103);
    const hkl = Int32Array.of(1, 0, 0, -1, 2, 1, 0, 0, 0, 2, -1, -3);
    const amplitude = [10, 20, 50, 30];
    const phase = [30, -100, 0, 200];
    const grid = mapFromCoefficients(
      hkl,
      { amplitude, phase },
      { cell, spaceGroup: "P1", shape: [8, 9, 10] },
    );
    for (const [u, v, w] of [
      [0, 0, 0],
      [1, 2, 3],
      [7, 8, 9],
      [4, 0, 5],
    ]) {
      let sum = 50;
      for (const i of [0, 1, 3]) {
        const turn = (hkl[3 * i] * u) / 8 + (hkl[3 * i + 1] * v) / 9 + (hkl[3 * i + 2] * w) / 10;
        sum += 2 * amplitude[i] * Math.cos((phase[i] / 180) * Math.PI - 2 * Math.PI * turn);
      }
      expect(grid.at(u, v, w)).toBeCloseTo(sum / cell.volume, 6);
    }
    expect(grid.statistics().mean).toBeCloseTo(50 / cell.volume, 6);
  });

  test("takes real and imaginary parts, any asymmetric unit, and leaves out what is missing", () => {
    const golden = reference.made[6];
    const { hkl, amplitude, phase, cell, spaceGroup } = madeUp(golden);
    const expected = mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup });
    // Every reflection replaced by its image under the third operation, and its mate if its number is odd.
    const operation = spaceGroup.operations[2];
    const moved = new Int32Array(hkl.length + 6);
    const re = new Float64Array(amplitude.length + 2);
    const im = new Float64Array(amplitude.length + 2);
    for (let i = 0; i < amplitude.length; i++) {
      const [h, k, l] = [hkl[3 * i], hkl[3 * i + 1], hkl[3 * i + 2]];
      const sign = i % 2 === 0 ? 1 : -1;
      moved.set(
        Array.from(operation.applyToHkl(h, k, l), (x) => sign * x),
        3 * i,
      );
      const angle = (phase[i] / 180) * Math.PI + operation.phaseShift(h, k, l);
      re[i] = amplitude[i] * Math.cos(angle);
      im[i] = sign * amplitude[i] * Math.sin(angle);
    }
    // Missing coefficients at indices far out, which must not refine the grid either.
    moved.set([90, 0, 0, 0, 90, 1], hkl.length);
    re[amplitude.length] = Number.NaN;
    im[amplitude.length + 1] = Number.NaN;
    const grid = mapFromCoefficients(moved, { re, im }, { cell, spaceGroup });
    expect(grid.shape).toEqual(expected.shape);
    for (let i = 0; i < grid.data.length; i++) {
      expect(Math.abs(grid.data[i] - expected.data[i])).toBeLessThan(1e-5 * golden.sigma);
    }
  });

  test("what the symmetry forbids is taken out", () => {
    const options = { cell: [10, 11, 12], spaceGroup: "P 21 21 21", shape: [8, 8, 8] as const };
    // 1 0 0 is absent; 0 1 2 is centric, with phases ±90°, and 0 2 1 too, with phases 0 and 180°.
    const absent = mapFromCoefficients(Int32Array.of(1, 0, 0), { amplitude: [7], phase: [20] }, options);
    expect(Array.from(absent.data).every((x) => x === 0)).toBe(true);
    const group = SpaceGroup.fromName("P 21 21 21");
    const allowed = group.phaseRestriction(0, 1, 2);
    if (allowed === undefined) throw new Error("0 1 2 is centric in P212121");
    const hkl = Int32Array.of(0, 1, 2);
    const off = mapFromCoefficients(hkl, { amplitude: [10], phase: [allowed + 60] }, options);
    const on = mapFromCoefficients(hkl, { amplitude: [5], phase: [allowed] }, options);
    expect(on.statistics().sigma).toBeGreaterThan(0);
    for (let i = 0; i < on.data.length; i++) expect(off.data[i]).toBeCloseTo(on.data[i], 7);
  });

  test("normalises", () => {
    const { hkl, amplitude, phase, cell, spaceGroup } = madeUp(reference.made[3]);
    const grid = mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup, normalize: true });
    expect(grid.statistics().sigma).toBeCloseTo(1, 6);
    expect(grid.statistics().mean).toBeCloseTo(0, 6);
  });

  test("a hexagonal cell sampled coarsely still holds every image of every reflection", () => {
    const cell = [30, 30, 30, 90, 90, 120];
    const hkl = Int32Array.of(5, 5, 0, 9, 1, 2);
    const grid = mapFromCoefficients(
      hkl,
      { amplitude: [1, 1], phase: [0, 30] },
      { cell, spaceGroup: "P 3", sampleRate: 1 },
    );
    expect(grid.shape[0]).toBeGreaterThan(20);
    const { re, im } = structureFactorsFromMap(grid, Int32Array.of(9, 1, 2, 1, -10, 2));
    for (const i of [0, 1]) expect(Math.hypot(re[i], im[i])).toBeCloseTo(1, 5);
  });

  test("bad input is refused with a sentence", () => {
    const options = { cell: [10, 11, 12], spaceGroup: "P 1" };
    const one = { amplitude: [1], phase: [0] };
    expect(() => mapFromCoefficients(Int32Array.of(1, 0), one, options)).toThrow(
      "Miller indices: got 2 numbers, expected three for each reflection",
    );
    expect(() => mapFromCoefficients(Int32Array.of(1, 0, 0, 0, 1, 0), one, options)).toThrow(
      "map coefficients: got 1 and 1 amplitudes and phases, expected 2, one for each Miller index",
    );
    expect(() => mapFromCoefficients(Int32Array.of(1, 0, 0), { re: [Number.NaN], im: [0] }, options)).toThrow(
      "map coefficients: got 1 reflections of which none is usable",
    );
    expect(() => mapFromCoefficients(Int32Array.of(4, 0, 0), one, { ...options, shape: [8, 8, 8] })).toThrow(
      "reflection 4 0 0 on a 8 × 8 × 8 grid: got an index of half a size or more, expected a finer grid",
    );
    expect(() => mapFromCoefficients(Int32Array.of(1, 0, 0), one, { ...options, shape: [7, 8, 8] })).toThrow(
      InputError,
    );
    expect(() =>
      mapFromCoefficients(Int32Array.of(1, 0, 0), one, { ...options, spaceGroup: "P 99" }),
    ).toThrow(InputError);
  });
});

describe("structureFactorsFromMap", () => {
  test("as gemmi, for a map without symmetry", () => {
    const data = Float32Array.from(new ParkMiller(3).take(720));
    const cell = new UnitCell(7, 8, 9, 81, 97, 105);
    const grid = new Grid({ cell, spaceGroup: 1, shape: [8, 9, 10], data });
    const hkl = Int32Array.from(reference.inverse.flatMap((row) => row.slice(0, 3)));
    const { re, im } = structureFactorsFromMap(grid, hkl);
    // gemmi works in float32: of the map's 720 values of up to 0.5, its sums carry about 1e-6 of σ√N V/N ≈ 5.
    for (const [i, row] of reference.inverse.entries()) {
      expect(Math.abs(re[i] - row[3])).toBeLessThan(5e-6);
      expect(Math.abs(im[i] - row[4])).toBeLessThan(5e-6);
    }
  });

  test.each(reference.made)("$spaceGroup: gives back what a map was made from", (golden) => {
    const { hkl, amplitude, phase, cell, spaceGroup } = madeUp(golden);
    const { re, im } = structureFactorsFromMap(
      mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup }),
      hkl,
    );
    for (let i = 0; i < amplitude.length; i++) {
      const angle = (phase[i] * Math.PI) / 180;
      // The centric phases of the reference are rounded to 0.001°.
      expect(Math.abs(re[i] - amplitude[i] * Math.cos(angle))).toBeLessThan(2e-3);
      expect(Math.abs(im[i] - amplitude[i] * Math.sin(angle))).toBeLessThan(2e-3);
    }
  });

  test("an index beyond the grid is refused", () => {
    const grid = new Grid({ cell: [5, 5, 5], spaceGroup: 1, shape: [4, 4, 4] });
    expect(() => structureFactorsFromMap(grid, Int32Array.of(0, -2, 0))).toThrow(
      /reflection 0 -2 0 on a 4 × 4 × 4 grid/,
    );
  });
});

/** Miller indices, two columns, cell and space group of an MTZ file of the real data. */
async function coefficientsOf(path: string, f: string, phi: string) {
  const mtz = await readMtz(bytesSource(readFileSync(dataFile(path)), path));
  const [h, k, l] = ["H", "K", "L"].map((label) => mtz.column(label));
  return {
    hkl: Int32Array.from({ length: 3 * mtz.rowCount }, (_, i) => [h, k, l][i % 3][Math.floor(i / 3)]),
    amplitude: mtz.column(f),
    phase: mtz.column(phi),
    cell: UnitCell.of(mtz.cell),
    spaceGroup: SpaceGroup.fromOperations(mtz.symmetryOperations),
  };
}

describe("real data", () => {
  for (const { path, f, phi, ...golden } of reference.real) {
    dataTest(`${path} ${f} ${phi}: as gemmi`, async () => {
      const { hkl, amplitude, phase, cell, spaceGroup } = await coefficientsOf(path, f, phi);
      const grid = mapFromCoefficients(hkl, { amplitude, phase }, { cell, spaceGroup });
      expect(worstOf(grid, golden)).toBeLessThan(2e-5);
    });
  }

  const pairs = hasData
    ? readdirSync(dataFile("fmodel"))
        .filter((file) => file.endsWith("_p1.mtz"))
        .map((file) => file.replace("_p1.mtz", ""))
    : ["none"];
  dataTest.each(pairs)(
    "fmodel %s: the map of the asymmetric unit is that of its expansion to P1",
    async (name) => {
      const asu = await coefficientsOf(`fmodel/${name}.mtz`, "FMODEL", "PHIFMODEL");
      const p1 = await coefficientsOf(`fmodel/${name}_p1.mtz`, "FMODEL", "PHIFMODEL");
      // Points farther apart than usual: the largest cells would else take seconds.
      const grid = mapFromCoefficients(asu.hkl, asu, { ...asu, sampleRate: 2 });
      const expanded = mapFromCoefficients(p1.hkl, p1, { ...p1, shape: grid.shape });
      expect(p1.spaceGroup.number).toBe(1);
      const { sigma } = expanded.statistics();
      let worst = 0;
      for (let i = 0; i < grid.data.length; i++)
        worst = Math.max(worst, Math.abs(grid.data[i] - expanded.data[i]));
      // The phases of the files are float32 and of 0.01°.
      expect(worst / sigma).toBeLessThan(2e-4);
      const back = structureFactorsFromMap(grid, p1.hkl);
      for (let i = 0; i < p1.amplitude.length; i++) {
        expect(Math.abs(Math.hypot(back.re[i], back.im[i]) - p1.amplitude[i])).toBeLessThan(
          2e-4 * p1.amplitude[i] + 2e-3,
        );
      }
    },
  );
});

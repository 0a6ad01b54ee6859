/**
 * Directions of beams beside the simulation, which has them from its own setting matrix: the Lorentz–polarisation column is a
 * function of two components, the absorption (absorption.test.ts) of all, in the crystal.
 */
import { describe, expect, test } from "vitest";
import { beamDirections, wavelengths } from "../../../../lib/models/merging/scale/beamDirections.js";
import { rotation } from "../tables.js";
import { dataOf, farthest } from "./termRows.js";

const triclinic = {
  seed: 3,
  dMin: 3,
  beamCentre: [700, 900] as const,
  randomAtoms: { cell: [25, 30, 35, 80, 95, 110] as const, spaceGroup: "P 1", atomCount: 60 },
};
const { observations, geometry } = rotation(triclinic);
const data = dataOf(observations);

describe("from the orientation", () => {
  const found = beamDirections(data);

  test("give the simulation's Lorentz and polarisation factors", () => {
    const lp = observations.values("LP");
    const expected = Array.from(data.row, (r) => 1 / lp[r]);
    const made = Array.from(data.row, (_, i) => {
      const [x, y] = Array.from(found?.diffracted.subarray(3 * i, 3 * i + 2) ?? []);
      return (0.5 * (1 + x * x)) / Math.abs(y);
    });
    expect(made.length).toBeGreaterThan(1000);
    expect(
      farthest(
        made.map((value, i) => value / expected[i]),
        expected.map(() => 1),
      ),
    ).toBeLessThan(1e-4);
  });

  test("are unit vectors, as far from each other in the crystal as in the laboratory", () => {
    const { crystal, diffracted } = found ?? {};
    for (let i = 0; i < data.row.length; i += 10) {
      const of = (vectors?: Float64Array) => Array.from(vectors?.subarray(3 * i, 3 * i + 3) ?? []);
      const [s1, inCrystal, source] = [of(diffracted), of(crystal?.diffracted), of(crystal?.source)];
      for (const v of [s1, inCrystal, source]) expect(Math.hypot(...v)).toBeCloseTo(1, 6);
      const cosine = inCrystal.reduce((sum, value, k) => sum + value * source[k], 0);
      expect(cosine).toBeCloseTo(-s1[0], 6);
    }
  });
});

describe("without one", () => {
  const headless = observations.derive({ columns: observations.columns, batches: [] });

  test("are found on the detector, wherever the beam meets it", () => {
    const placed = beamDirections(dataOf(headless));
    expect(placed?.crystal).toBeUndefined();
    expect(farthest(placed?.diffracted ?? [], beamDirections(data)?.diffracted ?? [])).toBeLessThan(2e-3);
  });

  test("a U that does not fit the data counts for nothing", () => {
    const batches = observations.batches.map((batch) => ({
      ...batch,
      uMatrix: [0, 1, 0, 1, 0, 0, 0, 0, -1],
    }));
    const wrong = observations.derive({ columns: observations.columns, batches });
    expect(beamDirections(dataOf(wrong))?.crystal).toBeUndefined();
  });

  test("nor a place that is no place", () => {
    const nowhere = headless.without("XDET");
    expect(beamDirections(dataOf(nowhere))).toBeUndefined();
    const x = headless.column("XDET");
    const shuffled = headless.with({ ...x, data: Float32Array.from(x.data).reverse() });
    expect(beamDirections(dataOf(shuffled))).toBeUndefined();
  });
});

test("the wavelength is that of the table, or of the term", () => {
  expect(new Set(wavelengths(data))).toEqual(new Set([geometry.wavelength]));
  const own = Float64Array.from(data.row, (_, i) => 1 + i / 1e4);
  expect(wavelengths({ ...data, wavelength: own })).toBe(own);
  const none = observations.derive({ columns: observations.columns, batches: [], datasets: [] });
  expect(wavelengths({ ...data, tables: [none] })).toBeUndefined();
});

/**
 * Oracles: a simulated crystal of which one atom moves; shared/judge/light_dark_peaks.py (gemmi) on careless's merges of the PYP
 * data, unrounded (reference/maps/differenceMap.json).
 */
import { describe, expect, test } from "vitest";
import { generateHkl, SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError, MissingColumnError } from "../../lib/errors.js";
import { densityNear, mapFromCoefficients } from "../../lib/maps/index.js";
import { readStructure } from "../../lib/node/coordinateFiles.js";
import { atom, directSummation, Structure } from "../../lib/structure/index.js";
import { differenceMap } from "../../lib/table/differenceMap.js";
import { ReflectionTable } from "../../lib/table/reflectionTable.js";
import { dataFile } from "../data.js";
import { ParkMiller } from "../maps/parkMiller.js";
import reference from "../reference/maps/differenceMap.json";
import { carelessTable, carelessTest } from "../statistics/careless.js";

const cell = UnitCell.of([24, 27, 31]);
const spaceGroup = SpaceGroup.fromName("P 21 21 21");
const random = new ParkMiller(41);
const place = (element: string, i: number) => {
  const [x, y, z] = cell.orthogonalize(random.take(3));
  return atom({
    element,
    name: element,
    residueName: i === 0 ? "LIG" : "RES",
    residueNumber: i,
    x,
    y,
    z,
    bIso: 12,
  });
};
const darkAtoms = [place("S", 0), ...Array.from({ length: 120 }, (_, i) => place("C", i + 1))];
const model = new Structure({ cell, spaceGroup, atoms: darkAtoms, name: "dark.pdb" });
const moved = model.withAtoms(
  darkAtoms.map((one, i) => (i === 0 ? { ...one, x: one.x + 1.4, y: one.y + 0.6 } : one)),
);
const hkl = generateHkl(cell, spaceGroup, 1.9);

/** Merged amplitudes of a structure: 1 % noise, on a scale. */
function merged(structure: Structure, name: string, k: number, seed: number): ReflectionTable {
  const { re, im } = directSummation(structure, hkl);
  const noise = new ParkMiller(seed).take(re.length);
  const amplitude = re.map((x, i) => k * (Math.hypot(x, im[i]) + 2 * noise[i]));
  return new ReflectionTable({
    columns: [
      ...["H", "K", "L"].map((label, axis) => ({
        label,
        type: "H" as const,
        data: Int32Array.from(re, (_, i) => hkl[3 * i + axis]),
      })),
      { label: "F", type: "F", data: amplitude },
      { label: "SIGF", type: "Q", data: new Float64Array(re.length).fill(0.6 * k) },
      { label: "PHIC", type: "P", data: re.map((x, i) => (Math.atan2(im[i], x) * 180) / Math.PI) },
    ],
    cell,
    spaceGroup,
    merged: true,
    name,
  });
}

const dark = merged(model, "dark.mtz", 1, 3);
const light = merged(moved, "light.mtz", 0.25, 4);

describe("differenceMap", () => {
  const map = differenceMap(dark, light, model);

  test("where the atom was there is a hole, where it went a peak, and they are the greatest", () => {
    const sites = model.withAtoms([darkAtoms[0], { ...moved.atoms[0], residueName: "NEW" }]);
    const { peaks } = differenceMap(dark, light, model, { structure: sites });
    const [hole, peak] = peaks.slice(0, 2).sort((a, b) => a.height - b.height);
    expect(hole.height).toBeLessThan(-8);
    expect(peak.height).toBeGreaterThan(8);
    expect(hole.nearest?.atom.residueName).toBe("LIG");
    expect(peak.nearest?.atom.residueName).toBe("NEW");
    for (const { nearest } of [hole, peak]) expect(nearest?.distance).toBeLessThan(0.4);
    expect(Math.abs(map.peaks[2]?.height ?? 0)).toBeLessThan(0.7 * Math.abs(peak.height));
    expect(map.coefficients.scale.overall).toBeCloseTo(4, 1);
    expect(map.reflections).toEqual({ dark: dark.length, light: light.length, common: dark.length });
    expect(map.resolution[1]).toBeGreaterThanOrEqual(1.9);
  });

  test("the other way round, holes and peaks change places", () => {
    const back = differenceMap(light, dark, model);
    const near = densityNear(map.grid, model.select({ residueName: "LIG" }));
    const other = densityNear(back.grid, model.select({ residueName: "LIG" }));
    expect(other.maximum.height).toBeCloseTo(0 - near.minimum.height, 0);
    expect(other.minimum.height).toBeCloseTo(0 - near.maximum.height, 0);
  });

  test("the table's FDIFF and PHIDIFF are the map's coefficients, and say what they are made of", () => {
    const { table } = map;
    const [amplitude, phase] = [table.values("FDIFF"), table.values("PHIDIFF")];
    const again = mapFromCoefficients(
      table.hkl(),
      { amplitude, phase },
      { cell, spaceGroup, normalize: true },
    );
    expect(Math.max(...again.data.map((x, i) => Math.abs(x - map.grid.data[i])))).toBeLessThan(1e-5);
    for (const row of [0, 17, 100]) {
      const [w, difference, phi] = ["W", "DELF", "PHIDARK"].map((label) => table.values(label)[row]);
      expect(amplitude[row]).toBeCloseTo(Math.abs(w * difference), 4);
      const turned = (phase[row] - phi - (difference < 0 ? 180 : 0) + 720) % 360;
      expect(Math.min(turned, 360 - turned)).toBeLessThan(1e-3);
    }
    expect(table.column("PHIDIFF").type).toBe("P");
    expect(table.merged).toBe(true);
  });

  test("phases of a column are as good as those of the model, in whatever asymmetric unit they are", () => {
    const flipped = dark
      .derive({})
      .with(
        { label: "H", type: "H", data: dark.values("H").map((h) => 0 - h) },
        { label: "K", type: "H", data: dark.values("K").map((k) => 0 - k) },
        { label: "L", type: "H", data: dark.values("L").map((l) => 0 - l) },
        { label: "PHIC", type: "P", data: dark.values("PHIC").map((phase) => 0 - phase) },
      );
    for (const table of [dark, flipped]) {
      const { grid, peaks } = differenceMap(dark, light, { table, phase: "PHIC" });
      expect(Math.max(...grid.data.map((x, i) => Math.abs(x - map.grid.data[i])))).toBeLessThan(1e-3);
      expect(peaks[0].nearest).toBeUndefined();
      expect(peaks[0].height).toBeCloseTo(map.peaks[0].height, 3);
    }
  });

  test("limits leave reflections out", () => {
    const { resolution, reflections } = differenceMap(dark, light, model, { dMin: 2.5, dMax: 10 });
    expect(resolution[0]).toBeLessThanOrEqual(10);
    expect(resolution[1]).toBeGreaterThanOrEqual(2.5);
    expect(reflections.common).toBeLessThan(dark.length);
  });

  test("what does not belong together is refused in one sentence", () => {
    const wider = light.derive({ cell: [24, 27.4, 31] });
    expect(() => differenceMap(dark, wider, model)).toThrow(
      /cells of the tables: got 24 27 31 90 90 90 in dark.mtz and 24 27.4 31 90 90 90 in light.mtz, expected edges within 1 %/,
    );
    expect(differenceMap(dark, wider, model, { edgeTolerance: 0.03 }).peaks.length).toBeGreaterThan(0);
    expect(() => differenceMap(dark, light.derive({ spaceGroup: "P 2 2 2" }), model)).toThrow(/space groups/);
    expect(() => differenceMap(dark, light, model.withCell(UnitCell.of([24, 27, 33])))).toThrow(
      /of dark.mtz and 24 27 33 90 90 90 of the model dark.pdb, expected edges within 1 %/,
    );
    const other = new Structure({ ...model, spaceGroup: SpaceGroup.fromName("P 2 2 2") });
    expect(() => differenceMap(dark, light, other)).toThrow(
      /the model dark.pdb in P 2 2 2, expected the same/,
    );
    expect(() => differenceMap(dark, light, { table: dark, phase: "PHI" })).toThrow(MissingColumnError);
    expect(() => differenceMap(dark, light, { table: dark, phase: "F" })).toThrow(
      /expected phases in degrees/,
    );
    expect(() => differenceMap(dark.slice(0, 10), light.slice(20, 30), model)).toThrow(
      /got no common reflection among 10 and 10/,
    );
    expect(() => differenceMap(dark, dark, model)).toThrow(InputError);
  });
});

carelessTest(
  "PYP, dark and light of careless: the heights beside the chromophore that the judge finds",
  async () => {
    const [off, on] = await Promise.all(["pyp_10k/pyp_0.mtz", "pyp_10k/pyp_1.mtz"].map(carelessTable));
    const structure = await readStructure(dataFile("pyp/reference_data/off.pdb"));
    const { grid, coefficients, peaks } = differenceMap(off, on, structure);
    const near = densityNear(grid, structure.select({ residueName: "HC4" }));
    const { judge } = reference;
    expect(Math.abs(near.maximum.height - judge.near_max)).toBeLessThan(0.01);
    expect(Math.abs(near.minimum.height - judge.near_min)).toBeLessThan(0.01);
    expect(Math.abs(grid.statistics().maximum - judge.map_max)).toBeLessThan(0.01);
    expect(Math.abs(grid.statistics().minimum - judge.map_min)).toBeLessThan(0.01);
    expect(coefficients.correlation).toBeCloseTo(judge.cc_dark_light, 3);
    expect(peaks[0].nearest?.atom).toMatchObject({ residueName: "HC4", name: "O4'" });
  },
);

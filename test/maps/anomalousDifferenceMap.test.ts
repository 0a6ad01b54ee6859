/**
 * Oracles: a model with anomalous scatterers whose Friedel mates are calculated; on the gamma data, the peaks that gemmi's
 * maps and structure factors give (reference/maps/anomalousDifferenceMap.json), and shared/judge/anomalous_peaks.py.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { UnitCell } from "../../lib/crystal/unitCell.js";
import { InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { anomalousCoefficients, anomalousDifferenceMap } from "../../lib/maps/anomalousDifferenceMap.js";
import { findPeaks } from "../../lib/maps/findPeaks.js";
import { atom } from "../../lib/structure/atom.js";
import { directSummation } from "../../lib/structure/directSummation.js";
import { Structure } from "../../lib/structure/structure.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/maps/anomalousDifferenceMap.json";
import { ParkMiller } from "./parkMiller.js";

function degrees({ re, im }: { re: Float64Array; im: Float64Array }): Float64Array {
  return re.map((x, i) => (Math.atan2(im[i], x) * 180) / Math.PI);
}

function amplitudes({ re, im }: { re: Float64Array; im: Float64Array }): Float64Array {
  return re.map((x, i) => Math.hypot(x, im[i]));
}

const p212121 = SpaceGroup.fromName("P 21 21 21");

describe("anomalousCoefficients", () => {
  const hkl = Int32Array.of(1, 2, 3, 2, 2, 1, 0, 2, 3, 3, 1, 1, 3, 1, 2, 4, 1, 1);
  const missing = Number.NaN;
  const data = {
    hkl,
    plus: [10, 8, 9, missing, 7, 6],
    minus: [7, 9, 2, 5, missing, 1],
    phase: [30, -200, 10, 10, 10, missing],
  };

  test("are |ΔF| at 90° before the phase, turned where ΔF is negative, of acentric pairs", () => {
    const { hkl: used, amplitude, phase } = anomalousCoefficients(data, p212121);
    expect(Array.from(used)).toEqual([1, 2, 3, 2, 2, 1]);
    expect(Array.from(amplitude)).toEqual([3, 1]);
    expect(Array.from(phase)).toEqual([300, 250]);
  });

  test("pairs without a positive sigma are left out where sigmas are given", () => {
    const ones = [1, 1, 1, 1, 1, 1];
    for (const bad of [0, -1, missing]) {
      const { hkl: used } = anomalousCoefficients(
        { ...data, sigmaPlus: [bad, 1, 1, 1, 1, 1], sigmaMinus: ones },
        p212121,
      );
      expect(Array.from(used)).toEqual([2, 2, 1]);
      const other = anomalousCoefficients(
        { ...data, sigmaPlus: ones, sigmaMinus: [1, bad, 1, 1, 1, 1] },
        p212121,
      );
      expect(Array.from(other.hkl)).toEqual([1, 2, 3]);
    }
  });

  test("nothing to go by, and arrays that do not fit, are refused", () => {
    expect(() => anomalousCoefficients({ ...data, minus: data.minus.map(() => missing) }, p212121)).toThrow(
      "anomalous data: got 6 reflections, of which none is acentric with both Friedel mates and a phase",
    );
    expect(() => anomalousCoefficients(data, SpaceGroup.fromName("P -1"))).toThrow(InputError);
    expect(() => anomalousCoefficients({ ...data, phase: [1] }, p212121)).toThrow(
      "anomalous data, phase: got 1 values, expected 6",
    );
  });
});

describe("anomalousDifferenceMap", () => {
  test.each(["P 1", "P 1 21 1", "P 21 21 21", "P 31 2 1", "I 2 3"])(
    "%s: peaks are the anomalous scatterers, in the order of their f″",
    (name) => {
      const spaceGroup = SpaceGroup.fromName(name);
      const lengths =
        name === "P 31 2 1" ? [25, 25, 31, 90, 90, 120] : name === "I 2 3" ? [40, 40, 40] : [21, 25, 31];
      const cell = UnitCell.of(lengths);
      const random = new ParkMiller(18);
      const place = (element: string, i: number) => {
        const [x, y, z] = cell.orthogonalize(random.take(3));
        return atom({ element, name: element, residueName: element, residueNumber: i, x, y, z, bIso: 15 });
      };
      const carbons = Array.from({ length: 150 }, (_, i) => place("C", i));
      const heavy = [place("Xe", 100), place("Se", 101)];
      const structure = new Structure({ cell, spaceGroup, atoms: [...carbons, ...heavy] });
      const hkl = uniqueReflections(cell, spaceGroup, 2);
      const anomalous = { Xe: { fPrime: 0, fDoublePrime: 7 }, Se: { fPrime: 0, fDoublePrime: 4 } };
      const plus = directSummation(structure, hkl, { anomalous });
      const minus = directSummation(
        structure,
        hkl.map((x) => -x),
        { anomalous },
      );
      const model = directSummation(structure, hkl);
      const { grid, pairs } = anomalousDifferenceMap(
        { hkl, plus: amplitudes(plus), minus: amplitudes(minus), phase: degrees(model) },
        { cell, spaceGroup },
      );
      expect(pairs).toBeGreaterThan(50);
      expect(grid.statistics().sigma).toBeCloseTo(1, 5);
      const peaks = findPeaks(grid, { count: 3, minimumSigma: 1, structure });
      const [xenon, selenium, noise] = peaks;
      expect([xenon, selenium].map(({ nearest }) => nearest?.atom.element)).toEqual(["Xe", "Se"]);
      for (const { nearest } of [xenon, selenium]) expect(nearest?.distance).toBeLessThan(0.3);
      expect(noise.height).toBeLessThan(0.7 * selenium.height);
    },
  );

  dataTest(
    "gamma: the xenons and the methionine's sulphur as high as gemmi and the judge have them",
    async () => {
      const path = dataFile("gamma/aimless_french_wilson.mtz");
      const mtz = await readMtz(bytesSource(readFileSync(path), path));
      const cell = UnitCell.of(mtz.cell);
      const spaceGroup = SpaceGroup.fromOperations(mtz.symmetryOperations);
      const [h, k, l] = ["H", "K", "L"].map((label) => mtz.column(label));
      const hkl = Int32Array.from(
        { length: 3 * mtz.rowCount },
        (_, i) => [h, k, l][i % 3][Math.floor(i / 3)],
      );
      const model = readPdb(readFileSync(dataFile("gamma/gamma_model.pdb"), "latin1")).withCell(cell);
      const { grid, pairs } = anomalousDifferenceMap(
        {
          hkl,
          plus: mtz.column("F(+)"),
          minus: mtz.column("F(-)"),
          phase: degrees(directSummation(model, hkl)),
        },
        { cell, spaceGroup },
      );
      expect(pairs).toBe(reference.pairs);
      expect(Array.from(grid.shape)).toEqual(reference.shape);
      const peaks = findPeaks(grid, { structure: model, minimumSigma: 3.5 }).sort(
        (a, b) => b.gridHeight - a.gridHeight,
      );
      for (const [i, { gridHeight, nearest, fractional }] of peaks.slice(0, 6).entries()) {
        const golden = reference.peaks[i];
        expect(Math.abs(gridHeight - golden.height)).toBeLessThan(0.01);
        expect(`${nearest?.atom.residueName}${nearest?.atom.residueNumber}`).toBe(golden.residue);
        // Ours is interpolated, gemmi's a grid point: half a step of 0.57 Å along each axis apart at most.
        expect(Math.abs((nearest?.distance ?? 99) - golden.distance)).toBeLessThan(0.5);
        expect(grid.interpolate(fractional, "cubic")).toBeGreaterThan(golden.height - 0.2);
      }
      for (const [i, [height, near]] of reference["shared/judge/anomalous_peaks.py"].entries()) {
        expect(Math.abs(peaks[i].gridHeight - Number(height))).toBeLessThan(0.1);
        expect(
          String(near).startsWith(
            `${peaks[i].nearest?.atom.residueName}${peaks[i].nearest?.atom.residueNumber} `,
          ),
        ).toBe(true);
      }
    },
  );
});

/** One of each set of equivalent reflections to dMin, but for absent ones. */
function uniqueReflections(cell: UnitCell, spaceGroup: SpaceGroup, dMin: number): Int32Array {
  const found: number[] = [];
  const most = [cell.a, cell.b, cell.c].map((length) => Math.floor(length / dMin));
  for (let h = -most[0]; h <= most[0]; h++) {
    for (let k = -most[1]; k <= most[1]; k++) {
      for (let l = -most[2]; l <= most[2]; l++) {
        const inside = cell.inverseDSquared(h, k, l) <= 1 / dMin ** 2 && (h !== 0 || k !== 0 || l !== 0);
        if (inside && spaceGroup.isInAsu(h, k, l) && !spaceGroup.isAbsent(h, k, l)) found.push(h, k, l);
      }
    }
  }
  return Int32Array.from(found);
}

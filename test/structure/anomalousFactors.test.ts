/**
 * Oracle: gemmi.cromer_liberman, and cctbx's tables of Sasaki (same theory, older relativistic term: f′ differs by a
 * constant of the element), by test/reference/structure/scatteringFactors.py.
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { anomalousFactor, anomalousFactors, characteristicWavelengths } from "../../lib/structure/index.js";
import reference from "../reference/structure/scatteringFactors.json" with { type: "json" };

const hc = 12398.41984332;

interface Row {
  element: string;
  energy: number;
  fPrime: number;
  fDoublePrime: number;
  sasakiDoublePrime: number;
  nearEdge: boolean;
}

const rows: Row[] = reference.anomalous.map((row) => ({
  element: String(row[0]),
  energy: Number(row[1]),
  fPrime: Number(row[2]),
  fDoublePrime: Number(row[3]),
  sasakiDoublePrime: Number(row[5]),
  nearEdge: row[6] === 1,
}));

describe("anomalous factors", () => {
  test("lie within 0.03 electrons of gemmi's at some 2,000 energies, 0.004 up to calcium", () => {
    expect(rows.length).toBeGreaterThan(1900);
    const light = new Set("Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca".split(" "));
    for (const { element, energy, fPrime, fDoublePrime, nearEdge } of rows) {
      const factor = anomalousFactor(element, hc / energy);
      const tolerance = light.has(element) ? 0.004 : 0.03;
      const what = `${element} at ${energy} eV, near an edge: ${nearEdge}`;
      expect(Math.abs(factor.fPrime - fPrime), `f′ of ${what}`).toBeLessThan(tolerance);
      expect(Math.abs(factor.fDoublePrime - fDoublePrime), `f″ of ${what}`).toBeLessThan(tolerance);
    }
  });

  test("f″ lies within 0.03 electrons of Sasaki's", () => {
    for (const { element, energy, sasakiDoublePrime } of rows.filter((row) => !row.nearEdge)) {
      const { fDoublePrime } = anomalousFactor(element, hc / energy);
      expect(Math.abs(fDoublePrime - sasakiDoublePrime), `${element} at ${energy} eV`).toBeLessThan(0.03);
    }
  });

  test("at the wavelengths of X-ray tubes", () => {
    for (const [tube, elements] of Object.entries(reference.tubes)) {
      const wavelength = Object.entries(characteristicWavelengths).find(([name]) => name === tube)![1];
      for (const [element, [fPrime, fDoublePrime]] of Object.entries(elements)) {
        const factor = anomalousFactor(element, wavelength);
        expect(Math.abs(factor.fPrime - fPrime), `f′ of ${element} at ${tube}`).toBeLessThan(0.03);
        expect(Math.abs(factor.fDoublePrime - fDoublePrime), `f″ of ${element} at ${tube}`).toBeLessThan(
          0.03,
        );
      }
    }
  });

  test("jump at an edge: selenium at 12,658 eV", () => {
    expect(anomalousFactor("Se", hc / 12640).fDoublePrime).toBeLessThan(0.6);
    expect(anomalousFactor("Se", hc / 12680).fDoublePrime).toBeGreaterThan(3.7);
    expect(anomalousFactor("Se", hc / 12658).fPrime).toBeLessThan(-8);
  });

  test("by element, ready for structure factors", () => {
    const factors = anomalousFactors(["S", "Fe", "S", "H"], characteristicWavelengths.CuKa);
    expect(Object.keys(factors)).toEqual(["S", "Fe", "H"]);
    expect(factors.Fe.fDoublePrime).toBeCloseTo(3.2, 1);
    expect(factors.H).toEqual({ fPrime: 0, fDoublePrime: 0 });
  });

  test("outside of the tables is an error", () => {
    expect(() => anomalousFactor("S", 5)).toThrow(InputError);
    expect(() => anomalousFactor("S", 5)).toThrow(
      "f′ and f″ of S: got the wavelength 5 Å, expected 0.354 to 2.883 Å; pass your own values outside",
    );
    expect(() => anomalousFactor("S", Number.NaN)).toThrow(InputError);
    expect(() => anomalousFactor("Po", 1)).toThrow(/got Po, expected an element from H to Bi, or U/);
    expect(() => anomalousFactor("Sx", 1)).toThrow(InputError);
  });
});

/**
 * Oracle: gemmi's StructureFactorCalculatorX.calculate_sf_from_model, and with f′ f″ the same put together per element
 * and compared with cctbx (test/reference/structure/directSummation.py).
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { type Atom, atom, directSummation, Structure } from "../../lib/structure/index.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/structure/directSummation.json" with { type: "json" };

/** The largest distance in the complex plane, in parts of the mean amplitude. */
function worstOf(
  got: { re: Float64Array; im: Float64Array },
  expected: { re: number[]; im: number[] },
): number {
  let worst = 0;
  let sum = 0;
  expected.re.forEach((re, i) => {
    worst = Math.max(worst, Math.hypot(got.re[i] - re, got.im[i] - expected.im[i]));
    sum += Math.hypot(re, expected.im[i]);
  });
  return worst / (sum / expected.re.length);
}

function madeUp(index: number): Structure {
  const { cell, spaceGroup, atoms } = reference.madeUp[index];
  return new Structure({
    cell: UnitCell.of(cell),
    spaceGroup: SpaceGroup.fromName(spaceGroup),
    atoms: atoms.map(({ u, ...fields }): Atom => {
      const plain = atom(fields);
      return u === null ? plain : { ...plain, anisotropicU: Float64Array.from(u) };
    }),
  });
}

describe("direct summation", () => {
  for (const [file, expected] of Object.entries(reference.models)) {
    dataTest(`${file} agrees with gemmi to 1e-6 of the mean amplitude`, () => {
      const structure = readPdb(readFileSync(dataFile(file), "latin1"), { name: file });
      const hkl = Int32Array.from(expected.hkl);
      expect(worstOf(directSummation(structure, hkl), expected)).toBeLessThan(1e-6);
    });
  }

  dataTest("1dur with f′ and f″ of S and Fe agrees with gemmi and cctbx to 1e-6", () => {
    const file = "structure_factors/1dur.pdb";
    const structure = readPdb(readFileSync(dataFile(file), "latin1"), { name: file });
    const { hkl, anomalous } = reference.models[file];
    const got = directSummation(structure, Int32Array.from(hkl), { anomalous: reference.anomalous });
    expect(worstOf(got, anomalous)).toBeLessThan(1e-6);
  });

  reference.madeUp.forEach((expected, i) => {
    test(`${expected.spaceGroup}: centring, special positions, anisotropic atoms agree with gemmi to 1e-6`, () => {
      const got = directSummation(madeUp(i), Int32Array.from(expected.hkl));
      expect(worstOf(got, expected)).toBeLessThan(1e-6);
    });
  });

  test("F(000) is the number of electrons, to the tables' 0.5 %", () => {
    const structure = madeUp(0);
    const { re, im } = directSummation(structure, Int32Array.of(0, 0, 0));
    const numbers: Record<string, number> = { C: 6, N: 7, O: 8, S: 16, Zn: 30, Br: 35 };
    const electrons = structure.atoms.reduce((sum, a) => sum + 4 * a.occupancy * numbers[a.element], 0);
    expect(Math.abs(re[0] / electrons - 1)).toBeLessThan(0.005);
    expect(im[0]).toBe(0);
  });

  test("Friedel mates are conjugate without f″ and differ with it", () => {
    const hkl = Int32Array.of(3, 1, 5, -3, -1, -5);
    const plain = directSummation(madeUp(0), hkl);
    expect(plain.re[1]).toBeCloseTo(plain.re[0], 10);
    expect(plain.im[1]).toBeCloseTo(-plain.im[0], 10);
    const anomalous = { ZN: { fPrime: -1, fDoublePrime: 3 }, br: { fPrime: 0, fDoublePrime: 4 } };
    const { re, im } = directSummation(madeUp(0), hkl, { anomalous });
    expect(Math.abs(Math.hypot(re[0], im[0]) - Math.hypot(re[1], im[1]))).toBeGreaterThan(1);
  });

  test("blocks of reflections do not change the sum, whatever their number", () => {
    const structure = madeUp(3);
    const hkl = Int32Array.from({ length: 3 * 5000 }, (_, i) => ((i * 7919) % 25) - 12);
    const all = directSummation(structure, hkl);
    for (const i of [0, 2047, 2048, 4999]) {
      const one = directSummation(structure, hkl.slice(3 * i, 3 * i + 3));
      expect(one.re[0]).toBeCloseTo(all.re[i], 9);
      expect(one.im[0]).toBeCloseTo(all.im[i], 9);
    }
  });

  test("ions have their own form factors only where asked, and only those of the tables", () => {
    const crystal = { cell: new UnitCell(20, 20, 20), spaceGroup: SpaceGroup.fromName("P 1") };
    const f000 = (charge: number, ions: boolean): number =>
      directSummation(
        new Structure({ ...crystal, atoms: [{ ...atom({ element: "Zn", x: 1, y: 2, z: 3 }), charge }] }),
        Int32Array.of(0, 0, 0),
        { ions },
      ).re[0];
    expect(f000(2, false)).toBeCloseTo(30, 1);
    expect(f000(2, true)).toBeCloseTo(28, 1);
    expect(f000(1, true)).toBeCloseTo(30, 1);
  });

  test("unknown elements, several models and bad indices are errors", () => {
    const structure = madeUp(0);
    const unknown = structure.withAtoms([...structure.atoms, atom({ element: "X", x: 0, y: 0, z: 0 })]);
    expect(() => directSummation(unknown, Int32Array.of(1, 0, 0))).toThrow(InputError);
    const models = structure.withAtoms(structure.atoms.map((a, i) => ({ ...a, model: 1 + (i % 2) })));
    expect(() => directSummation(models, Int32Array.of(1, 0, 0))).toThrow(
      "direct summation of structure: got 2 models, expected one; choose with select({ model: 1 })",
    );
    expect(() => directSummation(structure, Int32Array.of(1, 0))).toThrow(/got 2 numbers as Miller indices/);
    expect(() => directSummation(structure, Int32Array.of(1, 0, 2_000_000))).toThrow(/Miller index 2000000/);
    expect(directSummation(structure, new Int32Array(0)).re).toHaveLength(0);
  });
});

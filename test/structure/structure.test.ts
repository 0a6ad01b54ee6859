/** Oracle: by hand, on four atoms. */
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { atom, isotropicU, Structure } from "../../lib/structure/index.js";

const structure = new Structure({
  name: "four",
  cell: new UnitCell(10, 20, 40),
  spaceGroup: SpaceGroup.fromName("P 21 21 21"),
  atoms: [
    atom({ element: "N", x: 1, y: 2, z: 4, chain: "A", residueName: "MET", residueNumber: 1, bIso: 10 }),
    atom({ element: "S", x: 2, y: 2, z: 2, chain: "A", residueName: "MET", residueNumber: 1, name: "SD" }),
    {
      ...atom({
        element: "Xe",
        x: 5,
        y: 5,
        z: 5,
        chain: "X",
        residueName: "XE",
        hetero: true,
        occupancy: 0.4,
      }),
      anisotropicU: Float64Array.of(1, 2, 3, 4, 5, 6),
    },
    atom({ element: "O", x: 9, y: 9, z: 9, chain: "B", residueName: "HOH", hetero: true, altloc: "B" }),
  ],
});

describe("structure", () => {
  test("counts and names what is in it", () => {
    expect(structure.length).toBe(4);
    expect(structure.chains).toEqual(["A", "X", "B"]);
    expect(structure.models).toEqual([1]);
    expect(structure.elementCounts()).toEqual({ N: 1, S: 1, Xe: 1, O: 1 });
    expect(String(structure)).toBe(
      "four: 4 atoms (N 1, S 1, Xe 1, O 1); space group P 21 21 21; cell 10 20 40 Å, 90 90 90°",
    );
  });

  test("select takes one value or several, filter any test", () => {
    expect(structure.select({ chain: "A" }).length).toBe(2);
    expect(structure.select({ element: ["S", "XE"] }).elements()).toEqual(["S", "Xe"]);
    expect(structure.select({ chain: "A", name: "SD", residueNumber: [1, 2] }).length).toBe(1);
    expect(structure.select({ hetero: true, altloc: "" }).elements()).toEqual(["Xe"]);
    expect(structure.select({}).length).toBe(4);
    expect(structure.filter((one) => one.occupancy < 1).length).toBe(1);
    const wrong: object = { chian: "A" };
    expect(() => structure.select(wrong)).toThrow(InputError);
    expect(() => structure.select(wrong)).toThrow(
      /^selection: got the field chian, expected some of model, chain/,
    );
  });

  test("numbers as typed arrays", () => {
    expect([...structure.positions()]).toEqual([1, 2, 4, 2, 2, 2, 5, 5, 5, 9, 9, 9]);
    expect([...structure.fractionalPositions().subarray(0, 3)]).toEqual([0.1, 0.1, 0.1]);
    expect([...structure.bFactors()]).toEqual([10, 0, 0, 0]);
    expect([...structure.occupancies()]).toEqual([1, 1, 0.4, 1]);
    const u = structure.anisotropicU();
    expect([...u.subarray(0, 6)]).toEqual([isotropicU(10), isotropicU(10), isotropicU(10), 0, 0, 0]);
    expect([...u.subarray(12, 18)]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test("carried into another cell, atoms keep their fractional coordinates", () => {
    const other = structure.withCell(new UnitCell(11, 20, 42, 90, 100, 90));
    const before = structure.fractionalPositions();
    other.fractionalPositions().forEach((value, i) => {
      expect(value).toBeCloseTo(before[i], 12);
    });
    expect(other.cell.beta).toBe(100);
    expect(other.atoms[0].bIso).toBe(10);
    expect(structure.cell.beta).toBe(90);
  });
});

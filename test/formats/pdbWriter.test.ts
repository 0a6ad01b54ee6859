/** Oracle: reading back, and gemmi on the text written (test/reference/formats/pdbWritten.py). */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { InputError } from "../../lib/errors.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { writePdb } from "../../lib/formats/pdbWriter.js";
import { type Atom, atom, Structure } from "../../lib/structure/index.js";
import { dataFile, dataTest } from "../data.js";
import files from "../reference/formats/pdbStructures.json" with { type: "json" };
import written from "../reference/formats/pdbWritten.json" with { type: "json" };

const crystal = {
  cell: new UnitCell(30.5, 40.25, 50, 90, 101.5, 90),
  spaceGroup: SpaceGroup.fromName("C 2"),
};

/** One of each kind of difficulty. */
const difficult = new Structure({
  ...crystal,
  atoms: [
    {
      ...atom({ element: "C", name: "CA", x: 1, y: -2.5, z: 3.125 }),
      residueName: "ALA",
      residueNumber: 1,
      chain: "A",
    },
    {
      ...atom({ element: "H", name: "HG21", x: -0.0001, y: 0, z: 0 }),
      residueName: "THR",
      residueNumber: 2,
      chain: "A",
    },
    {
      ...atom({ element: "Ca", name: "CA", x: 9, y: 9, z: 9, bIso: 12.345 }),
      anisotropicU: Float64Array.of(0.1, 0.2, 0.3, -0.04, 0.05, 0.0001),
      residueName: "CA",
      residueNumber: -5,
      insertionCode: "C",
      chain: "BB",
      charge: 2,
      hetero: true,
    },
    {
      ...atom({ element: "O", name: "O", x: -999.999, y: 9999.999, z: 0, occupancy: 0.5 }),
      residueName: "HOH",
      residueNumber: 10000,
      chain: "W",
      altloc: "B",
      hetero: true,
    },
  ],
});

describe("PDB written", () => {
  for (const file of Object.keys(files.files)) {
    dataTest(`${file} reads back the same`, () => {
      const text = readFileSync(dataFile(file), "latin1");
      const before = readPdb(text, file.endsWith("heavy_atoms.pdb") ? { spaceGroup: "P 21 21 21" } : {});
      const after = readPdb(writePdb(before));
      expect(after.spaceGroup).toBe(before.spaceGroup);
      expect(after.cell).toEqual(before.cell);
      const anonymous = (structure: Structure): Atom[] =>
        structure.atoms.map((one) => ({ ...one, serial: 0 }));
      expect(anonymous(after)).toEqual(anonymous(before));
      expect(after.warnings).toEqual([]);
    });
  }

  test("a difficult structure is the text that gemmi reads as it was meant", () => {
    expect(writePdb(difficult)).toBe(written.text);
    expect(written.gemmi.atoms).toEqual(
      difficult.atoms.map((one) => ({
        name: one.name,
        element: one.element,
        charge: one.charge,
        residueName: one.residueName,
        residueNumber: one.residueNumber,
        insertionCode: one.insertionCode,
        chain: one.chain,
        altloc: one.altloc,
        hetero: one.hetero,
        x: Number(one.x.toFixed(3)) + 0,
        y: one.y,
        z: one.z,
        occupancy: one.occupancy,
        b: Number(one.bIso.toFixed(2)),
        u: one.anisotropicU === undefined ? null : [...one.anisotropicU],
      })),
    );
  });

  test("several models", () => {
    const models = difficult.withAtoms(
      [...difficult.atoms, ...difficult.atoms].map((one, i) => ({ ...one, model: i < 4 ? 1 : 7 })),
    );
    const text = writePdb(models);
    expect(text).toContain("MODEL        7");
    expect(readPdb(text).models).toEqual([1, 7]);
  });

  test("rhombohedral groups are named as in the PDB", () => {
    const named = (name: string): string =>
      writePdb(
        new Structure({
          cell: name.endsWith("H")
            ? new UnitCell(50, 50, 80, 90, 90, 120)
            : new UnitCell(50, 50, 50, 80, 80, 80),
          spaceGroup: SpaceGroup.fromName(name),
          atoms: difficult.atoms.slice(0, 1),
        }),
      ).slice(55, 70);
    expect(named("R 3:H")).toBe("H 3           9");
    expect(named("R 3 2:R")).toBe("R 3 2         6");
    for (const name of ["R 3:H", "R 3 2:R"]) {
      expect(
        readPdb(
          `CRYST1   50.000   50.000   ${name.endsWith("H") ? "80" : "50"}.000${
            name.endsWith("H") ? "  90.00  90.00 120.00" : "  80.00  80.00  80.00"
          } ${named(name)}\n${written.text.split("\n")[4]}`,
        ).spaceGroup.name,
      ).toBe(name);
    }
  });

  test("what does not fit the columns is an error that names the atom", () => {
    const change = (fields: Partial<Atom>): Structure =>
      difficult.withAtoms(difficult.atoms.slice(0, 1).map((one) => ({ ...one, ...fields })));
    expect(() => writePdb(change({ x: 10000 }))).toThrow(InputError);
    expect(() => writePdb(change({ x: 10000 }))).toThrow(
      "PDB file: got 10000 as x of atom CA of ALA 1 in chain A, expected a number of 8 letters at most",
    );
    expect(() => writePdb(change({ bIso: Number.NaN }))).toThrow(/got NaN as the B factor/);
    expect(() => writePdb(change({ chain: "ABC" }))).toThrow(/in chain ABC, expected at most 3 letters/);
    expect(() => writePdb(change({ residueName: "A1B2C" }))).toThrow(InputError);
    expect(() => writePdb(change({ name: "HG211" }))).toThrow(/atom HG211 of ALA 1/);
    expect(() => writePdb(change({ residueNumber: -1000 }))).toThrow(InputError);
  });
});

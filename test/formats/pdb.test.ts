/**
 * Oracle: gemmi's reading of every PDB file of the real data (test/reference/formats/pdbStructures.py); for single
 * records the PDB's format description, version 3.30.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError, InputError, SymmetryError } from "../../lib/errors.js";
import { elementOfName, readPdb } from "../../lib/formats/pdb.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/formats/pdbStructures.json" with { type: "json" };
import { expectAsGemmi, type GemmiStructure } from "./gemmiStructure.js";

const crystal = "CRYST1   30.520   37.750   39.370  90.00  90.00  90.00 P 21 21 21    4          ";
const atoms = [
  "ATOM      1  N   ALA A   1      17.066  -1.747  15.677  1.00  6.98           N  ",
  "HETATM    2 ZN    ZN A  -2B     18.511  -1.416  15.632  0.50  6.84          ZN2+",
];

function pdb(...lines: string[]): string {
  return `${lines.join("\n")}\n`;
}

describe("PDB", () => {
  for (const [file, expected] of Object.entries(reference.files) as [string, GemmiStructure][]) {
    dataTest(`${file} is read as gemmi reads it`, () => {
      const text = readFileSync(dataFile(file), "latin1");
      const options = expected.spaceGroup === null ? { spaceGroup: "P 21 21 21" } : {};
      expectAsGemmi(readPdb(text, { name: file, ...options }), expected);
    });
  }

  test("an atom's fields are those of its columns", () => {
    const structure = readPdb(pdb(crystal, ...atoms), { name: "two" });
    expect(structure.name).toBe("two");
    expect(structure.spaceGroup.name).toBe("P 21 21 21");
    expect(structure.cell.toArray()).toEqual([30.52, 37.75, 39.37, 90, 90, 90]);
    expect(structure.warnings).toEqual([]);
    expect(structure.atoms[1]).toEqual({
      serial: 2,
      name: "ZN",
      element: "Zn",
      charge: 2,
      residueName: "ZN",
      residueNumber: -2,
      insertionCode: "B",
      chain: "A",
      altloc: "",
      occupancy: 0.5,
      bIso: 6.84,
      x: 18.511,
      y: -1.416,
      z: 15.632,
      hetero: true,
      model: 1,
    });
  });

  test("line endings of any kind, short lines, small letters, and nothing after END", () => {
    const short = "atom      3  CA  ALA A   1      18.511  -1.416  15.632";
    const expected = readPdb(pdb(crystal, atoms[0], short));
    expect(expected.length).toBe(2);
    expect(expected.atoms[1]).toMatchObject({ occupancy: 1, bIso: 0, element: "C" });
    for (const end of ["\r\n", "\r", "\n"]) {
      const text = [crystal, atoms[0], short, "END", atoms[1]].join(end);
      expect(readPdb(text)).toEqual(expected);
    }
  });

  test("MODEL numbers, with and without a number, ANISOU and alternative locations", () => {
    const anisou = "ANISOU    1  N   ALA A   1     1808    979   1984    324    380   -365       N  ";
    const zero = "ANISOU    1  N   ALA A   1        0      0      0      0      0      0       N  ";
    const alternative = atoms[0].replace("N   ALA", "N  BALA").replace(" A   1", "AB   1");
    const structure = readPdb(
      pdb(
        crystal,
        "MODEL        3",
        atoms[0],
        anisou,
        "ENDMDL",
        "MODEL",
        atoms[0],
        zero,
        alternative,
        "ENDMDL",
      ),
    );
    expect(structure.models).toEqual([3, 4]);
    expect([...structure.atoms[0].anisotropicU!].map((u) => Math.round(1e4 * u))).toEqual([
      1808, 979, 1984, 324, 380, -365,
    ]);
    expect(structure.atoms[1].anisotropicU).toBeUndefined();
    expect(structure.atoms[2]).toMatchObject({ altloc: "B", chain: "AB", name: "N" });
  });

  test("hybrid-36 numbers, and stars as serial", () => {
    const big = `ATOM  A0000${atoms[0].slice(11, 22)}A000${atoms[0].slice(26)}`;
    const stars = `ATOM  *****${atoms[0].slice(11)}`;
    const structure = readPdb(pdb(crystal, big, stars));
    expect(structure.atoms[0]).toMatchObject({ serial: 100000, residueNumber: 10000 });
    expect(structure.atoms[1].serial).toBe(2);
  });

  test("elements that are not given come from the name's columns", () => {
    const cases: [string, string, string | undefined][] = [
      [" CA ", "ALA", "C"],
      ["CA  ", "CA", "Ca"],
      ["CA  ", "ALA", "C"],
      ["HG21", "THR", "H"],
      ["1HG2", "THR", "H"],
      ["HG  ", "HG", "Hg"],
      ["HO5'", "XYL", "H"],
      ["SE  ", "MSE", "Se"],
      ["FE1 ", "SF4", "Fe"],
      [" O5'", "DA", "O"],
      [" D1 ", "DOD", "D"],
      ["    ", "UNK", undefined],
      [" Q1 ", "UNK", undefined],
    ];
    for (const [name, residue, element] of cases) expect(elementOfName(name, residue), name).toBe(element);
    const unknown = atoms[0].slice(0, 12).concat(" Q  ", atoms[0].slice(16, 66));
    expect(readPdb(pdb(crystal, unknown)).atoms[0].element).toBe("X");
  });

  test("charges as 2+, +2 and -; what is none is 0 with one warning", () => {
    const charged = ["2+", "+2", " -", "12", "70"].map((charge) => atoms[0].slice(0, 78) + charge);
    const structure = readPdb(pdb(crystal, ...charged), { name: "old.pdb" });
    expect(structure.atoms.map((atom) => atom.charge)).toEqual([2, 2, -1, 0, 0]);
    expect(structure.warnings).toEqual(['old.pdb line 6: got the charge "70", read as 0']);
  });

  test("a SCALE that is not the cell's is a warning, and so is a cell without the group's symmetry", () => {
    const scale = "SCALE1      0.032765  0.000000  0.000000        0.25000                         ";
    const shifted = readPdb(pdb(crystal, scale, atoms[0]), { name: "a.pdb" });
    expect(shifted.warnings).toEqual([
      "a.pdb line 2: SCALE1 is 0.032765 0 0 0.25, and the cell says 0.032765 0.000000 0.000000 0.000000; the cell was used",
    ]);
    const tetragonal = crystal.replace("P 21 21 21 ", "P 43 21 2  ");
    expect(readPdb(pdb(tetragonal, atoms[0]), { name: "a.pdb" }).warnings).toEqual([
      "a.pdb line 1: the cell 30.52 37.75 39.37 Å, 90 90 90° does not have the symmetry of P 43 21 2",
    ]);
  });

  test("R 3 takes its axes from the cell, and H 3 is hexagonal", () => {
    const hexagonal = "CRYST1   50.000   50.000   80.000  90.00  90.00 120.00 R 3";
    const rhombohedral = "CRYST1   50.000   50.000   50.000  80.00  80.00  80.00 R 3";
    expect(readPdb(pdb(hexagonal, atoms[0])).spaceGroup.name).toBe("R 3:H");
    expect(readPdb(pdb(hexagonal.replace("R 3", "H 3"), atoms[0])).spaceGroup.name).toBe("R 3:H");
    expect(readPdb(pdb(rhombohedral, atoms[0])).spaceGroup.name).toBe("R 3:R");
  });

  test("cell and space group given as options take the place of the file's", () => {
    const structure = readPdb(pdb(atoms[0]), { cell: [10, 20, 30], spaceGroup: "P 2 21 21" });
    expect(structure.cell.toArray()).toEqual([10, 20, 30, 90, 90, 90]);
    expect(structure.spaceGroup.name).toBe("P 2 21 21");
    expect(readPdb(pdb(crystal, atoms[0]), { spaceGroup: 16 }).spaceGroup.name).toBe("P 2 2 2");
  });
});

describe("PDB files that are wrong", () => {
  const bad: [string, string, new (message: string) => Error, string | RegExp][] = [
    ["an empty file", "", FormatError, "f.pdb: got no ATOM or HETATM record in 1 lines, expected some"],
    [
      "no cell",
      pdb(atoms[0]),
      InputError,
      "f.pdb: got no unit cell, expected one; give it as the option cell",
    ],
    [
      "no space group",
      pdb(crystal.slice(0, 54), atoms[0]),
      SymmetryError,
      'f.pdb line 1: got no space group, expected one; give it as the option spaceGroup, e.g. "P 21 21 21"',
    ],
    [
      "an unknown space group",
      pdb(crystal.replace("P 21 21 21", "P 21 21 31"), atoms[0]),
      SymmetryError,
      /^f\.pdb line 1: space group: got "P 21 21 31", .*did you mean P 21 21 2/,
    ],
    [
      "the cell of no crystal",
      pdb("CRYST1    1.000    1.000    1.000  90.00  90.00  90.00 P 1           1", atoms[0]),
      InputError,
      /^f\.pdb line 1: got the cell 1 1 1 90 90 90, which stands for "no crystal"/,
    ],
    [
      "an impossible cell",
      pdb(crystal.replace("90.00  90.00  90.00", "10.00  20.00  90.00"), atoms[0]),
      FormatError,
      /^f\.pdb line 1: /,
    ],
    [
      "stars as coordinate",
      pdb(crystal, atoms[0].replace("  17.066", "********")),
      FormatError,
      'f.pdb line 2: got "********" in columns 31 to 38 as x, expected a number',
    ],
    [
      "NaN",
      pdb(crystal, atoms[0].replace("  6.98", "   NaN")),
      FormatError,
      /as the B factor, expected a number$/,
    ],
    ["an overflow", pdb(crystal, atoms[0].replace("  6.98", "9e+999")), FormatError, /as the B factor/],
    ["a cut line", pdb(crystal, atoms[0].slice(0, 44)), FormatError, /^f\.pdb line 2: got nothing .* as z/],
    [
      "a residue without number",
      pdb(crystal, atoms[0].replace("A   1 ", "A     ")),
      FormatError,
      /residue's number/,
    ],
    [
      "ANISOU of another atom",
      pdb(
        crystal,
        atoms[0],
        "ANISOU    1  CA  ALA A   1     1808    979   1984    324    380    365       N  ",
      ),
      FormatError,
      /^f\.pdb line 3: got an ANISOU record of " CA {2}ALA A {3}1 ", expected " N {3}ALA A {3}1 "$/,
    ],
    [
      "a model that is no number",
      pdb(crystal, "MODEL     first", atoms[0]),
      FormatError,
      /the model's number/,
    ],
  ];
  for (const [what, text, error, message] of bad) {
    test(`${what}: one sentence`, () => {
      const read = (): unknown => readPdb(text, { name: "f.pdb" });
      expect(read).toThrow(error);
      expect(read).toThrow(message);
    });
  }
});

/** Oracle: gemmi on the mmCIF model of the real data (test/reference/formats/pdbStructures.py), and its PDB file. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError, InputError, SymmetryError } from "../../lib/errors.js";
import { readMmcif } from "../../lib/formats/mmcif.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { isotropicU } from "../../lib/structure/index.js";
import { dataFile, dataTest } from "../data.js";
import reference from "../reference/formats/mmcifStructures.json" with { type: "json" };
import { expectAsGemmi } from "./gemmiStructure.js";

const cell = `_cell.length_a 30.5 _cell.length_b 40.25(3) _cell.length_c 50
_cell.angle_alpha 90 _cell.angle_beta 101.5 _cell.angle_gamma 90
`;
const group = "_symmetry.space_group_name_H-M 'C 1 2 1'\n";
const atoms = `loop_
_atom_site.group_PDB _atom_site.id _atom_site.type_symbol
_atom_site.label_atom_id _atom_site.label_alt_id _atom_site.label_comp_id _atom_site.label_asym_id
_atom_site.label_seq_id _atom_site.pdbx_PDB_ins_code
_atom_site.Cartn_x _atom_site.Cartn_y _atom_site.Cartn_z _atom_site.occupancy _atom_site.B_iso_or_equiv
_atom_site.pdbx_formal_charge _atom_site.auth_seq_id _atom_site.auth_asym_id _atom_site.pdbx_PDB_model_num
ATOM 1 C "O5'" . DA A 1 ? 1.5 2.5 -3.5 1.00 10.25 ? 7 X 1
HETATM 2 FE FE B HEM B . A 4 5 6 ? ? 3 -1 Y 2
`;

describe("mmCIF", () => {
  dataTest("1dur.cif is read as gemmi reads it, and as 1dur.pdb", () => {
    const file = "structure_factors/1dur.cif";
    const structure = readMmcif(readFileSync(dataFile(file), "utf8"), { name: file });
    expectAsGemmi(structure, reference.files[file]);
    const pdb = readPdb(readFileSync(dataFile("structure_factors/1dur.pdb"), "latin1"));
    // TER has a serial number in the PDB file
    expect(structure.atoms.map((atom) => ({ ...atom, serial: 0 }))).toEqual(
      pdb.atoms.map((atom) => ({ ...atom, serial: 0 })),
    );
    expect(structure.warnings).toEqual([]);
  });

  test("an atom's fields: the author's names, else the labels; unknown occupancy and B are 1 and 0", () => {
    const structure = readMmcif(`data_x ${cell}${group}${atoms}`);
    expect(structure.cell.toArray()).toEqual([30.5, 40.25, 50, 90, 101.5, 90]);
    expect(structure.spaceGroup.name).toBe("C 1 2 1");
    expect(structure.atoms).toEqual([
      {
        serial: 1,
        name: "O5'",
        element: "C",
        charge: 0,
        residueName: "DA",
        residueNumber: 7,
        insertionCode: "",
        chain: "X",
        altloc: "",
        occupancy: 1,
        bIso: 10.25,
        x: 1.5,
        y: 2.5,
        z: -3.5,
        hetero: false,
        model: 1,
      },
      {
        serial: 2,
        name: "FE",
        element: "Fe",
        charge: 3,
        residueName: "HEM",
        residueNumber: -1,
        insertionCode: "A",
        chain: "Y",
        altloc: "B",
        occupancy: 1,
        bIso: 0,
        x: 4,
        y: 5,
        z: 6,
        hetero: true,
        model: 2,
      },
    ]);
  });

  test("one atom without a loop, fractional coordinates, U for B, type symbols with a charge", () => {
    const text = `data_x ${cell} _space_group.IT_number 5
_atom_site.id 1 _atom_site.type_symbol Fe3+ _atom_site.fract_x 0.5 _atom_site.fract_y 0.25 _atom_site.fract_z 0.1
_atom_site.U_iso_or_equiv 0.25`;
    const structure = readMmcif(text);
    expect(structure.spaceGroup.name).toBe("C 1 2 1");
    const [atom] = structure.atoms;
    expect(atom.element).toBe("Fe");
    expect(isotropicU(atom.bIso)).toBeCloseTo(0.25, 12);
    expect([...structure.fractionalPositions()].map((x) => Number(x.toFixed(12)))).toEqual([0.5, 0.25, 0.1]);
  });

  test("anisotropic U by id, as U or B, or in atom_site itself", () => {
    const elements = ["[1][1]", "[2][2]", "[3][3]", "[1][2]", "[1][3]", "[2][3]"];
    const tags = (letter: string): string =>
      `loop_ _atom_site_anisotrop.id ${elements.map((e) => `_atom_site_anisotrop.${letter}${e}`).join(" ")}\n`;
    const u = [0.1, 0.2, 0.3, 0.04, -0.05, 0.06];
    const asU = readMmcif(`data_x ${cell}${group}${atoms}${tags("U")} 2 ${u.join(" ")} 1 0 0 0 0 0 0`);
    expect([...asU.atoms[1].anisotropicU!]).toEqual(u);
    expect(asU.atoms[0].anisotropicU).toBeUndefined();
    const asB = readMmcif(`data_x ${cell}${group}${atoms}${tags("B")} 2 ${u.join(" ")}`);
    expect(asB.atoms[1].anisotropicU![0]).toBeCloseTo(isotropicU(0.1), 12);
    const own = elements.map((e, i) => `_atom_site.aniso_U${e} ${u[i]}`).join(" ");
    const one = `_atom_site.id 1 _atom_site.Cartn_x 0 _atom_site.Cartn_y 0 _atom_site.Cartn_z 0 ${own}`;
    expect([...readMmcif(`data_x ${cell}${group}${one}`).atoms[0].anisotropicU!]).toEqual(u);
    expect(() => readMmcif(`data_x ${cell}${group}${atoms}${tags("U")} 9 ${u.join(" ")}`)).toThrow(
      "mmCIF file data_x row 1: _atom_site_anisotrop.id: got 9, expected that of an atom",
    );
  });

  test("the block with atoms is taken, and options take the place of what it says", () => {
    const text = `data_other _a 1 data_model ${atoms}`;
    expect(readMmcif(text, { cell: [10, 11, 12], spaceGroup: "P 2 2 2" }).spaceGroup.number).toBe(16);
  });

  dataTest("a dictionary of monomers and reflections say what they are", () => {
    const read = (file: string): unknown =>
      readMmcif(readFileSync(dataFile(file), "utf8"), { name: "f.cif" });
    expect(() => read("pyp/reference_data/ligands.cif")).toThrow(
      new FormatError(
        "f.cif: got a dictionary of monomers (_chem_comp_atom), expected _atom_site with the atoms of a model",
      ),
    );
    expect(() => read("structure_factors/1dur-sf.cif")).toThrow(
      new FormatError("f.cif: got reflections (_refln), expected _atom_site with the atoms of a model"),
    );
  });

  const bad: [string, string, new (message: string) => Error, string | RegExp][] = [
    ["nothing", "", FormatError, /^f\.cif: got no data block/],
    ["a small molecule", "data_x _atom_site_fract_x 1", FormatError, /core CIF of a small molecule/],
    ["other things", "data_x _a 1", FormatError, /^f\.cif: got 1 data blocks without atoms/],
    ["no cell", `data_x ${group}${atoms}`, InputError, /^f\.cif data_x: got no unit cell/],
    [
      "half a cell",
      `data_x _cell.length_a 10 ${group}${atoms}`,
      FormatError,
      "f.cif data_x: _cell.length_b: got nothing, expected a number",
    ],
    ["no space group", `data_x ${cell}${atoms}`, SymmetryError, /^f\.cif data_x: got no space group/],
    [
      "an unknown group",
      `data_x ${cell}${group.replace("1 2 1", "1 2 7")}${atoms}`,
      SymmetryError,
      /^f\.cif data_x: space group: got "C 1 2 7"/,
    ],
    [
      "a group of 70 letters",
      `data_x ${cell}_symmetry.space_group_name_H-M ${"P".repeat(70)} ${atoms}`,
      SymmetryError,
      /got a space group of 70 letters/,
    ],
    [
      "a coordinate that is none",
      `data_x ${cell}${group}${atoms.replace("2.5", "2.5x")}`,
      FormatError,
      'f.cif data_x row 1: _atom_site.Cartn_y: got "2.5x", expected a number',
    ],
    [
      "an unknown coordinate",
      `data_x ${cell}${group}${atoms.replace("2.5", "?")}`,
      FormatError,
      /Cartn_y: got nothing/,
    ],
    ["no coordinates", `data_x ${cell}${group}_atom_site.id 1`, FormatError, /got no _atom_site.Cartn_x/],
    [
      "columns of different length",
      `data_x ${cell}${group}${atoms}_atom_site.extra 1`,
      FormatError,
      /got 1 values of _atom_site.extra, expected 2/,
    ],
  ];
  for (const [what, text, error, message] of bad) {
    test(`${what}: one sentence`, () => {
      const read = (): unknown => readMmcif(text, { name: "f.cif" });
      expect(read).toThrow(error);
      expect(read).toThrow(message);
    });
  }
});

/**
 * Writes PDB files: CRYST1, SCALEn, MODEL, ATOM, HETATM, ANISOU, TER, END; the columns are told in pdb.ts. Numbers
 * beyond their columns become hybrid-36; what no PDB file can hold is an error.
 */
import type { UnitCell } from "../crystal/index.js";
import { InputError } from "../errors.js";
import type { Atom, Structure } from "../structure/index.js";
import { encodeHybrid36 } from "./hybrid36.js";

/**
 * The text of a PDB file. Coordinates are rounded to 0.001 Å, occupancies and B to 0.01, U to 0.0001 Å².
 * @throws InputError if a value does not fit its columns, naming the atom
 */
export function writePdb(structure: Structure): string {
  const lines = [crystalLine(structure), ...scaleLines(structure.cell)];
  const several = structure.models.length > 1;
  for (const model of structure.models) {
    const atoms = several ? structure.select({ model }).atoms : structure.atoms;
    if (several) lines.push(`MODEL     ${String(model).padStart(4)}`);
    let serial = 0;
    atoms.forEach((atom, i) => {
      lines.push(atomLine(atom, ++serial));
      if (atom.anisotropicU !== undefined) lines.push(anisotropicLine(atom, atom.anisotropicU, serial));
      const next = atoms.at(i + 1);
      if (!atom.hetero && (next === undefined || next.hetero || next.chain !== atom.chain)) {
        lines.push(`TER   ${serialField(++serial)}      ${residueFields(atom)}`);
      }
    });
    if (several) lines.push("ENDMDL");
  }
  lines.push("END");
  return `${lines.map((line) => line.padEnd(80)).join("\n")}\n`;
}

function crystalLine({ cell, spaceGroup }: Structure): string {
  const [a, b, c, alpha, beta, gamma] = cell.toArray();
  const lengths = [a, b, c].map((value) => fixed(value, 9, 3, "a cell edge"));
  const angles = [alpha, beta, gamma].map((value) => fixed(value, 7, 2, "a cell angle"));
  // in PDB files R means rhombohedral axes, H hexagonal ones
  const symbol =
    spaceGroup.extension === "H" ? spaceGroup.hermannMauguin.replace(/^R/, "H") : spaceGroup.hermannMauguin;
  if (symbol === "" || symbol.length > 11) {
    throw new InputError(
      `PDB file: got the space group ${spaceGroup}, expected a symbol of 11 letters at most`,
    );
  }
  const z = String(spaceGroup.operations.length).padStart(4);
  return `CRYST1${lengths.join("")}${angles.join("")} ${symbol.padEnd(11)}${z}`;
}

function scaleLines({ fractionalization }: UnitCell): string[] {
  return [0, 1, 2].map((row) => {
    const values = [...fractionalization.subarray(3 * row, 3 * row + 3)].map((value) =>
      fixed(value, 10, 6, "a matrix element"),
    );
    return `SCALE${row + 1}    ${values.join("")}     ${fixed(0, 10, 5, "")}`;
  });
}

function atomLine(atom: Atom, serial: number): string {
  const who = describe(atom);
  return [
    atom.hetero ? "HETATM" : "ATOM  ",
    serialField(serial),
    " ",
    nameField(atom),
    (atom.altloc || " ").slice(0, 1),
    residueFields(atom),
    "   ",
    fixed(atom.x, 8, 3, `x of ${who}`),
    fixed(atom.y, 8, 3, `y of ${who}`),
    fixed(atom.z, 8, 3, `z of ${who}`),
    fixed(atom.occupancy, 6, 2, `the occupancy of ${who}`),
    fixed(atom.bIso, 6, 2, `the B factor of ${who}`),
    "          ",
    elementFields(atom),
  ].join("");
}

function anisotropicLine(atom: Atom, u: Float64Array, serial: number): string {
  const values = Array.from(u, (value) => fixed(value * 1e4, 7, 0, `an anisotropic U of ${describe(atom)}`));
  const who = `${nameField(atom)}${(atom.altloc || " ").slice(0, 1)}${residueFields(atom)}`;
  return `ANISOU${serialField(serial)} ${who} ${values.join("")}      ${elementFields(atom)}`;
}

function serialField(serial: number): string {
  return encodeHybrid36(serial, 5) ?? "*****";
}

/** Columns 18 to 27. */
function residueFields(atom: Atom): string {
  const number = encodeHybrid36(atom.residueNumber, 4);
  if (
    number === undefined ||
    atom.residueName.length > 3 ||
    atom.chain.length > 2 ||
    atom.insertionCode.length > 1 ||
    atom.altloc.length > 1
  ) {
    throw new InputError(
      `PDB file: got ${describe(atom)}, expected at most 3 letters in a residue's name, 2 in a chain's, 1 as insertion ` +
        "code or alternative location, and a residue number from -999",
    );
  }
  return `${atom.residueName.padStart(3)}${atom.chain.padStart(2)}${number}${atom.insertionCode || " "}`;
}

/** Columns 13 to 16: the element's symbol ends in the second, unless the name needs all four. */
function nameField(atom: Atom): string {
  if (atom.name.length > 4) {
    throw new InputError(
      `PDB file: got ${describe(atom)}, expected at most 4 letters in the name of an atom`,
    );
  }
  const starts = atom.element.length === 2 && atom.name.toUpperCase().startsWith(atom.element.toUpperCase());
  return (starts || atom.name.length === 4 ? atom.name : ` ${atom.name}`).padEnd(4);
}

/** Columns 77 to 80. */
function elementFields({ element, charge }: Atom): string {
  const size = Math.abs(charge);
  const sign = charge === 0 || size > 9 ? "  " : `${size}${charge > 0 ? "+" : "-"}`;
  return `${element.toUpperCase().padStart(2)}${sign}`;
}

/** A number in its columns, without "-0.00". */
function fixed(value: number, width: number, decimals: number, what: string): string {
  const text = (Number(value.toFixed(decimals)) + 0).toFixed(decimals).padStart(width);
  if (!Number.isFinite(value) || text.length > width) {
    throw new InputError(`PDB file: got ${value} as ${what}, expected a number of ${width} letters at most`);
  }
  return text;
}

function describe(atom: Atom): string {
  const residue = `${atom.residueName} ${atom.residueNumber}${atom.insertionCode}`;
  return `atom ${atom.name}${atom.altloc && ` ${atom.altloc}`} of ${residue} in chain ${atom.chain || "(blank)"}`;
}

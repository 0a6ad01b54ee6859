/**
 * PDB files: CRYST1, SCALEn, MODEL, ATOM, HETATM and ANISOU records in fixed columns; other records are passed over.
 * Source: "Protein Data Bank Contents Guide: Atomic Coordinate Entry Format", version 3.30; beyond it, as everybody
 * does: hybrid-36 numbers, chains of two letters (columns 21–22), short lines, elements inferred from atom names.
 */
import { FormatError } from "../errors.js";
import { type Atom, findElement, Structure } from "../structure/index.js";
import { decodeHybrid36 } from "./hybrid36.js";
import { type CoordinateOptions, type FileCrystal, modelCrystal, parseDecimal } from "./modelCrystal.js";

/** What is known while the lines go by. */
interface PdbState {
  readonly name: string;
  /** Number of the current line, from 1. */
  lineNumber: number;
  crystal?: FileCrystal;
  readonly atoms: Atom[];
  /** Columns 13–27 of the last atom: who it is. */
  lastIdentity: string;
  model: number;
  /** Rows of the matrix from Cartesian to fractional coordinates, 4 numbers each, and their lines. */
  readonly scale: Map<number, { values: number[]; lineNumber: number }>;
  /** One for each kind of doubt. */
  readonly warnings: Map<string, string>;
}

/**
 * A structure from the text of a PDB file. A blank occupancy is 1, a blank B is 0 Å²; anisotropic U of all zeros is none.
 * @param options.name what errors call the file
 * @throws FormatError if a line cannot be read, naming the line, or there is no atom
 * @throws SymmetryError if the file names no space group or an unknown one and `options.spaceGroup` is not given
 * @throws InputError if the file has no cell and `options.cell` is not given
 */
export function readPdb(text: string, options: CoordinateOptions = {}): Structure {
  const state: PdbState = {
    name: options.name ?? "PDB file",
    lineNumber: 0,
    atoms: [],
    lastIdentity: "",
    model: 1,
    scale: new Map(),
    warnings: new Map(),
  };
  const lines = text.split(/\r\n|\n|\r/);
  for (let i = 0; i < lines.length; i++) {
    state.lineNumber = i + 1;
    const record = lines[i].slice(0, 6).trimEnd().toUpperCase();
    if (record === "END") break;
    readRecord(state, record, lines[i]);
  }
  if (state.atoms.length === 0) {
    throw new FormatError(
      `${state.name}: got no ATOM or HETATM record in ${lines.length} lines, expected some`,
    );
  }
  const { cell, spaceGroup, warnings } = modelCrystal(state.crystal ?? { where: state.name }, options);
  if (options.cell === undefined) checkScale(state, cell.fractionalization);
  return new Structure({
    cell,
    spaceGroup,
    atoms: state.atoms,
    name: options.name,
    warnings: [...warnings, ...state.warnings.values()],
  });
}

function readRecord(state: PdbState, record: string, line: string): void {
  switch (record) {
    case "ATOM":
    case "HETATM":
      state.atoms.push(readAtom(state, line, record === "HETATM"));
      state.lastIdentity = line.slice(12, 27);
      break;
    case "ANISOU":
      readAnisotropic(state, line);
      break;
    case "MODEL":
      state.model = readModel(state, line);
      break;
    case "CRYST1":
      readCrystal(state, line);
      break;
    case "SCALE1":
    case "SCALE2":
    case "SCALE3":
      state.scale.set(Number(record[5]) - 1, {
        values: [
          real(state, line, 10, 20, record),
          real(state, line, 20, 30, record),
          real(state, line, 30, 40, record),
          real(state, line, 45, 55, record, 0),
        ],
        lineNumber: state.lineNumber,
      });
      break;
  }
}

/** The number of a MODEL record; where it has none, one more than the last. */
function readModel(state: PdbState, line: string): number {
  const last = state.atoms.at(-1)?.model ?? 0;
  const number = real(state, line, 6, 20, "the model's number", last + 1);
  if (!Number.isInteger(number)) throw badNumber(state, line, 6, 20, "the model's number");
  return number;
}

function readCrystal(state: PdbState, line: string): void {
  const columns = [6, 15, 24, 33, 40, 47, 54];
  const cell = ["a", "b", "c", "alpha", "beta", "gamma"].map((parameter, i) =>
    real(state, line, columns[i], columns[i + 1], parameter),
  );
  state.crystal = { where: where(state), cell, spaceGroup: line.slice(55, 66) };
}

function readAtom(state: PdbState, line: string, hetero: boolean): Atom {
  const paddedName = line.slice(12, 16);
  const serial = decodeHybrid36(line.slice(6, 11), 5);
  const charge = readCharge(state, line.slice(78, 80));
  const residueName = line.slice(17, 20).trim();
  return {
    // beyond what the columns hold some programs write stars
    serial: Number.isNaN(serial) ? state.atoms.length + 1 : serial,
    name: paddedName.trim(),
    element: findElement(line.slice(76, 78).trim())?.symbol ?? elementOfName(paddedName, residueName) ?? "X",
    charge,
    residueName,
    residueNumber: integer(state, line, 22, 26, "the residue's number"),
    insertionCode: line.slice(26, 27).trim(),
    chain: line.slice(20, 22).trim(),
    altloc: line.slice(16, 17).trim(),
    occupancy: real(state, line, 54, 60, "the occupancy", 1),
    bIso: real(state, line, 60, 66, "the B factor", 0),
    x: real(state, line, 30, 38, "x"),
    y: real(state, line, 38, 46, "y"),
    z: real(state, line, 46, 54, "z"),
    hetero,
    model: state.model,
  };
}

function readAnisotropic(state: PdbState, line: string): void {
  const last = state.atoms.length - 1;
  if (last < 0 || line.slice(12, 27) !== state.lastIdentity) {
    const got = JSON.stringify(line.slice(12, 27));
    const expected = last < 0 ? "an ATOM before it" : JSON.stringify(state.lastIdentity);
    throw failure(state, `got an ANISOU record of ${got}, expected ${expected}`);
  }
  const u = new Float64Array(6);
  for (let i = 0; i < 6; i++) {
    u[i] = 1e-4 * real(state, line, 28 + 7 * i, 35 + 7 * i, "an anisotropic U");
  }
  if (u.some((value) => value !== 0)) state.atoms[last] = { ...state.atoms[last], anisotropicU: u };
}

/** The charge that "2+", "+2", "1-" or "" say. */
function readCharge(state: PdbState, field: string): number {
  const text = field.trim();
  if (text === "" || text === "0") return 0;
  const match = /^(\d?)([+-])(\d?)$/.exec(text);
  if (match === null || (match[1] !== "" && match[3] !== "")) {
    // files of before 1996 have line numbers here, so say it once
    state.warnings.set("charge", `${where(state)}: got the charge "${text}", read as 0`);
    return 0;
  }
  const size = Number(match[1] || match[3] || "1");
  return match[2] === "+" ? size : -size;
}

/** Residues that hold no element of two letters. */
const standardResidues =
  /^(ALA|ARG|ASN|ASP|CYS|GLN|GLU|GLY|HIS|ILE|LEU|LYS|MET|PHE|PRO|SER|THR|TRP|TYR|VAL|D?[ACGU]|DT|HOH)$/;

/**
 * The element that an atom name of four columns tells: its symbol ends in the second, so " CA " is carbon and "CA  "
 * calcium; hydrogens may fill all columns ("HG21", "1HG2"). Residues without elements of two letters need no such care.
 */
export function elementOfName(paddedName: string, residueName = ""): string | undefined {
  const name = paddedName.toUpperCase().padEnd(4);
  const [first, second, , fourth] = name;
  if (standardResidues.test(residueName)) return findElement(/[A-Z]/.exec(name)?.[0] ?? "")?.symbol;
  if (!/[A-Z]/.test(first)) return findElement(second)?.symbol;
  if (fourth !== " " && (first === "H" || first === "D")) return first;
  return findElement(first + second)?.symbol ?? findElement(first)?.symbol;
}

/** Warns where SCALEn is not the standard matrix of the cell: then the coordinates are on other axes. */
function checkScale({ scale, name, warnings }: PdbState, standard: Float64Array): void {
  for (const [row, { values, lineNumber }] of scale) {
    const expected = [...standard.subarray(3 * row, 3 * row + 3), 0];
    // six decimals are written, and cells are refined further than CRYST1 says
    const near = values.every(
      (value, i) => Math.abs(value - expected[i]) <= 2e-5 + 1e-3 * Math.abs(expected[i]),
    );
    if (!near) {
      warnings.set(
        `SCALE${row + 1}`,
        `${name} line ${lineNumber}: SCALE${row + 1} is ${values.join(" ")}, and the cell says ` +
          `${expected.map((value) => value.toFixed(6)).join(" ")}; the cell was used`,
      );
    }
  }
}

/** The number in columns `start + 1` to `end`; where they are blank, `blank`. */
function real(
  state: PdbState,
  line: string,
  start: number,
  end: number,
  what: string,
  blank?: number,
): number {
  const field = line.slice(start, end).trim();
  if (field === "" && blank !== undefined) return blank;
  const value = parseDecimal(field);
  if (Number.isNaN(value)) throw badNumber(state, line, start, end, what);
  return value;
}

function integer(state: PdbState, line: string, start: number, end: number, what: string): number {
  const value = decodeHybrid36(line.slice(start, end), end - start);
  if (!Number.isSafeInteger(value)) throw badNumber(state, line, start, end, what);
  return value;
}

function badNumber(state: PdbState, line: string, start: number, end: number, what: string): FormatError {
  const field = line.slice(start, end);
  const got = field.trim() === "" ? "nothing" : JSON.stringify(field);
  return failure(state, `got ${got} in columns ${start + 1} to ${end} as ${what}, expected a number`);
}

function failure(state: PdbState, message: string): FormatError {
  return new FormatError(`${where(state)}: ${message}`);
}

function where(state: PdbState): string {
  return `${state.name} line ${state.lineNumber}`;
}

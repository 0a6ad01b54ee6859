/**
 * Coordinates in mmCIF: the categories atom_site, atom_site_anisotrop, cell, symmetry and space_group.
 * Source: PDBx/mmCIF dictionary (mmcif.wwpdb.org), International Tables G, chapter 3.6. Names and numbers are those of
 * the author (auth_…), as in PDB files; the label_… ones where an author's are missing.
 */
import { FormatError } from "../errors.js";
import { type Atom, findElement, isotropicU, Structure } from "../structure/index.js";
import { type CifBlock, type CifValue, parseCif, shortened } from "./cif.js";
import { type CoordinateOptions, type FileCrystal, modelCrystal, parseDecimal } from "./modelCrystal.js";

/**
 * A structure from the text of an mmCIF file: of its first data block that has atoms. An unknown occupancy is 1, an
 * unknown B is 0 Å².
 * @param options.name what errors call the file
 * @throws FormatError if the CIF is broken, has no atoms, or a value is not what it should be
 * @throws SymmetryError if the file names no space group or an unknown one and `options.spaceGroup` is not given
 * @throws InputError if the file has no cell and `options.cell` is not given
 */
export function readMmcif(text: string, options: CoordinateOptions = {}): Structure {
  const name = options.name ?? "mmCIF file";
  const blocks = parseCif(text, name);
  const block = blocks.find((candidate) => candidate.find("_atom_site.id") !== undefined);
  if (block === undefined) throw new FormatError(`${name}: ${insteadOfAtoms(blocks)}`);
  const { cell, spaceGroup, warnings } = modelCrystal(crystalOfBlock(block, name), options);
  const site = new Category(block, "_atom_site.", name);
  const atoms: Atom[] = [];
  const read = atomReader(site);
  for (let row = 0; row < site.length; row++) atoms.push(read(row));
  if (site.column("Cartn_x") === undefined) orthogonalizeAll(atoms, (x) => cell.orthogonalize(x));
  addAnisotropic(block, name, site, atoms);
  return new Structure({ cell, spaceGroup, atoms, name: options.name, warnings });
}

/** Cell and space group as a data block gives them; also used for reflections. */
export function crystalOfBlock(block: CifBlock, name: string): FileCrystal {
  const parameters = ["length_a", "length_b", "length_c", "angle_alpha", "angle_beta", "angle_gamma"];
  const given = parameters.some((parameter) => isGiven(block.value(`_cell.${parameter}`)));
  const read = (parameter: string): number =>
    numberOf(
      block.value(`_cell.${parameter}`),
      () => `${name} data_${shortened(block.name)}: _cell.${parameter}`,
    );
  const tags = ["_symmetry.space_group_name_H-M", "_space_group.name_H-M_alt", "_space_group.name_H-M_full"];
  const numbers = ["_symmetry.Int_Tables_number", "_space_group.IT_number"];
  return {
    where: `${name} data_${shortened(block.name)}`,
    cell: given ? parameters.map(read) : undefined,
    spaceGroup:
      tags.map((tag) => block.value(tag)).find((value) => isGiven(value) && value.trim() !== "") ??
      numbers.map((tag) => block.value(tag)).find(isGiven) ??
      undefined,
  };
}

/** What a file without atoms may be, told to its reader. */
function insteadOfAtoms(blocks: readonly CifBlock[]): string {
  if (blocks.length === 0) return "got no data block, expected data_NAME and the atoms of a model";
  const has = (prefix: string): boolean =>
    blocks.some((block) => block.tags.some((tag) => tag.startsWith(prefix)));
  const expected = "expected _atom_site with the atoms of a model";
  if (has("_chem_comp_atom.")) return `got a dictionary of monomers (_chem_comp_atom), ${expected}`;
  if (has("_refln.")) return `got reflections (_refln), ${expected}`;
  if (has("_atom_site_fract_x"))
    return `got a core CIF of a small molecule (_atom_site_fract_x), ${expected}`;
  return `got ${blocks.length} data blocks without atoms, ${expected}`;
}

/** The rows of one category, with errors that say where. */
class Category {
  readonly length: number;
  readonly #columns = new Map<string, CifValue[]>();

  constructor(
    readonly block: CifBlock,
    readonly prefix: string,
    readonly name: string,
  ) {
    let length = 0;
    for (const tag of block.tags) {
      if (!tag.startsWith(prefix.toLowerCase())) continue;
      const values = block.values(tag);
      this.#columns.set(tag.slice(prefix.length), values);
      if (length !== 0 && values.length !== length) {
        throw new FormatError(
          `${name} data_${shortened(block.name)}: got ${values.length} values of ${shortened(tag)}, expected ${length} as of the tags before`,
        );
      }
      length = values.length;
    }
    this.length = length;
  }

  column(item: string): readonly CifValue[] | undefined {
    return this.#columns.get(item.toLowerCase());
  }

  /** The first of some columns, as a function of the row that gives the text, or undefined if it is unknown. */
  text(...items: readonly string[]): (row: number) => string | undefined {
    const columns = items.map((item) => this.column(item)).filter(isPresent);
    return (row) => {
      for (const column of columns) {
        const value = column[row];
        if (isGiven(value)) return value;
      }
      return undefined;
    };
  }

  /** As {@link text}, a number without its standard uncertainty; `missing` where it is unknown, or else an error. */
  number(items: readonly string[], missing?: number): (row: number) => number {
    const text = this.text(...items);
    return (row) => {
      const value = text(row);
      if (value === undefined && missing !== undefined) return missing;
      return numberOf(value, () => this.where(items[0], row));
    };
  }

  where(item: string, row: number): string {
    return `${this.name} data_${shortened(this.block.name)} row ${row + 1}: ${this.prefix}${item}`;
  }
}

/** Makes an atom of a row; fractional coordinates stay fractional for now. */
function atomReader(site: Category): (row: number) => Atom {
  const axes = ["Cartn_", "fract_"].find((prefix) => site.column(`${prefix}x`) !== undefined);
  if (axes === undefined) {
    throw new FormatError(
      `${site.name} data_${shortened(site.block.name)}: got no _atom_site.Cartn_x, expected coordinates`,
    );
  }
  const [x, y, z] = ["x", "y", "z"].map((axis) => site.number([axes + axis]));
  const serial = site.text("id");
  const name = site.text("auth_atom_id", "label_atom_id");
  const symbol = site.text("type_symbol");
  const residueName = site.text("auth_comp_id", "label_comp_id");
  const residueNumber = site.number(["auth_seq_id", "label_seq_id"], 0);
  const chain = site.text("auth_asym_id", "label_asym_id");
  const altloc = site.text("label_alt_id");
  const insertionCode = site.text("pdbx_PDB_ins_code");
  const occupancy = site.number(["occupancy"], 1);
  const b = site.number(["B_iso_or_equiv"], Number.NaN);
  const u = site.number(["U_iso_or_equiv"], Number.NaN);
  const charge = site.number(["pdbx_formal_charge"], 0);
  const model = site.number(["pdbx_PDB_model_num"], 1);
  const group = site.text("group_PDB");
  return (row) => {
    const fromB = b(row);
    const fromU = Number.isNaN(fromB) ? u(row) / isotropicU(1) : fromB;
    const id = Number(serial(row));
    return {
      serial: Number.isSafeInteger(id) ? id : row + 1,
      name: name(row) ?? "",
      element: elementOfType(symbol(row) ?? ""),
      charge: charge(row),
      residueName: residueName(row) ?? "",
      residueNumber: residueNumber(row),
      insertionCode: insertionCode(row) ?? "",
      chain: chain(row) ?? "",
      altloc: altloc(row) ?? "",
      occupancy: occupancy(row),
      bIso: Number.isNaN(fromU) ? 0 : fromU,
      x: x(row),
      y: y(row),
      z: z(row),
      hetero: group(row) === "HETATM",
      model: model(row),
    };
  };
}

/** The element of a type symbol, which may have a charge: "FE", "Fe3+". */
function elementOfType(symbol: string): string {
  return findElement(/^[A-Za-z]*/.exec(symbol)?.[0] ?? "")?.symbol ?? "X";
}

function orthogonalizeAll(
  atoms: Atom[],
  orthogonalize: (x: number[]) => readonly [number, number, number],
): void {
  atoms.forEach((atom, i) => {
    const [x, y, z] = orthogonalize([atom.x, atom.y, atom.z]);
    atoms[i] = { ...atom, x, y, z };
  });
}

/** U of atom_site_anisotrop by the atom's id, or of atom_site itself. */
function addAnisotropic(block: CifBlock, name: string, site: Category, atoms: Atom[]): void {
  const own = site.column("aniso_U[1][1]") !== undefined || site.column("aniso_B[1][1]") !== undefined;
  const category = own ? site : new Category(block, "_atom_site_anisotrop.", name);
  if (category.length === 0) return;
  const prefix = own ? "aniso_" : "";
  const letter = category.column(`${prefix}U[1][1]`) === undefined ? "B" : "U";
  const unit = letter === "B" ? isotropicU(1) : 1;
  const elements = ["11", "22", "33", "12", "13", "23"].map(([i, j]) =>
    category.number([`${prefix}${letter}[${i}][${j}]`], Number.NaN),
  );
  const ids = category.text("id");
  const rowOfId = new Map(site.column("id")?.map((id, row) => [id, row]));
  for (let row = 0; row < category.length; row++) {
    const u = Float64Array.from(elements, (element) => unit * element(row));
    const at = own ? row : rowOfId.get(ids(row));
    if (at === undefined) {
      throw new FormatError(
        `${category.where("id", row)}: got ${shortened(ids(row) ?? "?")}, expected that of an atom`,
      );
    }
    if (u.some((value) => value !== 0) && !u.some(Number.isNaN))
      atoms[at] = { ...atoms[at], anisotropicU: u };
  }
}

function isPresent<T>(value: T | undefined): value is T {
  return value !== undefined;
}

function isGiven(value: CifValue): value is string {
  return typeof value === "string";
}

/** A number that may carry its standard uncertainty: "1.234(5)". */
function numberOf(value: CifValue, where: () => string): number {
  const number = isGiven(value) ? parseDecimal(value.replace(/\(\d+\)$/, "")) : Number.NaN;
  if (Number.isNaN(number)) {
    const got = value === undefined ? "nothing" : value === null ? "." : JSON.stringify(shortened(value));
    throw new FormatError(`${where()}: got ${got}, expected a number`);
  }
  return number;
}

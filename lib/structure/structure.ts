/**
 * A crystal structure: atoms in a unit cell with a space group. Immutable; verbs return a new structure.
 */
import type { SpaceGroup, UnitCell } from "../crystal/index.js";
import { InputError } from "../errors.js";
import type { Atom } from "./atom.js";
import { isotropicU } from "./debyeWaller.js";

/** What {@link Structure.select} compares: one value, or a list of which any will do. */
export interface AtomSelection {
  readonly model?: number | readonly number[];
  readonly chain?: string | readonly string[];
  readonly residueName?: string | readonly string[];
  readonly residueNumber?: number | readonly number[];
  readonly name?: string | readonly string[];
  readonly element?: string | readonly string[];
  readonly altloc?: string | readonly string[];
  readonly hetero?: boolean;
}

/** What a structure is made of. */
export interface StructureInit {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly atoms: readonly Atom[];
  /** What errors call it: a file name or a PDB code. */
  readonly name?: string;
  /** What a reader found doubtful but could read. */
  readonly warnings?: readonly string[];
}

/** Atoms in a crystal. */
export class Structure {
  readonly cell: UnitCell;
  readonly spaceGroup: SpaceGroup;
  readonly atoms: readonly Atom[];
  /** What errors call it; "structure" where nothing better is known. */
  readonly name: string;
  /** One sentence for each thing that the reader found doubtful. */
  readonly warnings: readonly string[];

  constructor(init: StructureInit) {
    this.cell = init.cell;
    this.spaceGroup = init.spaceGroup;
    this.atoms = init.atoms;
    this.name = init.name ?? "structure";
    this.warnings = init.warnings ?? [];
  }

  /** Number of atoms, of all models and alternative locations. */
  get length(): number {
    return this.atoms.length;
  }

  /** The numbers of the models, in order of appearance. */
  get models(): number[] {
    return [...new Set(this.atoms.map((atom) => atom.model))];
  }

  /** The chains, in order of appearance. */
  get chains(): string[] {
    return [...new Set(this.atoms.map((atom) => atom.chain))];
  }

  /** How many atoms of each element, in order of appearance. */
  elementCounts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { element } of this.atoms) counts[element] = (counts[element] ?? 0) + 1;
    return counts;
  }

  /** The same crystal with other atoms. */
  withAtoms(atoms: readonly Atom[]): Structure {
    return new Structure({ ...this, atoms });
  }

  /** The atoms for which `keep` is true. */
  filter(keep: (atom: Atom, index: number) => boolean): Structure {
    return this.withAtoms(this.atoms.filter(keep));
  }

  /**
   * The atoms that agree with every field given, e.g. `select({ chain: "A", element: ["S", "Se"] })`. Letter case does
   * not count in elements.
   * @throws InputError if no field of the selection is one of an atom's
   */
  select(selection: AtomSelection): Structure {
    const known: Record<keyof AtomSelection, true> = {
      model: true,
      chain: true,
      residueName: true,
      residueNumber: true,
      name: true,
      element: true,
      altloc: true,
      hetero: true,
    };
    const tests = Object.entries(selection)
      .filter(([, wanted]) => wanted !== undefined)
      .map(([field, wanted]): ((atom: Atom) => boolean) => {
        if (!isKeyOf(field, known)) {
          throw new InputError(
            `selection: got the field ${field}, expected some of ${Object.keys(known).join(", ")}`,
          );
        }
        const list = Array.isArray(wanted) ? wanted : [wanted];
        const values = new Set(
          field === "element" ? list.map((symbol) => String(symbol).toUpperCase()) : list,
        );
        return field === "element"
          ? (atom) => values.has(atom.element.toUpperCase())
          : (atom) => values.has(atom[field]);
      });
    return this.filter((atom) => tests.every((test) => test(atom)));
  }

  /**
   * The structure carried into another cell: fractional coordinates stay, Cartesian ones follow. Displacements keep
   * their Cartesian values.
   */
  withCell(cell: UnitCell): Structure {
    const atoms = this.atoms.map((atom) => {
      const [x, y, z] = cell.orthogonalize(this.cell.fractionalize([atom.x, atom.y, atom.z]));
      return { ...atom, x, y, z };
    });
    return new Structure({ ...this, cell, atoms });
  }

  /** Cartesian coordinates in Å, 3n numbers: x y z of the first atom, and so on. */
  positions(): Float64Array {
    const positions = new Float64Array(3 * this.atoms.length);
    this.atoms.forEach((atom, i) => {
      positions[3 * i] = atom.x;
      positions[3 * i + 1] = atom.y;
      positions[3 * i + 2] = atom.z;
    });
    return positions;
  }

  /** Fractional coordinates, 3n numbers, not brought into one cell. */
  fractionalPositions(): Float64Array {
    const positions = this.positions();
    for (let i = 0; i < positions.length; i += 3) {
      positions.set(this.cell.fractionalize(positions.subarray(i, i + 3)), i);
    }
    return positions;
  }

  /** Isotropic (or equivalent) B in Å², n numbers. */
  bFactors(): Float64Array {
    return Float64Array.from(this.atoms, (atom) => atom.bIso);
  }

  /** Occupancies as written, n numbers. */
  occupancies(): Float64Array {
    return Float64Array.from(this.atoms, (atom) => atom.occupancy);
  }

  /** Element symbols, n strings. */
  elements(): string[] {
    return this.atoms.map((atom) => atom.element);
  }

  /** U11 U22 U33 U12 U13 U23 in Å², 6n numbers, Cartesian; those of isotropic atoms from their B. */
  anisotropicU(): Float64Array {
    const u = new Float64Array(6 * this.atoms.length);
    this.atoms.forEach((atom, i) => {
      if (atom.anisotropicU !== undefined) u.set(atom.anisotropicU, 6 * i);
      else u.fill(isotropicU(atom.bIso), 6 * i, 6 * i + 3);
    });
    return u;
  }

  toString(): string {
    const models = this.models.length;
    const elements = Object.entries(this.elementCounts()).map(([symbol, n]) => `${symbol} ${n}`);
    const parts = [
      `${this.name}: ${this.length} atoms${models > 1 ? ` in ${models} models` : ""} (${elements.join(", ")})`,
      `space group ${this.spaceGroup}`,
      `cell ${this.cell}`,
    ];
    return parts.join("; ");
  }
}

function isKeyOf<K extends string>(key: string, record: Record<K, true>): key is K {
  return Object.hasOwn(record, key);
}

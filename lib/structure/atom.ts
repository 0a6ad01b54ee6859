/**
 * One atom of a model, as coordinate files (PDB, mmCIF) describe it.
 */

/** An atom: what it is, where it is and how it moves. Plain data; treat it as read-only. */
export interface Atom {
  /** Position in the file, or the number given there; 0 where there is none. */
  readonly serial: number;
  /** Atom name without blanks, "CA". */
  readonly name: string;
  /** Element symbol, "C", "Fe", "D"; "X" where unknown. */
  readonly element: string;
  /** Formal charge in electrons, 0 where none is given. */
  readonly charge: number;
  readonly residueName: string;
  readonly residueNumber: number;
  /** "" where there is none. */
  readonly insertionCode: string;
  /** Chain as the author named it; "" where there is none. */
  readonly chain: string;
  /** Label of the alternative location, "" where there is none. */
  readonly altloc: string;
  /** 0 to 1, as written: on a special position already divided by the site's multiplicity. */
  readonly occupancy: number;
  /** Isotropic B (of an anisotropic atom: the equivalent one), Å². */
  readonly bIso: number;
  /** U11 U22 U33 U12 U13 U23 on the Cartesian axes of the cell, Å²; absent where the atom is isotropic. */
  readonly anisotropicU?: Float64Array;
  /** Cartesian coordinates, Å. */
  readonly x: number;
  readonly y: number;
  readonly z: number;
  /** True for a HETATM record: not part of a standard polymer residue. */
  readonly hetero: boolean;
  /** Number of the model the atom belongs to, from 1. */
  readonly model: number;
}

/** The values of an atom that is described by element and position alone. */
const plain: Atom = {
  serial: 0,
  name: "",
  element: "X",
  charge: 0,
  residueName: "",
  residueNumber: 0,
  insertionCode: "",
  chain: "",
  altloc: "",
  occupancy: 1,
  bIso: 0,
  x: 0,
  y: 0,
  z: 0,
  hetero: false,
  model: 1,
};

/** An atom from some of its fields: fully occupied, B of 0 Å², neutral, in model 1, named as its element. */
export function atom(fields: Pick<Atom, "element" | "x" | "y" | "z"> & Partial<Atom>): Atom {
  return { ...plain, name: fields.element.toUpperCase(), ...fields };
}

/** Compares a structure with what gemmi read (test/reference/formats/pdbStructures.py). */
import { expect } from "vitest";
import type { Atom, Structure } from "../../lib/structure/index.js";

export interface GemmiStructure {
  cell: number[];
  spaceGroup: string | null;
  atoms: number;
  models: number;
  elements: Record<string, number>;
  chains: Record<string, number>;
  residues: Record<string, number>;
  altlocs: Record<string, number>;
  hetero: number;
  charge: number;
  sums: Record<"x" | "y" | "z" | "b" | "occupancy", number>;
  anisotropic: number;
  uSums: number[];
  sampled: {
    serial: number;
    name: string;
    element: string;
    residueName: string;
    residueNumber: number;
    insertionCode: string;
    chain: string;
    altloc: string;
    x: number;
    y: number;
    z: number;
    occupancy: number;
    b: number;
    u: number[] | null;
  }[];
}

/** All counts and texts equal; numbers to single precision, in which gemmi keeps them. */
export function expectAsGemmi(structure: Structure, expected: GemmiStructure): void {
  const { atoms } = structure;
  const counts = (of: (atom: Atom) => string): Record<string, number> => {
    const all: Record<string, number> = {};
    for (const atom of atoms) all[of(atom)] = (all[of(atom)] ?? 0) + 1;
    return all;
  };
  const sum = (of: (atom: Atom) => number): number => atoms.reduce((total, atom) => total + of(atom), 0);
  const near = (got: number, wanted: number, what: string): void => {
    expect(Math.abs(got - wanted), what).toBeLessThan(1e-6 * Math.max(1, Math.abs(wanted)));
  };
  expect(structure.cell.toArray()).toEqual(expected.cell);
  if (expected.spaceGroup !== null) expect(structure.spaceGroup.name).toBe(expected.spaceGroup);
  expect(structure.length).toBe(expected.atoms);
  expect(structure.models).toHaveLength(expected.models);
  expect(structure.elementCounts()).toEqual(expected.elements);
  expect(counts((atom) => atom.chain)).toEqual(expected.chains);
  expect(counts((atom) => atom.residueName)).toEqual(expected.residues);
  expect(counts((atom) => atom.altloc)).toEqual(expected.altlocs);
  expect(sum((atom) => Number(atom.hetero))).toBe(expected.hetero);
  expect(sum((atom) => atom.charge)).toBe(expected.charge);
  near(
    sum((atom) => atom.x),
    expected.sums.x,
    "sum of x",
  );
  near(
    sum((atom) => atom.y),
    expected.sums.y,
    "sum of y",
  );
  near(
    sum((atom) => atom.z),
    expected.sums.z,
    "sum of z",
  );
  near(
    sum((atom) => atom.bIso),
    expected.sums.b,
    "sum of B",
  );
  near(
    sum((atom) => atom.occupancy),
    expected.sums.occupancy,
    "sum of occupancies",
  );
  const anisotropic = atoms.filter((atom) => atom.anisotropicU !== undefined);
  expect(anisotropic).toHaveLength(expected.anisotropic);
  expected.uSums.forEach((wanted, i) => {
    near(
      anisotropic.reduce((total, atom) => total + atom.anisotropicU![i], 0),
      wanted,
      `sum of U ${i}`,
    );
  });
  const bySerial = new Map(atoms.map((atom) => [atom.serial, atom]));
  for (const { x, y, z, occupancy, b, u, ...texts } of expected.sampled) {
    const atom = bySerial.get(texts.serial)!;
    expect(atom).toMatchObject(texts);
    expect([atom.x, atom.y, atom.z]).toEqual([x, y, z]);
    near(atom.occupancy, occupancy, "occupancy");
    near(atom.bIso, b, "B");
    expect(atom.anisotropicU === undefined).toBe(u === null);
    u?.forEach((wanted, i) => {
      near(atom.anisotropicU![i], wanted, "U");
    });
  }
}

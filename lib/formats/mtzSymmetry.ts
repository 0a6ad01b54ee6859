/**
 * The symmetry of an MTZ file from a space group: names and numbers as CCP4 writes them. Hexagonal axes of a
 * rhombohedral group are lattice H ("H 3"), rhombohedral ones R ("R 3"); the second origin choice is named (":2"), as
 * without it readers take the first; the number is CCP4's own where it has one for the setting.
 */
import { SpaceGroup, type SpaceGroupLike } from "../crystal/spaceGroup.js";
import { SymmetryError } from "../errors.js";
import type { MtzSymmetry } from "./mtzTypes.js";

/** SYMINF's field for the name, with room for the quotes. */
const longestName = 20;

/**
 * What SYMINF and SYMM say of a space group; what is one already stays as it is.
 * @throws SymmetryError for an unknown space group, or for operations that are not those of one
 */
export function mtzSymmetryOf(group: SpaceGroupLike | MtzSymmetry): MtzSymmetry {
  if (typeof group === "object" && !(group instanceof SpaceGroup)) return checked(group);
  const known = SpaceGroup.of(group);
  const name = symbol(known);
  return {
    name: name === "" ? "unknown" : name.slice(0, longestName),
    number: known.ccp4Number || known.number,
    operations: known.operations.map(String),
    primitiveCount: known.primitiveOperations.length,
    lattice: name === "" ? known.centring : name[0],
    pointGroup: known.pointGroup,
  };
}

function symbol({ hermannMauguin, extension }: SpaceGroup): string {
  if (extension === "H") return hermannMauguin.replace(/^R/, "H");
  return extension === "2" ? `${hermannMauguin}:2` : hermannMauguin;
}

function checked(symmetry: MtzSymmetry): MtzSymmetry {
  if (symmetry.operations.length === 0) {
    throw new SymmetryError(`symmetry operations of ${symmetry.name}: got none, expected at least X,Y,Z`);
  }
  return symmetry;
}

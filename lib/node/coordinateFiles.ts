/** Coordinate files by their path. */
import { readAll } from "../formats/byteSource.js";
import { readCoordinates } from "../formats/coordinates.js";
import type { CoordinateOptions } from "../formats/modelCrystal.js";
import { writePdb } from "../formats/pdbWriter.js";
import type { Structure } from "../structure/index.js";
import { withFile } from "./fileSource.js";
import { writeFileAtomic } from "./writeFile.js";

/**
 * Reads a model from a PDB or mmCIF file, told apart by what it contains.
 * @throws FormatError for a file that is neither, or a broken one; SymmetryError for an unknown space group;
 *   InputError for a path that cannot be read
 */
export async function readStructure(path: string, options: CoordinateOptions = {}): Promise<Structure> {
  const bytes = await withFile(path, readAll);
  return readCoordinates(bytes, { name: path, ...options });
}

/**
 * Writes a model as a PDB file.
 * @throws InputError where it does not fit the format or the file cannot be written
 */
export async function writeStructure(structure: Structure, path: string): Promise<void> {
  await writeFileAtomic(path, writePdb(structure));
}

/**
 * Coordinates of a model in whatever format: tells PDB from mmCIF by what the file begins with.
 */
import { FormatError } from "../errors.js";
import type { Structure } from "../structure/index.js";
import { readMmcif } from "./mmcif.js";
import type { CoordinateOptions } from "./modelCrystal.js";
import { readPdb } from "./pdb.js";

/** Records of which a PDB file has one at least. */
const pdbRecord = /^(ATOM {2}|HETATM|CRYST1|HEADER|REMARK|MODEL |TITLE |ANISOU|SCALE1|COMPND|USER {2})/m;

/**
 * A structure from a PDB or mmCIF file.
 * @param source the file's text or bytes
 * @throws FormatError if it is neither, or as {@link readPdb} and {@link readMmcif} do
 */
export function readCoordinates(source: string | Uint8Array, options: CoordinateOptions = {}): Structure {
  const name = options.name ?? "coordinates";
  const named = { ...options, name };
  const text = typeof source === "string" ? source : decode(source, name);
  if (text.trim() === "")
    throw new FormatError(`${name}: got an empty file, expected PDB or mmCIF coordinates`);
  if (beginsDataBlock(text)) return readMmcif(text, named);
  if (pdbRecord.test(text)) return readPdb(text, named);
  const start = JSON.stringify(text.trimStart().slice(0, 20));
  throw new FormatError(`${name}: got a file that begins with ${start}, expected PDB or mmCIF coordinates`);
}

/** Whether a data block comes first, but for blanks and comments. */
function beginsDataBlock(text: string): boolean {
  const passed = /\s+|#[^\r\n]*/y;
  let at = 0;
  while (passed.test(text)) at = passed.lastIndex;
  return /^data_/i.test(text.slice(at, at + 5));
}

function decode(bytes: Uint8Array, name: string): string {
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic.startsWith("\x1f\x8b")) {
    throw new FormatError(`${name}: got a gzip file, expected PDB or mmCIF text; unpack it first (gunzip)`);
  }
  if (magic === "MTZ ") throw new FormatError(`${name}: got an MTZ file, expected PDB or mmCIF coordinates`);
  return new TextDecoder().decode(bytes);
}

/**
 * Which format a file has, from its first bytes; a name's ending says too little (".cif" may be coordinates, reflections
 * or an image). Only formats that have a reader here are told apart, and the common ones a user may confuse with them.
 */
import type { ByteSource } from "./byteSource.js";

/** A format that {@link detectFormat} knows. */
export type FileFormat = "mtz" | "ccp4-map" | "pdb" | "cif" | "gzip" | "bzip2" | "hdf5" | "empty" | "unknown";

/** How a sentence names each format. */
export const formatNames: Readonly<Record<FileFormat, string>> = {
  mtz: "an MTZ reflection file",
  "ccp4-map": "a CCP4 map",
  pdb: "PDB coordinates",
  cif: "a CIF or mmCIF file",
  gzip: "a gzip-compressed file (unpack it with gunzip)",
  bzip2: "a bzip2-compressed file (unpack it with bunzip2)",
  hdf5: "an HDF5 file",
  empty: "an empty file",
  unknown: "an unknown kind of file",
};

const pdbRecords =
  /^(HEADER|TITLE |COMPND|REMARK|CRYST1|ATOM {2}|HETATM|MODEL |EXPDTA|OBSLTE|SPLIT |CAVEAT|JRNL {2})/m;

/** The format of a file, read from at most its first 4,096 bytes. */
export async function detectFormat(source: ByteSource): Promise<FileFormat> {
  if (source.byteLength === 0) return "empty";
  const head = new Uint8Array(await source.slice(0, Math.min(source.byteLength, 4096)));
  if (startsWith(head, 0, "MTZ ")) return "mtz";
  if (startsWith(head, 208, "MAP ")) return "ccp4-map";
  if (head[0] === 0x1f && head[1] === 0x8b) return "gzip";
  if (startsWith(head, 0, "BZh")) return "bzip2";
  if (startsWith(head, 1, "HDF\r\n")) return "hdf5";
  const text = new TextDecoder("latin1").decode(head);
  if (/^\s*(#[^\n]*\n\s*)*data_\S/i.test(text)) return "cif";
  if (pdbRecords.test(text)) return "pdb";
  return "unknown";
}

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, i) => bytes[at + i] === letter.charCodeAt(0));
}

import { expect, test } from "vitest";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { detectFormat } from "../../lib/formats/detectFormat.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";

const ofText = (text: string) => detectFormat(bytesSource(new TextEncoder().encode(text)));

test.each([
  ["MTZ \0\0\0\0", "mtz"],
  [`${"\0".repeat(208)}MAP \0`, "ccp4-map"],
  ["CRYST1   10.0", "pdb"],
  ["\nREMARK 1 something", "pdb"],
  ["# a comment\n\n# another\ndata_1ABC\n", "cif"],
  ["BZh91AY", "bzip2"],
  ["\u0089HDF\r\n", "unknown"], // UTF-8 puts a byte before the one of the signature
  ["", "empty"],
  ["hello", "unknown"],
])("%j is %s", async (text, format) => {
  expect(await ofText(text)).toBe(format);
});

test("binary signatures", async () => {
  expect(await detectFormat(bytesSource(Uint8Array.of(0x1f, 0x8b, 8)))).toBe("gzip");
  expect(await detectFormat(bytesSource(Uint8Array.of(0x89, 72, 68, 70, 13, 10, 26, 10)))).toBe("hdf5");
});

dataTest.each([
  ["gamma/HKLOUT_unmerged.mtz", "mtz"],
  ["gamma/gamma_model.pdb", "pdb"],
  ["structure_factors/1dur.cif", "cif"],
  ["structure_factors/1dur-sf.cif", "cif"],
  ["images/thau_3_2_0005.cbf.bz2", "bzip2"],
  ["xds/XDS_ASCII.HKL", "unknown"],
])("%s is %s", async (path, format) => {
  expect(await withFile(dataFile(path), detectFormat)).toBe(format);
});

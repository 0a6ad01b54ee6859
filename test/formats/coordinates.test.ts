/** Oracle: the readers of each format, tested by themselves. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import { readCoordinates } from "../../lib/formats/coordinates.js";
import { readMmcif } from "../../lib/formats/mmcif.js";
import { readPdb } from "../../lib/formats/pdb.js";
import { dataFile, dataTest } from "../data.js";

describe("coordinates of either format", () => {
  dataTest("1dur as PDB and as mmCIF, text or bytes", () => {
    for (const [ending, read] of [
      ["pdb", readPdb],
      ["cif", readMmcif],
    ] as const) {
      const name = `1dur.${ending}`;
      const bytes = readFileSync(dataFile(`structure_factors/${name}`));
      const expected = read(bytes.toString(), { name });
      expect(readCoordinates(new Uint8Array(bytes), { name })).toEqual(expected);
      expect(readCoordinates(bytes.toString(), { name })).toEqual(expected);
    }
  });

  test("comments and blanks may come before a data block", () => {
    expect(() => readCoordinates("# a\r\n\r\n \t# b\r\n  DATA_x _a 1")).toThrow(/data blocks without atoms/);
    expect(() => readCoordinates("\uFEFFdata_x _a 1")).toThrow(/data blocks without atoms/);
    expect(() => readCoordinates(`${"\r\n".repeat(100_000)}# but no block`)).toThrow(
      /begins with "# but no block"/,
    );
  });

  const bad: [string, string | Uint8Array, string][] = [
    ["an empty file", "", "got an empty file, expected PDB or mmCIF coordinates"],
    ["blanks", " \n \n", "got an empty file, expected PDB or mmCIF coordinates"],
    [
      "a letter",
      "Dear all,\n",
      'got a file that begins with "Dear all,\\n", expected PDB or mmCIF coordinates',
    ],
    [
      "a compressed file",
      Uint8Array.of(0x1f, 0x8b, 8, 0),
      "got a gzip file, expected PDB or mmCIF text; unpack it first (gunzip)",
    ],
    [
      "reflections",
      new TextEncoder().encode("MTZ \0\0"),
      "got an MTZ file, expected PDB or mmCIF coordinates",
    ],
  ];
  for (const [what, source, message] of bad) {
    test(`${what}: one sentence`, () => {
      expect(() => readCoordinates(source, { name: "f" })).toThrow(new FormatError(`f: ${message}`));
    });
  }
});

/**
 * 40,000 mutated coordinate files, PDB and mmCIF: each is read or gives a FriedelError of one line, never anything else.
 * What is read has finite numbers, and is written again or gives an InputError. Fixed seed.
 */
import { expect, test } from "vitest";
import { FriedelError, InputError } from "../../lib/errors.js";
import { readCoordinates, readMmcifReflections, writePdb } from "../../lib/formats/index.js";
import type { Structure } from "../../lib/structure/index.js";
import { random as randomNumbers } from "../table/random.js";

const files = 40_000;

const pdb = `HEADER    TEST
CRYST1   30.520   37.750   39.370  90.00  90.00  90.00 P 21 21 21    4
SCALE1      0.032765  0.000000  0.000000        0.00000
SCALE2      0.000000  0.026490  0.000000        0.00000
SCALE3      0.000000  0.000000  0.025400        0.00000
MODEL        1
ATOM      1  N   ALA A   1      17.066  -1.747  15.677  1.00  6.98           N
ANISOU    1  N   ALA A   1     1808    979   1984    324    380    365       N
ATOM      2  CA AALA A   1A     18.511  -1.416  15.632  0.50  6.84           C1+
TER       3      ALA A   1
HETATM    4 FE1  SF4 A  55      10.101   0.123  -5.432  1.00  9.15          FE
ENDMDL
MODEL        2
HETATM    1  O   HOH B9999       1.000   2.000   3.000  1.00 20.00           O
ENDMDL
END
`;

const cif = `data_TEST
#
_cell.length_a    30.520
_cell.length_b    37.75(2)
_cell.length_c    39.370
_cell.angle_alpha 90.0
_cell.angle_beta  90.0
_cell.angle_gamma 90.0
_symmetry.space_group_name_H-M 'P 21 21 21'
_struct.title
;A text field
;
loop_
_atom_site.group_PDB
_atom_site.id
_atom_site.type_symbol
_atom_site.label_atom_id
_atom_site.label_alt_id
_atom_site.auth_comp_id
_atom_site.auth_asym_id
_atom_site.auth_seq_id
_atom_site.Cartn_x
_atom_site.Cartn_y
_atom_site.Cartn_z
_atom_site.occupancy
_atom_site.B_iso_or_equiv
ATOM   1 N N     . ALA A 1 17.066 -1.747 15.677 1.00 6.98
HETATM 2 O "O5'" A HOH B 2 1.0 2.0 3.0 0.5 ?
loop_
_atom_site_anisotrop.id
_atom_site_anisotrop.U[1][1]
_atom_site_anisotrop.U[2][2]
_atom_site_anisotrop.U[3][3]
_atom_site_anisotrop.U[1][2]
_atom_site_anisotrop.U[1][3]
_atom_site_anisotrop.U[2][3]
1 0.1 0.2 0.3 0.01 0.02 0.03
save_frame
_x y
save_
loop_ _refln.index_h _refln.index_k _refln.index_l _refln.F_meas_au
1 2 3 4.5
0 0 2 7
`;

/** What numbers, words and bytes are replaced with. */
const oddities = [
  "NaN",
  "-Infinity",
  "1e999",
  "-1e308",
  "99999999999999999999",
  "0",
  "-0.000",
  "****",
  "?",
  ".",
  "",
  "'",
  '"',
  "\n;",
  "\r",
  "\0",
  "\uFEFF",
  "é",
  "loop_",
  "data_",
  "save_",
  "_",
  "#",
  "P 1",
  "R 3 :H",
  "  ",
  "zzzz",
  "A000",
  "\n".repeat(50),
  "x".repeat(500),
];

function mutate(text: string, random: () => number): string {
  const at = (length: number): number => Math.floor(random() * length);
  const odd = (): string => oddities[at(oddities.length)];
  const i = at(text.length + 1);
  const j = i + at(12);
  const kinds: (() => string)[] = [
    () => text.slice(0, i),
    () => text.slice(0, i) + String.fromCharCode(at(256)) + text.slice(i + 1),
    () => text.slice(0, i) + odd() + text.slice(i),
    () => text.slice(0, i) + odd() + text.slice(j),
    () => text.slice(0, i) + text.slice(j),
    () => text.slice(0, i) + text.slice(at(text.length)),
    () => {
      const lines = text.split("\n");
      const [line] = lines.splice(at(lines.length), 1);
      if (random() < 0.7) lines.splice(at(lines.length + 1), 0, line, ...(random() < 0.3 ? [line] : []));
      return lines.join("\n");
    },
    () => {
      const words = text.split(/( +|\n)/);
      words[2 * at(words.length / 2)] = odd();
      return words.join("");
    },
    () => {
      const lines = text.split("\n");
      const line = at(lines.length);
      const start = at(lines[line].length + 1);
      lines[line] = lines[line].slice(0, start) + odd().padEnd(8) + lines[line].slice(start + 8);
      return lines.join("\n");
    },
  ];
  return kinds[at(kinds.length)]();
}

/** What a reader gave: a result, or nothing after a FriedelError of one readable line. */
function attempt<T>(read: () => T, source: string): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FriedelError))
      throw new Error(`${error} on ${JSON.stringify(source)}`, { cause: error });
    expect(error.message.length).toBeLessThan(400);
    expect(error.message).toMatch(/^fuzz/);
    return undefined;
  }
}

function checkStructure(structure: Structure): void {
  expect(structure.length).toBeGreaterThan(0);
  for (const atom of structure.atoms) {
    const numbers = [
      atom.x,
      atom.y,
      atom.z,
      atom.occupancy,
      atom.bIso,
      atom.residueNumber,
      atom.charge,
      atom.model,
    ];
    expect([...numbers, ...(atom.anisotropicU ?? [])].every(Number.isFinite)).toBe(true);
  }
}

test(`${files} mutated coordinate files are read or give a FriedelError`, () => {
  const random = randomNumbers(20260719);
  let read = 0;
  let written = 0;
  let reflections = 0;
  for (let n = 0; n < files; n++) {
    let source = n % 2 === 0 ? pdb : cif;
    for (let mutations = 1 + Math.floor(random() * 3); mutations > 0; mutations--)
      source = mutate(source, random);
    const bytes = new TextEncoder().encode(source);
    const structure = attempt(() => readCoordinates(n % 3 === 0 ? bytes : source, { name: "fuzz" }), source);
    if (n % 2 === 1 && attempt(() => readMmcifReflections(source, { name: "fuzz" }), source)) reflections++;
    if (structure === undefined) continue;
    read++;
    checkStructure(structure);
    try {
      writePdb(structure);
      written++;
    } catch (error) {
      expect(error).toBeInstanceOf(InputError);
    }
  }
  // many mutations do no harm: the test would be empty if none were read, or all
  expect(read).toBeGreaterThan(files / 10);
  expect(read).toBeLessThan((files * 9) / 10);
  expect(written).toBeGreaterThan(files / 20);
  expect(reflections).toBeGreaterThan(files / 20);
});

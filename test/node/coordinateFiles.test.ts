import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { SpaceGroup, UnitCell } from "../../lib/crystal/index.js";
import { FormatError } from "../../lib/errors.js";
import { readStructure, writeStructure } from "../../lib/node/coordinateFiles.js";
import { atom, Structure } from "../../lib/structure/index.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-coordinates-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

test("a model that is written is read again", async () => {
  const structure = new Structure({
    cell: new UnitCell(30, 40, 50),
    spaceGroup: SpaceGroup.fromNumber(19),
    atoms: [
      atom({ element: "C", name: "CA", x: 1.5, y: -2.25, z: 3 }),
      atom({ element: "Xe", x: 4, y: 5, z: 6 }),
    ],
  });
  await writeStructure(structure, path("model.pdb"));
  const back = await readStructure(path("model.pdb"));
  expect(back.positions()).toEqual(structure.positions());
  expect(back.elements()).toEqual(["C", "Xe"]);
  expect(back.spaceGroup.number).toBe(19);
  expect(back.name).toBe(path("model.pdb"));
});

test("what is no coordinate file is told in one sentence with its path", async () => {
  writeFileSync(path("notes.txt"), "dear diary");
  await expect(readStructure(path("notes.txt"))).rejects.toThrow(FormatError);
  await expect(readStructure(path("notes.txt"))).rejects.toThrow(/notes\.txt/);
  await expect(readStructure(path("missing.pdb"))).rejects.toThrow(/missing\.pdb: got no such file/);
});

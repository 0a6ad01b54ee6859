import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { FormatError, InputError, SymmetryError } from "../../lib/errors.js";
import { readReflections, writeReflections } from "../../lib/node/reflectionFiles.js";
import { ReflectionTable } from "../../lib/table/index.js";
import { dataFile, dataTest } from "../data.js";
import { streamText } from "../formats/crystfelSamples.js";
import { withoutSpaceGroup } from "../formats/withoutSpaceGroup.js";
import { correctText } from "../formats/xdsSamples.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-reflections-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);

function merged(cell: readonly number[] = [30, 40, 50]): ReflectionTable {
  const hkl = ["H", "K", "L"].map((label, i) => ({
    label,
    type: "H" as const,
    data: Int32Array.of(i, 1, 2),
  }));
  return new ReflectionTable({
    columns: [...hkl, { label: "F", type: "F", data: Float32Array.of(1, 2.5, Number.NaN) }],
    cell,
    spaceGroup: 19,
  });
}

test("what is written is read again, with the path as its name", async () => {
  await merged().write(path("a.mtz"));
  const table = await readReflections(path("a.mtz"));
  expect(table.name).toBe(path("a.mtz"));
  expect(table.labels).toEqual(["H", "K", "L", "F"]);
  expect(table.values("F")).toEqual(Float32Array.of(1, 2.5, Number.NaN));
  expect(table.spaceGroup.number).toBe(19);
});

test("several files stand one under the other; other cells are refused by name unless allowed", async () => {
  await writeReflections(merged(), path("one.mtz"));
  await writeReflections(merged([33, 40, 50]), path("two.mtz"));
  expect((await readReflections([path("one.mtz"), path("one.mtz")])).length).toBe(6);
  const mixed = readReflections([path("one.mtz"), path("two.mtz")]);
  await expect(mixed).rejects.toThrow(InputError);
  await expect(mixed).rejects.toThrow(/one\.mtz.*two\.mtz/);
  expect((await readReflections([path("one.mtz"), path("two.mtz")], { allowMixed: true })).length).toBe(6);
  const files = [path("one.mtz"), path("two.mtz"), path("one.mtz")];
  const rest = await readReflections(files, { otherCells: "leave out" });
  expect([rest.length, rest.cell.a]).toEqual([6, (await readReflections(path("one.mtz"))).cell.a]);
  expect(rest.history.at(-1)).toMatch(/^left out .*two\.mtz, of another crystal/);
  const alone = await readReflections(files.slice(0, 2), { otherCells: "leave out" });
  expect(alone.length).toBe(3);
});

test("no file, and a file of another kind, are one clear sentence each", async () => {
  await expect(readReflections([])).rejects.toThrow("reflections: got no file, expected at least one");
  writeFileSync(path("model.pdb"), "CRYST1   30.000   40.000   50.000  90.00  90.00  90.00 P 21 21 21\n");
  const wrong = readReflections(path("model.pdb"));
  await expect(wrong).rejects.toThrow(FormatError);
  await expect(wrong).rejects.toThrow(
    /model\.pdb: got PDB coordinates, expected an MTZ reflection file, an XDS reflection file(, [\w ]+)* or DIALS reflections/,
  );
  await expect(readReflections(path("none.mtz"))).rejects.toThrow(/none\.mtz: got no such file/);
});

test("a file of XDS, alone and under an MTZ of the same crystal", async () => {
  writeFileSync(path("XDS_ASCII.HKL"), correctText);
  const table = await readReflections(path("XDS_ASCII.HKL"));
  expect([table.name, table.length, table.spaceGroup.number]).toEqual([path("XDS_ASCII.HKL"), 3, 19]);
  await table.without("PSI").write(path("correct.mtz"));
  const both = await readReflections([path("correct.mtz"), path("XDS_ASCII.HKL")]);
  expect([both.length, both.batches.length]).toEqual([6, 4]);
  expect([...both.values("BATCH")]).toEqual([5, 51, 5, 1005, 1051, 1005]);
  expect([...both.values("PSI").subarray(0, 3)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test("another cell and space group, for every format; not for merged reflections", async () => {
  writeFileSync(path("XDS_ASCII.HKL"), correctText);
  await (await readReflections(path("XDS_ASCII.HKL"))).write(path("correct.mtz"));
  for (const name of ["XDS_ASCII.HKL", "correct.mtz"]) {
    const table = await readReflections(path(name), { cell: [31, 40, 50], spaceGroup: "P 1" });
    expect([table.cell.a, table.spaceGroup.name]).toEqual([31, "P 1"]);
    expect([...table.hklToObserved().hkl()]).toEqual([1, 2, 3, -1, -2, -3, 0, 0, 4]);
  }
  await merged().write(path("merged.mtz"));
  expect((await readReflections(path("merged.mtz"), { cell: [31, 40, 50] })).cell.a).toBe(31);
  const refused = readReflections(path("merged.mtz"), { spaceGroup: 1 });
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow(
    /merged\.mtz: got merged reflections in P 21 21 21 for P 1, expected unmerged/,
  );
});

test("an MTZ file that says nothing of its space group has the one that is given", async () => {
  const bare = (from: string, to: string) =>
    writeFileSync(path(to), withoutSpaceGroup(readFileSync(path(from))));
  writeFileSync(path("XDS_ASCII.HKL"), correctText);
  const whole = await readReflections(path("XDS_ASCII.HKL"));
  await whole.write(path("whole.mtz"));
  await merged().write(path("merged.mtz"));
  bare("whole.mtz", "bare.mtz");
  bare("merged.mtz", "bareMerged.mtz");
  for (const name of ["bare.mtz", "bareMerged.mtz"]) {
    const refused = readReflections(path(name));
    await expect(refused).rejects.toThrow(SymmetryError);
    await expect(refused).rejects.toThrow(
      /bare\w*\.mtz: got no space group in the header, expected its name, number or operations; give it as the option spaceGroup, e\.g\. "P 21 21 21"$/,
    );
  }
  const table = await readReflections(path("bare.mtz"), { cell: [31, 40, 50], spaceGroup: whole.spaceGroup });
  expect([table.cell.a, table.spaceGroup.name]).toEqual([31, whole.spaceGroup.name]);
  expect(table.hklToObserved().hkl()).toEqual(whole.hklToObserved().hkl());
  expect(table.hkl()).toEqual(whole.hkl());
  const same = await readReflections(path("bareMerged.mtz"), { spaceGroup: 19 });
  expect([same.merged, same.spaceGroup.number, same.cell.a]).toEqual([true, 19, 30]);
  expect(same.hkl()).toEqual(merged().hkl());
});

test("a CrystFEL stream needs a space group; crystals of other cells are refused or left out", async () => {
  writeFileSync(path("run.stream"), streamText);
  await expect(readReflections(path("run.stream"))).rejects.toThrow(SymmetryError);
  const table = await readReflections(path("run.stream"), { spaceGroup: "P 21 21 21" });
  expect([table.name, table.length, table.spaceGroup.number]).toEqual([path("run.stream"), 4, 19]);
  const strict = { spaceGroup: 19, edgeTolerance: 0.01 } as const;
  await expect(readReflections(path("run.stream"), strict)).rejects.toThrow(/got 2 of 3 crystals/);
  expect((await readReflections(path("run.stream"), { ...strict, otherCells: "leave out" })).length).toBe(2);
  expect((await readReflections(path("run.stream"), { ...strict, allowMixed: true })).length).toBe(4);
  writeFileSync(path("XDS_ASCII.HKL"), correctText);
  const both = await readReflections([path("XDS_ASCII.HKL"), path("run.stream")], { spaceGroup: 19 });
  expect([...both.values("BATCH")]).toEqual([5, 51, 5, 1, 1, 2, 3]);
});

dataTest("a table that was read and not changed is written byte for byte", async () => {
  const source = dataFile("gamma/HKLOUT_unmerged.mtz");
  await (await readReflections(source)).write(path("copy.mtz"));
  expect(readFileSync(path("copy.mtz")).equals(readFileSync(source))).toBe(true);
});

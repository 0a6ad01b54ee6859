/** .refl files and the .expt files that belong to them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { FormatError, InputError } from "../../lib/errors.js";
import { collectMergingData } from "../../lib/models/merging/mergingData.js";
import { type DialsFileOptions, readDials, splitExperiments } from "../../lib/node/dialsFiles.js";
import { withFile } from "../../lib/node/fileSource.js";
import { readReflections } from "../../lib/node/reflectionFiles.js";
import { setProgress } from "../../lib/progress.js";
import { dataFile, dataTest } from "../data.js";
import { exptFile, exptJson, reflFile, stillColumns } from "../formats/dialsSamples.js";

const folder = mkdtempSync(join(tmpdir(), "friedel-dials-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const write = (name: string, bytes: Uint8Array) => {
  writeFileSync(path(name), bytes);
  return path(name);
};
/** Experiments whose wavelength tells which file they are of. */
const experiments = (wavelength: number) =>
  exptFile({ ...exptJson(), beam: [{ direction: [0, 0, 1], wavelength }] });
mkdirSync(path("other"));

const alone = write("alone.refl", reflFile(stillColumns(), 4));
const a = write("a.refl", reflFile(stillColumns(), 4));
const b = write("b.refl", reflFile(stillColumns(), 4));
const aExpt = write("a.expt", experiments(1.25));
const bExpt = write("b.expt", experiments(1.5));
const elsewhere = write("other/a.expt", experiments(1.75));

const wavelengthOf = async (file: string, options: DialsFileOptions = {}) =>
  (await withFile(file, (source) => readDials(source, options))).values("WAVELENGTH")[0];

describe("experiments are", () => {
  test("those beside the reflections, under the same name", async () => {
    expect(await wavelengthOf(a)).toBe(1.25);
    expect(await wavelengthOf(b, { experiments: [] })).toBe(1.5);
  });

  test("those named: of the same name, else the only ones", async () => {
    expect(await wavelengthOf(a, { experiments: elsewhere })).toBe(1.75);
    expect(await wavelengthOf(a, { experiments: [bExpt, elsewhere] })).toBe(1.75);
    expect(await wavelengthOf(alone, { experiments: bExpt })).toBe(1.5);
  });

  test("missing, or not to be told apart", async () => {
    await expect(wavelengthOf(alone)).rejects.toThrow(InputError);
    await expect(wavelengthOf(alone)).rejects.toThrow(
      /experiments of .*alone\.refl: got no .*alone\.expt, expected crystal, beam and detector in an \.expt file; name it/,
    );
    await expect(wavelengthOf(alone, { experiments: [aExpt, bExpt] })).rejects.toThrow(
      /got .*a\.expt, .*b\.expt, expected one named alone\.expt or one alone/,
    );
    await expect(wavelengthOf(alone, { experiments: path("none.expt") })).rejects.toThrow(
      /none\.expt: got no such file/,
    );
  });

  test("of another kind of file", async () => {
    await expect(wavelengthOf(a, { experiments: b })).rejects.toThrow(FormatError);
    await expect(wavelengthOf(a, { experiments: b })).rejects.toThrow(
      /b\.refl: got DIALS reflections, expected DIALS experiments/,
    );
    const text = write("text.expt", new TextEncoder().encode("hello"));
    await expect(wavelengthOf(a, { experiments: text })).rejects.toThrow(/text\.expt: got no JSON/);
  });
});

describe("readReflections", () => {
  test("takes a .refl alone, with its .expt, and several pairs", async () => {
    const both = await readReflections([aExpt, a, bExpt, b]);
    expect([...both.values("WAVELENGTH")]).toEqual([1.25, 1.25, 1.25, 1.25, 1.5, 1.5, 1.5, 1.5]);
    expect([...both.values("BATCH")]).toEqual([1, 1, 1, 1, 1001, 1001, 1001, 1001]);
    expect((await readReflections(a)).values("WAVELENGTH")[0]).toBe(1.25);
    expect((await readReflections([a, elsewhere])).values("WAVELENGTH")[0]).toBe(1.75);
    expect((await readReflections(a, { experiments: bExpt })).values("WAVELENGTH")[0]).toBe(1.5);
  });

  test("takes another space group and cell, and the intensities asked for", async () => {
    const table = await readReflections(a, { spaceGroup: "P 1", cell: [41, 50, 60] });
    expect([table.spaceGroup.name, table.cell.a]).toEqual(["P 1", 41]);
    expect([...table.hklToObserved().hkl()]).toEqual([1, 2, 3, -1, -2, 3, 4, 0, -2, 0, -5, 1]);
    await expect(readReflections(a, { intensity: "prf" })).rejects.toThrow(/got no intensity\.prf\.value/);
  });

  test("tells its progress to the end, though pixels are passed over", async () => {
    const bytes = reflFile({ shoebox: ["Shoebox<>", new Uint8Array(1_000_000)], ...stillColumns() }, 4);
    const pixels = write("pixels.refl", bytes);
    const told: [string, number, number][] = [];
    const before = setProgress((name) => (done, total) => told.push([name, done, total]));
    try {
      await readReflections(pixels, { experiments: aExpt });
    } finally {
      setProgress(before);
    }
    expect(told[0][1]).toBeLessThan(bytes.length);
    expect(told.at(-1)).toEqual([`reading ${pixels}`, bytes.length, bytes.length]);
  });

  test("refuses experiments alone", async () => {
    await expect(readReflections([aExpt, bExpt])).rejects.toThrow(
      /a\.expt, .*b\.expt: got DIALS experiments alone, expected the \.refl file with their reflections/,
    );
  });

  dataTest(
    "reads real stills and a real scan, and one after the other is refused by space group",
    async () => {
      expect((await readReflections(dataFile("stills/stills.refl"))).length).toBe(502);
      const quartz = dataFile("shoeboxes/quartz_processed_integrated.refl");
      expect(
        (await readReflections([quartz, dataFile("shoeboxes/quartz_processed_integrated.expt")])).length,
      ).toBe(1653);
      await expect(
        readReflections([dataFile("stills/dials.refl"), dataFile("stills/stills.refl")]),
      ).rejects.toThrow(/space groups of the tables: got P 21 21 21 .* and P 61 2 2/);
    },
  );

  dataTest("refuses found spots in one sentence, whether they have experiments or not", async () => {
    await expect(readReflections(dataFile("shoeboxes/MyD88_processed_strong.refl"))).rejects.toThrow(
      /columns of .*MyD88_processed_strong\.refl: got no miller_index among bbox, flags.*, expected one; index and integrate/,
    );
    await expect(readReflections(dataFile("shoeboxes/quartz_processed_indexed.refl"))).rejects.toThrow(
      /got 505 and none that can be used \(61 without index, 444 not integrated/,
    );
  });

  dataTest("gives columns that merging finds by itself", async () => {
    const stills = collectMergingData(await readReflections(dataFile("stills/stills.refl")), {}).metadata;
    expect(stills.names).toEqual(expect.arrayContaining(["image", "XDET", "YDET", "WAVELENGTH"]));
    const scan = await readReflections(dataFile("shoeboxes/quartz_processed_integrated.refl"));
    const { names } = collectMergingData(scan, {}).metadata;
    expect(names).toEqual(expect.arrayContaining(["image", "ROT", "XDET", "YDET", "LP"]));
  });
});

test("files are told apart by what they hold", async () => {
  const renamed = write("renamed.refl", exptFile());
  expect(await splitExperiments([a, renamed, b])).toEqual({ paths: [a, b], experiments: [renamed] });
});

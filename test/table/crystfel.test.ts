// Oracle on real files: reciprocalspaceship 1.0.8 and numpy (test/reference/table/crystfel.py).
import { describe, expect, test } from "vitest";
import { FriedelError, InputError, SymmetryError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readCrystfel } from "../../lib/formats/crystfel.js";
import { electronVoltAngstrom } from "../../lib/formats/crystfelBlocks.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { withFile } from "../../lib/node/fileSource.js";
import { fromCrystfel } from "../../lib/table/crystfel.js";
import { dataFile, dataTest } from "../data.js";
import { columnSums, expectSums } from "../formats/columnSums.js";
import { golden, oldStreamText, readStreamText as read, streamText } from "../formats/crystfelSamples.js";
import { spoiledTexts } from "../formats/spoiledTexts.js";
import { expectWrittenAgain } from "./writtenAgain.js";

describe.each(Object.keys(golden.files))("%s", (path) => {
  const { spaceGroup, ...expected } = golden.files[path];
  const table = async () => {
    const stream = await withFile(dataFile(path), (source) => readCrystfel(source));
    return fromCrystfel(stream, { spaceGroup });
  };

  dataTest("indices in the asu, intensities, positions are reciprocalspaceship's", async () => {
    const own = await table();
    expect(own.length).toBe(expected.reflections);
    expect(own.cell.toArray()).toEqual(expected.cell);
    expect(own.batches.length).toBe(expected.crystals);
    for (const label of ["H", "K", "L"]) expectSums(own.values(label), expected.asu[label], label);
    expect([...own.values("M/ISYM")].filter((isym) => isym % 2 === 1).length).toBe(expected.plus);
    for (const [label, name] of [
      ["I", "I"],
      ["SIGI", "sigma(I)"],
      ["PEAK", "peak"],
      ["BACKGROUND", "background"],
      ["XDET", "fs/px"],
      ["YDET", "ss/px"],
    ])
      expectSums(own.values(label), expected.columns[name], label);
    const count = (batch: number) => own.values("BATCH").filter((value) => value === batch).length;
    expect(own.batches.map(({ number }) => count(number))).toEqual(expected.rowsByCrystal);
  });

  dataTest(
    "Ewald offsets are numpy's to float32, and reciprocalspaceship's to the rounding of its own",
    async () => {
      const offsets = (await table()).values("ewald_offset");
      const own = columnSums(offsets);
      // a value may fall to either side of a float32: of numbers below 0.01 Å⁻¹ that is 5e-10 for each
      expect(Math.max(...offsets.map(Math.abs))).toBeLessThan(0.01);
      expect(Math.abs(own.sum - expected.offset.sum)).toBeLessThan(5e-10 * Math.sqrt(own.length));
      expected.rsOffset.forEach((value: number, i: number) => {
        expect(Math.abs(offsets[97 * i] - value)).toBeLessThan(3e-7);
      });
    },
  );

  dataTest("written as an MTZ and read again, it is the same", async () => {
    const own = await table();
    const again = await expectWrittenAgain(own);
    again.batches.forEach((batch, i) => {
      const { cell, wavelength, uMatrix, title } = own.batches[i];
      const single = (values: readonly number[]) => values.map(Math.fround);
      expect([batch.cell, batch.uMatrix, batch.wavelength, batch.title]).toEqual([
        single(cell),
        single(uMatrix),
        Math.fround(wavelength),
        title,
      ]);
    });
  });
});

test("columns, batches and history of a small stream", async () => {
  const table = fromCrystfel(await read(streamText), { spaceGroup: 19 });
  expect(table.columns.map(({ label, type }) => `${label} ${type}`).join(", ")).toBe(
    "H H, K H, L H, M/ISYM Y, BATCH B, I J, SIGI Q, PEAK R, BACKGROUND R, XDET R, YDET R, PANEL I, WAVELENGTH R, " +
      "PROFILERADIUS R, RESOLUTIONLIMIT R, ewald_offset R",
  );
  expect([...table.hklToObserved().hkl()]).toEqual([10, 2, -6, -20, 26, 11, 1, 7, 24, 0, 0, 4]);
  expect([...table.values("BATCH")]).toEqual([1, 1, 2, 3]);
  expect([...table.values("PANEL")]).toEqual([1, 2, 2, 3]);
  expect(table.values("RESOLUTIONLIMIT")[0]).toBeCloseTo(5.5556, 4);
  expect(table.batches.map(({ number, title, cell }) => [number, title, cell[0]])).toEqual([
    [1, "/data/run=7/image_1.h5 //1", 30],
    [2, "/data/run=7/image_3.h5 //3", 31],
    [3, "/data/run=7/image_3.h5 //3", 29],
  ]);
  // a* along x, which stands for the rotation axis; b* along y = −(axis × beam); c* along the beam
  expect(table.batches[0].uMatrix).toEqual([0, 0, 1, 0, -1, 0, 1, 0, 0]);
  expect(table.datasets[1].wavelength).toBeCloseTo(1.3050968, 6);
  expect(table.history).toEqual(["From CrystFEL: 3 crystals of 3 images"]);
  expect(table.merged).toBe(false);
});

test("a reflection on the Ewald sphere has offset 0; one farther out than the sphere a positive one", async () => {
  // q = (sin 2θ, 0, cos 2θ − 1) / λ of 2θ = 90°: λ = 1.3051 Å, |q| = √2 / λ
  const q = (9500 / electronVoltAngstrom) * 10;
  const axes = (k: number) =>
    streamText
      .replaceAll("astar = +0.3333333 +0.0000000 +0.0000000", `astar = ${k * q} 0 ${-k * q}`)
      .replace("  10    2   -6", "   1    0    0");
  const offset = async (k: number) =>
    fromCrystfel(await read(axes(k)), { spaceGroup: 1 }).values("ewald_offset")[0];
  expect(await offset(1)).toBeCloseTo(0, 12);
  expect(await offset(1.01)).toBeGreaterThan(0.001);
  expect(await offset(0.99)).toBeLessThan(-0.001);
});

test("a stream of format 2.1: what it has; without energy or axes no offset", async () => {
  const table = fromCrystfel(await read(oldStreamText), { spaceGroup: "P 2 2 2" });
  expect(table.labels.slice(4, 10)).toEqual(["BATCH", "I", "SIGI", "XDET", "YDET", "WAVELENGTH"]);
  const bare = await read(oldStreamText.replace(/photon_energy_eV.*\n/, ""));
  expect(fromCrystfel(bare, { spaceGroup: 16 }).labels).not.toContain("ewald_offset");
  expect(fromCrystfel(bare, { spaceGroup: 16 }).labels).not.toContain("WAVELENGTH");
  const some = await read(
    streamText.replace(/photon_energy_eV.*\n/, "").replace("cstar = +0.0", "cstar = +0.0"),
  );
  const offsets = fromCrystfel(some, { spaceGroup: 16 }).values("ewald_offset");
  expect([...offsets].map(Number.isNaN)).toEqual([true, true, false, false]);
  const flat = await read(streamText.replaceAll("cstar = +0.0000000 +0.0000000 +0.2", "cstar = 0 0 0"));
  expect(fromCrystfel(flat, { spaceGroup: 16 }).labels).not.toContain("ewald_offset");
});

test("the space group must be given; the cell may be", async () => {
  const stream = await read(streamText);
  expect(() => fromCrystfel(stream)).toThrow(SymmetryError);
  expect(() => fromCrystfel(stream)).toThrow(
    "x.stream: got a CrystFEL stream, which states the lattice orthorhombic P and no space group, expected one; give it as the option spaceGroup",
  );
  expect(() => fromCrystfel(stream, { spaceGroup: "nonsense" })).toThrow(SymmetryError);
  expect(fromCrystfel(stream, { spaceGroup: 19, cell: [30.2, 40, 50] }).cell.a).toBe(30.2);
});

test("crystals of other cells are refused, or left out with their batches, and told in the history", async () => {
  const stream = await read(streamText);
  expect(() => fromCrystfel(stream, { spaceGroup: 19, edgeTolerance: 0.01 })).toThrow(InputError);
  const table = fromCrystfel(stream, { spaceGroup: 19, edgeTolerance: 0.01, otherCells: "leave out" });
  expect([table.length, table.batches.length]).toEqual([2, 1]);
  expect(table.history).toContain("CrystFEL: left out 2 crystals of other cells than 30 40 50 90 90 90");
});

test("a doubtful space group is told in the history", async () => {
  const stream = await read(streamText.replace("91.80", "  nan"));
  expect(fromCrystfel(stream, { spaceGroup: "C 2 2 21" }).history).toEqual([
    "From CrystFEL: 3 crystals of 3 images",
    "CrystFEL: left out 1 reflections without I or sigma(I)",
    "CrystFEL: indexed with lattice P, but C 2 2 21 is given",
  ]);
  expect(fromCrystfel(stream, { spaceGroup: "P 41 21 2" }).history).toContain(
    "CrystFEL: the cell does not have the symmetry of P 41 21 2",
  );
});

test("2,000 spoiled streams: what is read makes a table and an MTZ, or one sentence", async () => {
  let written = 0;
  for (const text of spoiledTexts([streamText, oldStreamText], 2000, 29)) {
    try {
      const table = fromCrystfel(await read(text), { spaceGroup: 19, otherCells: "leave out" });
      const again = await readMtz(bytesSource(table.toMtz().toBytes()));
      expect(again.rowCount).toBe(table.length);
      written++;
    } catch (error) {
      if (!(error instanceof FriedelError))
        throw new Error(`${error} on ${JSON.stringify(text)}`, { cause: error });
      expect(error.message).toMatch(/^[^\n]{1,400}$/);
    }
  }
  expect(written).toBeGreaterThan(400);
});

// Oracle on real files: gemmi 0.7.5's to_mtz (test/reference/table/xds.py).
import { describe, expect, test } from "vitest";
import { FriedelError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { readMtz } from "../../lib/formats/mtzRead.js";
import { readXds } from "../../lib/formats/xds.js";
import { withFile } from "../../lib/node/fileSource.js";
import { mergingStatistics } from "../../lib/statistics/index.js";
import { fromXds } from "../../lib/table/xds.js";
import { dataFile, dataTest } from "../data.js";
import { expectSums } from "../formats/columnSums.js";
import { spoiledTexts } from "../formats/spoiledTexts.js";
import {
  correctText,
  golden,
  integrateText,
  mergedText,
  readXdsText,
  xscaleText,
} from "../formats/xdsSamples.js";
import { expectWrittenAgain } from "./writtenAgain.js";

const tableOf = async (text: string) => fromXds(await readXdsText(text));

describe.each(Object.keys(golden.files))("%s", (path) => {
  dataTest("rows, and their batches, are gemmi's", async () => {
    const expected = golden.files[path];
    const table = fromXds(await withFile(dataFile(path), (source) => readXds(source)));
    expect(table.length).toBe(expected.reflections - expected.misfits);
    expect(table.batches.length).toBe(expected.images);
    expect(table.merged).toBe(false);
    const sorted = table.sort(["H", "K", "L", "BATCH", "I"]);
    for (const [label, sums] of Object.entries<{ sum: number; weighted: number }>(expected.table))
      expectSums(sorted.values(label), sums, label);
    for (const batch of expected.batches) {
      const own = table.batches.find(({ number }) => number === batch.number)!;
      batch.u.forEach((value: number, i: number) => {
        expect(own.uMatrix[i]).toBeCloseTo(value, 6);
      });
      batch.source.forEach((value: number, i: number) => {
        expect(own.beam[i]).toBeCloseTo(value, 6);
      });
      expect([own.phiStart, own.phiEnd]).toEqual(batch.phi);
      expect(Math.fround(own.wavelength)).toBe(batch.wavelength);
      expect(Math.fround(own.mosaicity)).toBe(batch.mosaicity);
    }
  });

  dataTest("written as an MTZ and read again, it is the same", async () => {
    await expectWrittenAgain(fromXds(await withFile(dataFile(path), (source) => readXds(source))));
  });
});

test("CORRECT: indices in the asu with M/ISYM, batches, spindle angles, and misfits told in the history", async () => {
  const table = await tableOf(correctText);
  expect(table.columns.map(({ label, type }) => `${label} ${type}`).join(", ")).toBe(
    "H H, K H, L H, M/ISYM Y, BATCH B, I J, SIGI Q, XDET R, YDET R, ROT R, ZD R, LP R, PEAK R, CORR R, PSI R",
  );
  expect([...table.hkl()]).toEqual([1, 2, 3, 1, 2, 3, 0, 0, 4]);
  expect([...table.values("M/ISYM")]).toEqual([1, 2, 1]);
  expect([...table.values("BATCH")]).toEqual([5, 51, 5]);
  // 10° at the start of image 3
  expect(table.values("ROT")).toEqual(Float32Array.of(10.26, 14.88, 10.2));
  expect(table.batches.map(({ number, phiStart }) => [number, Number(phiStart.toFixed(6))])).toEqual([
    [5, 10.2],
    [51, 14.8],
  ]);
  // a along the axis, c along the beam
  expect(table.batches[0].uMatrix).toEqual([0, 0, 1, 0, -1, 0, 1, 0, 0]);
  expect(table.datasets.map(({ id, crystal, wavelength }) => [id, crystal, wavelength])).toEqual([
    [0, "HKL_base", 0],
    [1, "xtal7_1", 0.9795],
  ]);
  expect(table.history).toEqual(["From CORRECT: 3 reflections", "XDS: 1 misfits (negative sigma) left out"]);
  expect(table.merged).toBe(false);
});

test("INTEGRATE: predicted positions, none observed of a spot that was not found; no rotation, no angle", async () => {
  const table = await tableOf(integrateText);
  expect(table.labels).toEqual(
    "H K L M/ISYM BATCH I SIGI XDET YDET ZD LP PEAK CORR PSI MAXC XOBS YOBS ZOBS ALF0 BET0 ALF1 BET1 ISEG".split(
      " ",
    ),
  );
  expect(table.values("XDET")).toEqual(Float32Array.of(43.3, 37.6));
  expect(table.values("XOBS")).toEqual(Float32Array.of(43.1, Number.NaN));
  expect(table.values("MAXC")).toEqual(Int32Array.of(4, 3));
  // a spot centred before image 1 was recorded on it
  expect([...table.values("BATCH")]).toEqual([66, 1]);
  expect(table.batches[0].uMatrix).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test("XSCALE: sets have batches thousands apart, and data sets with their own cell and wavelength", async () => {
  const table = await tableOf(xscaleText);
  expect([...table.values("BATCH")]).toEqual([5, 1851, 2005]);
  expect([...table.values("ISET")]).toEqual([1, 1, 2]);
  expect(table.datasets.map(({ id, name, wavelength, cell }) => [id, name, wavelength, cell[0]])).toEqual([
    [0, "HKL_base", 0, 30],
    [1, "XDS_ASCII", 0.9795, 30],
    [2, "PEAK", 0.9, 30.1],
  ]);
  expect(table.batches.map(({ number, datasetId, wavelength }) => [number, datasetId, wavelength])).toEqual([
    [5, 1, 0.9795],
    [1851, 1, 0.9795],
    [2005, 2, 0.9],
  ]);
});

test("a merged file gives a merged table with mates apart, which merging refuses in one sentence", async () => {
  const table = await tableOf(mergedText);
  expect(table.merged).toBe(true);
  expect(table.labels).toEqual(["H", "K", "L", "I", "SIGI"]);
  expect([...table.hkl()]).toEqual([1, 2, 3, -1, -2, -3, 0, 0, 4]);
  expect(() => mergingStatistics(table)).toThrow(
    /^data of x\.HKL: got merged reflections, expected unmerged/,
  );
});

test("2,000 spoiled files: what is read makes a table and an MTZ, or one sentence", async () => {
  let written = 0;
  for (const text of spoiledTexts([correctText, integrateText, xscaleText, mergedText], 2000, 23)) {
    try {
      const table = await tableOf(text);
      expect(table.batches.every(({ number }) => number > 0)).toBe(true);
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

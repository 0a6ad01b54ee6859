/**
 * Batch headers. Oracles: the places of the words in CCP4's C library, by hand; gemmi and cctbx on the same bytes
 * (mtzGolden.test.ts, test/reference/formats/mtzWritten.py).
 */
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/errors.js";
import { batchLength, makeBatch, parseBatch, writeBatch } from "../../lib/formats/mtzBatch.js";

const full = {
  number: 7,
  title: "image 7",
  datasetId: 2,
  axes: ["OMEGA", "KAPPA", "PHI"],
  cell: [34.5, 54.75, 68, 90, 91.5, 90],
  uMatrix: [1, 2, 3, 4, 5, 6, 7, 8, 9],
  missettingAngles: [0.5, 0.25, 0.125, 1, 2, 3],
  mosaicity: 0.375,
  phiStart: 10,
  phiEnd: 11,
  phiRange: 1,
  scanAxis: [0, 0, 1],
  timeStart: 3,
  timeEnd: 4,
  scale: 1.5,
  bFactor: -0.5,
  beam: [-1, 0, 0],
  wavelength: 1.25,
  detectorDistance: 150,
  detectorLimits: [1, 2048, 2, 2047],
};

test("every named field stands where CCP4's library puts it", () => {
  const { integers, reals } = makeBatch(full);
  expect([...integers.subarray(0, 4)]).toEqual([185, 29, 156, 0]);
  expect(integers[20]).toBe(2);
  const expected = new Float32Array(156);
  expected.set(full.cell, 0);
  expected.set([1, 4, 7, 2, 5, 8, 3, 6, 9], 6);
  expected.set(full.missettingAngles, 15);
  expected[21] = 0.375;
  expected.set([10, 11, 0, 0, 1, 3, 4, 1.5, -0.5], 36);
  expected[47] = 1;
  expected.set([-1, 0, 0, 1.25], 83);
  expected.set([150, 0, 1, 2048, 2, 2047], 111);
  expect(reals).toEqual(expected);
});

describe.each([false, true])("big-endian %s", (bigEndian) => {
  test("written and read", () => {
    const bytes = new Uint8Array(100 + batchLength);
    writeBatch(bytes, 100, makeBatch(full), bigEndian);
    const read = parseBatch(bytes, 100, bigEndian, "a.mtz");
    expect(read).toMatchObject(full);
    expect(Buffer.from(bytes).toString("latin1", 100, 135)).toBe("BH        7     185      29     156");
    expect(Buffer.from(bytes).toString("latin1", 1000, 1029)).toBe("BHCH    OMEGA   KAPPA     PHI");
  });

  test("a field that differs is written, all other bytes stay, NaN of odd bits too", () => {
    const bytes = new Uint8Array(batchLength);
    writeBatch(bytes, 0, makeBatch(full), bigEndian);
    bytes.fill(0xff, 160 + 4 * (29 + 47), 160 + 4 * (29 + 48));
    bytes.set(Buffer.from("BH 7 185 29 156 and more"), 0);
    const again = new Uint8Array(batchLength);
    const batch = parseBatch(bytes, 0, bigEndian, "a.mtz");
    expect(batch.phiRange).toBeNaN();
    writeBatch(again, 0, batch, bigEndian);
    expect(again).toEqual(bytes);
    writeBatch(again, 0, { ...batch, datasetId: 5, title: "other", wavelength: 2 }, bigEndian);
    const changed = parseBatch(again, 0, bigEndian, "a.mtz");
    expect(changed).toMatchObject({
      ...full,
      datasetId: 5,
      title: "other",
      wavelength: 2,
      phiRange: Number.NaN,
    });
    const differing = [...again.keys()].filter((i) => again[i] !== bytes[i]);
    const inside = (at: number, from: number, count: number): boolean => at >= from && at < from + count;
    for (const at of differing) {
      expect(
        inside(at, 86, 70) || inside(at, 160 + 80, 4) || inside(at, 160 + 4 * 115, 4),
        `byte ${at}`,
      ).toBe(true);
    }
    // the number changes the record, that keeps nothing of the old one
    writeBatch(again, 0, { ...batch, number: 1007 }, bigEndian);
    expect(parseBatch(again, 0, bigEndian, "a.mtz").number).toBe(1007);
  });
});

test("what is left open is as CCP4 programs leave it", () => {
  const batch = makeBatch({ number: 1 });
  expect(batch).toMatchObject({ title: "", datasetId: 0, axes: [], scale: 1, wavelength: 0 });
  expect(batch.cell).toEqual([0, 0, 0, 0, 0, 0]);
});

describe("refused in one sentence", () => {
  test.each([
    [{ number: -1 }, "number of a batch: got -1, expected an integer from 0"],
    [{ number: 1.5 }, "number of a batch: got 1.5"],
    [{ number: 3, cell: [1, 2, 3] }, "cell of batch 3: got 3 numbers, expected 6"],
    [{ number: 3, uMatrix: [1] }, "uMatrix of batch 3: got 1 numbers, expected 9"],
    [{ number: 3, reals: new Float32Array(5) }, "got 29 integers and 5 reals, expected 29 and 156"],
  ])("%j", (init, message) => {
    expect(() => makeBatch(init)).toThrow(InputError);
    expect(() => makeBatch(init)).toThrow(message);
  });
});

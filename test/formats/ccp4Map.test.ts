/**
 * Oracles: the maps that reference/maps/ccp4Map.py wrote, by gemmi or byte by byte, and that gemmi reads alike (but where
 * its entry says otherwise).
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { FormatError } from "../../lib/errors.js";
import { gridOfCcp4Map, readCcp4Map } from "../../lib/formats/ccp4Map.js";
import { Grid } from "../../lib/maps/grid.js";
import reference from "../reference/maps/ccp4Map.json";
import { changed, decode, fileNamed, read } from "./ccp4Samples.js";

describe("readCcp4Map", () => {
  test.each(reference.files)("$name", async ({ base64, shape, cell, spaceGroup, values }) => {
    const map = await read(decode(base64));
    const grid = gridOfCcp4Map(map);
    expect(Array.from(grid.shape)).toEqual(shape);
    for (const [i, x] of grid.cell.toArray().entries()) expect(x).toBeCloseTo(cell[i], 4);
    expect(grid.spaceGroup.name).toBe(SpaceGroup.fromName(spaceGroup).name);
    // The reference keeps seven digits.
    for (const [i, x] of grid.data.entries())
      expect(Math.abs(x - values[i])).toBeLessThanOrEqual(6e-7 * Math.abs(x));
  });

  test("tells what the header says", async () => {
    const map = await read(fileNamed("asymmetric unit, y x z, from a negative start"));
    expect(map.start).toEqual([-4, -6, 3]);
    expect(map.size).toEqual([5, 7, 6]);
    expect(map.sampling).toEqual([8, 12, 6]);
    expect(map.axisOrder).toEqual([2, 1, 3]);
    expect([map.mode, map.bigEndian, map.skewed]).toEqual([2, false, false]);
    expect(map.labels).toEqual(["made for a test"]);
    expect(map.symmetryRecords.length).toBe(4);
    const box = new Grid({ cell: map.cell, spaceGroup: 1, shape: map.size, data: map.data }).statistics();
    expect(map.stated.minimum).toBeCloseTo(box.minimum, 6);
    expect(map.stated.maximum).toBeCloseTo(box.maximum, 6);
    expect(map.stated.mean).toBeCloseTo(box.mean, 6);
    expect(map.stated.rms).toBeCloseTo(box.sigma, 6);
  });

  test.each([
    ["an empty file", () => new Uint8Array(0), "x.map: got 0 bytes, expected a header of 1024"],
    [
      "half a header",
      () => fileNamed("int8").slice(0, 700),
      "x.map: got 700 bytes, expected a header of 1024",
    ],
    [
      "truncated values",
      () => fileNamed("gemmi, whole cell").slice(0, -1),
      /x.map: got 3\d+ bytes, expected 3\d+ for 8 × 12 × 6 values of mode 2 after \d+ bytes of headers/,
    ],
    ["no signature", () => changed(fileNamed("int8"), { 53: 0 }), 'in bytes 208 to 211, expected "MAP "'],
    [
      "an unknown stamp and order",
      () => changed(fileNamed("int8"), { 54: 0x99, 17: 9 }),
      "x.map: got machine stamp 0x99, expected 0x44 (little endian) or 0x11 (big endian)",
    ],
    [
      "a huge count",
      () => changed(fileNamed("int8"), { 1: 2 ** 31 - 1 }),
      /expected \d+ for 2147483647 × 6 × 5 values/,
    ],
    [
      "no columns",
      () => changed(fileNamed("int8"), { 1: 0 }),
      "x.map, NC, NR, NS: got 0, 6, 5, expected positive counts",
    ],
    ["a negative sampling", () => changed(fileNamed("int8"), { 9: -6 }), "NX, NY, NZ: got 5, -6, 7"],
    [
      "an unknown mode",
      () => changed(fileNamed("int8"), { 4: 4 }),
      "x.map, MODE: got 4, expected 0 (int8), 1",
    ],
    [
      "a repeated axis",
      () => changed(fileNamed("int8"), { 18: 3 }),
      "MAPC, MAPR, MAPS: got 3, 3, 1, expected 1, 2, 3",
    ],
    ["a negative NSYMBT", () => changed(fileNamed("int8"), { 24: -80 }), "NSYMBT: got -80"],
    ["a huge NSYMBT", () => changed(fileNamed("int8"), { 24: 2 ** 30 }), "the file may be truncated"],
    [
      "more symmetry records than any group has",
      () => {
        const file = fileNamed("gemmi, whole cell");
        const record = new TextEncoder().encode("X,Y,Z".padEnd(80));
        const parts = [file.slice(0, 1024), ...Array.from({ length: 200 }, () => record), file.slice(1024)];
        const longer = Uint8Array.of(...parts.flatMap((part) => Array.from(part)));
        return changed(longer, { 24: new DataView(file.buffer).getInt32(92, true) + 200 * 80 });
      },
      "bytes of symmetry records, expected at most 192 lines of 80",
    ],
    ["an impossible cell", () => changed(fileNamed("int8"), { 11: 0 }), /x.map, CELLA and CELLB: .*expected/],
    [
      "an unknown space group",
      () => changed(fileNamed("without records"), { 23: 231 }),
      /x.map, ISPG and symmetry records: /,
    ],
    [
      "records of another group",
      () => changed(fileNamed("gemmi, whole cell"), { 23: 18 }),
      "x.map: got ISPG 18 and symmetry records of P 21 21 21 (number 19), expected the same",
    ],
  ])("%s is one sentence", async (_, file, message) => {
    const error = await read(file()).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(FormatError);
    expect(error instanceof Error ? error.message : "").toMatch(message);
  });

  test("a source that gives fewer bytes than it says is an error", async () => {
    const whole = fileNamed("int8");
    const source = {
      byteLength: whole.length,
      slice: (start: number, end?: number) =>
        whole.slice(start, Math.min(end ?? Infinity, 1200)).buffer as ArrayBuffer,
    };
    await expect(readCcp4Map(source)).rejects.toThrow(/CCP4 map: got \d+ bytes from byte \d+, expected \d+/);
  });
});

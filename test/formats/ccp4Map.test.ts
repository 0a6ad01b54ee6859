/**
 * Oracles: the maps that reference/maps/ccp4Map.py wrote, by gemmi or byte by byte, and that gemmi reads alike (but where
 * its entry says otherwise); what gemmi read of a file of ours (reference/maps/ccp4Written.json), which must not change
 * by a byte.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { FormatError, InputError } from "../../lib/errors.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { gridOfCcp4Map, readCcp4Map, writeCcp4Map } from "../../lib/formats/ccp4Map.js";
import { Grid } from "../../lib/maps/grid.js";
import { ParkMiller } from "../maps/parkMiller.js";
import reference from "../reference/maps/ccp4Map.json";
import written from "../reference/maps/ccp4Written.json";

function decode(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
}

function fileNamed(name: string): Uint8Array {
  const found = reference.files.find((file) => file.name === name);
  if (found === undefined) throw new Error(`no file ${name}`);
  return decode(found.base64);
}

/** A copy of a file with some of its header's int32 words (numbered from 1) changed. */
function changed(file: Uint8Array, words: Record<number, number>): Uint8Array {
  const copy = file.slice();
  const view = new DataView(copy.buffer);
  for (const [word, value] of Object.entries(words)) view.setInt32(4 * (Number(word) - 1), value, true);
  return copy;
}

const read = (bytes: Uint8Array) => readCcp4Map(bytesSource(bytes, "x.map"));

/** The map that ccp4Written.py asks gemmi to read. */
function exampleGrid(): Grid {
  const shape = [8, 12, 6] as const;
  const data = Float32Array.from(new ParkMiller(77).take(576));
  return new Grid({ cell: [20, 31, 15.5, 90, 90, 90], spaceGroup: "P 21 21 21", shape, data });
}

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

  test("a box that does not cover the cell stays a box, or is filled as asked", async () => {
    const map = await read(decode(reference.part.base64));
    expect(map.size).toEqual([2, 3, 2]);
    expect(() => gridOfCcp4Map(map)).toThrow(
      "got a box of 2 × 3 × 2 in P 1, which covers at most 12 points, expected 5 × 6 × 7 = 210",
    );
    const grid = gridOfCcp4Map(map, { missing: -9 });
    for (const [i, value] of reference.part.values.entries())
      expect(grid.data[i]).toBeCloseTo(value ?? -9, 6);
  });

  test("a part that symmetry cannot complete is said to be so", async () => {
    const file = fileNamed("asymmetric unit, y x z, from a negative start");
    // One section fewer, so that the images of the box leave gaps.
    const map = await read(changed(file, { 3: 5 }));
    expect(() => gridOfCcp4Map(map)).toThrow(InputError);
    const grid = gridOfCcp4Map(map, { missing: 7 });
    expect(grid.data.some((x) => x === 7)).toBe(true);
  });

  test("a grid that does not suit the symmetry is said to be so", async () => {
    const map = await read(fileNamed("gemmi, part of the cell"));
    expect(() => gridOfCcp4Map({ ...map, sampling: [7, 12, 6] })).toThrow(
      "got a symmetry operation that does not map the grid onto itself",
    );
  });

  test("a skewed map is read but not placed in the cell", async () => {
    const map = await read(changed(fileNamed("gemmi, whole cell"), { 25: 1 }));
    expect(map.skewed).toBe(true);
    expect(() => gridOfCcp4Map(map)).toThrow("got a map skewed against its cell (LSKFLG 1)");
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

describe("writeCcp4Map", () => {
  test("a map read back is the map", async () => {
    for (const spaceGroup of ["P 1", "P 21 21 21", "R 3:R", "I a -3 d", "P 1 1 21"]) {
      const data = Float32Array.from(new ParkMiller(5).take(24 * 24 * 24));
      const grid = new Grid({ cell: [30, 30, 30, 90, 90, 90], spaceGroup, shape: [24, 24, 24], data });
      const map = await read(writeCcp4Map(grid, { labels: ["first", "second"] }));
      expect(map.labels).toEqual(["first", "second"]);
      const back = gridOfCcp4Map(map);
      expect(back.data).toEqual(grid.data);
      expect(back.spaceGroup.name).toBe(grid.spaceGroup.name);
      expect(back.cell.toArray()).toEqual(grid.cell.toArray());
    }
  });

  test("a group without a number is written as P 1, of which the whole cell is as right", async () => {
    const spaceGroup = SpaceGroup.fromOperations(["x,y,z", "x+1/3,y,z", "x+2/3,y,z"]);
    expect(spaceGroup.number).toBe(0);
    const data = Float32Array.from(new ParkMiller(6).take(64));
    const grid = new Grid({ cell: [9, 10, 11], spaceGroup, shape: [4, 4, 4], data });
    const back = gridOfCcp4Map(await read(writeCcp4Map(grid)));
    expect(back.spaceGroup.number).toBe(1);
    expect(back.data).toEqual(data);
  });

  test("our file is the one that gemmi has read, to the byte", () => {
    expect(writeCcp4Map(exampleGrid(), { labels: ["for gemmi"] })).toEqual(decode(written.base64));
  });

  test("and gemmi has read in it what was written", () => {
    const grid = exampleGrid();
    const { gemmi } = written;
    expect(gemmi.shape).toEqual(Array.from(grid.shape));
    expect(gemmi.spaceGroup).toBe("P 21 21 21");
    expect(gemmi.labels).toEqual(["for gemmi"]);
    for (const [i, x] of grid.cell.toArray().entries()) expect(gemmi.cell[i]).toBeCloseTo(x, 5);
    for (const [i, x] of grid.data.entries()) expect(gemmi.values[i]).toBeCloseTo(x, 6);
    const { mean, sigma, minimum, maximum } = grid.statistics();
    for (const [i, x] of [minimum, maximum, mean, sigma].entries())
      expect(gemmi.statistics[i]).toBeCloseTo(x, 6);
  });

  test("labels that do not fit are refused", () => {
    const message =
      "CCP4 map labels: got lines that do not fit, expected up to 10 of up to 80 ASCII characters";
    expect(() => writeCcp4Map(exampleGrid(), { labels: ["x".repeat(81)] })).toThrow(message);
    expect(() => writeCcp4Map(exampleGrid(), { labels: ["Å"] })).toThrow(message);
    expect(() => writeCcp4Map(exampleGrid(), { labels: Array.from({ length: 11 }, () => "") })).toThrow(
      InputError,
    );
  });
});

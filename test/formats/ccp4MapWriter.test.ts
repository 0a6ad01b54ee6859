/**
 * Oracles: what gemmi read of a file of ours (reference/maps/ccp4Written.json), which must not change by a byte; the
 * words of the header by their numbers in the MRC2014 description.
 */
import { describe, expect, test } from "vitest";
import { SpaceGroup } from "../../lib/crystal/spaceGroup.js";
import { InputError } from "../../lib/errors.js";
import { gridOfCcp4Map } from "../../lib/formats/ccp4Map.js";
import { writeCcp4Map } from "../../lib/formats/ccp4MapWriter.js";
import { Grid } from "../../lib/maps/grid.js";
import { ParkMiller } from "../maps/parkMiller.js";
import written from "../reference/maps/ccp4Written.json";
import { decode, read } from "./ccp4Samples.js";

/** The map that ccp4Written.py asks gemmi to read. */
function exampleGrid(): Grid {
  const shape = [8, 12, 6] as const;
  const data = Float32Array.from(new ParkMiller(77).take(576));
  return new Grid({ cell: [20, 31, 15.5, 90, 90, 90], spaceGroup: "P 21 21 21", shape, data });
}

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

  test("every word of the header is what the description says", () => {
    const grid = exampleGrid();
    const file = writeCcp4Map(grid, { labels: ["one", "two"] });
    const view = new DataView(file.buffer);
    const integers = (word: number, count: number) =>
      Array.from({ length: count }, (_, i) => view.getInt32(4 * (word - 1 + i), true));
    const reals = (word: number, count: number) =>
      Array.from({ length: count }, (_, i) => view.getFloat32(4 * (word - 1 + i), true));
    const text = (start: number, end: number) => String.fromCharCode(...file.subarray(start, end));
    const { mean, sigma, minimum, maximum } = grid.statistics();
    expect(integers(1, 4), "NC, NR, NS, MODE").toEqual([8, 12, 6, 2]);
    expect(integers(5, 3), "NCSTART, NRSTART, NSSTART").toEqual([0, 0, 0]);
    expect(integers(8, 3), "NX, NY, NZ").toEqual([8, 12, 6]);
    expect(reals(11, 6), "CELLA and CELLB").toEqual([20, 31, 15.5, 90, 90, 90]);
    expect(integers(17, 3), "MAPC, MAPR, MAPS").toEqual([1, 2, 3]);
    expect(reals(20, 3), "AMIN, AMAX, AMEAN").toEqual([minimum, maximum, mean].map(Math.fround));
    expect(integers(23, 3), "ISPG, NSYMBT, LSKFLG").toEqual([19, 4 * 80, 0]);
    expect(text(104, 108), "EXTTYP").toBe("CCP4");
    expect(integers(28, 1), "NVERSION").toEqual([20140]);
    expect(text(208, 212), "MAP").toBe("MAP ");
    expect([...file.subarray(212, 216)], "MACHST").toEqual([0x44, 0x44, 0, 0]);
    expect(reals(55, 1), "ARMS").toEqual([Math.fround(sigma)]);
    expect(integers(56, 1), "NLABL").toEqual([2]);
    expect(text(224, 1024), "LABEL").toBe(`${"one".padEnd(80)}${"two".padEnd(80)}`.padEnd(800));
  });

  test("symmetry records are the operations of the group, and the first value after them is of x = y = z = 0", () => {
    const grid = exampleGrid();
    const file = writeCcp4Map(grid);
    const records = Array.from({ length: 4 }, (_, i) =>
      String.fromCharCode(...file.subarray(1024 + 80 * i, 1104 + 80 * i)),
    );
    expect(records.every((record) => record.length === 80)).toBe(true);
    expect(SpaceGroup.fromOperations(records.map((record) => record.trim().toLowerCase())).number).toBe(19);
    const view = new DataView(file.buffer, 1024 + 4 * 80);
    const at = (x: number, y: number, z: number) => view.getFloat32(4 * ((z * 12 + y) * 8 + x), true);
    expect(view.byteLength).toBe(4 * 8 * 12 * 6);
    for (const [x, y, z] of [
      [0, 0, 0],
      [7, 0, 0],
      [0, 11, 0],
      [0, 0, 5],
      [3, 4, 5],
    ])
      expect(at(x, y, z)).toBe(grid.at(x, y, z));
  });
});

// Oracle on real files: gemmi 0.7.5 and numpy (test/reference/table/xds.py): sums over all values, equal to 1e-12.
import { describe, expect, test } from "vitest";
import { FormatError, FriedelError, InputError, SymmetryError } from "../../lib/errors.js";
import { readXds } from "../../lib/formats/xds.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { expectSums } from "./columnSums.js";
import { spoiledTexts } from "./spoiledTexts.js";
import {
  correctText,
  golden,
  integrateText,
  mergedText,
  readXdsText as read,
  xscaleText,
} from "./xdsSamples.js";

describe.each(Object.keys(golden.files))("%s", (path) => {
  dataTest("reflections, header and every column are gemmi's and numpy's", async () => {
    const expected = golden.files[path];
    const xds = await withFile(dataFile(path), (source) => readXds(source));
    const count = xds.hkl.length / 3;
    expect(count + xds.misfits).toBe(expected.reflections);
    expect(xds.misfits).toBe(expected.misfits);
    expect(xds.cell.toArray()).toEqual(expected.cell);
    expect(xds.spaceGroup.number).toBe(expected.spaceGroup);
    expect(xds.wavelength).toBe(expected.wavelength);
    expect(xds.experiment.rotationAxis).toEqual(expected.rotationAxis);
    expect(xds.warnings).toEqual([]);
    const axis = (at: number) => xds.hkl.filter((_, i) => i % 3 === at);
    const columns = { H: axis(0), K: axis(1), L: axis(2), ...xds.columns };
    const names = Object.keys(expected.items).map((item) => item.replace("SIGMA(IOBS)", "SIGMA"));
    expect(Object.keys(columns)).toEqual(names);
    Object.entries(columns).forEach(([item, values]) => {
      expect(values.length, item).toBe(count);
      expectSums(values, expected.items[item] ?? expected.items[`${item}(IOBS)`], item);
    });
  });
});

test("CORRECT: header, and a misfit left out", async () => {
  const xds = await read(correctText);
  expect(xds).toMatchObject({
    name: "x.HKL",
    program: "CORRECT",
    merged: false,
    friedelsLaw: true,
    misfits: 1,
  });
  expect(xds.experiment).toEqual({
    rotationAxis: [1, 0, 0],
    incidentBeam: [0, 0, 1.020929],
    startingAngle: 10,
    startingFrame: 3,
    oscillationRange: 0.1,
    cellAxes: [30, 0, 0, 0, 40, 0, 0, 0, 50],
    mosaicity: undefined,
    detectorDistance: 149.766,
    detectorSize: [2463, 2527],
    pixelSize: [0.172, 0.172],
    origin: [1305.18, 1695.69],
    template: "/data/A= B/xtal7_1_????.cbf CBF",
  });
  expect(xds.hkl).toEqual(Int32Array.of(1, 2, 3, -1, -2, -3, 0, 0, 4));
  expect(xds.columns.IOBS).toEqual(Float32Array.of(3.047, 2.085, -7));
  expect(xds.columns.PSI).toEqual(Float32Array.of(177.54, -1.64, 0));
});

test("INTEGRATE lists its items with commas; XSCALE has sets; a merged file says so", async () => {
  const integrate = await read(integrateText);
  expect(integrate.program).toBe("INTEGRATE");
  expect(integrate.friedelsLaw).toBe(undefined);
  expect(integrate.columns.ISEG).toEqual(Float32Array.of(1, 1));
  expect(integrate.columns.ZCAL).toEqual(Float64Array.of(65.1, -0.3));
  const { sets, columns } = await read(xscaleText);
  expect(sets).toEqual([
    { id: 1, inputFile: "../one/XDS_ASCII.HKL", wavelength: 0.9795, cell: [30, 40, 50, 90, 90, 90] },
    { id: 2, inputFile: "../two/PEAK.HKL", wavelength: 0.9, cell: [30.1, 40, 50, 90, 90, 90] },
  ]);
  expect(columns.ISET).toEqual(Float32Array.of(1, 1, 2));
  expect(await read(mergedText)).toMatchObject({ merged: true, friedelsLaw: false });
});

test("CR LF, blank lines, comments and what follows the data do no harm", async () => {
  const plain = await read(correctText);
  expect(await read(correctText.replaceAll("\n", "\r\n"))).toEqual(plain);
  expect(await read(`${correctText}\nanything`)).toEqual(plain);
  expect(await read(correctText.replace("    -1     2", "!a comment\n\n    -1     2"))).toEqual(plain);
});

test("cell and space group of the options take the place of the file's, and help where it has none", async () => {
  const xds = await read(correctText, { cell: [31, 41, 51], spaceGroup: "P 2 2 21" });
  expect([xds.cell.a, xds.spaceGroup.name]).toEqual([31, "P 2 2 21"]);
  const bare = correctText.replace(/!SPACE.*\n!UNIT_CELL_CONSTANTS.*\n/, "");
  await expect(read(bare)).rejects.toThrow(/^x\.HKL header: got no unit cell, .* option cell/);
  await expect(read(bare, { cell: [30, 40, 50] })).rejects.toThrow(/^x\.HKL header: got no space group/);
  expect((await read(bare, { cell: [30, 40, 50], spaceGroup: 19 })).spaceGroup.number).toBe(19);
  // what is merged in one group cannot be merged in another; where the file states none, it was said elsewhere
  const refused = read(mergedText, { spaceGroup: "P 2 2 21" });
  await expect(refused).rejects.toThrow(InputError);
  await expect(refused).rejects.toThrow(
    /^x\.HKL header: got merged reflections in space group 19 for P 2 2 21, expected unmerged ones: .* MERGE=FALSE/,
  );
  expect((await read(mergedText, { spaceGroup: 19, cell: [31, 41, 51] })).cell.a).toBe(31);
  const unstated = mergedText.replace(/!SPACE_GROUP_NUMBER= *19/, "!SPACE_GROUP_NUMBER=0");
  expect(unstated).not.toBe(mergedText);
  expect((await read(unstated, { spaceGroup: "P 2 2 21" })).spaceGroup.name).toBe("P 2 2 21");
  const odd = await read(correctText, { spaceGroup: "P 41 21 2" });
  expect(odd.warnings).toEqual([expect.stringMatching(/^x\.HKL header: the cell .* symmetry of P 41 21 2/)]);
});

test("reflections without intensity or sigma are left out and counted", async () => {
  const spoiled = correctText.replace("3.047E+00", "      NaN").replace("4.763E-01", "*********");
  const xds = await read(spoiled);
  expect([xds.hkl.length / 3, xds.unmeasured, xds.misfits]).toEqual([1, 2, 1]);
});

test.each([
  [
    "1732.8      4.6",
    "1732.8      4.x",
    FormatError,
    /^x\.HKL line 33: got "4\.x" as ZD, expected the 12 numbers H K/,
  ],
  ["   0.04920 100  65  177.54", "", FormatError, /line 33: got 8 numbers, expected the 12 .* cut off/],
  ["  65  177.54", "  65  177.54 7", FormatError, /line 33: got "7" behind the record/],
  [
    "     1     2     3",
    "   1.5     2     3",
    FormatError,
    /line 33: got 1\.5 as H, expected a Miller index/,
  ],
  ["     1     2     3", " 99999     2     3", FormatError, /line 33: got 99999 as H/],
  [
    "    4.6   0.0",
    "    9E9   0.0",
    FormatError,
    /line 33: got 9000000000 as ZD, expected the number of an image/,
  ],
  [
    "!END_OF_DATA\n",
    "",
    FormatError,
    /^x\.HKL line 36: got the end of the file, expected !END_OF_DATA .*cut off/,
  ],
  ["!END_OF_HEADER\n", "", FormatError, /line 32: got " {5}1 .*…", expected a line of the header/],
  ["!ITEM_IOBS=4\n", "", FormatError, /line 31: got the end of the header without ITEM_IOBS/],
  [
    "!ITEM_XD=6",
    "!ITEM_XD=5",
    FormatError,
    /line 25: got XD and SIGMA as item 5, expected one item in each place/,
  ],
  ["!ITEM_XD=6", "!ITEM_XD=1000000000", FormatError, /line 25: got "1000000000" as ITEM_XD, .* 1 to 100/],
  ["!ITEM_XD=6", "!ITEM_H=6", FormatError, /line 32: got the item H twice/],
  ["!ITEM_XD=6", "!ITEM_é=6", FormatError, /line 25: got "é" as the name of an item, expected one word/],
  [
    "RECORD=12",
    "RECORD=1E9",
    FormatError,
    /line 32: got 1000000000 items in each record and the names of 12/,
  ],
  ["RECORD=12", "RECORD=11", FormatError, /got 11 items in each record and the names of 12/],
  ["MERGE=FALSE", "MERGE=MAYBE", FormatError, /line 1: got "MAYBE" as MERGE, expected TRUE or FALSE/],
  [
    "  40.000    50.000  90",
    "  40.000    50.000  x",
    FormatError,
    /line 10: got "30.000 .*" as UNIT_CELL_CONSTANTS, .* 6/,
  ],
  [
    "   30.000    40.000    50.000  90",
    "   30.000    0.000    50.000  90",
    FormatError,
    /^x\.HKL header: unit cell/,
  ],
  ["GROUP_NUMBER=   19", "GROUP_NUMBER=  999", SymmetryError, /^x\.HKL header: space group/],
  ["GROUP_NUMBER=   19", "GROUP_NUMBER=    0", SymmetryError, /^x\.HKL header: got no space group/],
])("%j as %j is one clear sentence", async (from, to, kind, message) => {
  expect(correctText).toContain(from);
  const failed = read(correctText.replace(from, to));
  await expect(failed).rejects.toThrow(kind);
  await expect(failed).rejects.toThrow(message);
});

test("a sentence stays short, however many items there are", async () => {
  const items = Array.from({ length: 80 }, (_, i) => `!ITEM_${"X".repeat(25)}${i}=${i + 13}\n`).join("");
  const text = correctText
    .replace("!END_OF_HEADER", `${items}!END_OF_HEADER`)
    .replace("RECORD=12", "RECORD=92");
  await expect(read(text)).rejects.toThrow(
    /^x\.HKL line 113: got 12 numbers, expected the 92 numbers H .{190,200}… \(is/,
  );
});

test("an empty file and one without header", async () => {
  await expect(read("")).rejects.toThrow("x.HKL line 0: got the end of the file, expected !END_OF_HEADER");
  await expect(read("\0\x01\x02")).rejects.toThrow(FormatError);
  await expect(read(correctText, { cell: [0, 1, 2] })).rejects.toThrow(InputError);
});

test("6,000 spoiled files are read, or give one sentence with their name; none is cut off in silence", async () => {
  let refused = 0;
  for (const text of spoiledTexts([correctText, integrateText, xscaleText, mergedText], 6000, 7)) {
    try {
      const xds = await read(text);
      expect(Object.values(xds.columns).every((values) => 3 * values.length === xds.hkl.length)).toBe(true);
      expect(xds.columns.IOBS.every(Number.isFinite)).toBe(true);
    } catch (error) {
      if (!(error instanceof FriedelError))
        throw new Error(`${error} on ${JSON.stringify(text)}`, { cause: error });
      expect(error.message).toMatch(/^x\.HKL (line \d+|header): [^\n]{1,350}$/);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1500);
  expect(refused).toBeLessThan(5500);
  for (let end = 0; end < correctText.length - "\n".length; end++)
    await expect(read(correctText.slice(0, end))).rejects.toThrow(FriedelError);
});

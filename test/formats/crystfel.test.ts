// Oracle on real files: reciprocalspaceship 1.0.8 and numpy (test/reference/table/crystfel.py): sums over all values.
import { describe, expect, test } from "vitest";
import { FormatError } from "../../lib/errors.js";
import type { ByteSource } from "../../lib/formats/byteSource.js";
import { readCrystfel } from "../../lib/formats/crystfel.js";
import { electronVoltAngstrom } from "../../lib/formats/crystfelBlocks.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { expectSums } from "./columnSums.js";
import { golden, oldStreamText, readStreamText as read, streamText } from "./crystfelSamples.js";
import { spoiledTexts } from "./spoiledTexts.js";

describe.each(Object.keys(golden.files))("%s", (path) => {
  dataTest("images, crystals, cells and every column are reciprocalspaceship's and numpy's", async () => {
    const expected = golden.files[path];
    const stream = await withFile(dataFile(path), (source) => readCrystfel(source));
    expect(stream.imageCount).toBe(expected.images);
    expect(stream.crystals.map(({ count }) => count)).toEqual(expected.rowsByCrystal);
    expect(stream.targetCell).toEqual(expected.cell);
    expect(stream.panels.length).toBe(expected.panels);
    expect(stream.unmeasured).toBe(0);
    const axis = (at: number) => stream.hkl.filter((_, i) => i % 3 === at);
    const columns = { h: axis(0), k: axis(1), l: axis(2), ...stream.columns };
    expect(Object.keys(columns)).toEqual(Object.keys(expected.columns));
    for (const [name, values] of Object.entries(columns)) {
      expect(values.length).toBe(expected.reflections);
      expectSums(values, expected.columns[name], name);
    }
    expectSums(
      stream.crystals.flatMap(({ cell }) => cell),
      expected.cells,
      "cells",
    );
    expectSums(
      stream.crystals.map(({ profileRadius }) => profileRadius!),
      expected.radii,
      "profile radii",
    );
    expectSums(
      stream.crystals.map(({ resolutionLimit }) => resolutionLimit!),
      expected.limits,
      "resolution limits",
    );
    stream.crystals.forEach(({ wavelength }, i) => {
      expect(wavelength).toBeCloseTo(expected.wavelengths[i], 12);
    });
  });
});

test("header, images and crystals of a small stream", async () => {
  const stream = await read(streamText);
  expect(stream).toMatchObject({
    name: "x.stream",
    version: "2.3",
    generatedBy: "CrystFEL 0.9.1+2c51b20e",
    targetCell: [30, 40, 50, 90, 90, 90],
    lattice: { type: "orthorhombic", centring: "P", uniqueAxis: "" },
    imageCount: 3,
    panels: ["q3a9", "q0a0", "q1"],
    unmeasured: 0,
  });
  expect(stream.crystals.map(({ image, start, count, cell }) => [image, start, count, cell[0]])).toEqual([
    [1, 0, 2, 30],
    [3, 2, 1, 31],
    [3, 3, 1, 29],
  ]);
  expect(stream.crystals[2]).toMatchObject({
    filename: "/data/run=7/image_3.h5",
    event: "//3",
    serial: 3,
    line: 1 + streamText.slice(0, streamText.lastIndexOf("--- Begin crystal")).split("\n").length - 1,
    lattice: { type: "orthorhombic", centring: "P", uniqueAxis: "?" },
    wavelength: expect.closeTo(electronVoltAngstrom / 9500, 14),
    profileRadius: expect.closeTo(0.000258, 14),
    resolutionLimit: expect.closeTo(5.5555555, 6),
  });
  expect(stream.crystals[0].reciprocalAxes?.map((x) => Number(x.toFixed(8)))).toEqual([
    0.03333333, 0, 0, 0, 0.025, 0, 0, 0, 0.02,
  ]);
  expect(stream.hkl).toEqual(Int32Array.of(10, 2, -6, -20, 26, 11, 1, 7, 24, 0, 0, 4));
  expect(stream.crystal).toEqual(Int32Array.of(0, 0, 1, 2));
  expect(stream.panel).toEqual(Int32Array.of(0, 1, 1, 2));
  expect(stream.columns["sigma(I)"]).toEqual(Float32Array.of(29.14, 152.78, 130.5, 1.5));
});

test("formats 2.1 and 2.2: no panels, other columns; no cell in the header", async () => {
  const stream = await read(oldStreamText);
  expect([stream.version, stream.targetCell, stream.panel, stream.panels]).toEqual([
    "2.1",
    undefined,
    undefined,
    [],
  ]);
  expect(stream.columns).toEqual({
    I: Float32Array.of(91.8),
    "sigma(I)": Float32Array.of(29.14),
    "fs/px": Float32Array.of(1534.3),
    "ss/px": Float32Array.of(858),
  });
  const second = await read(
    streamText.replaceAll(/ panel$| q\w+$(?<!q0a0\n)/gm, "").replaceAll(" panel", ""),
  );
  expect(second.panel).toBe(undefined);
  expect(second.hkl.length).toBe(12);
});

test("streams one after the other are one, also with CR LF", async () => {
  const twice = await read((streamText + streamText).replaceAll("\n", "\r\n"));
  expect([twice.imageCount, twice.crystals.length, twice.hkl.length / 3]).toEqual([6, 6, 8]);
  expect(twice.crystals[5]).toMatchObject({ image: 6, start: 7, count: 1 });
  expect(twice.panels).toEqual(["q3a9", "q0a0", "q1"]);
});

test("a reflection without I or sigma(I) is left out and counted; another missing value is NaN", async () => {
  const stream = await read(
    streamText.replace("91.80", "  nan").replace("130.50", "   inf").replace("2.00    3.0", "  -nan  3.0"),
  );
  expect([stream.unmeasured, stream.hkl.length / 3]).toEqual([2, 2]);
  expect(stream.crystals.map(({ start, count }) => [start, count])).toEqual([
    [0, 1],
    [1, 0],
    [1, 1],
  ]);
  expect(stream.columns.background).toEqual(Float32Array.of(93.66, Number.NaN));
});

test("an image without energy, a crystal without axes: not known", async () => {
  const { crystals } = await read(
    streamText.replaceAll(/^(photon_energy_eV|bstar|profile_radius|Event|diff).*\n/gm, ""),
  );
  expect(crystals[0]).toMatchObject({ event: "", cell: [30, 40, 50, 90, 90, 90] });
  const { wavelength, reciprocalAxes, profileRadius, resolutionLimit } = crystals[0];
  expect([wavelength, reciprocalAxes, profileRadius, resolutionLimit]).toEqual(Array(4).fill(undefined));
});

const lineOf = (text: string) => streamText.slice(0, streamText.indexOf(text)).split("\n").length;

test.each([
  [
    "format 2.3",
    "format 1.0",
    `line 1: got "CrystFEL stream format 1.0", expected CrystFEL stream format 2.x`,
  ],
  [" 858.0 q3a9", " 858.0", `line 49 in crystal 1: got 9 values, expected h k l I sigma(I) peak background`],
  ["29.14", "2a.14", `line 49 in crystal 1: got "2a.14" as sigma(I), expected h k l I`],
  [" 858.0 q3a9", " 858.0 q3a9 1", `line 49 in crystal 1: got "1" behind the last column`],
  ["  10    2   -6", " 1.5    2   -6", "line 49 in crystal 1: got 1.5 as h, expected a Miller index"],
  ["  10    2   -6", "9E99    2   -6", "line 49 in crystal 1: got 9e+99 as h, expected a Miller index"],
  [
    "I   sigma(I)",
    "I   sigma",
    'line 48 in crystal 1: got the columns "h k l I sigma peak background fs/px ss/p…", expected h',
  ],
  ["Cell parameters 3.0", "Cell 3.0", "line 52 in crystal 1 (image 1): got no Cell parameters"],
  ["5.00000 nm", "5.00000 mm", 'line 36: got "3.00000 4.00000 5.00000 mm'],
  [
    "astar = +0.3333333",
    "astar = x",
    'line 37: got "x +0.0000000 +0.0000000 nm^-1" as astar, expected x y z',
  ],
  ["a = 30.00 A", "a = 30.00 furlongs", 'line 13: got "30.00 furlongs" as a, expected a length in A or nm'],
  [
    "photon_energy_eV = 9500.000000",
    "photon_energy_eV = much",
    'line 26: got "much" as photon_energy_eV, expected a number',
  ],
  [
    "--- End crystal\n",
    "",
    'line 52 in crystal 1 (image 1): got "----- End chunk -----", expected "--- End crystal"',
  ],
  [
    "End of reflections\n",
    "",
    'line 51 in crystal 1 (image 1): got "--- End crystal", expected "End of reflections" first',
  ],
  [
    "End of peak list\n",
    "",
    'line 34 in image 1: got "--- Begin crystal", expected "End of peak list" first',
  ],
  [
    "----- End unit cell -----\n",
    "",
    'line 19: got "----- Begin chunk -----", expected "----- End unit cell -----" first',
  ],
  [
    "----- End chunk -----\n",
    "",
    'line 53 in image 1: got "----- Begin chunk -----", expected "----- End chunk -----" first',
  ],
])("%j as %j is one clear sentence", async (from, to, message) => {
  expect(streamText).toContain(from);
  const failed = read(streamText.replace(from, to));
  await expect(failed).rejects.toThrow(FormatError);
  await expect(failed).rejects.toThrow(`x.stream ${message}`);
});

test("a stream cut in mid-crystal: crystal, line, and how much of the file is whole", async () => {
  const at = lineOf("   0    0    4");
  const cut = streamText.split("\n").slice(0, at).join("\n");
  const whole = lineOf("Image serial number: 3") - 4;
  await expect(read(`${cut}\n`)).rejects.toThrow(
    `x.stream line ${at} in crystal 3 (image 3): got the end of the file, expected "End of reflections" first; ` +
      `the file is cut off, its first ${whole} lines are whole (head -n ${whole})`,
  );
  await expect(read(cut.slice(0, -12))).rejects.toThrow(
    new RegExp(
      `^x\\.stream line \\d+ in crystal 3: got 8 values, expected .* \\(is the file cut off\\? head -n ${whole} gives`,
    ),
  );
  const mended = await read(`${streamText.split("\n").slice(0, whole).join("\n")}\n`);
  expect([mended.imageCount, mended.crystals.length]).toEqual([2, 1]);
  await expect(read("")).rejects.toThrow(
    "x.stream line 0: got the end of the file, expected ----- Begin chunk -----",
  );
});

test("is read in pieces: no slice is as long as the file", async () => {
  const bytes = Buffer.from(streamText.slice(0, streamText.indexOf("----- Begin chunk")));
  const chunk = Buffer.from(streamText.slice(streamText.indexOf("----- Begin chunk")));
  const copies = 6000;
  const byteLength = bytes.length + copies * chunk.length;
  let longest = 0;
  const source: ByteSource = {
    byteLength,
    slice(start, end = byteLength) {
      longest = Math.max(longest, end - start);
      const out = new Uint8Array(end - start);
      for (let i = 0; i < out.length; i++) {
        const at = start + i;
        out[i] = at < bytes.length ? bytes[at] : chunk[(at - bytes.length) % chunk.length];
      }
      return out.buffer;
    },
  };
  const stream = await readCrystfel(source);
  expect([stream.imageCount, stream.hkl.length / 3]).toEqual([3 * copies, 4 * copies]);
  expect(byteLength).toBeGreaterThan(20e6);
  expect(longest).toBeLessThanOrEqual(1 << 22);
});

test("6,000 spoiled streams are read, or give one sentence with their name and line", async () => {
  let refused = 0;
  for (const text of spoiledTexts([streamText, oldStreamText], 6000, 11)) {
    try {
      const stream = await read(text);
      expect(Object.values(stream.columns).every((values) => 3 * values.length === stream.hkl.length)).toBe(
        true,
      );
      expect(stream.crystals.reduce((sum, { count }) => sum + count, 0)).toBe(stream.crystal.length);
    } catch (error) {
      if (!(error instanceof FormatError))
        throw new Error(`${error} on ${JSON.stringify(text)}`, { cause: error });
      expect(error.message).toMatch(
        /^x\.stream line \d+( in (image|crystal) \d+( \(image \d+\))?)?: [^\n]{1,350}$/,
      );
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1500);
  expect(refused).toBeLessThan(5500);
});

test("wherever a stream is cut, but between images, it is refused", async () => {
  const ends = [...streamText.matchAll(/----- End chunk -----/g)].map(
    (match) => match.index + match[0].length,
  );
  for (let end = 0; end < streamText.length; end++) {
    const result = read(streamText.slice(0, end));
    // a few dashes behind an image say nothing yet
    if (ends.some((at) => end >= at && end <= at + 1 + 5)) expect((await result).imageCount).toBeLessThan(4);
    else await expect(result, `cut at ${end}`).rejects.toThrow(FormatError);
  }
});

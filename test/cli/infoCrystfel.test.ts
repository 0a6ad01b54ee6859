/** What `friedel info` tells of CrystFEL streams, and that the other commands take them. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { describeCrystfel } from "../../lib/cli/infoCrystfel.js";
import { bytesSource } from "../../lib/formats/byteSource.js";
import { withFile } from "../../lib/node/fileSource.js";
import { dataFile, dataTest } from "../data.js";
import { oldStreamText, streamText } from "../formats/crystfelSamples.js";
import { runProgram, temporaryFolder } from "./runProgram.js";

const folder = temporaryFolder();
const factsOf = async (text: string) =>
  describeCrystfel("x.stream", bytesSource(Buffer.from(text), "x.stream"));

test("images, crystals, cells and columns", async () => {
  const { title, facts, json } = await factsOf(streamText.replace("91.80", "  nan"));
  expect(title).toBe("x.stream: CrystFEL stream, 3 observations of 3 crystals on 3 images");
  expect(Object.fromEntries(facts)).toEqual({
    format: "2.3, by CrystFEL 0.9.1+2c51b20e",
    "target cell": "30 40 50 90 90 90 (Å, °) orthorhombic P",
    "median cell": "30 40 50 90 90 90 (Å, °)",
    "other cells": "",
    "space group": "not stated; give it with --space-group",
    wavelength: "median 1.3051 Å, 1.3051 to 1.3051",
    "resolution limit": "median 5.5556 Å, 5.5556 to 5.5556",
    "profile radius": "median 0.000258 Å⁻¹, 0.000258 to 0.000258",
    panels: "3",
    "left out": "1 without I or sigma(I)",
    columns: "h k l I sigma(I) peak background fs/px ss/px panel",
  });
  expect(json).toMatchObject({
    images: 3,
    crystals: 3,
    rows: 3,
    otherCells: 0,
    medianCell: [30, 40, 50, 90, 90, 90],
  });
});

test("crystals of other cells are counted, not refused; a stream need have neither target cell nor crystals", async () => {
  const mixed = await factsOf(streamText.replace("3.10000", "3.50000"));
  expect(Object.fromEntries(mixed.facts)["other cells"]).toBe("1 crystals, by more than 5 % or 1.5°");
  const old = Object.fromEntries((await factsOf(oldStreamText)).facts);
  expect([old.format, old["target cell"], old.panels]).toEqual(["2.1, by an unknown program", "none", ""]);
  const empty = await factsOf(streamText.replaceAll(/--- Begin crystal[\s\S]*?--- End crystal\n/g, ""));
  expect(empty.json).toMatchObject({ images: 3, crystals: 0, rows: 0, medianCell: null, wavelength: null });
});

test("info takes a stream, stats needs a space group", async () => {
  const path = join(folder, "run.stream");
  writeFileSync(path, streamText);
  expect((await runProgram(["info", path])).out).toContain(
    "run.stream: CrystFEL stream, 4 observations of 3 crystals",
  );
  const refused = await runProgram(["stats", path]);
  expect(refused.status).not.toBe(0);
  expect(refused.error).toMatch(
    /run\.stream: got a CrystFEL stream, which states .*; give it as --space-group "P 21 21 21"/,
  );
  const stats = await runProgram(["stats", path, "--space-group", "19"]);
  expect([stats.status, stats.out.includes("P 21 21 21")]).toEqual([0, true]);
});

test("a stream on other axes is read in the space group asked for, then reindexed", async () => {
  const path = join(folder, "axes.stream");
  writeFileSync(path, streamText);
  const stats = await runProgram(["stats", path, "--space-group", "P 2 2 21", "--reindex", "k,l,h"]);
  expect([stats.status, stats.error]).toEqual([0, ""]);
  expect(stats.out).toContain("P 2 2 21");
  expect(stats.out).toMatch(/Cell .* 40 50 30 90 90 90/);
  expect(stats.out).not.toContain("the cell does not");
  const tetragonal = await runProgram(["stats", path, "--space-group", "I 4"]);
  expect(tetragonal.out).toMatch(/axes\.stream: indexed with lattice P, but I 4 is given\n/);
  expect(tetragonal.out).toMatch(/axes\.stream: the cell does not have the symmetry of I 4\n/);
});

dataTest("a real stream", async () => {
  const { json } = await withFile(dataFile("crystfel/crystfel_test.stream"), (source) =>
    describeCrystfel("x", source),
  );
  expect(json).toMatchObject({ images: 70, crystals: 32, rows: 7966, otherCells: 0, panels: 64 });
});
